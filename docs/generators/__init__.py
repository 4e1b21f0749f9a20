"""Generators of reference pages, schemas and static tables, one file for each subject.

Each has `generate() -> dict[str, str]`: contents by path from the repository's root.
"""
