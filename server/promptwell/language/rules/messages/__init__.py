"""Rules about messages and their roles."""
