"""What versions mean to a model: worked out when somebody asks, and kept.

A version that Git has is read with the includes of its commit. One that was saved is read with those
of the moment in which it was saved; later it can only be told where it brings nothing in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from promptwell.domain.versions.identity import text_id
from promptwell.domain.versions.semantic_id import UNKNOWABLE, UNKNOWN, same_meaning, semantic_id
from promptwell.errors import PromptwellError
from promptwell.language.semantics.partial_loader import prompt_folder
from promptwell.language.semantics.project import Files, Project
from promptwell.services.context import Context

if TYPE_CHECKING:
    from promptwell.domain.versions.ports import GitHistory
    from promptwell.domain.versions.version import Version
    from promptwell.services.prompt_reader import PromptReader
    from promptwell.services.versions.refs import RefText

_OF_GIT = frozenset({"import", "commit"})


def meaning_now(context: Context, path: str, text: str) -> str:
    """What a text of a prompt means with the includes as they are now; "" where that can't be known."""
    return Meanings(context.reader, context.git, [path]).now(path, text)


def meaning_of(context: Context, found: RefText) -> str:
    """What a prompt means at a ref; "" where that can't be known."""
    version = found.version
    if version is not None:
        return learn_meanings(context, [version]).get(version.id, version.semantic_id)
    if found.commit:
        return Meanings(context.reader, context.git, [found.path]).at_commit(
            found.path, found.text, found.commit
        )
    return meaning_now(context, found.path, found.text) if found.ref else UNKNOWN


def first_meaning(versions: Iterable[Version], meaning: str) -> Version | None:
    """The first of some versions that means that; one of which it isn't known may."""
    return next(
        (one for one in versions if same_meaning(one.semantic_id, meaning) is not False), None
    )


def learn_meanings(context: Context, versions: Iterable[Version]) -> Mapping[str, str]:
    """What those versions mean of which that was never worked out, by their identity; it is kept."""
    unknown = {each.id: each for each in versions if each.semantic_id == UNKNOWN}
    if not unknown:
        return {}
    with context.store.reading(context.root) as rows:
        texts = rows.contents.get_each({each.content for each in unknown.values()})
    paths = dict.fromkeys(each.path for each in unknown.values())
    reading = Meanings(context.reader, context.git, paths)
    found: dict[str, str] = {}
    for version in unknown.values():
        text = texts.get(version.content)
        if text is not None:
            context.progress(len(found), len(unknown), f"reading version {version.number}")
            found[version.id] = reading.of(version, text) or UNKNOWABLE
    with context.store.writing(context.root) as rows:
        for identity, meaning in found.items():
            rows.versions.learn(identity, semantic_id=meaning)
    return found


class Meanings:
    """Texts of prompts of now and of other times, read by the settings of now; `paths` are those asked about."""

    def __init__(
        self, reader: Callable[[], PromptReader], git: GitHistory, paths: Iterable[str]
    ) -> None:
        self._make = reader
        self._git = git
        self._paths = paths

    @cached_property
    def _reader(self) -> PromptReader:
        return self._make()

    @cached_property
    def _now(self) -> Project:
        return self._reader.project([place for place in map(self._place, self._paths) if place])

    def _place(self, path: str) -> str:
        try:
            return self._reader.place(path, new=True)
        except PromptwellError:  # it is, or was then, outside of the workspace
            return ""

    def now(self, path: str, text: str) -> str:
        """What a text means with the includes as they are now."""
        try:
            place = self._place(path)
            texts = {place.partition("#")[0]: text}
            return semantic_id(self._reader.project([place], texts), place) if place else UNKNOWN
        except PromptwellError:
            return UNKNOWN

    def of(self, version: Version, text: str) -> str:
        """What a version means; of one that was only saved no other files are known."""
        if version.commit and version.cause in _OF_GIT:
            return self.at_commit(version.path, text, version.commit)
        place = self._place(version.path)
        if not place:
            return UNKNOWN
        files = _OneFile(place.partition("#")[0], text)
        return semantic_id(self._project(files), place, alone=True)

    def at_commit(self, path: str, text: str, commit: str) -> str:
        """What a text means with the includes of a commit."""
        files = self._git.files_at(path.partition("#")[0], commit)
        place = self._place(path)
        file = place.partition("#")[0]
        held = files.read(file) if files is not None and place else None
        # Where filters of Git make another text of it, nobody knows what they do to includes.
        if files is None or held is None or text_id(held) != text_id(text):
            return UNKNOWN
        project = self._project(files)
        if file.endswith(".prompt"):
            project.known(files.list(prompt_folder(file, files.root(file), files.exists)))
        found = semantic_id(project, place)
        return UNKNOWN if files.unsure else found

    def _project(self, files: Files) -> Project:
        return Project(files, self._now.associations, self._now.template_roots)


class _OneFile:
    """A workspace of which one file is known."""

    def __init__(self, path: str, text: str) -> None:
        self._path = path
        self._text = text

    def read(self, path: str) -> str | None:
        return self._text if path == self._path else None

    def exists(self, path: str) -> bool:
        return path == self._path

    def root(self, path: str) -> str:
        return path.rpartition("/")[0]

    def list(self, folder: str) -> list[str]:  # noqa: ARG002  # of the port
        return []
