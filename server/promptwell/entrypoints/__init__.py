"""The ways in: they translate what a user, an editor or a machine asks, and do nothing else."""
