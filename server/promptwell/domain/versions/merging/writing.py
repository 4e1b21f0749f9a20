"""A merge as text, each clash between marks of Git's kind, at whole lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from promptwell.domain.versions.differences.lines import lines_of
from promptwell.domain.versions.differences.matching import Gap, gaps
from promptwell.domain.versions.merging.naming import said
from promptwell.domain.versions.merging.result import Markers, MergeConflict
from promptwell.domain.versions.merging.segments import Clash, Segment, Three, Where

# A line that begins something: it is empty, a heading or an item of a list.
_BEGINS = re.compile(r"\s*(?:\Z|#|[-*+]\s|\d+[.)]\s)")
# Git puts conflicts together as well where no more lines are between them.
_FEW = 3


def write(segments: Iterable[Segment], markers: Markers) -> tuple[str, tuple[MergeConflict, ...]]:
    """The text and its conflicts. Lines end with LF, and every side of a clash ends its last line."""
    written: list[str] = []
    conflicts: list[MergeConflict] = []
    line = 0
    for group in whole_lines(segments):
        if isinstance(group, str):
            written.append(group)
            line += group.count("\n")
            continue
        for part in _without_common(group):
            text = part if isinstance(part, str) else _marked(part, markers)
            if not isinstance(part, str):
                place = said(part.where)
                conflicts.append(MergeConflict(place, line, *part.texts))
            written.append(text)
            line += text.count("\n")
    return "".join(written), tuple(conflicts)


def _without_common(clash: Clash) -> Iterator[Segment]:
    """A clash without what both sides say: at its ends, and of two additions where it is more than a few lines."""
    texts = clash.texts
    if texts.base:
        above, rest, below = without_ends(clash)
        yield from (each for each in (above, rest, below) if each)
        return
    yield from _additions(lines_of(texts.ours), lines_of(texts.theirs), clash.where)


def _additions(ours: list[str], theirs: list[str], where: Where) -> Iterator[Segment]:
    """What both sides put at one place, in clashes that hold whole items, so that both can be taken."""
    at = 0
    for gap in _joined(gaps(ours, theirs)):
        above = _item_above(ours[at : gap.old_start], ours, theirs, gap)
        below = _item_below(ours[gap.old_end :])
        yield "".join(ours[at : gap.old_start - above])
        one = ours[gap.old_start - above : gap.old_end + below]
        other = theirs[gap.new_start - above : gap.new_end + below]
        yield Clash(Three("", "".join(one), "".join(other)), where)
        at = gap.old_end + below
    yield "".join(ours[at:])


def _item_above(shared: list[str], ours: list[str], theirs: list[str], gap: Gap) -> int:
    """How many of the lines that both sides say above a gap begin what goes on in it."""
    first = (*ours[gap.old_start : gap.old_end][:1], *theirs[gap.new_start : gap.new_end][:1])
    if any(_BEGINS.match(each) for each in first):
        return 0
    for count, line in enumerate(reversed(shared[-_FEW:]), start=1):
        if _BEGINS.match(line):
            return count if line.strip() and not line.startswith("#") else count - 1
    return 0


def _item_below(shared: list[str]) -> int:
    """How many of the lines that both sides say below a gap go on with what began in it."""
    for count, line in enumerate(shared[: _FEW + 1]):
        if _BEGINS.match(line):
            return count
    return len(shared) if len(shared) <= _FEW else 0


def _joined(found: Iterable[Gap]) -> Iterator[Gap]:
    """Gaps with few lines between them as one: of two examples each side stays whole, though a line is the same."""
    held: Gap | None = None
    for gap in found:
        if held is not None and gap.old_start - held.old_end <= _FEW:
            held = Gap(held.old_start, gap.old_end, held.new_start, gap.new_end)
            continue
        if held is not None:
            yield held
        held = gap
    if held is not None:
        yield held


def whole_lines(segments: Iterable[Segment]) -> list[Segment]:
    """The same segments, every clash widened to the lines that it touches."""
    groups: list[Segment] = []
    held: list[Segment] = []  # the parts of a line that has not ended
    for segment in _atoms(segments):
        held.append(segment)
        ends = _ends_lines(segment) and (isinstance(segment, str) or len(held) == 1)
        if ends:
            groups.append(_together(held))
            held = []
    if held:
        groups.append(_together(held))
    return groups


def _atoms(segments: Iterable[Segment]) -> Iterable[Segment]:
    for segment in segments:
        if isinstance(segment, Clash):
            yield segment
        else:
            yield from lines_of(segment)


def _ends_lines(segment: Segment) -> bool:
    if isinstance(segment, str):
        return segment.endswith("\n")
    return all(not each or each.endswith("\n") for each in segment.texts)


def _together(held: Sequence[Segment]) -> Segment:
    if len(held) == 1:
        return held[0]
    found = [each for each in held if isinstance(each, Clash)]
    if not found:
        return "".join(each for each in held if isinstance(each, str))
    base, ours, theirs = (
        "".join(each if isinstance(each, str) else each.texts[side] for each in held)
        for side in range(3)
    )
    where = found[0].where if len(found) == 1 else _shared(found)
    return Clash(Three(base, ours, theirs), where)


def _shared(found: Sequence[Clash]) -> Where:
    shared = found[0].where
    for each in found[1:]:
        while shared != each.where[: len(shared)]:
            shared = shared[:-1]
    return shared


def without_ends(clash: Clash) -> tuple[str, Clash | None, str]:
    """A clash without the lines that both sides begin and end with, and those lines."""
    texts = clash.texts
    ours, theirs = lines_of(texts.ours), lines_of(texts.theirs)
    first = 0
    while first < min(len(ours), len(theirs)) and ours[first] == theirs[first]:
        first += 1
    last = 0
    while last < min(len(ours), len(theirs)) - first and ours[-1 - last] == theirs[-1 - last]:
        last += 1
    above, below = "".join(ours[:first]), "".join(ours[len(ours) - last :])
    one, other = (
        "".join(ours[first : len(ours) - last]),
        "".join(theirs[first : len(theirs) - last]),
    )
    if not one and not other:
        return above, None, below
    base = texts.base.removeprefix(above)
    base = base.removesuffix(below) if below else base
    return above, Clash(Three(base, one, other), clash.where), below


def _marked(clash: Clash, markers: Markers) -> str:
    size, texts = markers.size, clash.texts
    base = (
        f"{_mark('|', size, markers.base)}{_ended(texts.base)}" if markers.style == "diff3" else ""
    )
    return (
        f"{_mark('<', size, markers.ours)}{_ended(texts.ours)}{base}"
        f"{_mark('=', size, '')}{_ended(texts.theirs)}{_mark('>', size, markers.theirs)}"
    )


def _mark(sign: str, size: int, label: str) -> str:
    return f"{sign * size} {label}".rstrip() + "\n"


def _ended(text: str) -> str:
    return text if not text or text.endswith("\n") else f"{text}\n"
