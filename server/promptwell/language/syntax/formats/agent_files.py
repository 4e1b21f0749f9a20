"""Markdown files that coding agents read; see the package `agents` beside this file."""

from promptwell.language.syntax.formats.agents.format import FORMAT

__all__ = ["FORMAT"]
