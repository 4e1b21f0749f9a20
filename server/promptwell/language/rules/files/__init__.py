"""What keeps a file from being checked at all, or its settings from being understood."""
