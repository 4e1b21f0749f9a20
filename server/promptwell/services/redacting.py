"""Cleaning a file: secrets and personal data give way to placeholders, hidden characters go."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from promptwell.language.rules.base import Diagnostic
from promptwell.language.syntax.json_text import read_json
from promptwell.language.syntax.parse import parse
from promptwell.language.syntax.yaml.node import YamlNode
from promptwell.language.syntax.yaml.read import read_yaml
from promptwell.language.text.edit import TextEdit, apply_edits
from promptwell.language.text.source import Span

GROUPS = ("secrets", "privacy", "hidden")
"""The groups of rules whose findings are taken out of a file."""

_PLACEHOLDER = re.compile(r"\[[A-Z][A-Z0-9_ -]*\]")
_ROWS = (".jsonl", ".ndjson")


class Redacted(NamedTuple):
    """The cleaned text, and how often each placeholder was put in."""

    text: str
    replaced: Counter[str]


def redacted(text: str, path: str, diagnostics: Iterable[Diagnostic]) -> Redacted:
    """The text of a file without what the findings are about.

    A value that stands bare in YAML or JSON is put in quotes, so that the file still says what it
    said elsewhere.
    """
    edits = _merged(sorted(_edits(diagnostics)))
    replaced = Counter(edit.new_text or "hidden characters" for edit in edits)
    bare = sorted(_bare_scalars(text, path, edits)) if edits else []
    return Redacted(apply_edits(text, list(_quoted(text, edits, bare))), replaced)


def _edits(diagnostics: Iterable[Diagnostic]) -> Iterator[TextEdit]:
    for each in diagnostics:
        if each.group == "hidden":
            yield from _removals(each)
        elif each.group in GROUPS and each.span.start < each.span.end:
            yield TextEdit(each.span, _placeholder(each))


def _removals(diagnostic: Diagnostic) -> Iterator[TextEdit]:
    """The edits of a fix that only takes away: what else a fix would do is for the author to decide."""
    for fix in diagnostic.fixes:
        if not any(edit.new_text.strip() for edit in fix.edits) and not fix.other_files:
            # A line break in place of a separator would end a row of data.
            yield from (TextEdit(edit.span, edit.new_text and " ") for edit in fix.edits)
            return


def _placeholder(diagnostic: Diagnostic) -> str:
    if diagnostic.group == "secrets":
        return f"[REDACTED:{diagnostic.kind or diagnostic.rule}]"
    for fix in diagnostic.fixes:
        if len(fix.edits) == 1 and _PLACEHOLDER.fullmatch(fix.edits[0].new_text):
            return fix.edits[0].new_text
    kind = re.sub(r"[^A-Z0-9]+", "_", diagnostic.kind.upper()).strip("_")
    return f"[{kind or 'PERSONAL_DATA'}]"


def _merged(edits: list[TextEdit]) -> list[TextEdit]:
    """The edits with one in place of those that overlap; a placeholder goes before a removal."""
    merged: list[TextEdit] = []
    for edit in edits:
        last = merged[-1] if merged else None
        if last is None or edit.span.start >= last.span.end:
            merged.append(edit)
            continue
        span = Span(last.span.start, max(last.span.end, edit.span.end))
        merged[-1] = TextEdit(span, last.new_text or edit.new_text)
    return merged


def _quoted(text: str, edits: list[TextEdit], bare: list[Span]) -> Iterator[TextEdit]:
    """The edits, with those in a bare value made one that puts it in quotes."""
    waiting = list(reversed(edits))
    for place in bare:
        while waiting and waiting[-1].span.start < place.start:
            yield waiting.pop()
        inside: list[TextEdit] = []
        while waiting and place.covers(waiting[-1].span):
            inside.append(waiting.pop())
        if any(edit.new_text for edit in inside):
            shifted = [TextEdit(edit.span.shift(-place.start), edit.new_text) for edit in inside]
            value = apply_edits(text[place.start : place.end], shifted)
            escaped = value.replace("\\", "\\\\").replace('"', '\\"')
            yield TextEdit(place, f'"{escaped}"')
        else:
            yield from inside
    yield from reversed(waiting)


def _bare_scalars(text: str, path: str, edits: list[TextEdit]) -> Iterator[Span]:
    """The values without quotes in which something is replaced."""
    lowered = path.lower()
    if lowered.endswith(_ROWS):
        for start, line in _lines_of(text, edits):
            yield from (span.shift(start) for span in _plain(read_json(line).root))
    elif lowered.endswith(".json"):
        yield from _plain(read_json(text).root)
    elif lowered.endswith((".yaml", ".yml")):
        yield from _plain(read_yaml(text).root)
    elif not lowered.endswith((".csv", ".tsv", ".toml")):
        yield from _plain(parse(text, path).root)


def _lines_of(text: str, edits: list[TextEdit]) -> Iterator[tuple[int, str]]:
    done = -1
    for edit in edits:
        start = text.rfind("\n", 0, edit.span.start) + 1
        if start > done:
            end = text.find("\n", start)
            yield start, text[start : end if end >= 0 else len(text)]
            done = start


def _plain(root: YamlNode | None) -> Iterator[Span]:
    for node in root.walk() if root else ():
        if node.kind == "scalar" and node.style == "plain" and node.span.start < node.span.end:
            yield node.span
