"""Modules that are loaded when something in them is first used.

An editor waits for the first diagnostics, and most of what it can ask is asked later: each module
of the list costs milliseconds before that. `load_all` loads what is left once there is time.

Python's own `LazyLoader` shows a half-loaded module to a second thread before Python 3.12.3.
"""

from __future__ import annotations

import asyncio
import sys
import threading
from importlib.util import find_spec, module_from_spec
from types import ModuleType
from typing import Any

_EDITOR = "promptwell.services.editor"
_QUESTIONS = (
    "changes",
    "actions",
    "coloring",
    "completion",
    "formatting",
    "hints",
    "hovering",
    "lenses",
    "links",
    "navigation",
    "renaming",
    "searching",
    "signature",
    "structure",
)
LATE = tuple(f"{_EDITOR}.{name}" for name in _QUESTIONS)

_LOADING = threading.RLock()


def put_off() -> None:
    """Make the modules known, not loaded; before anything imports them."""
    for name in LATE:
        spec = None if name in sys.modules else find_spec(name)
        if spec is None:
            continue
        module = module_from_spec(spec)
        sys.modules[name] = module
        parent, _, own_name = name.rpartition(".")
        setattr(sys.modules[parent], own_name, module)
        module.__class__ = _Late


async def load_all() -> None:
    """Load what was not needed yet, one module at a turn of the loop."""
    for name in LATE:
        vars(sys.modules[name])
        await asyncio.sleep(0)


class _Late(ModuleType):
    """A module whose first question, in whatever thread, loads it."""

    def __getattribute__(self, name: str) -> Any:
        with _LOADING:
            state = ModuleType.__getattribute__(self, "__dict__")
            if "_is_late" not in state:
                state["_is_late"] = False  # its own code asks it things while it is being loaded
                state["__spec__"].loader.exec_module(self)
                self.__class__ = ModuleType  # type: ignore[assignment]  # from now on a plain one
        return ModuleType.__getattribute__(self, name)
