"""The forms in which `promptwell diff` shows a difference: one file each."""
