"""Which values a template may be given: JSON data, nothing that runs code when it is asked."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from promptwell.errors import RenderError
from promptwell.language.syntax.rendering.budget import RenderLimits


def json_values(values: Mapping[str, Any], limits: RenderLimits) -> tuple[dict[str, Any], str]:
    """A copy of the values as plain JSON data, and the text in them joined.

    Raises:
        RenderError: a value is no JSON, nests deeper or is longer than the limits allow.
    """
    copier = _Copier(limits)
    copied = {}
    for name, value in values.items():
        if not isinstance(name, str):
            raise RenderError(f"an input's name is a text, not {name!r}", reason="values")
        copied[name] = copier.copy(value, name, 1)
    return copied, "\n".join(copier.texts)


class _Copier:
    def __init__(self, limits: RenderLimits) -> None:
        self.texts: list[str] = []
        self._limits = limits
        self._size = 0

    def copy(self, value: Any, place: str, depth: int) -> Any:
        if depth > self._limits.depth:
            raise RenderError(
                f"the value of '{place.split('.', maxsplit=1)[0]}' nests more than {self._limits.depth} levels: "
                "give it flatter",
                reason="values",
            )
        self._count(1, place)
        if value is None or isinstance(value, (bool, int)):
            return value
        if isinstance(value, float):
            if not math.isfinite(value):
                raise _refused(place, f"{value} is not a JSON number")
            return value
        if isinstance(value, str):
            self._count(len(value), place)
            self.texts.append(value)
            return str(value)
        if isinstance(value, (list, tuple)):
            return [self.copy(each, f"{place}.{at}", depth + 1) for at, each in enumerate(value)]
        if isinstance(value, Mapping):
            return {
                self._key(key, place): self.copy(each, f"{place}.{key}", depth + 1)
                for key, each in value.items()
            }
        raise _refused(place, f"a {type(value).__name__} is not JSON")

    def _key(self, key: Any, place: str) -> str:
        if not isinstance(key, str):
            raise _refused(place, f"the key {key!r} is not a text")
        self._count(len(key), place)
        self.texts.append(key)
        return str(key)

    def _count(self, size: int, place: str) -> None:
        self._size += size
        if self._size > self._limits.values:
            raise RenderError(
                f"the values are longer than {self._limits.values:,} characters "
                f"(at '{place}'): give less",
                reason="values",
            )


def _refused(place: str, why: str) -> RenderError:
    return RenderError(
        f"the value of '{place}' can't be used: {why}. Give text, numbers, true or false, "
        "null, lists or mappings of them",
        reason="values",
        name=place.split(".", maxsplit=1)[0],
    )
