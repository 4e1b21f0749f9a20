"""Jinja2 templates, read island by island so that one fault hides no other."""
