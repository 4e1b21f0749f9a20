"""Two changes of one prompt become one: by what the file says, then by its text."""
