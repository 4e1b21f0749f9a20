"""The ways in through which the cases of operations go; each gives the same answers."""
