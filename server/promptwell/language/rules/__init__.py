"""Checks of prompt files, one file each, found by walking these folders."""
