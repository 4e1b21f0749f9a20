"""A `.prompt` file cut into messages: at Dotprompt's `{{role "system"}}`, or at tags such as `<system>`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from promptwell.language.syntax.document import Message
from promptwell.language.syntax.messages import whole_message
from promptwell.language.syntax.templates.jinja.tree import Expression, Island, Template
from promptwell.language.text.source import Span

ROLES = ("user", "model", "system", "tool")
"""The roles that Dotprompt knows, the one first that speaks where nothing is said."""

_TAG = re.compile(
    r"^[ \t]*<(?P<name>system|user|assistant|developer|tool)(?:[ \t][^>\n]*)?>", re.MULTILINE
)


def role_argument(island: Island) -> Expression | None:
    """The text in `{{role "system"}}` or `{{#role "system"}}`; None for any other tag."""
    for expression in island.parsed.expressions:
        if expression.kind == "call" and expression.children[0].value == "role":
            argument = expression.children[1]
            if argument.kind == "constant" and isinstance(argument.value, str):
                return argument
    return None


def handlebars_messages(text: str, template: Template) -> tuple[Message, ...]:
    """Each message from the tag that names its role up to the next one.

    What stands before the first is the user's. Behind `{{history}}` the model speaks until another role is named.
    """
    marks = list(_marks(template))
    first = marks[0].span.start if marks else template.span.end
    start = Span(template.span.start, first)
    found = [] if _says_nothing(text, template, start) else list(whole_message(text, start, "user"))
    for index, mark in enumerate(marks):
        following = marks[index + 1] if index + 1 < len(marks) else None
        end = following.span.start if following else template.span.end
        content = Span(mark.span.end, max(end, mark.span.end))
        empty = _says_nothing(text, template, content)
        if not mark.is_history:
            if not (empty and following and following.is_history):
                found.append(Message(mark.role, mark.span, mark.name, content))
        elif not empty:
            place = Span(content.start, content.start)
            found.append(Message(mark.role, place, place, content, (), True))
    return tuple(found)


def tagged_messages(text: str, span: Span, default_role: str) -> tuple[Message, ...]:
    """The messages that tags at the beginning of a line begin; without any, the text is one message."""
    marks = list(_TAG.finditer(text, span.start, span.end))
    first = marks[0].start() if marks else span.end
    found = list(whole_message(text, Span(span.start, first), default_role))
    for index, mark in enumerate(marks):
        following = marks[index + 1].start() if index + 1 < len(marks) else span.end
        closed = text.find(f"</{mark['name']}>", mark.end(), following)
        content = Span(mark.end(), closed if closed >= 0 else following)
        found.append(Message(mark["name"], Span(*mark.span()), Span(*mark.span("name")), content))
    return tuple(found)


def _says_nothing(text: str, template: Template, span: Span) -> bool:
    """Whether nothing but blanks and comments stands in a range."""
    position = span.start
    for island in template.islands_in(span):
        if island.kind != "comment" or text[position : island.span.start].strip():
            return False
        position = island.span.end
    return not text[position : span.end].strip()


class _Mark(NamedTuple):
    role: str
    span: Span
    name: Span
    is_history: bool = False


def _marks(template: Template) -> Iterator[_Mark]:
    for island in template.islands:
        argument = role_argument(island)
        if argument is not None:
            inside = Span(argument.span.start + 1, argument.span.end - 1)
            yield _Mark(argument.value, island.span, island.absolute(inside))
        elif island.kind == "output" and _is_history(island):
            yield _Mark("model", island.span, Span(island.span.end, island.span.end), True)


def _is_history(island: Island) -> bool:
    return any(
        each.kind == "name" and each.value == "history" for each in island.parsed.expressions
    )
