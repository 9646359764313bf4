"""What the core says, as LSP has it, and as the client at hand can take it."""
