"""Pictures of a graph: one file a format, each with a `render` from a graph to a text that is always the same."""
