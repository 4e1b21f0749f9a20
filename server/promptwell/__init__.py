"""Promptwell treats prompts as code: a language server, checks and evaluation for prompt files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from promptwell.bootstrap.loading import LoadedPrompt as LoadedPrompt
    from promptwell.bootstrap.loading import load as load

__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """`promptwell.load` and what it gives, imported when they are first asked for."""
    if name in ("load", "LoadedPrompt"):
        from importlib import import_module

        # By its name: what stands below `bootstrap` imports this package for its version.
        return getattr(import_module("promptwell.bootstrap.loading"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
