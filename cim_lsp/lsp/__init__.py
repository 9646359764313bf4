"""The language server: a thin face over the core, and the only place that knows LSP, pygls and lsprotocol."""
