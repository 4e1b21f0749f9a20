"""Rules about how instructions are worded; all off by default."""
