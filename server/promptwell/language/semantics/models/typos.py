"""Whether a name is a slip of the pen for another, as names of models are written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher, get_close_matches

_SEPARATORS = re.compile(r"[-_.:/@ ]+")
_CLOSE = 0.75
# A name with one of these is somebody's deployment, however close to a model's name it comes.
_DEPLOYMENT = frozenset(
    {"acc", "app", "backup", "beta", "canary", "chatbot", "copy", "demo", "deploy", "deployment"}
    | {"dev", "east", "eu", "europe", "gateway", "internal", "live", "local", "main", "mock", "my"}
    | {"new", "old", "our", "poc", "primary", "prod", "production", "proxy", "qa", "sandbox"}
    | {"secondary", "shared", "stage", "staging", "stg", "sweden", "team", "temp", "test", "tmp"}
    | {"uat", "uk", "us", "west"}
)


def slip_of(name: str, candidates: Iterable[str]) -> str | None:
    """The candidate that a name was surely meant to be, or None.

    Only slips count: letters swapped, doubled, missed or wrong within one part of the name, a
    separator left out or put in, an `o` for a zero. Another number is another model, another part
    is a variant or somebody's own name for a deployment, and two candidates equally close are
    none.
    """
    parts = _parts(name)
    if not parts or _DEPLOYMENT & set(parts):
        return None
    joined = "".join(parts)
    possible = {each: _parts(each) for each in candidates}
    near = get_close_matches(joined, {"".join(each) for each in possible.values()}, 8, _CLOSE)
    slips = {
        each: SequenceMatcher(None, joined, "".join(wanted)).ratio()
        for each, wanted in possible.items()
        if "".join(wanted) in near and _is_slip(parts, wanted)
    }
    best = max(slips.values(), default=0.0)
    closest = [each for each, ratio in slips.items() if ratio == best]
    return closest[0] if len(closest) == 1 else None


def _parts(name: str) -> list[str]:
    return [part for part in _SEPARATORS.split(name.strip().lower()) if part]


def _is_slip(written: list[str], wanted: list[str]) -> bool:
    if _digits("".join(written)) != _digits("".join(wanted)):
        return False
    if "".join(written).replace("o", "0") == "".join(wanted).replace("o", "0"):
        return True
    if len(written) != len(wanted):
        return False
    slips = [(one, other) for one, other in zip(written, wanted, strict=True) if one != other]
    return len(slips) == 1 and _slipped(*slips[0])


def _slipped(one: str, other: str) -> bool:
    """Whether one change makes a word the other: longer words may have two."""
    shortest = min(len(one), len(other))
    if shortest < 3:
        return False
    return _changes(one, other) <= (2 if shortest >= 6 else 1)


def _digits(text: str) -> str:
    """The numbers in a name, with the `o` that is so easily typed for a zero and back."""
    return re.sub(r"[^0-9]", "", re.sub(r"(?<=\d)o|o(?=\d)", "0", text))


def _changes(one: str, other: str) -> int:
    """How many letters to change, add, drop or swap with their neighbor to get the other word."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        above, row = row, [i]
        for j, wanted in enumerate(other, start=1):
            cost = min(row[-1] + 1, above[j] + 1, above[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before = above
    return row[-1]
