"""What can be done with the prompts of a repository, one file per area."""
