"""Measures of what an editor feels: how good completion is, and how long it takes, ours beside the peers'."""
