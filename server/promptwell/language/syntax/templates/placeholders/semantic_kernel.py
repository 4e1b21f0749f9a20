"""The template language of Semantic Kernel: `{{$name}}`, `{{plugin.function $name key='x'}}`, `{{'text'}}`."""

from __future__ import annotations

import re

from promptwell.language.syntax.problem import Problem
from promptwell.language.syntax.templates.jinja.tree import Expression, Island, Parsed, Template
from promptwell.language.syntax.templates.placeholders.holes import template_of, with_default
from promptwell.language.text.source import Span

_BLOCK = re.compile(
    r"\{\{(?P<inside>(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|[^{}'\"]|\{(?!\{)|\}(?!\}))*)\}\}"
)
_TOKEN = re.compile(
    r"(?P<string>'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")"
    r"|(?P<key>\w+)\s*=\s*|\$(?P<name>\w*)|(?P<function>[\w.-]+)"
)
_LEADING = re.compile(r"\s*(?:[\w$'\".-])")
_HALF = re.compile(r"\{\{\s*\$(?P<name>\w*)(?=[ \t]*(?:\r|\n|\Z))")
_LONGEST = 2000


def parse_semantic_kernel(text: str, span: Span) -> Template:
    """The blocks between two offsets. What `{{` begins and nothing ends is text, as it is there."""
    if "{{" not in text[span.start : span.end]:
        return template_of(span, ())
    islands: list[Island] = []
    problems: list[Problem] = []
    for match in _BLOCK.finditer(text, span.start, span.end):
        if match.end() - match.start() <= _LONGEST:
            island = _block(match)
            islands.append(island)
            problems += _faults(match, island)
    for match in _HALF.finditer(text, span.start, span.end):
        place = Span(match.start("name") - match.start(), match.end("name") - match.start())
        expression = with_default(Expression("name", place, match["name"], (), place))
        parsed = Parsed(expressions=(expression,))
        islands.append(Island("output", Span(*match.span()), parsed, closed=False))
    return template_of(span, sorted(islands, key=lambda island: island.span), problems)


def _block(match: re.Match[str]) -> Island:
    """One block: a value, a text, or a function and what it is given."""
    base, inside = match.start(), match.start("inside")
    head: Expression | None = None
    given: list[Expression] = []
    for token in _TOKEN.finditer(match.string, inside, match.end("inside")):
        part = _part(token, base)
        if part is None:
            continue
        if head is None:
            head = part
        else:
            given.append(part)
    if head is None:
        return Island("output", Span(*match.span()), Parsed())
    expression = head
    if given:
        whole = Span(head.span.start, given[-1].span.end)
        expression = Expression("call", whole, None, (head, *given))
    return Island("output", Span(*match.span()), Parsed(expressions=(expression,)))


def _part(token: re.Match[str], base: int) -> Expression | None:
    place = Span(token.start() - base, token.end() - base)
    if token["string"] is not None:
        return Expression("constant", place, token["string"][1:-1])
    if token["key"] is not None:
        return None
    if token["name"] is not None:
        name = Span(token.start("name") - base, place.end)
        return Expression("name", name, token["name"], (), name)
    # A function of the kernel: the prompt can't tell whether it is there.
    return Expression("constant", place, token["function"])


def _faults(match: re.Match[str], island: Island) -> list[Problem]:
    if island.parsed.expressions or _LEADING.match(match["inside"]):
        return []
    message = "an empty block: Semantic Kernel refuses the template"
    return [Problem("template-syntax", island.span, message)]
