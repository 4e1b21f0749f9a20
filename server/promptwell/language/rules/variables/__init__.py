"""Rules about inputs, variables, filters and macros."""
