"""Text and places in it: spans, lines, edits. Knows nothing about prompts."""
