"""The engine about itself: whether it runs, what it does, and how it is started and stopped."""

from __future__ import annotations

from dataclasses import dataclass

from promptwell.services.context import Context
from promptwell.services.living_engine import EngineStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineRequest:
    """Nothing needs to be said."""


def status(context: Context, request: EngineRequest) -> EngineStatus:
    """Show whether the engine runs, where, and what it is doing."""
    return context.engine.status()


def start(context: Context, request: EngineRequest) -> EngineStatus:
    """Start the engine, unless it runs.

    It is started by itself when an editor or an agent needs it, and leaves when nobody has called
    it for the minutes of the setting `engine.idle-minutes`. Starting it by hand also forgets that
    it crashed before.
    """
    return context.engine.start()


def stop(context: Context, request: EngineRequest) -> EngineStatus:
    """Stop the engine, once it has finished what it is doing.

    The next call that needs it starts it again.
    """
    return context.engine.stop()
