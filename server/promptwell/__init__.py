"""Promptwell treats prompts as code: a language server, checks and evaluation for prompt files."""

__version__ = "0.1.0"
