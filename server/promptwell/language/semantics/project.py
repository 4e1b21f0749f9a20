"""The files of a workspace together: what an include means, who uses a partial."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import product
from typing import Any, Protocol

from promptwell.language.semantics.analyze import analyze
from promptwell.language.semantics.data_files import read_data
from promptwell.language.semantics.declarations import front_matter_references
from promptwell.language.semantics.index import Index
from promptwell.language.semantics.model import Reference, SemanticModel, Use
from promptwell.language.semantics.namesakes import Namesake, namesakes
from promptwell.language.semantics.partial_loader import loaded_partials
from promptwell.language.semantics.partials import partial_files
from promptwell.language.semantics.paths import (
    ancestors,
    folder_of,
    is_within,
    join,
    linked_paths,
)
from promptwell.language.semantics.plugins import plugin_files
from promptwell.language.semantics.promptfoo.join import JoinedSuite, join_suite
from promptwell.language.semantics.promptfoo.read import read_suite
from promptwell.language.semantics.promptfoo.suite import is_suite
from promptwell.language.semantics.summary import AGENT_LINKS, DATA, LINKS, NO_FILE, FileSummary
from promptwell.language.syntax.detect import Associations
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.formats import promptfoo
from promptwell.language.syntax.parse import Parser, parse_file
from promptwell.language.text.source import SourceText

# What a partial is handed is asked through so many files.
_FARTHEST_USERS = 8


class Files(Protocol):
    """What the project asks of the outside: texts by path.

    Paths are absolute with forward slashes (`/repo/prompts/a.prompty`, `C:/repo/a.prompty`),
    or a URI for a document that has no file.
    """

    def read(self, path: str) -> str | None:
        """The text of a file, or None where it is missing, unreadable or outside the workspace."""

    def exists(self, path: str) -> bool:
        """Whether the workspace has a file of any kind, or a folder, of that path."""

    def root(self, path: str) -> str:
        """The workspace root that holds a path; the file's own folder where none does."""

    def list(self, folder: str) -> list[str]:
        """Paths of the prompt files at or below a folder, for completion of include paths."""


