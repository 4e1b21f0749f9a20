"""What changed in the messages of a prompt: which came, went or moved, and how their texts differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from promptwell.domain.versions.differences.lines import diff_lines
from promptwell.domain.versions.differences.matching import matches, rising
from promptwell.domain.versions.differences.structure.change import StructuralChange
from promptwell.domain.versions.differences.structure.facts import Spoken
from promptwell.domain.versions.differences.structure.words import percent
from promptwell.domain.versions.differences.text_diff import kind_of
from promptwell.domain.versions.differences.words import pieces, with_words
from promptwell.language.text.counted import counted

_ALIKE = 0.35
_OTHER_ROLE = 0.3  # what another one says has to be more alike to be the same message
_MOST = 60
"""Of more messages than these that found no partner, each is compared with those at its own place only."""


class _Pair(NamedTuple):
    old: int
    new: int
    moved: bool = False


def compare_messages(old: Sequence[Spoken], new: Sequence[Spoken]) -> Iterator[StructuralChange]:
    """Messages that differ, in the order of the new prompt; those that went come last."""
    pairs = _paired(old, new)
    partners = {pair.new: pair for pair in pairs}
    for index, (message, name) in enumerate(zip(new, _names(new), strict=True)):
        pair = partners.get(index)
        if pair is None:
            sentence = f"{name} added ({_words(message.text)})"
            yield StructuralChange("message", "added", name, sentence, after=len(message.text))
        else:
            yield from _changed(old[pair.old], message, name, pair)
    kept = {pair.old for pair in pairs}
    for index, (message, name) in enumerate(zip(old, _names(old), strict=True)):
        if index not in kept:
            sentence = f"{name} removed ({_words(message.text)})"
            yield StructuralChange("message", "removed", name, sentence, before=len(message.text))


def _changed(old: Spoken, new: Spoken, name: str, pair: _Pair) -> Iterator[StructuralChange]:
    before, after = pair.old + 1, pair.new + 1
    if pair.moved:
        sentence = f"{name} moved from place {before} to {after}"
        yield StructuralChange("message", "moved", name, sentence, "place", before, after)
    if old.role != new.role:
        sentence = f"message {after}: role {old.role or 'none'} -> {new.role or 'none'}"
        yield StructuralChange("message", "changed", name, sentence, "role", old.role, new.role)
    if old.text != new.text:
        yield _text(name, old.text, new.text)


def _text(name: str, old: str, new: str) -> StructuralChange:
    before, after = len(old.strip()), len(new.strip())
    aspect = "text"
    lead = f"{name}:" if name[-1].isdigit() else name
    if kind_of(old, new) == "white-space":
        sentence, aspect = f"{name}: only white space changed", "white-space"
    elif not before or not after:
        sentence = f"{lead} {'is empty now' if not after else 'has a text now'}"
    else:
        share = after / before - 1
        if share > 2:
            sentence = f"{lead} {after / before:.1f} times as long"
        elif abs(share) >= 0.01:
            sentence = f"{lead} {percent(abs(share))} {'longer' if share > 0 else 'shorter'}"
        else:
            sentence = f"{lead} reworded ({_reworded(old, new)})"
    return StructuralChange("message", "changed", name, sentence, aspect, before, after)


def _reworded(old: str, new: str) -> str:
    """How many words of a text changed, one that took another's place counted once."""
    count = 0
    for change in with_words(diff_lines(old, new), old, new).words:
        before, after = old[slice(*change.old)], new[slice(*change.new)]
        count += max(_count(before), _count(after))
    return counted(count, "word") if count else "signs only"


def _words(text: str) -> str:
    count = _count(text)
    return counted(count, "word")


def _count(text: str) -> int:
    return sum(piece[0].isalnum() for piece in pieces(text))


def _names(messages: Sequence[Spoken]) -> list[str]:
    """`system message`, `user message 2` where there are several of a role, `text` where nobody speaks."""
    every = Counter(each.role for each in messages)
    so_far: Counter[str] = Counter()
    names = []
    for each in messages:
        so_far[each.role] += 1
        name = f"{each.role} message" if each.role else "text"
        names.append(name if every[each.role] == 1 else f"{name} {so_far[each.role]}")
    return names


def _paired(old: Sequence[Spoken], new: Sequence[Spoken]) -> list[_Pair]:
    """Which message was which: the same text first, then the same role with a similar text."""
    pairs = [
        _Pair(run.old + at, run.new + at)
        for run in matches(
            [(each.role, each.text) for each in old], [(each.role, each.text) for each in new]
        )
        for at in range(run.size)
    ]
    left = _Left(old, new, pairs)
    left.pair(lambda one, other: float(one == other))
    left.pair(lambda one, other: float(bool(one.text.strip()) and one.text == other.text))
    likeness = _Likeness()
    left.pair(lambda one, other: likeness(one.text, other.text) if one.role == other.role else 0.0)
    left.pair(lambda one, other: likeness(one.text, other.text) - _OTHER_ROLE)
    left.pair_alone()
    return left.done()


class _Left:
    """The messages that have no partner yet."""

    def __init__(self, old: Sequence[Spoken], new: Sequence[Spoken], pairs: list[_Pair]) -> None:
        self.old, self.new = old, new
        self.pairs = [(pair.old, pair.new) for pair in pairs]

    def pair(self, likeness: Callable[[Spoken, Spoken], float]) -> None:
        """Pair those that are alike, the likest first."""
        olds, news = self._without_partner()
        if len(olds) * len(news) > _MOST * _MOST:
            candidates = list(zip(olds, news, strict=False))
        else:
            candidates = [(one, other) for one in olds for other in news]
        scored = [
            (-likeness(self.old[one], self.new[other]), abs(one - other), one, other)
            for one, other in candidates
        ]
        taken_old: set[int] = set()
        taken_new: set[int] = set()
        for score, _, one, other in sorted(scored):
            if -score >= _ALIKE and one not in taken_old and other not in taken_new:
                taken_old.add(one)
                taken_new.add(other)
                self.pairs.append((one, other))

    def pair_alone(self) -> None:
        """Pair the only two left of a role: a text that was written anew."""
        olds, news = self._without_partner()
        before = Counter(self.old[each].role for each in olds)
        after = Counter(self.new[each].role for each in news)
        for one in olds:
            role = self.old[one].role
            if before[role] == after[role] == 1:
                self.pairs += [(one, other) for other in news if self.new[other].role == role]

    def done(self) -> list[_Pair]:
        """The pairs; one that crosses those that stayed in order moved."""
        pairs = sorted(self.pairs)
        stayed = set(rising(pairs))
        return [_Pair(*pair, pair not in stayed) for pair in pairs]

    def _without_partner(self) -> tuple[list[int], list[int]]:
        olds = {one for one, _ in self.pairs}
        news = {other for _, other in self.pairs}
        return (
            [each for each in range(len(self.old)) if each not in olds],
            [each for each in range(len(self.new)) if each not in news],
        )


class _Likeness:
    """How many words two texts share, from 0 to 1; each text is cut once."""

    def __init__(self) -> None:
        self._words: dict[str, Counter[str]] = {}

    def __call__(self, old: str, new: str) -> float:
        before, after = self._cut(old), self._cut(new)
        every = (before | after).total()
        return (before & after).total() / every if every else float(old == new)

    def _cut(self, text: str) -> Counter[str]:
        if text not in self._words:
            self._words[text] = Counter(each for each in pieces(text) if each[0].isalnum())
        return self._words[text]
