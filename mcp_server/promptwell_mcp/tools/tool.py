"""What a tool is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from inspect import getdoc
from typing import Any, get_type_hints

from promptwell_mcp.calling import Call


@dataclass(frozen=True)
class Tool:
    """One tool of the server.

    `function` has the tool's name, and its docstring is what agents read. It takes the way to the
    operations and a frozen dataclass, and returns another: these are the tool's schemas. `operation`
    is the one of the catalogue that it stands for. `tell` writes the result as text, for clients
    that show no data: all that the data says, and nothing else.
    """

    title: str
    operation: str
    function: Callable[[Call, Any], Any]
    tell: Callable[[Any], str]

    @property
    def name(self) -> str:
        """The name that agents call: a verb and what it is about."""
        return self.function.__name__

    @property
    def description(self) -> str:
        """What agents read about it."""
        return getdoc(self.function) or ""

    @cached_property
    def asked(self) -> type:
        """The dataclass of its input."""
        asked: type = self._hints["asked"]
        return asked

    @cached_property
    def given(self) -> type:
        """The dataclass of its output."""
        given: type = self._hints["return"]
        return given

    @cached_property
    def _hints(self) -> dict[str, Any]:
        return get_type_hints(self.function, include_extras=True)
