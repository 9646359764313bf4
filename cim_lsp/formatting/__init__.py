"""The usual form of a file, and the proof that it says the same: layout, quotes, the order of keys."""
