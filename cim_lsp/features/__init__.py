"""What an editor can ask for at a place in a document: one feature a file, none of which knows LSP."""
