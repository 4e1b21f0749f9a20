"""Comments that hide findings: on their line, on the next one, in a block or in the whole file."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.suppression_comment import Directive, Kind, NamedRule, directives
from promptwell.language.text.edit import TextEdit
from promptwell.language.text.source import SourceText, Span

_COMMENT = re.compile(r"(?:^|(?<=[ \t\r\n]))#[^\r\n]*")

# Languages in which nothing can be said without its being sent.
_WITHOUT_COMMENTS = frozenset({"f-string", "github-models", "semantic-kernel"})


class Suppression(NamedTuple):
    """One comment's effect: the rules, groups or `all`, where they are silent, and the comment itself.

    `order` is what the comment says: until when it holds, and why.
    """

    names: tuple[str, ...]
    reach: Span
    comment: Span
    kind: Kind
    order: Directive

    def covers(self, rule_id: str, span: Span, group: str = "") -> bool:
        """Whether a finding of a rule, and of the rule's group, begins where this hides it."""
        return _covers(self.reach, span) and not {rule_id, group or rule_id, "all"}.isdisjoint(
            self.names
        )

    def expired(self, today: date) -> bool:
        """Whether its last day is over, or is none that the calendar has."""
        until = self.order.until
        return today > until if until else self.order.until_span is not None


@dataclass(frozen=True)
class Suppressions:
    """All that a file's comments hide."""

    entries: tuple[Suppression, ...] = ()

    def hides(self, rule_id: str, span: Span, group: str = "") -> bool:
        """Whether a finding of a rule, and of the rule's group, begins where that is hidden."""
        return self.hiding(rule_id, span, group) is not None

    def hiding(self, rule_id: str, span: Span, group: str = "") -> Suppression | None:
        """The comment that hides a finding, or None; whether it still holds is another question."""
        return next((each for each in self.entries if each.covers(rule_id, span, group)), None)


def suppressions(document: PromptDocument) -> Suppressions:
    """What the comments of a file hide.

    In a template `{# promptwell: ignore[rule, rule] #}`, in an agent file
    `<!-- promptwell: ignore[rule] -->`, in front matter
    `# promptwell: ignore[rule]`: on its own line, or where it stands alone on one, on the next.
    `ignore-start[...]` holds up to `ignore-end` or the end of the file, `ignore-file[...]`
    everywhere. A rule's group or `all` may stand for rules; no brackets mean `all`.

    `ignore[rule] until 2027-01-31 -- why` says on which day it holds for the last time, and why it
    is there. Here all are returned, also those whose day is over; no clock is asked.
    """
    if "promptwell:" not in document.text:
        return Suppressions()
    entries: list[Suppression] = []
    started: list[tuple[Directive, Span]] = []
    for place, written in _comments(document):
        for order in directives(written, place.start):
            kind, names = order.kind, order.names
            if kind == "ignore":
                reach = _line_reach(document.source, place)
                entries.append(Suppression(names, reach, place, kind, order))
            elif kind == "ignore-file":
                reach = Span(0, document.source.end + 1)
                entries.append(Suppression(names, reach, place, kind, order))
            elif kind == "ignore-start":
                started.append((order, place))
            else:
                entries += _ended(started, names if order.brackets else None, place)
    for order, place in started:
        reach = Span(place.start, document.source.end + 1)
        entries.append(Suppression(order.names, reach, place, "ignore-start", order))
    return Suppressions(tuple(sorted(entries, key=lambda entry: entry.comment)))


def rule_at(document: PromptDocument, offset: int) -> NamedRule | None:
    """The name in the brackets of a comment that an offset touches."""
    if "promptwell:" not in document.text:
        return None
    for place, written in _comments(document):
        if not place.contains(offset):
            continue
        for order in directives(written, place.start):
            for named in order.named:
                if named.span.contains(offset):
                    return named
    return None


def ignore_edit(
    document: PromptDocument, rule_id: str, span: Span, where: Literal["line", "file"]
) -> TextEdit | None:
    """The edit that hides a rule on the line of a finding, or in the whole file.

    Adds the rule to a comment that is already there. None where the format has no place for a comment.
    """
    if document.engine in _WITHOUT_COMMENTS:
        return None
    present = _extendable(document, rule_id, span, where)
    if present:
        return present
    front_matter = document.front_matter
    in_front_matter = front_matter is not None and span.start < front_matter.span.end
    if not in_front_matter and document.engine == "none":
        return None
    if where == "file":
        return _file_edit(document, rule_id)
    if in_front_matter:
        return _front_matter_edit(document, rule_id, span)
    line = document.source.line_span(document.source.line_number(span.start))
    start = max(line.start, document.body.start)
    comment = _template_comment(document, f"promptwell: ignore[{rule_id}]")
    if _inside_island(document, line.end):
        # The line's end is within a tag, where no comment can stand; the line above is free.
        if _inside_island(document, start):
            return None
        return TextEdit(Span(start, start), f"{comment}{_break(document)}")
    # No blank before it, for a comment prints nothing and the prompt stays as it was; but a
    # brace would make something else of the comment's mark.
    gap = " " if document.text[start : line.end].endswith("{") else ""
    return TextEdit(Span(line.end, line.end), gap + comment)


