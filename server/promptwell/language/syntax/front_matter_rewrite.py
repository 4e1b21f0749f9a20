"""A front matter written anew from its own pieces: keys renamed, moved and added, all else as it was.

A plan says what each key becomes. What it keeps is copied from the text with its comments,
quotes and line breaks, indented to its new place; what it adds is written as YAML. The result is told as
edits of the lines that differ.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

import yaml

from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.yaml.node import YamlEntry, YamlNode
from promptwell.language.syntax.yaml.quoting import has_mark, without_marks
from promptwell.language.text.edit import TextEdit
from promptwell.language.text.source import Span


@dataclass(frozen=True, slots=True)
class Keep:
    """An entry of the old front matter, under a new name where one is given.

    `replacements` change parts of it: (place in the file, new text).
    """

    entry: YamlEntry
    name: str = ""
    replacements: tuple[tuple[Span, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Make:
    """A new entry."""

    name: str
    value: Any


@dataclass(frozen=True, slots=True)
class Group:
    """A mapping with planned entries. `source` is the entry whose comments and place it takes over."""

    name: str
    children: tuple[Plan, ...]
    source: YamlEntry | None = None


Plan = Keep | Make | Group


def rewrite(document: PromptDocument, plans: Sequence[Plan]) -> list[TextEdit]:
    """The edits that turn a document's front matter into what the plans say."""
    assert document.front_matter is not None
    content = document.front_matter.content
    writer = _Writer(document, content)
    new = writer.write(_distinct(plans))
    return line_edits(document.source.slice(content), new, content.start)


def line_edits(old: str, new: str, start: int) -> list[TextEdit]:
    """The edits of the lines in which two texts differ; the old one begins at an offset."""
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    offsets = [start]
    for line in before:
        offsets.append(offsets[-1] + len(line))
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    return [
        TextEdit(Span(offsets[a], offsets[b]), "".join(after[c:d]))
        for kind, a, b, c, d in matcher.get_opcodes()
        if kind != "equal"
    ]


def to_yaml(name: str, value: Any) -> str:
    """An entry as YAML on as many lines as it takes, without anything that ends a front matter."""
    written: str = yaml.safe_dump(
        {name: value},
        sort_keys=False,
        allow_unicode=True,
        width=1_000_000,
        default_flow_style=False,
    )
    if has_mark(written):
        return f"{name}: {without_marks(json.dumps(value, ensure_ascii=False))}"
    return written.rstrip("\n")


def _distinct(plans: Sequence[Plan]) -> list[Plan]:
    """The plans with each name once; the last counts, as for loaders."""
    by_name: dict[str, Plan] = {}
    for plan in plans:
        chosen = plan
        if isinstance(plan, Group):
            chosen = Group(plan.name, tuple(_distinct(plan.children)), plan.source)
        name = plan.name or (plan.entry.name if isinstance(plan, Keep) else "")
        by_name[name] = chosen
    return list(by_name.values())


def _used(plans: Sequence[Plan]) -> Iterator[YamlEntry]:
    for plan in plans:
        if isinstance(plan, Keep):
            yield plan.entry
            yield from _below(plan.entry.value)
        elif isinstance(plan, Group):
            if plan.source is not None:
                yield plan.source
            yield from _used(plan.children)


def _below(node: YamlNode) -> Iterator[YamlEntry]:
    for entry in node.entries:
        yield entry
        yield from _below(entry.value)
    for item in node.items:
        yield from _below(item)


