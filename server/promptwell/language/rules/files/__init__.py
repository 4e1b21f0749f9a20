"""What keeps a file from being checked whole: it can't be read, or its settings or comments err."""