def _comments(document: PromptDocument) -> Iterator[tuple[Span, str]]:
    """The comments of the front matter and of the template, with their places."""
    text = document.text
    if document.front_matter:
        start, end = document.front_matter.content
        for match in _COMMENT.finditer(text, start, end):
            if "promptwell:" in match.group() and not _in_scalar(document, match.start()):
                yield Span(*match.span()), match.group()
    for island in document.template.islands:
        if island.kind == "comment":
            written = text[island.span.start : island.span.end]
            if "promptwell:" in written:
                yield island.span, written


def _in_scalar(document: PromptDocument, offset: int) -> bool:
    """Whether a `#` is part of a value, such as a block of text or a quoted string."""
    return any(
        node.kind == "scalar"
        and node.span.start < offset < node.span.end
        and not _header_comment(document.text, node.span, offset, node.style)
        for node in document.root.walk()
    )


def _header_comment(text: str, span: Span, offset: int, style: str) -> bool:
    """Whether the offset is on the first line of a block of text, behind its `|` or `>`."""
    if style not in ("literal", "folded"):
        return False
    return "\n" not in text[span.start : offset] and "\r" not in text[span.start : offset]


def _line_reach(source: SourceText, place: Span) -> Span:
    number = source.line_number(place.start)
    line = source.line_span(number)
    alone = not source.text[line.start : place.start].strip()
    last = source.line_number(max(place.end - 1, place.start))
    end = source.line_span(last).end
    if alone and not source.text[place.end : end].strip():
        if last + 1 < len(source.line_starts):
            end = source.line_span(last + 1).end
    return Span(line.start, end + 1)


def _ended(
    started: list[tuple[Directive, Span]], names: tuple[str, ...] | None, place: Span
) -> Iterator[Suppression]:
    """Close the blocks that an `ignore-end` names, or the innermost one where it names none."""
    index = len(started) - 1
    while index >= 0:
        begun, start = started[index]
        if names is None or not set(names).isdisjoint(begun.names):
            del started[index]
            reach = Span(start.start, place.end)
            yield Suppression(begun.names, reach, start, "ignore-start", begun)
            if names is None:
                return
        index -= 1


def _extendable(document: PromptDocument, rule_id: str, span: Span, where: str) -> TextEdit | None:
    wanted = "ignore" if where == "line" else "ignore-file"
    for place, written in _comments(document):
        order = next(directives(written, place.start), None)
        if order is None or order.kind != wanted or not order.named or order.brackets is None:
            continue
        if order.until_span or order.reason:
            continue  # what it says of its own rules may not be true of another
        if where == "line" and not _covers(_line_reach(document.source, place), span):
            continue
        end = order.brackets.end
        return TextEdit(Span(end, end), f", {rule_id}")
    return None


def _covers(reach: Span, span: Span) -> bool:
    return reach.start <= span.start < reach.end


def _file_edit(document: PromptDocument, rule_id: str) -> TextEdit | None:
    words = f"promptwell: ignore-file[{rule_id}]"
    if document.front_matter:
        start = document.front_matter.content.start
        opening = document.source.slice(Span(document.front_matter.span.start, start))
        if not opening.endswith(("\n", "\r")):
            return None
        return TextEdit(Span(start, start), f"# {words}{_break(document)}")
    start = document.body.start + (1 if document.text.startswith("\ufeff") else 0)
    return TextEdit(Span(start, start), f"{_template_comment(document, words)}{_break(document)}")


def _front_matter_edit(document: PromptDocument, rule_id: str, span: Span) -> TextEdit | None:
    source = document.source
    front_matter = document.front_matter
    if front_matter is None:
        return None
    words = f"# promptwell: ignore[{rule_id}]"
    line = source.line_span(source.line_number(span.start))
    if line.start < front_matter.content.start or line.start >= front_matter.content.end:
        return None  # a mark `---` holds no comment
    if _in_scalar(document, line.end) or _in_block_text(document, line):
        return None
    gap = "" if not source.slice(line).strip() else "  "
    return TextEdit(Span(line.end, line.end), gap + words)


def _in_block_text(document: PromptDocument, line: Span) -> bool:
    """Whether a line is one of a `|` or `>` text, the last one included."""
    return any(
        node.style in ("literal", "folded") and node.span.start < line.start < node.span.end
        for node in document.root.walk()
    )


def _inside_island(document: PromptDocument, offset: int) -> bool:
    islands = document.template.islands
    index = bisect_right(islands, offset, key=lambda island: island.span.end)
    return index < len(islands) and islands[index].span.start < offset


def _template_comment(document: PromptDocument, words: str) -> str:
    if document.engine == "markdown":
        return f"<!-- {words} -->"
    return (
        f"{{{{! {words} }}}}"
        if document.engine in ("mustache", "handlebars")
        else f"{{# {words} #}}"
    )


def _break(document: PromptDocument) -> str:
    return "\r\n" if "\r\n" in document.text else "\n"