class _Writer:
    def __init__(self, document: PromptDocument, content: Span) -> None:
        self._text = document.text
        self._source = document.source
        self._content = content
        self._end = "\r\n" if "\r\n" in document.source.slice(content) else "\n"
        self._before: dict[int, str] = {}
        self._beside: dict[int, str] = {}
        self._step = 2
        self._seen_to = content.start
        root = document.root
        self._note_lines(root)

    def write(self, plans: Sequence[Plan]) -> str:
        rest = self._hand_on_comments({entry.key.span.start for entry in _used(plans)})
        written = "".join(self._plan(plan, 0) for plan in plans)
        return written + rest + self._text[self._seen_to : self._content.end]

    def _hand_on_comments(self, used: set[int]) -> str:
        """Give the comments of entries that are left out to the next entry; those left over are returned."""
        waiting = ""
        for start, above in list(self._before.items()):
            if start in used:
                self._before[start] = waiting + above
                waiting = ""
                continue
            comments = [
                line for line in above.splitlines(keepends=True) if line.lstrip().startswith("#")
            ]
            beside = self._beside.get(start, "").lstrip()
            waiting += "".join(comments) + beside
        return waiting

    def _note_lines(self, node: YamlNode) -> None:
        """Find for each entry the comments and blank lines above it, in the order of the text."""
        for entry in node.entries:
            line = self._line_start(entry.key.span.start)
            if node.style != "flow" and line >= self._seen_to:
                self._before[entry.key.span.start] = self._text[self._seen_to : line]
                self._seen_to = self._line_end(entry.key.span.end)
                self._note_comment_beside(entry)
                if entry.value.kind == "mapping" and entry.value.style != "flow":
                    self._indent_of(entry)
                    self._note_lines(entry.value)
                self._seen_to = max(self._seen_to, self._line_end(entry.value.span.end))

    def _note_comment_beside(self, entry: YamlEntry) -> None:
        value = entry.value
        nested = value.kind in ("mapping", "sequence") and value.style != "flow"
        end = entry.key.span.end if nested else max(value.span.end, entry.key.span.end)
        beside = self._text[end : self._line_end(end)]
        comment = beside.lstrip(": \t")
        if comment.startswith("#"):
            self._beside[entry.key.span.start] = beside[beside.index("#") - 1 :]

    def _indent_of(self, entry: YamlEntry) -> None:
        first = entry.value.entries[0].key.span.start
        step = self._column(first) - self._column(entry.key.span.start)
        if entry.key.span.start >= self._content.start and step > 0 and self._step == 2:
            self._step = step

    def _plan(self, plan: Plan, indent: int) -> str:
        if isinstance(plan, Keep):
            return self._kept(plan, indent)
        if isinstance(plan, Make):
            return self._made(plan, indent)
        above = self._above(plan.source, indent) if plan.source else self._gap(plan.children)
        inner = indent + self._step_of(plan)
        children = "".join(self._plan(child, inner) for child in plan.children)
        return f"{above}{' ' * indent}{self._heading(plan)}{children}"

    def _step_of(self, plan: Group) -> int:
        """How much further its entries are indented: as they were, else as elsewhere in the file."""
        source = plan.source
        if source is not None and source.value.entries and source.value.style != "flow":
            first = source.value.entries[0].key.span.start
            step = self._column(first) - self._column(source.key.span.start)
            return step if step > 0 else self._step
        return self._step

    def _gap(self, plans: Sequence[Plan]) -> str:
        """The blank lines above the first entry, which belong above the new mapping it moves into."""
        if not plans or not isinstance(plans[0], Keep):
            return ""
        above = self._before.get(plans[0].entry.key.span.start, "")
        lines = above.splitlines(keepends=True)
        blank = next((at for at, line in enumerate(lines) if line.strip()), len(lines))
        return "".join(lines[:blank])

    def _heading(self, plan: Group) -> str:
        if plan.source is not None:
            value, key = plan.source.value, plan.source.key.span
            line_end = self._line_end(key.end)
            # A value on the key's own line is taken apart; its line's comment goes with it.
            if value.style != "flow" and value.span.start >= line_end:
                return plan.name + self._text[key.end : line_end]
            beside = self._beside.get(key.start)
            if beside and value.style == "flow":
                return f"{plan.name}:{beside}"
        return f"{plan.name}:{self._end}"

    def _made(self, plan: Make, indent: int) -> str:
        lines = to_yaml(plan.name, plan.value).split("\n")
        return "".join(f"{' ' * indent if line else ''}{line}{self._end}" for line in lines)

    def _kept(self, plan: Keep, indent: int) -> str:
        entry = plan.entry
        start = entry.key.span.start
        if start not in self._before:
            return self._from_flow(plan, indent)
        end = self._line_end(max(entry.value.span.end, entry.key.span.end))
        changes = [*plan.replacements]
        if plan.name:
            changes.append((entry.key.span, plan.name))
        body = self._changed(Span(start, end), changes)
        if not body.endswith(("\n", "\r")):
            body += self._end
        moved = self._moved(body, indent - self._column(start))
        return f"{self._above(entry, indent)}{' ' * indent}{moved}"

    def _from_flow(self, plan: Keep, indent: int) -> str:
        """An entry of `{a: 1, b: 2}` on a line of its own."""
        entry = plan.entry
        name = plan.name or self._source.slice(entry.key.span)
        value = self._changed(entry.value.span, plan.replacements)
        value = " ".join(line.strip() for line in value.splitlines())
        return f"{' ' * indent}{name}: {value}".rstrip() + self._end

    def _changed(self, span: Span, changes: Sequence[tuple[Span, str]]) -> str:
        pieces: list[str] = []
        position = span.start
        for place, text in sorted(changes):
            if place.start >= position and place.end <= span.end:
                pieces += [self._text[position : place.start], text]
                position = place.end
        pieces.append(self._text[position : span.end])
        return "".join(pieces)

    def _above(self, entry: YamlEntry, indent: int) -> str:
        above = self._before.get(entry.key.span.start, "")
        delta = indent - self._column(entry.key.span.start)
        if not above or not delta:
            return above
        # Blank lines set groups apart where they stood; they stay behind when an entry moves.
        lines = [line.lstrip(" ") for line in above.splitlines(keepends=True) if line.strip()]
        return "".join(" " * indent + line for line in lines)

    def _moved(self, body: str, delta: int) -> str:
        first, *rest = body.splitlines(keepends=True)
        return first + "".join(self._shifted(line, delta) for line in rest)

    def _shifted(self, line: str, delta: int) -> str:
        if not line.strip():
            return line
        if delta >= 0:
            return " " * delta + line
        spaces = len(line) - len(line.lstrip(" "))
        return line[min(-delta, spaces) :]

    def _line_start(self, offset: int) -> int:
        return max(self._source.line_starts[self._source.line_number(offset)], self._content.start)

    def _line_end(self, offset: int) -> int:
        line = self._source.line_number(offset)
        starts = self._source.line_starts
        end = starts[line + 1] if line + 1 < len(starts) else len(self._text)
        return min(end, self._content.end)

    def _column(self, offset: int) -> int:
        return offset - self._line_start(offset)
