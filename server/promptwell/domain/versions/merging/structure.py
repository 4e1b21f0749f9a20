"""Units merged: what one side changed is taken, what both changed is looked into."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from promptwell.domain.versions.merging.aligning import aligned
from promptwell.domain.versions.merging.ordering import merged_order
from promptwell.domain.versions.merging.segments import Clash, Segment, Three, Where, settled
from promptwell.domain.versions.merging.text import merge_closely, merge_lines, merge_prose
from promptwell.domain.versions.merging.three_way import chunks
from promptwell.domain.versions.merging.unit import Unit, Way

# Units that are never looked into together with what stands beside them.
_WHOLE = ("code", "message", "item")


def merge_units(three: Three[Unit], where: Where = ()) -> list[Segment]:
    """Merge one unit that all three have."""
    texts = three.each(_text)
    text = settled(texts)
    if text is not None:
        return [text]
    if three.base.kind != "parts":
        where = (*where, (three.base.kind, three.base.key or three.ours.key))
    if len({each.kind for each in three}) > 1:
        return [Clash(texts, where)]
    ways = {each.way for each in three}
    if ways == {"keyed", "ordered"}:
        ways = {"ordered"}
    found = _by_way(ways.pop(), three, where) if len(ways) == 1 else None
    return merge_lines(texts, where) if found is None else found


def _text(unit: Unit) -> str:
    return unit.text


def _by_way(way: Way, three: Three[Unit], where: Where) -> list[Segment] | None:
    match way:
        case "value":
            return [Clash(three.each(_text), where)]
        case "prose":
            return merge_prose(three.each(_text), where)
        case "parts":
            return _parts(three, where)
        case "keyed":
            return _keyed(three, where)
        case "flow":
            return _flow(three, where)
        case "ordered":
            return list(_ordered(three.each(lambda each: each.parts), where))
        case "code":
            return None


def _parts(three: Three[Unit], where: Where) -> list[Segment] | None:
    if len({each.shape for each in three}) > 1:
        return None
    found: list[Segment] = []
    for parts in zip(*(each.parts for each in three), strict=True):
        found += merge_units(Three(*parts), where)
    return found


# Units that are known by their keys.


def _keyed(three: Three[Unit], where: Where) -> list[Segment] | None:
    base = three.base
    units = Three(base, _named_as(base, three.ours), _named_as(base, three.theirs))
    named = units.each(lambda unit: {each.key: each for each in unit.parts})
    if any(len(found) != len(unit.parts) for found, unit in zip(named, units, strict=True)):
        return None
    found = [
        _one_key(Three(*(each.get(key) for each in named)), where)
        for key in merged_order(*named.each(list))
    ]
    if base.kind == "sections":
        _set_apart(found, units)
    return [segment for each in found for segment in each]


def _named_as(base: Unit, side: Unit) -> Unit:
    """The side, its sections that only have another heading known as in the base."""
    if base.kind != "sections":
        return side
    here, there = {each.key for each in side.parts}, {each.key for each in base.parts}
    gone = [each for each in base.parts if each.key not in here]
    new = [number for number, each in enumerate(side.parts) if each.key not in there]
    if not gone or not new:
        return side
    parts = list(side.parts)
    for old, index in aligned(gone, [side.parts[each] for each in new]).items():
        parts[new[index]] = replace(parts[new[index]], key=gone[old].key)
    return replace(side, parts=tuple(parts))


def _set_apart(found: Sequence[list[Segment]], units: Three[Unit]) -> None:
    """Put an empty line behind a section that was the last of its file and is so no more."""
    ends = {unit.parts[-1].text for unit in units if unit.parts}
    written = [each for each in found if any(each)]
    for segments in written[:-1]:
        last = segments[0]
        if (
            len(segments) == 1
            and isinstance(last, str)
            and last in ends
            and not last.endswith("\n\n")
        ):
            segments[0] = f"{last}\n"


def _one_key(three: Three[Unit | None], where: Where) -> list[Segment]:
    """What becomes of a unit that one side may have added or taken away."""
    base, ours, theirs = three
    if ours is not None and theirs is not None:
        return merge_units(Three(base or _empty(ours, theirs), ours, theirs), where)
    texts = three.each(lambda each: each.text if each else "")
    text = settled(texts)
    if text is not None:
        return [text]
    unit = base or ours or theirs
    assert unit is not None  # one of the three has the key
    return [Clash(texts, (*where, (unit.kind, unit.key)))]


def _empty(ours: Unit, theirs: Unit) -> Unit:
    """The base of what both sides added: the parts that both have anyway, with nothing in them."""
    if ours.way != "parts" or theirs.way != "parts" or ours.shape != theirs.shape:
        return Unit(ours.way, ours.kind, "", ours.key)
    parts = tuple(
        one if one.text == other.text else _empty(one, other)
        for one, other in zip(ours.parts, theirs.parts, strict=True)
    )
    return Unit(ours.way, ours.kind, "", ours.key, parts)


def _flow(three: Three[Unit], where: Where) -> list[Segment] | None:
    named = three.each(lambda unit: {each.key: each for each in unit.parts[1:-1]})
    if any(len(found) != len(unit.leads) for found, unit in zip(named, three, strict=True)):
        return None
    found: list[Segment] = []
    for key in merged_order(*named.each(list)):
        said = _one_key(Three(*(each.get(key) for each in named)), where)
        if any(said):
            found += [f",{_lead(key, three)}" if found else _first_lead(three), *said]
    if not three.base.parts:
        three = three._replace(base=three.ours)
    opening, closing = (
        merge_units(Three(*(each.parts[at] for each in three)), where) for at in (0, -1)
    )
    return [*opening, *found, *closing]


def _first_lead(units: Three[Unit]) -> str:
    """The blanks behind the opening bracket."""
    leads = [unit.leads[0] for unit in units if unit.leads]
    return _changed(leads)


def _lead(key: str, units: Three[Unit]) -> str:
    """The blanks behind the comma, in front of an entry."""
    own: list[str] = []
    others: list[str] = []
    for unit in units:
        for number, (entry, lead) in enumerate(zip(unit.parts[1:-1], unit.leads, strict=True)):
            if number:
                (own if entry.key == key else others).append(lead)
    if own or others:
        return _changed(own or others)
    first = _first_lead(units)
    return first if "\n" in first else " "


def _changed(leads: Sequence[str]) -> str:
    """Of blanks in the order base, ours, theirs: those that somebody changed, else those that all have."""
    return next((each for each in leads if each != leads[0]), leads[0])


# Units that follow each other.


def _ordered(parts: Three[tuple[Unit, ...]], where: Where) -> Iterator[Segment]:
    base, ours, theirs = parts
    for chunk in chunks(parts.each(len), aligned(base, ours), aligned(base, theirs)):
        units = Three(
            *(each[part.start : part.stop] for each, part in zip(parts, chunk.ranges, strict=True))
        )
        if chunk.common:
            for each in zip(*units, strict=True):
                yield from merge_units(Three(*each), where)
        else:
            yield from _between(units, where)


def _between(units: Three[tuple[Unit, ...]], where: Where) -> list[Segment]:
    """What stands between the units that both sides kept."""
    texts = units.each(lambda some: "".join(each.text for each in some))
    text = settled(texts)
    if text is not None:
        return [text]
    if not units.base and _named_apart(units.ours, units.theirs):
        first, second = sorted(texts[1:])
        return [first if first.endswith("\n\n") else f"{first}\n", second]
    every = [each for some in units for each in some]
    if not any(each.kind in _WHOLE for each in every):
        close = merge_closely(texts)
        if close is not None:
            return [close]
    named = {(each.kind, each.key) for each in every if each.key and each.kind != "code"}
    if len(named) > 1 and {kind for kind, _ in named} == {"message"}:
        named = {("messages", "all")}
    return [Clash(texts, (*where, *named) if len(named) == 1 else where)]


def _named_apart(ours: Sequence[Unit], theirs: Sequence[Unit]) -> bool:
    """Whether both sides added sections of their own, which stand in each other's way nowhere."""
    keys = []
    for some in (ours, theirs):
        if some[0].kind != "heading" and not all(each.kind == "section" for each in some):
            return False
        keys.append({each.key for each in some if each.kind in ("heading", "section")})
    return keys[0].isdisjoint(keys[1])
