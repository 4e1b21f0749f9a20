"""Texts merged line by line; where both sides changed the same lines, by sentences, then by words.

A sentence that one side changed and another that the other side changed do not stand against each
other, though they share a line: in prompts a line is often a whole paragraph. Words of one sentence are
only put together where several words that nobody touched lie between, and most of the sentence stayed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from promptwell.domain.versions.differences.lines import lines_of
from promptwell.domain.versions.differences.words import pieces
from promptwell.domain.versions.merging.segments import Clash, Segment, Three, Where, settled
from promptwell.domain.versions.merging.three_way import Piece, pieces_of

APART = 3
"""So many words that nobody touched have to lie between the words that each side changed."""

_WORD = re.compile(r"\n|[^\S\n]+|[^\s。！？]*[。！？]+|[^\s。！？]+")
_LAST_WORD = re.compile(r"[.!?…。！？][\"'”’)\]*_`]*\Z")
# Above this, sentences and words of one clash are not compared: both sides wrote their own text.
_MOST = 20_000


def merge_lines(texts: Three[str], where: Where = ()) -> list[Segment]:
    """Merge whole lines; what both sides changed is a clash."""
    return list(_merge(texts, where, finer=False))


def merge_prose(texts: Three[str], where: Where = ()) -> list[Segment]:
    """Merge lines, and where both sides changed the same lines, sentences and words."""
    return list(_merge(texts, where, finer=True))


def _merge(texts: Three[str], where: Where, *, finer: bool) -> Iterator[Segment]:
    for piece in pieces_of(texts.each(lines_of), in_lines=True):
        text = settled(piece.texts)
        if text is None and finer:
            text = merge_closely(piece.texts)
        yield Clash(piece.texts, where) if text is None else text


def merge_closely(texts: Three[str]) -> str | None:
    """A few lines that both sides changed, merged by sentences or by words; None where that is not safe."""
    if not texts.base or sum(map(len, texts)) > _MOST:
        return None  # two additions at one place: which comes first, and whether both are wanted
    found = _all_settled(pieces_of(texts.each(sentences)))
    return _by_words(texts) if found is None else found


def sentences(text: str) -> list[str]:
    """The sentences of a text, with the blanks and line ends between them as items of their own.

    A line ends a sentence as well: most lists and headings have no full stop.
    """
    found: list[str] = []
    held = ""
    blank = ""
    for word in _WORD.findall(text):
        if word == "\n":
            found += [each for each in (held, blank, word) if each]
            held = blank = ""
        elif word.isspace():
            blank = word
        else:
            if not held and blank:
                found.append(blank)
            held = f"{held}{blank}{word}" if held else word
            blank = ""
            if _LAST_WORD.search(word):
                found.append(held)
                held = ""
    return found + [each for each in (held, blank) if each]


def _by_words(texts: Three[str]) -> str | None:
    found = list(pieces_of(texts.each(pieces)))
    words = sum(_words(each.items.base) for each in found)
    stayed = Three(
        *(sum(_words(each.items.base) for each in found if _kept(each, side)) for side in range(3))
    )
    if 2 * min(stayed) < words:
        return None
    before, between = 0, APART
    for piece in found:
        if piece.common:
            between += _words(piece.items.base)
            continue
        # Ours is 1, theirs is 2, both are 3.
        changed = (not _kept(piece, 1)) + 2 * (not _kept(piece, 2))
        if before | changed == 3 and between < APART and piece.items.ours != piece.items.theirs:
            return None
        before, between = changed, 0
    return _all_settled(found)


def _kept(piece: Piece, side: int) -> bool:
    return piece.items[side] == piece.items.base


def _words(found: list[str]) -> int:
    return sum(each[0].isalnum() for each in found)


def _all_settled(found: Iterable[Piece]) -> str | None:
    whole = []
    for piece in found:
        text = settled(piece.texts)
        if text is None:
            return None
        whole.append(text)
    return "".join(whole)
