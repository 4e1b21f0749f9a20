"""The white space of a front matter: indented by two, one space behind a colon or dash, no blank ends.

Values, quotes, comments, their order and what stands in brackets stay as written. The result is
read again, and where it does not say the same in every detail nothing is changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from promptwell.language.features.formatting.indentation import (
    STEP,
    Indentation,
    UnusualLayoutError,
)
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.yaml.node import YamlNode
from promptwell.language.syntax.yaml.read import read_yaml
from promptwell.language.text.edit import TextEdit, apply_edits
from promptwell.language.text.source import SourceText, Span


def format_front_matter(document: PromptDocument, *, trim: bool = True) -> tuple[TextEdit, ...]:
    """The edits of the front matter; none where it is no YAML or would say something else.

    `trim` takes away spaces at the ends of lines.
    """
    front_matter = document.front_matter
    if front_matter is None or not front_matter.strict:
        return ()
    content = front_matter.content
    if document.text[content.start - 1 : content.start] not in ("\n", "\r"):
        return ()
    edits = _edits(document.source.slice(content), trim)
    return tuple(TextEdit(edit.span.shift(content.start), edit.new_text) for edit in edits)


def says_the_same(before: str, after: str) -> bool:
    """Whether two YAML texts hold the same values, in the same order and written in the same style."""
    one, other = read_yaml(before), read_yaml(after)
    if one.root is None or other.root is None or not (one.strict and other.strict):
        return False
    return bool(_shape(one.root) == _shape(other.root))


@lru_cache(maxsize=64)
def _edits(text: str, trim: bool) -> tuple[TextEdit, ...]:
    """The edits of a YAML text, in its own offsets."""
    reading = read_yaml(text)
    if reading.root is None or reading.root.kind != "mapping" or reading.root.style == "flow":
        return ()
    source = SourceText(text)
    try:
        layout = Indentation(source, reading.root)
        edits = sorted([*layout.gaps, *_line_edits(source, layout, trim)])
    except UnusualLayoutError:
        return ()
    if not edits or not says_the_same(text, apply_edits(text, edits)):
        return ()
    return tuple(edits)


def _line_edits(source: SourceText, layout: Indentation, trim: bool) -> Iterator[TextEdit]:
    blank_before = True  # none may stand at the top
    lines = len(source.line_starts)
    # What comes behind the last line end is no line of the front matter.
    end = lines - 1 if source.line_text(lines - 1) == "" else lines
    last = max((line for line in range(end) if source.line_text(line).strip()), default=-1)
    for line in range(end):
        text, start = source.line_text(line), source.line_starts[line]
        if text.strip() or line in layout.inner:
            blank_before = False
            yield from _of_line(source, layout, line, trim)
        elif line - 1 in layout.kept:
            layout.kept.add(line)
        elif blank_before or line > last:
            following = source.line_starts[line + 1] if line + 1 < lines else source.end
            yield TextEdit(Span(start, following), "")
        else:
            blank_before = True
            if text and trim:
                yield TextEdit(Span(start, start + len(text)), "")


def _of_line(source: SourceText, layout: Indentation, line: int, trim: bool) -> Iterator[TextEdit]:
    text, start, indent = source.line_text(line), source.line_starts[line], layout.indent(line)
    wanted = layout.columns.get(line)
    if wanted is None:
        if not text.lstrip().startswith("#"):
            raise UnusualLayoutError
        wanted = _of_comment(source, layout, line)
    if wanted != indent:
        yield TextEdit(Span(start, start + indent), " " * wanted)
    kept = len(text.rstrip(" \t"))
    if trim and kept < len(text) and line not in layout.inner:
        yield TextEdit(Span(start + kept, start + len(text)), "")


def _of_comment(source: SourceText, layout: Indentation, line: int) -> int:
    """A comment stands with the line below it, or with those above where it is further in."""
    own = layout.indent(line)
    below = next(
        (each for each in range(line, len(source.line_starts)) if each in layout.columns), None
    )
    if below is not None and own <= layout.indent(below):
        return layout.columns[below]
    for above in range(line - 1, -1, -1):
        if above in layout.columns and above not in layout.inner and layout.indent(above) <= own:
            return layout.columns[above] + (STEP if layout.indent(above) < own else 0)
    return 0


def _shape(node: YamlNode) -> Any:
    """All that a value says: its kind, how it is written, and what is in it."""
    inner = [(_shape(entry.key), _shape(entry.value)) for entry in node.entries]
    return node.kind, node.style, node.value, inner, [_shape(item) for item in node.items]
