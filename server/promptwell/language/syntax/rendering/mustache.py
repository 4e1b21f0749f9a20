"""Rendering of Mustache templates.

Chevron cuts the template into its tags, as Prompty's own renderer does; the walk over them is
done here, so that values stay plain data (Chevron would also read Python attributes and
call what it finds), work is counted, and each piece keeps its source.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from chevron.tokenizer import ChevronError, tokenize

from promptwell.errors import RenderError

_DEEPEST = 50

Tag = tuple[str, str]


def render_mustache(
    template: str,
    values: Mapping[str, Any],
    *,
    partial: Callable[[str], str | None],
    step: Callable[[], None],
    write: Callable[[int], None],
    undefined: Callable[[str], None],
    missing: Callable[[str], None],
) -> list[tuple[str, str | None, str]]:
    """The pieces of the rendered text as (`literal` or `interp`, input, text).

    `partial` gives the text of a partial by its name; `step` is called for each tag that is
    run, `write` with the length of each piece, `undefined` with each name that has no value and
    `missing` with each partial that is not there (it renders as nothing, by Mustache's rules).

    Raises:
        RenderError: a section is not closed, closed twice, or partials nest without end.
    """
    walk = _Walk(partial, step, write, undefined, missing)
    walk.run(_tags(template), [values], "", 0)
    return walk.pieces


class _Walk:
    def __init__(
        self,
        partial: Callable[[str], str | None],
        step: Callable[[], None],
        write: Callable[[int], None],
        undefined: Callable[[str], None],
        missing: Callable[[str], None],
    ) -> None:
        self.pieces: list[tuple[str, str | None, str]] = []
        self._text_of = partial
        self._step = step
        self._count = write
        self._undefined = undefined
        self._missing = missing
        self._line_start = ""

    def run(self, tags: list[Tag], scopes: list[Any], padding: str, depth: int) -> None:
        if depth > _DEEPEST:
            raise RenderError(
                "sections and partials nest too deeply, or a partial includes itself without end",
                reason="limit",
            )
        index = 0
        while index < len(tags):
            kind, key = tags[index]
            index += 1
            self._step()
            if kind == "literal":
                self._write("literal", None, key.replace("\n", "\n" + padding))
            elif kind in ("variable", "no escape"):
                self._variable(key, scopes, escaped=kind == "variable")
            elif kind in ("section", "inverted section"):
                end = _end_of(tags, index)
                body, index = tags[index:end], end + 1
                self._section(kind, key, body, scopes, padding, depth)
            elif kind == "partial":
                self._partial(key, scopes, padding, depth)

    def _variable(self, key: str, scopes: list[Any], *, escaped: bool) -> None:
        found, value = _look_up(key, scopes)
        if not found:
            self._undefined(key)
        # Falsy values but 0 and False are empty text, as Prompty's renderer has it.
        text = str(value) if value or value in (0, False) else ""
        self._write(
            "interp", key.split(".", maxsplit=1)[0] or None, _escape(text) if escaped else text
        )

    def _section(
        self, kind: str, key: str, body: list[Tag], scopes: list[Any], padding: str, depth: int
    ) -> None:
        _, value = _look_up(key, scopes)
        if kind == "inverted section":
            if not value:
                self.run(body, scopes, padding, depth + 1)
        elif isinstance(value, list):
            for item in value:
                self.run(body, [item, *scopes], padding, depth + 1)
        elif value:
            self.run(body, [value, *scopes], padding, depth + 1)

    def _partial(self, key: str, scopes: list[Any], padding: str, depth: int) -> None:
        text = self._text_of(key)
        if text is None:
            self._missing(key)
            return
        indent = self._line_start if self._line_start.isspace() else ""
        first = len(self.pieces)
        self.run(_tags(text), scopes, padding + indent, depth + 1)
        if indent:
            self._take_back_spaces(first)

    def _take_back_spaces(self, first: int) -> None:
        """Remove the indent that an indented partial's last line end has put before what follows."""
        while len(self.pieces) > first:
            kind, source, text = self.pieces.pop()
            kept = text.rstrip(" \t")
            if kept:
                self.pieces.append((kind, source, kept))
                self._line_start = kept.rpartition("\n")[2]
                return

    def _write(self, kind: str, source: str | None, text: str) -> None:
        if not text and kind == "literal":
            return
        self._count(len(text))
        self.pieces.append((kind, source, text))
        head, newline, last = text.rpartition("\n")
        self._line_start = last if newline else self._line_start + head + last


def _tags(template: str) -> list[Tag]:
    try:
        return list(tokenize(template))
    except ChevronError as error:
        raise RenderError(" ".join(str(error).split()), reason="syntax") from None
    except IndexError:
        raise RenderError("a tag has nothing in it: '{{}}'", reason="syntax") from None


def _end_of(tags: list[Tag], start: int) -> int:
    depth = 0
    for index in range(start, len(tags)):
        if tags[index][0] in ("section", "inverted section"):
            depth += 1
        elif tags[index][0] == "end":
            if depth == 0:
                return index
            depth -= 1
    return len(tags)


def _look_up(key: str, scopes: list[Any]) -> tuple[bool, Any]:
    if key == ".":
        return True, scopes[0]
    for scope in scopes:
        value = scope
        for name in key.split("."):
            if isinstance(value, Mapping) and name in value:
                value = value[name]
            elif isinstance(value, list) and name.isdecimal() and int(name) < len(value):
                value = value[int(name)]
            else:
                break
        else:
            return True, value
    return False, ""


def _escape(text: str) -> str:
    for char, name in (("&", "&amp;"), ('"', "&quot;"), ("<", "&lt;"), (">", "&gt;")):
        text = text.replace(char, name)
    return text
