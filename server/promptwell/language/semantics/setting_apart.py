"""Edits that set a stretch of a prompt apart: tags around it, a filter on it, a place in a user message."""

from __future__ import annotations

import re
from bisect import bisect_right

from promptwell.language.syntax.document import Message, PromptDocument
from promptwell.language.syntax.templates.jinja.tree import Island
from promptwell.language.text.edit import TextEdit
from promptwell.language.text.source import Span

# A tag around the instructions themselves doesn't set data apart from them, and one of layout is part of it.
NO_DELIMITERS = frozenset(
    {
        "assistant", "b", "body", "constraints", "developer", "div", "em", "guidelines", "h1", "h2", "h3",
        "html", "i", "instruction", "instructions", "li", "message", "messages", "ol", "p", "persona",
        "prompt", "role", "rules", "span", "strong", "system", "system_prompt", "task", "tool", "ul", "user",
    }
)  # fmt: skip
"""Tags that set nothing apart."""

NAMED_FOR_VALUES = frozenset({"message", "messages", "prompt", "task"})
"""Those among them that set a single value apart: `<message>{{ message }}</message>`."""

# A filter would take only their last part.
_LOOSE = frozenset({"operation", "conditional", "test", "tuple"})


def tag_for(name: str) -> str:
    """The tag that a value of this name stands in."""
    tag = re.sub(r"[^\w.-]", "_", name)
    return f"{tag}_text" if tag.lower() in NO_DELIMITERS - NAMED_FOR_VALUES else tag


def wrapped(document: PromptDocument, span: Span, tag: str) -> tuple[TextEdit, TextEdit]:
    """The edits that put tags around a range: on lines of their own where it has its lines to itself."""
    line = own_lines(document, span)
    before, after = f"<{tag}>", f"</{tag}>"
    if line is not None:
        indent = document.text[line.start + _base(document, span) : span.start]
        gap = line_end(document.text) + indent
        before, after = before + gap, gap + after
    return (
        TextEdit(Span(span.start, span.start), before),
        TextEdit(Span(span.end, span.end), after),
    )


def _base(document: PromptDocument, span: Span) -> int:
    """How far the lines of a text in another file are indented there; who writes the edit adds it again."""
    places = document.embedding.places if document.embedding is not None else ()
    place = next((each for each in places if each.contains(span.start)), None)
    if place is None:
        return 0
    words = document.text[place.start : place.end]
    return document.source.line_column(place.start)[1] or len(words) - len(words.lstrip(" "))


def escaped(document: PromptDocument, island: Island) -> tuple[TextEdit, ...]:
    """The edits after which no tag in an output's value works; none where its engine has no way to do that.

    Jinja has the filter `e`. Handlebars, as prompts use it, escapes nothing, and its `json` puts the value
    in quotes that it can't end.
    """
    if island.kind != "output" or len(island.parsed.expressions) != 1:
        return ()
    expression = island.parsed.expressions[0]
    place = island.absolute(expression.span)
    if document.engine == "jinja2":
        before, after = ("(", ") | e") if expression.kind in _LOOSE else ("", " | e")
        opening = (TextEdit(Span(place.start, place.start), before),) if before else ()
        return (*opening, TextEdit(Span(place.end, place.end), after))
    raw = document.text.startswith("{{{", island.span.start)
    if document.engine == "handlebars" and expression.kind in ("name", "attribute") and not raw:
        return (TextEdit(Span(place.start, place.start), "json "),)
    return ()


def with_edits(text: str, span: Span, edits: tuple[TextEdit, ...]) -> str:
    """A stretch of a text after edits within it."""
    words = text[span.start : span.end]
    for edit in sorted(edits, key=lambda each: each.span, reverse=True):
        start, end = edit.span.start - span.start, edit.span.end - span.start
        words = words[:start] + edit.new_text + words[end:]
    return words


def to_user_message(
    document: PromptDocument, message: Message, taken: Span, text: str
) -> tuple[TextEdit, ...]:
    """The edits that take a range out of a message and put a text at the start of the next user message.

    Where none follows soon, a new one is made behind the message. None where no role lines make messages.
    """
    marker = document.source.slice(message.marker).lstrip()
    if marker.startswith(("{%", "{{#", "<")):
        return ()  # its messages are blocks or tags
    eol = line_end(document.text)
    later = bisect_right(document.messages, message.marker, key=lambda each: each.marker)
    user = next(
        (each for each in document.messages[later : later + 2] if each.role == "user"), None
    )
    if user is None and document.embedding is not None:
        return ()  # there messages are items of a list
    if user is not None:
        at = user.content.start
        # Behind `{{role "user"}}` its line goes on.
        goes_on = document.engine == "handlebars" and document.embedding is None
        begin = eol if goes_on and at and document.text[at - 1] not in "\r\n" else ""
        insert = TextEdit(Span(at, at), f"{begin}{text}{'' if begin else eol}")
    else:
        end = message.content.end
        gap = "" if document.text.endswith("\n", 0, end) else eol
        role = '{{role "user"}}' if document.engine == "handlebars" else "user:"
        insert = TextEdit(Span(end, end), f"{gap}{role}{eol}{text}{eol}")
    return TextEdit(_removed(document, taken), ""), insert


def own_lines(document: PromptDocument, span: Span) -> Span | None:
    """The lines of a range that has them to itself, without the last line end."""
    text = document.text
    start, end = span
    while start and text[start - 1] in " \t":
        start -= 1
    while end < len(text) and text[end] in " \t":
        end += 1
    begins = start == 0 or text[start - 1] in "\r\n"
    ends = end == len(text) or text[end] in "\r\n"
    return Span(start, end) if begins and ends else None


def line_end(text: str) -> str:
    """The line end that a text uses."""
    first = text.find("\n")
    return "\r\n" if first > 0 and text[first - 1] == "\r" else "\n"


def _removed(document: PromptDocument, taken: Span) -> Span:
    """What goes with a range: its lines where it has them to itself, else the blanks before it."""
    line = own_lines(document, taken)
    if line is None:
        start, text = taken.start, document.text
        while text[start - 1 : start] in (" ", "\t") and text[taken.end : taken.end + 1].isspace():
            start -= 1
        return Span(start, taken.end)
    number = document.source.line_number(line.end)
    starts = document.source.line_starts
    following = starts[number + 1] if number + 1 < len(starts) else document.source.end
    return Span(line.start, following)
