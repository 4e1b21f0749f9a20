"""Links and pictures whose address a template puts together: which outputs stand in the host or the query."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import Literal, NamedTuple

from promptwell.language.detectors.own_text import own_text
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.templates.jinja.tree import Island
from promptwell.language.text.source import Span

Part = Literal["whole", "host", "query"]

_OPENS = re.compile(
    r"(?P<picture>!?)\[[^\]\n]{0,300}\]\([ \t]*<?"
    r"|<(?P<tag>img|a|iframe|source|video|audio|embed|link)\b[^<>\n]{0,300}?\b(?:src|href)[ \t]*=[ \t]*[\"']?",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"[^\s()<>\"'\[\]]+")
_SCHEME = re.compile(r"(?:https?:)?//", re.IGNORECASE)
_LOADED = frozenset({"img", "iframe", "source", "video", "audio", "embed", "link"})
_MOST = 60


class TemplatedLink(NamedTuple):
    """An output in an address. `loads` tells that whoever shows the text fetches the address at once."""

    island: Island
    part: Part
    loads: bool
    address: Span


def templated_links(document: PromptDocument) -> Iterator[TemplatedLink]:
    """The outputs in the hosts and queries of links and pictures, and those that are the whole address."""
    text, islands = document.text, document.template.islands
    begin, own = own_text(document)
    if not islands or ("](" not in own and "src" not in own and "href" not in own):
        return
    starts = [island.span.start for island in islands]
    covered = begin
    for match in _OPENS.finditer(text, begin, begin + len(own)):
        if match.end() < covered:
            continue
        loads = bool(match["picture"]) or (match["tag"] or "").lower() in _LOADED
        pieces, covered = _pieces(text, islands, starts, match.end())
        address = Span(match.end(), covered)
        for island, part in _parts(text, pieces):
            yield TemplatedLink(island, part, loads, address)


def _pieces(
    text: str, islands: tuple[Island, ...], starts: list[int], position: int
) -> tuple[list[Span | Island], int]:
    """An address from where it starts: its words and the outputs between them, and where it ends."""
    pieces: list[Span | Island] = []
    number = bisect_left(starts, position)
    while len(pieces) < _MOST:
        if number < len(islands) and islands[number].span.start == position:
            pieces.append(islands[number])
            position = islands[number].span.end
            number += 1
            continue
        limit = islands[number].span.start if number < len(islands) else len(text)
        words = _ADDRESS.match(text, position, limit)
        if words is None:
            break
        pieces.append(Span(*words.span()))
        position = words.end()
        if position < limit:
            break
    return pieces, position


def _parts(text: str, pieces: list[Span | Island]) -> Iterator[tuple[Island, Part]]:
    before = ""
    for piece in pieces:
        if isinstance(piece, Span):
            before += text[piece.start : piece.end]
        elif piece.kind == "output":
            scheme = _SCHEME.match(before)
            if not before:
                yield piece, "whole"
                before = "//host/"  # what follows is another part of the same address
            elif scheme is not None and not re.search(r"[/?#]", before[scheme.end() :]):
                yield piece, "host"
            elif "?" in before or "#" in before:
                yield piece, "query"
