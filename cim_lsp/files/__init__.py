"""Files on disk, for both faces: which of them are CIM files, and what is in them and in git."""
