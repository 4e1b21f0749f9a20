"""What the words of a file are, for coloring: an input, a local name, a macro, a filter, a key ..."""
