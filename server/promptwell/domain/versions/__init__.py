"""Versions of prompts: what they are, how they differ and how they come together."""
