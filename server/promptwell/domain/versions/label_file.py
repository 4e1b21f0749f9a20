"""What the file of labels is called; apart, as every search for files asks for it."""

from __future__ import annotations

LABEL_FILE = "promptwell.labels"
"""The file's name, at the root of the workspace."""
