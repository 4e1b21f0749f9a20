"""Prompts as a repository knows them: records, what may be kept about them, and the ports to where they lie."""
