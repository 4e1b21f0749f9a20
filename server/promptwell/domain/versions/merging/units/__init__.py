"""What a prompt file is made of, as units that are merged by themselves; one file per kind of unit."""
