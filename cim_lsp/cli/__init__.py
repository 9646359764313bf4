"""The command line: arguments, files and output around the analysis core. It knows nothing of the language server."""
