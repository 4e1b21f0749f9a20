"""Names without a value: they render by the format's contract, and each use is written down."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from types import FrameType
from typing import Any, ClassVar, Literal

from jinja2 import Undefined
from jinja2.exceptions import SecurityError, UndefinedError
from jinja2.utils import missing

from promptwell.language.syntax.rendering.result import UndefinedUse

# A loop over thousands of items would note the same place thousands of times.
_MOST_NOTES = 1_000

How = Literal["output", "loop", "test"]


class UndefinedLog:
    """The uses of names without a value in one rendering, each place once."""

    def __init__(self) -> None:
        self._seen: dict[UndefinedUse, None] = {}

    def note(self, name: str, how: How, *, attribute: bool = False) -> None:
        """Remember one use at the place where the template runs at the moment."""
        if len(self._seen) < _MOST_NOTES:
            template, line = running_place()
            self._seen.setdefault(UndefinedUse(name, how, attribute, template, line))

    def uses(self) -> tuple[UndefinedUse, ...]:
        """All uses in the order in which they happened."""
        return tuple(self._seen)


def running_place() -> tuple[str, int | None]:
    """The template that runs at the moment, by name, and its line."""
    frame: FrameType | None = sys._getframe(1)  # noqa: SLF001  # no other way to a running template's line
    while frame is not None:
        template = frame.f_globals.get("__jinja_template__")
        if template is not None:
            name = template.name or ""
            return name.strip("\0"), template.get_corresponding_lineno(frame.f_lineno)
        frame = frame.f_back
    return "", None


def undefined_type(log: UndefinedLog, *, chainable: bool) -> type[Undefined]:
    """The class of a name without a value.

    It is empty text, an empty list and false. Its attributes are as empty where `chainable`
    (the Prompty contract: never an error); otherwise asking for one is an error, as in Jinja.
    """
    return type("_Noted", (_Recording,), {"__slots__": (), "_log": log, "_chainable": chainable})


class _Recording(Undefined):
    __slots__ = ()
    _log: ClassVar[UndefinedLog]
    _chainable: ClassVar[bool]

    def _note(self, how: How) -> None:
        if issubclass(self._undefined_exception, SecurityError):
            raise self._undefined_exception(self._undefined_message)
        if how == "test" and self._undefined_name == "caller":
            return  # how a macro asks whether it was called with a block
        of_value = self._undefined_obj is not missing
        name = "" if self._undefined_name is None else str(self._undefined_name)
        self._log.note(name, how, attribute=of_value)

    def __str__(self) -> str:
        self._note("output")
        return ""

    def __iter__(self) -> Iterator[Any]:
        self._note("loop")
        return iter(())

    def __len__(self) -> int:
        self._note("loop")
        return 0

    def __bool__(self) -> bool:
        self._note("test")
        return False

    def __eq__(self, other: object) -> bool:
        self._note("test")
        return isinstance(other, Undefined)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return id(type(self))

    def __getattr__(self, name: str) -> Any:
        if name[:2] == name[-2:] == "__":
            raise AttributeError(name)
        return self._child(name)

    def __getitem__(self, key: object) -> Any:
        return self._child(str(key))

    def _child(self, name: str) -> Any:
        if self._chainable and not issubclass(self._undefined_exception, SecurityError):
            return self
        self._note("output")
        raise UndefinedError(f"{self._undefined_message}, so it has no '{name}'")
