"""Each integration in `editors/`, proved in the real editor."""
