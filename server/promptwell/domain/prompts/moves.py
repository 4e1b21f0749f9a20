"""Which prompts that went are the same as prompts that came: renamed, moved, or moved and edited.

A prompt keeps its identity, and with it its projects and history, wherever its file goes. The same
text says so first, then what git knows of renames, then how much of the words is still there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

ALIKE = 0.5
"""So much of two texts must be the same for them to be one prompt, as git asks of renames."""

ALIKE_BY_NAME = 0.25
"""The same for two files of one name, or two prompts that have one name in their files."""

# Scripts without blanks between words: there each sign counts as a word.
_WORD = re.compile(r"[\u2e80-\ud7ff]|[^\W\u2e80-\ud7ff]+")
_RUN = 3
_OF_FOLDERS = frozenset({"skill.md", "skprompt.txt"})
# What stands in more prompts than that tells nothing about any of them.
_COMMON = 40


@dataclass(frozen=True)
class Sighting:
    """A prompt that was or is at a path.

    `content` is a digest of all that is written of it, `words` is what it says to a model. `called` is
    the name that it gives itself, "" where it gives none.
    """

    path: str
    content: str
    words: str
    called: str = ""

    @property
    def file(self) -> str:
        """The file that holds it."""
        return self.path.partition("#")[0]

    @property
    def entry(self) -> str:
        """Its name in a file of several, else ""."""
        return self.path.partition("#")[2]

    @property
    def label(self) -> str:
        """What its place calls it: its name in a file of several, else the file's or a skill's folder's."""
        folder, _, leaf = self.path.rpartition("/")
        return self.entry or (folder.rpartition("/")[2] if leaf.lower() in _OF_FOLDERS else leaf)

    @cached_property
    def runs(self) -> frozenset[tuple[str, ...]]:
        """Each run of three words that it says."""
        words = _WORD.findall(self.words.casefold())
        if len(words) <= _RUN:
            return frozenset({tuple(words)}) if words else frozenset()
        return frozenset(zip(*(words[start:] for start in range(_RUN)), strict=False))


def moves(
    gone: Sequence[Sighting],
    come: Sequence[Sighting],
    renames: Mapping[str, str] | None = None,
    *,
    renamed: bool = True,
) -> dict[str, str]:
    """The path at which each prompt was that came, by its path now; others are new.

    Each prompt that went is found at most once. The order of the arguments makes no difference.

    Args:
        gone: prompts that are no longer where they were.
        come: prompts where none was before, or where another one was.
        renames: files by their former paths, as git tells it.
        renamed: whether prompts that are only alike may call themselves differently.
    """
    left = {each.path: each for each in gone}
    new = {each.path: each for each in come}
    found: dict[str, str] = {}
    steps = (
        _same(left, new),
        _told(left, new, renames or {}),
        _alike(left, new, renamed=renamed),
    )
    for pairs in steps:
        for before, after in list(pairs):
            if before in left and after in new:
                del left[before], new[after]
                found[after] = before
    return found


def _same(gone: Mapping[str, Sighting], come: Mapping[str, Sighting]) -> Iterator[tuple[str, str]]:
    """Prompts of the very same text; of several, those whose places are the most alike first."""
    by_content: dict[str, list[Sighting]] = {}
    for each in gone.values():
        if each.runs:  # files with nothing in them are all the same
            by_content.setdefault(each.content, []).append(each)
    pairs = [
        (_distance(before, after), before.path, after.path)
        for after in come.values()
        for before in _nearest(by_content.get(after.content, ()), after)
    ]
    return ((before, after) for _, before, after in sorted(pairs))


def _nearest(candidates: Sequence[Sighting], after: Sighting) -> Sequence[Sighting]:
    """Some of many that are the same, so that thousands of copies take no square of time."""
    if len(candidates) <= _COMMON:
        return candidates
    same_label = [each for each in candidates if each.label == after.label]
    return (same_label or candidates)[:_COMMON]


def _told(
    gone: Mapping[str, Sighting], come: Mapping[str, Sighting], renames: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    for before in sorted(gone):
        file, mark, entry = before.partition("#")
        after = renames.get(file)
        if after is not None and f"{after}{mark}{entry}" in come:
            yield before, f"{after}{mark}{entry}"


def _alike(
    gone: Mapping[str, Sighting], come: Mapping[str, Sighting], *, renamed: bool
) -> Iterator[tuple[str, str]]:
    """Prompts that say much the same, those that are the most alike first."""
    by_run: dict[tuple[str, ...], list[str]] = {}
    by_label: dict[str, list[str]] = {}
    for path, each in gone.items():
        by_label.setdefault(each.label, []).append(path)
        for run in each.runs:
            by_run.setdefault(run, []).append(path)
    pairs: list[tuple[float, int, str, str]] = []
    for after in come.values():
        shared: dict[str, int] = {}
        for run in after.runs:
            for path in _few(by_run.get(run, ())):
                shared[path] = shared.get(path, 0) + 1
        for path in _few(by_label.get(after.label, ())):
            shared.setdefault(path, 0)
        for path in shared:
            before = gone[path]
            if before.called != after.called and not renamed:
                continue
            share = likeness(before, after)
            if share >= (ALIKE_BY_NAME if before.label == after.label else ALIKE):
                pairs.append((-share, _distance(before, after), path, after.path))
    return ((before, after) for _, _, before, after in sorted(pairs))


def likeness(one: Sighting, other: Sighting) -> float:
    """How much two prompts say the same, from 0 to 1."""
    total = len(one.runs) + len(other.runs)
    return 2 * len(one.runs & other.runs) / total if total else 0.0


def _few(paths: Sequence[str]) -> Iterable[str]:
    return paths if len(paths) <= _COMMON else ()


def _distance(one: Sighting, other: Sighting) -> int:
    """How far two places are apart: another name counts most, then each folder that differs."""
    first, second = one.file.split("/")[:-1], other.file.split("/")[:-1]
    same = 0
    for here, there in zip(first, second, strict=False):
        if here != there:
            break
        same += 1
    return 100 * (one.label != other.label) + len(first) + len(second) - 2 * same