class Project:
    """Documents and models of files by path, read on demand and kept until told of a change.

    Args:
        files: where texts come from.
        associations: which files have which format and dialect beyond what their names say.
        template_roots: folders, relative to the workspace root, in which includes are looked up
            besides the including file's own folder and those above it.
        parse: what reads texts; one that remembers may read for several projects.
    """

    def __init__(
        self,
        files: Files,
        associations: Associations | None = None,
        template_roots: Iterable[str] = (),
        parse: Parser = parse_file,
    ) -> None:
        self.files = files
        self._parse = parse
        self.associations = associations or Associations()
        self.template_roots = tuple(template_roots)
        self._documents: dict[str, PromptDocument] = {}
        self._models: dict[str, SemanticModel] = {}
        self._suites: dict[str, JoinedSuite] = {}
        self.index = Index(self)

    def document(self, path: str) -> PromptDocument | None:
        """The parsed file, or None where there is no such file."""
        document = self._known_document(path)
        if document is None:
            text = self.files.read(path)
            if text is None:
                return None
            document = self._parse(text, path, self.associations)
            self._documents[path] = document
        return document

    def _known_document(self, path: str) -> PromptDocument | None:
        document = self._documents.get(path)
        return self._embedded(path) if document is None and "#" in path else document

    def _embedded(self, path: str) -> PromptDocument | None:
        """A prompt in another file, whose path is that file's with `#` and a name."""
        file = self.document(path.rpartition("#")[0])
        found = file.embedded_by_path.get(path) if file is not None else None
        return found.document if found is not None else None

    def model(self, path: str) -> SemanticModel | None:
        """What a file means, its sample files and datasets read, or None where there is none."""
        model = self._models.get(path)
        if model is None:
            document = self.document(path)
            if document is None:
                return None
            model = self._analyze(document)
            self._models[path] = model
            self.index.read(path)
        return model

    def known_model(self, path: str) -> SemanticModel | None:
        """What a file means, if it was read before."""
        return self._models.get(path)

    def _analyze(self, document: PromptDocument) -> SemanticModel:
        data = {
            reference.target: self.data(document.path, reference)
            for reference in front_matter_references(document)
            if reference.kind in DATA and not reference.dynamic
        }
        return analyze(document, data)

    def data(self, path: str, reference: Reference) -> Any:
        """The values in a sample file or dataset that a file names; None where unreadable."""
        target = self.resolve(path, reference)
        text = self.files.read(target) if target else None
        return read_data(text, target) if target and text is not None else None

    def candidates(self, path: str, reference: Reference, coming: Iterable[str] = ()) -> list[str]:
        """The paths that a reference may mean, in the order in which they are tried.

        `coming` are files that will be there, which a partial's name may find as well.
        """
        if reference.dynamic or reference.kind in NO_FILE or not reference.target:
            return []
        if reference.kind in AGENT_LINKS:
            return linked_paths(path, self.files.root(path), reference.target)
        root = self.files.root(path)
        folders = [folder_of(path)] if folder_of(path) else []
        if reference.kind in LINKS:
            folders += ancestors(path, root)
            folders += [join(root, each) for each in self.template_roots]
        elif reference.kind == "dataset":
            folders.append(root)
        found: dict[str, None] = {}
        is_partial = reference.kind == "partial"
        names = partial_files(reference.target) if is_partial else (reference.target,)
        for folder, name in product(folders, names):
            candidate = join(folder, name)
            if is_within(candidate, root) or is_within(candidate, folder_of(path)):
                found[candidate] = None
        if is_partial and "/" not in reference.target:
            partials = self.index.partials(coming)
            exists = self.index.exists
            found |= dict.fromkeys(loaded_partials(path, reference.target, root, partials, exists))
        return list(found)

    def resolve(self, path: str, reference: Reference) -> str | None:
        """The file that a reference means, or None where no candidate exists.

        What agent files name may be of any kind, a picture or a folder too; all else is a text.
        """
        is_there = self.exists if reference.kind in AGENT_LINKS else self._has_text
        return next(filter(is_there, self.candidates(path, reference)), None)

    def exists(self, path: str) -> bool:
        """Whether there is a file of any kind, or a folder."""
        return path in self._documents or self.files.exists(path)

    def _has_text(self, path: str) -> bool:
        return path in self._documents or self.files.read(path) is not None

    def targets(self, path: str) -> list[tuple[Reference, str]]:
        """The templates that a file includes, imports or extends and that exist."""
        model = self.model(path)
        found: list[tuple[Reference, str]] = []
        for reference in model.references if model else ():
            if reference.kind in LINKS:
                target = self.resolve(path, reference)
                if target is not None:
                    found.append((reference, target))
        return found

    def known(self, paths: Iterable[str]) -> None:
        """Tell the project which prompt files the workspace has; needed to find a partial's users."""
        self.index.set_known(paths)

    def users(self, path: str) -> list[str]:
        """Files of the workspace that include, import or extend a file."""
        return self.index.users(path)

    def namesakes(self, path: str) -> list[Namesake]:
        """The other files that one tool would find under a file's name."""
        document = self.document(path)
        return namesakes(self.index, document, self.files.root) if document is not None else []

    def is_suite(self, path: str) -> bool:
        """Whether a file's path says that it holds promptfoo's settings."""
        named = self.associations.format_of(path)
        return named == promptfoo.FORMAT_NAME if named else promptfoo.FORMAT.owns(path)

    def suite(self, path: str) -> JoinedSuite | None:
        """The settings of promptfoo in a file, joined to its data; None where it holds none."""
        found = self._suites.get(path)
        if found is None:
            document = self.document(path)
            if document is None or not is_suite(document):
                return None
            found = self._suites[path] = join_suite(
                path,
                read_suite(document),
                lambda reference: self.data(path, reference),
                lambda reference: next(iter(self.candidates(path, reference)), None),
            )
        return found

    def suites_of(self, path: str) -> list[JoinedSuite]:
        """The settings of promptfoo that test a prompt."""
        suites = map(self.suite, self.index.suites)
        return [each for each in suites if each is not None and each.tests_prompt(path)]

    def summary(self, path: str) -> FileSummary | None:
        """What the other files need to know of a file, or None where there is none."""
        return self.index.summary(path)

    def text(self, path: str) -> str | None:
        """A file's text, or None where there is none."""
        document = self._known_document(path)
        return document.text if document else self.files.read(path)

    def source(self, path: str) -> SourceText:
        """A file's text with its lines; an empty one where there is none."""
        document = self._known_document(path)
        return document.source if document else SourceText(self.files.read(path) or "")

    def dependencies(self, path: str) -> set[str]:
        """All files on which what is said of a file depends, those that are missing included.

        Partials and what they include, parents, sample files, datasets, the users of a partial
        with what gives them their inputs, files of the same name, and what tells whose plugin a
        skill lies in.
        """
        waiting = self._with_users(path)
        found = set(waiting)
        while waiting:
            current = waiting.pop()
            for reference in self.index.references(current):
                for candidate in self.candidates(current, reference):
                    if candidate not in found:
                        found.add(candidate)
                        if reference.kind in LINKS or reference.kind == "tested":
                            waiting.append(candidate)
        for suite in self.suites_of(path):
            found.update((suite.path, *suite.data))
        found.update(each.path for each in self.namesakes(path))
        found.update(plugin_files(path, self.files.root(path)))
        found.discard(path)
        return found

    def _with_users(self, path: str) -> list[str]:
        """A file, those that bring it in, and those that bring these in."""
        found = {path: None}
        newest = [path]
        for _ in range(_FARTHEST_USERS):
            newest = [user for each in newest for user in self.users(each) if user not in found]
            found.update(dict.fromkeys(newest))
        return list(found)

    def cycle(self, path: str, reference: Reference) -> list[str] | None:
        """The files of the circle that a reference closes, from the file back to itself; else None."""
        start = self.resolve(path, reference)
        if start is None or reference.kind not in LINKS:
            return None
        trails: list[list[str]] = [[path, start]]
        seen = {start}
        while trails:
            trail = trails.pop()
            if trail[-1] == path:
                return trail
            for _, target in self.targets(trail[-1]):
                if target == path:
                    return [*trail, target]
                if target not in seen:
                    seen.add(target)
                    trails.append([*trail, target])
        return None

    def inherited_uses(self, path: str) -> dict[str, list[tuple[str, Use]]]:
        """Uses of a file's inputs in the partials it brings in, by the input's name, with their files.

        A name that is local where the partial is included is not the file's input there.
        """
        found: dict[str, list[tuple[str, Use]]] = {}
        waiting: list[tuple[str, frozenset[str]]] = [(path, frozenset())]
        seen: set[tuple[str, frozenset[str]]] = set()
        while waiting:
            current, hidden = waiting.pop()
            model = self.model(current)
            for reference, target in self.targets(current):
                if not reference.with_context or model is None:
                    continue
                bound = hidden | frozenset(reference.given)
                if reference.kind != "extends":
                    bound |= frozenset(model.visible_locals(reference.span.start))
                partial = self.model(target)
                if partial is None or (target, bound) in seen:
                    continue
                seen.add((target, bound))
                for use in partial.free_uses:
                    if use.name not in bound:
                        found.setdefault(use.name, []).append((target, use))
                waiting.append((target, bound))
        return found

    def changed(self, path: str) -> None:
        """Forget what is known of a file, because its text changed, or it came or went."""
        former = self._documents.pop(path, None)
        self._models.pop(path, None)
        inner = former.embedded_by_path.keys() if former is not None else frozenset[str]()
        for each in inner & {*self._models, *self.index.fresh}:  # few of hundreds were read
            self._models.pop(each, None)
            self.index.forget(each)
        for suite in list(self._suites.values()):
            if path == suite.path or path in suite.data:
                del self._suites[suite.path]
        self.index.changed(path)
        for other, model in list(self._models.items()):
            if any(
                reference.kind in DATA and path in self.candidates(other, reference)
                for reference in model.references
            ):
                del self._models[other]

    def after(
        self, changed: Iterable[str], files: Files, associations: Associations | None = None
    ) -> Project:
        """The project once some files have other texts; this one goes on telling the time before.

        Args:
            changed: the files that are not what they were.
            files: where the texts of now come from.
            associations: which files have which format now, where that changed for those files.
        """
        later = Project(files, associations or self.associations, self.template_roots, self._parse)
        later._documents = dict(self._documents)
        later._models = dict(self._models)
        later._suites = dict(self._suites)
        later.index = self.index.after(later)
        for path in changed:
            later.changed(path)
        return later

    def indexed(
        self,
        summaries: Mapping[str, FileSummary],
        others: Iterable[str],
        gone: Iterable[str],
        files: Files,
    ) -> Project:
        """The project with what was found of some files, which need not be read to be known."""
        later = self.after((), files)
        later.index.take(summaries, others, gone)
        return later

    def twin(self) -> Project:
        """The same project once more, for another thread: what one reads, the other does not see."""
        return self.after((), self.files)

    @property
    def paths(self) -> tuple[str, ...]:
        """The prompt files of the workspace, and those that were asked about besides."""
        read = (path for path, model in self._models.items() if not model.document.embedding)
        return tuple(dict.fromkeys([*self.index.known, *read]))
