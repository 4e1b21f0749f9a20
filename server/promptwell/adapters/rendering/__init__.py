"""Rendering in a process of its own, which may be killed when a template runs away."""
