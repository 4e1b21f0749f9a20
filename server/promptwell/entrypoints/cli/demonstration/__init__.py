"""What `promptwell demo` shows: a real language server at work on the prompt files of a folder."""
