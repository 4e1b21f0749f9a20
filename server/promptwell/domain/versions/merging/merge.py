"""The three-way merge of a prompt file: by what it says, and where that is not safe, by its lines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from promptwell.domain.versions.merging.faithful import is_faithful
from promptwell.domain.versions.merging.line_ends import dressed, ending_of, merged, plain
from promptwell.domain.versions.merging.result import Markers, Merged
from promptwell.domain.versions.merging.segments import Segment, Three, clashes, settled
from promptwell.domain.versions.merging.structure import merge_units
from promptwell.domain.versions.merging.text import merge_lines
from promptwell.domain.versions.merging.units.document import document_unit
from promptwell.domain.versions.merging.writing import write
from promptwell.language.syntax.document import PromptDocument

Parse = Callable[[str], PromptDocument]
"""Reads a text as a file of the format in question; never raises."""

# Larger files are merged by their lines: reading them four times takes longer than anyone waits.
LARGEST = 1_000_000


def merge(
    base: str, ours: str, theirs: str, parse: Parse | None = None, markers: Markers | None = None
) -> Merged:
    """Merge what two sides made of one text. Never raises.

    A side that changed nothing gives way to the other; two equal sides are taken as they are. What one
    side alone changed is taken, and what both changed is merged piece by piece: keys of the front matter,
    messages, template blocks, sections, items of lists, then lines, sentences and words. What stands
    against each other is marked as Git marks it, in whole lines. Nothing that a side wrote is lost.

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
    by_lines = merge_lines(texts)
    if parse is None or max(map(len, texts)) > LARGEST:
        return Merged(*write(by_lines, markers))
    documents = texts.each(parse)
    segments = merge_units(documents.each(document_unit))
    by_structure = _result(segments, documents, parse, markers, structural=True)
    if by_structure is None:
        return Merged(*write(by_lines, markers))
    if not by_structure.clean and not clashes(by_lines):
        whole = _result(by_lines, documents, parse, markers, structural=False)
        return whole or by_structure
    return by_structure


def _result(
    segments: list[Segment],
    documents: Three[PromptDocument],
    parse: Parse,
    markers: Markers,
    *,
    structural: bool,
) -> Merged | None:
    """What a merge comes to; None if it would say what neither side says, or could no longer be read."""
    text, conflicts = write(segments, markers)
    if not conflicts and not is_faithful(documents, parse(text)):
        return None
    return Merged(text, conflicts, structural)
