"""Finding out what a folder holds, in steps: the work in any thread, its results taken over at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple, Protocol

from promptwell.language.semantics.project import Files, Project
from promptwell.language.semantics.summary import FileSummary
from promptwell.language.syntax.detect import Associations

Batch = Mapping[str, FileSummary | None]
"""Summaries by path; None for a file that can't be read."""


class Folder(Protocol):
    """What is looked through."""

    def prompt_files(self) -> Sequence[str]:
        """All prompt files of the folder. May take a while in a large one."""

    def summaries(
        self, paths: Sequence[str], associations: Associations, wanted: Callable[[], bool]
    ) -> Iterator[Batch]:
        """The summaries of files on disk, some at a time, until they are no longer wanted."""

    def template_roots(self) -> tuple[str, ...]:
        """Folders in which includes are looked up besides."""


class Moment(NamedTuple):
    """The time at which a step is taken over.

    `settled` tells whether a file is now what it was on disk when the look began; `is_open` whether
    an editor has it.
    """

    files: Files
    settled: Callable[[str], bool]
    is_open: Callable[[str], bool]


Change = Callable[[Project, Moment], Project]


class Learned(NamedTuple):
    """A part of what a look through a folder found: so many files of so many.

    `take` takes it over, and tells whether it still fits.
    """

    done: int
    total: int
    take: Callable[[], bool]


def look_through(
    folder: Folder,
    before: Project,
    opened: Collection[str],
    associations: Callable[[], Associations],
    adopt: Callable[[Change], bool],
    wanted: Callable[[], bool],
) -> Iterator[Learned]:
    """Find the prompt files of a folder and what is in them that is not known yet.

    Args:
        folder: what is looked through.
        before: what is known of it.
        opened: the files that an editor has, which are not read from disk.
        associations: which files have which format; known once all settings files are found.
        adopt: puts a change of what is known into force, and tells whether it still fits.
        wanted: whether to go on.
    """
    paths = folder.prompt_files()
    formats = associations()
    same = (formats.formats, formats.dialects) == (
        before.associations.formats,
        before.associations.dialects,
    )
    left = [path for path in paths if path not in opened and not (same and before.index.has(path))]

    def begin(project: Project, now: Moment) -> Project:
        if not same:
            project = Project(now.files, formats, folder.template_roots())
        existing = frozenset(paths)
        gone = [
            path for path in project.index.known if path not in existing and not now.is_open(path)
        ]
        return project.indexed({}, existing.intersection(opened), gone, now.files)

    yield Learned(0, len(left), partial(adopt, begin))
    done = 0
    for batch in folder.summaries(left, formats, wanted):
        done += len(batch)
        yield Learned(done, len(left), partial(adopt, partial(_take, batch)))


def _take(batch: Batch, project: Project, now: Moment) -> Project:
    sure = {path: each for path, each in batch.items() if each and now.settled(path)}
    others = [path for path in batch if not now.settled(path)]
    return project.indexed(sure, others, (), now.files)
