"""Markdown files that coding agents read: who reads which file, and how."""
