"""Sort the keys of the front matter as the format's own pages list them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache, partial

from promptwell.language.features.actions.action import (
    ActionKind,
    CodeAction,
    Question,
    refused,
)
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.formats.base import KeySchema, schema_for
from promptwell.language.syntax.front_matter_rewrite import line_edits
from promptwell.language.syntax.yaml.node import YamlEntry, YamlNode
from promptwell.language.syntax.yaml.read import read_yaml
from promptwell.language.text.source import SourceText

_TITLE = "Sort the keys of the front matter"
_ANCHOR = re.compile(r"(?:^|[\s\[{,])&([^\s,\[\]{}]+)")
# These comments are about the file, whatever key stands below them.
_OF_THE_FILE = re.compile(r"#.*(?:yaml-language-server:|promptwell:\s*ignore-file)")
_PAIRED = re.compile(r"#.*promptwell:\s*ignore-(?:start|end)")


class _UnmovableError(Exception):
    """Why keys can't be moved."""


def sort_keys_here(question: Question) -> Iterator[CodeAction]:
    """The keys in order, where the cursor is in a front matter that has them otherwise."""
    front_matter = question.document.front_matter
    if front_matter is not None and front_matter.span.contains(question.span.start):
        yield from _sorting(question, "refactor.rewrite")


def sort_keys(question: Question) -> Iterator[CodeAction]:
    """The keys in order, when asked for by name."""
    if question.names("source.sortKeys.promptwell"):
        yield from _sorting(question, "source.sortKeys.promptwell")


def _sorting(question: Question, kind: ActionKind) -> Iterator[CodeAction]:
    document = question.document
    schema = schema_for(document)
    if document.front_matter is None or schema is None or not document.root.entries:
        return
    content = document.front_matter.content
    before = document.source.slice(content)
    try:
        after = _sorted_text(before, schema, _is_sound(document))
    except _UnmovableError as reason:
        yield refused(_TITLE, kind, str(reason))
        return
    if after != before:
        edits = line_edits(before, after, content.start)
        yield CodeAction(_TITLE, kind, partial(question.edit, *edits))


def _is_sound(document: PromptDocument) -> bool:
    """Whether the front matter is YAML that begins on a line of its own."""
    front_matter = document.front_matter
    return (
        front_matter is not None
        and front_matter.strict
        and document.text[front_matter.content.start - 1] in "\r\n"
    )


@lru_cache(maxsize=16)
def _sorted_text(text: str, schema: KeySchema, sound: bool) -> str:
    """The lines of a YAML text in another order, if it then says the same.

    Raises:
        _UnmovableError: it does not, or its lines can't be told apart.
    """
    root = read_yaml(text).root if sound else None
    if root is None:
        raise _UnmovableError("the front matter is no YAML")
    source = SourceText(text)
    lines = [
        text[start:end]
        for start, end in zip(source.line_starts, [*source.line_starts[1:], len(text)], strict=True)
    ]
    if lines[-1]:
        raise _UnmovableError("its last line has no end")
    after = "".join(_in_order(source, lines, root, schema, 0, len(lines) - 1))
    if after == text:
        return text
    if _PAIRED.search(text):
        raise _UnmovableError("a comment ignores rules from one line to another")
    anchors = _ANCHOR.findall(text)
    if len(set(anchors)) < len(anchors):
        raise _UnmovableError("an anchor is defined twice")
    again = read_yaml(after)
    if not again.strict or again.root is None:
        where = "an anchor would stand behind its use" if anchors else "it would be no YAML then"
        raise _UnmovableError(where)
    if again.root.plain() != root.plain():
        raise _UnmovableError("its values would be others then")
    return after


def _in_order(
    source: SourceText,
    lines: Sequence[str],
    node: YamlNode,
    schema: KeySchema,
    first: int,
    end: int,
) -> Iterator[str]:
    """The lines from `first` up to `end`, which hold a mapping, with its keys in the schema's order.

    A key takes along the comments right above it and all lines up to the next key's.
    """
    starts = [_start(source, node, number, first) for number in range(len(node.entries))]
    if starts != sorted(set(starts)):
        raise _UnmovableError("several keys stand on one line")
    ranks = {child.name: rank for rank, child in enumerate(schema.children)}
    ends = [*starts[1:], end]
    order = sorted(
        range(len(starts)), key=lambda each: ranks.get(node.entries[each].name, len(ranks))
    )
    yield from lines[first : starts[0]]
    for number in order:
        yield from _entry(source, lines, node.entries[number], schema, starts[number], ends[number])


def _entry(
    source: SourceText,
    lines: Sequence[str],
    entry: YamlEntry,
    schema: KeySchema,
    first: int,
    end: int,
) -> Iterator[str]:
    value, below = entry.value, schema.child(entry.name)
    inner = source.line_number(entry.key.span.end) + 1
    nested = value.kind == "mapping" and value.style != "flow" and value.entries
    if not nested or below is None or not below.children:
        yield from lines[first:end]
        return
    last = source.line_number(max(value.span.end - 1, value.span.start)) + 1
    yield from lines[first:inner]
    yield from _in_order(source, lines, value, below, inner, last)
    yield from lines[last:end]


def _start(source: SourceText, node: YamlNode, number: int, first: int) -> int:
    """The line that a key's part begins with: its own, or the first of the comments right above."""
    key = node.entries[number].key.span
    line, column = source.line_column(key.start)
    if source.line_text(line)[:column].strip(" "):
        raise _UnmovableError("a key does not begin its line")
    while line > first:
        above = source.line_text(line - 1)
        is_own = above.startswith(" " * column + "#") and not _OF_THE_FILE.search(above)
        if not is_own:
            break
        line -= 1
    return line
