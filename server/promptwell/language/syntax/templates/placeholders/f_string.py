"""Python's placeholders: `{name}`, `{name.attribute}`, `{name[0]!r:>10}`; `{{` and `}}` are braces.

`str.format` and LangChain read them so. A brace that begins no placeholder makes the whole prompt
fail when it is filled in, which happens to every JSON example that somebody pastes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from promptwell.language.syntax.problem import Problem
from promptwell.language.syntax.templates.jinja.tree import Expression, Island, Parsed, Template
from promptwell.language.syntax.templates.placeholders.holes import chain, template_of
from promptwell.language.text.edit import TextEdit
from promptwell.language.text.source import Span

RULE = "literal-brace"

_FIELD = re.compile(
    r"\{(?P<name>[^\W\d]\w*(?:\.[^\W\d]\w*)*)(?:\[[^\[\]{}\r\n]*\])*"
    r"(?P<conversion>![rsa])?(?P<format>:[^{}\r\n]*)?\}"
)
_POSITION = re.compile(r"\{\d*\}")
_OPEN_NAME = re.compile(r"\{(?P<name>[^\W\d]\w*)?")
_MOST_PROBLEMS = 50


def parse_f_string(text: str, span: Span, *, sure: bool = True) -> Template:
    """The placeholders between two offsets, and a problem for the braces that are none.

    Where it is not `sure` that Python fills the text in, the program may accept such braces.
    """
    islands: list[Island] = []
    stray: list[Span] = []
    position = span.start
    while True:
        position = _next_brace(text, position, span.end)
        if position < 0:
            break
        if text.startswith(("{{", "}}"), position) and position + 2 <= span.end:
            position += 2
            continue
        field = _FIELD.match(text, position, span.end)
        if field is not None:
            islands.append(_field(field))
            position = field.end()
            continue
        counted = _POSITION.match(text, position, span.end)
        if counted is not None:  # a value without a name, which `str.format` counts
            position = counted.end()
            continue
        half_typed = _half_typed(text, position, span.end)
        if half_typed is not None:
            islands.append(half_typed)
        stray.append(Span(position, position + 1))
        position += 1
    return template_of(span, islands, _problems(text, stray, sure))


def _next_brace(text: str, start: int, end: int) -> int:
    found = [at for mark in "{}" if (at := text.find(mark, start, end)) >= 0]
    return min(found, default=-1)


def _field(match: re.Match[str]) -> Island:
    expression = chain(match.start(), match["name"], match.start("name"))
    return Island("output", Span(*match.span()), Parsed(expressions=(expression,)))


def _half_typed(text: str, start: int, end: int) -> Island | None:
    """A placeholder whose closing brace is not written yet: nothing follows it on its line."""
    match = _OPEN_NAME.match(text, start, end)
    if match is None or not match["name"]:
        return None
    behind = text[match.end() : min(end, match.end() + 1)]
    if behind.strip():
        return None
    place = Span(match.start("name") - start, match.end("name") - start)
    expression = Expression("name", place, match["name"], (), place)
    guarded = Expression("filter", place, "default", (expression,), Span(place.end, place.end))
    return Island("output", Span(*match.span()), Parsed(expressions=(guarded,)), closed=False)


def _problems(text: str, stray: list[Span], sure: bool) -> Iterator[Problem]:
    """One problem for all braces that are no placeholder, with the edit that doubles them."""
    if not stray:
        return
    edits = tuple(TextEdit(place, text[place.start] * 2) for place in stray)
    others = len(stray) - 1
    more = f", and {others} more like it," if others else ""
    message = (
        f"this `{text[stray[0].start]}`{more} begins or ends no placeholder: "
        f"{_effect(sure)}; a brace that is meant is doubled"
    )
    title = "Double the braces" if others else "Double the brace"
    related = tuple((place, "another one") for place in stray[1:_MOST_PROBLEMS])
    yield Problem(RULE, stray[0], message, related, (title, edits), accepted=not sure)


def _effect(sure: bool) -> str:
    return "filling the prompt in fails" if sure else "`str.format` fails on it"
