"""The refactorings, a file each: edits that nobody needs to make, but that somebody at a place may ask for."""
