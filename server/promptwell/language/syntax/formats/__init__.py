"""The formats of prompt files, one file each."""
