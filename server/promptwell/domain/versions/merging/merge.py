"""The three-way merge of a prompt file: by its lines where they stand apart, else by what it says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from promptwell.domain.versions.merging.faithful import (
    can_be_read,
    has_words_of,
    is_faithful,
    says_twice,
)
from promptwell.domain.versions.merging.line_ends import dressed, ending_of, merged, plain
from promptwell.domain.versions.merging.result import Markers, Merged
from promptwell.domain.versions.merging.segments import Three, settled
from promptwell.domain.versions.merging.structure import merge_units
from promptwell.domain.versions.merging.text import merge_lines
from promptwell.domain.versions.merging.units.document import document_unit, flat_document_unit
from promptwell.domain.versions.merging.writing import write
from promptwell.language.syntax.document import PromptDocument

Parse = Callable[[str], PromptDocument]
"""Reads a text as a file of the format in question; never raises."""

# Larger files are merged by their lines: reading them four times takes longer than anyone waits.
LARGEST = 1_000_000

# A block or section in conflict is shown as a whole, unless its lines leave that much less to decide.
_MUCH = 3


def merge(
    base: str, ours: str, theirs: str, parse: Parse | None = None, markers: Markers | None = None
) -> Merged:
    """Merge what two sides made of one text. Never raises.

    A side that changed nothing gives way to the other; two equal sides are taken as they are. Where the
    lines that both changed are apart, the result is Git's. Else the file is merged piece by piece: keys of
    the front matter, messages, template blocks, sections, items of lists, then lines, sentences and words.
    What stands against each other is marked as Git marks it, in whole lines. Nothing that a side wrote is lost.

    Args:
        base: the text that both sides began with.
        ours: what one side made of it.
        theirs: what the other made of it.
        parse: reads a text as the file that it is; without, only lines are merged.
        markers: how conflicts are marked.
    """
    markers = markers or Markers()
    texts = Three(base, ours, theirs)
    known = settled(texts)
    if known is not None:
        return Merged(known, structural=parse is not None)
    endings = [each for each in map(ending_of, texts) if each is not None]
    if len(endings) < len(texts):
        return Merged(*write(merge_lines(texts), markers))
    found = _merge(Three(*map(plain, texts, endings)), parse, markers)
    open_end = not found.text.endswith(f"{'>' * markers.size} {markers.theirs}".rstrip() + "\n")
    return replace(found, text=dressed(found.text, merged(Three(*endings)), open_end=open_end))


def _merge(texts: Three[str], parse: Parse | None, markers: Markers) -> Merged:
    """Merge texts whose lines all end with LF."""
    known = settled(texts)
    if known is not None:
        return Merged(known, structural=parse is not None)
    by_lines = Merged(*write(merge_lines(texts), markers))
    if parse is None or max(map(len, texts)) > LARGEST:
        return by_lines
    documents = texts.each(parse)
    if by_lines.clean and not all(map(can_be_read, documents)):
        return by_lines
    if by_lines.clean and _lines_decide(by_lines.text, texts, documents, parse):
        return replace(by_lines, structural=True)
    found: list[Merged] = []
    for unit in (document_unit, flat_document_unit):
        segments = merge_units(documents.each(unit))
        way = Merged(*write(segments, markers), structural=True)
        if not has_words_of(texts, segments):
            continue
        if not way.clean:
            found.append(way)
        elif is_faithful(documents, parse(way.text)):
            return way
    best = min(found, key=_marked, default=by_lines)
    if by_lines.clean or _marked(best) <= _MUCH * _marked(by_lines):
        return best
    return by_lines


def _marked(found: Merged) -> int:
    """How much text stands between the marks, for somebody to decide about."""
    return sum(len(each.ours) + len(each.theirs) for each in found.conflicts)


def _lines_decide(
    text: str, texts: Three[str], documents: Three[PromptDocument], parse: Parse
) -> bool:
    """Whether a merge of lines without conflict is taken, as Git takes it.

    Against it speaks what is lost or comes back, a file that can no longer be read, and what both sides put
    or moved to different places and would stand there twice.
    """
    if not has_words_of(texts, [text]) or says_twice(texts, text):
        return False
    return is_faithful(documents, parse(text))
