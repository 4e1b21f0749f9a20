"""What can be done with the versions of a prompt."""
