"""What a partial is given by the files that include it."""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import NamedTuple

from promptwell.language.semantics.model import Reference, SemanticModel
from promptwell.language.semantics.project import Project
from promptwell.language.semantics.summary import LINKS, FileSummary, Link
from promptwell.language.syntax.templates.jinja.dialects import dialect

_DEEPEST = 8


class Passage(NamedTuple):
    """One place where a user of a partial brings it in."""

    path: str
    user: FileSummary
    link: Link

    @property
    def reference(self) -> Reference:
        """The reference that brings it in."""
        return self.link.reference


class Lack(NamedTuple):
    """A passage through which a name does not arrive."""

    passage: Passage
    name: str


class Supply:
    """Who brings a file in, and which names reach it that way. Made once per check of a file."""

    def __init__(self, project: Project, path: str) -> None:
        self.project = project
        self.passages = _passages(project, path)

    def lacks(self, name: str) -> list[Lack]:
        """The passages through which the name certainly does not arrive."""
        return [
            Lack(passage, name)
            for passage in self.passages
            if self._arrives(passage, name, _DEEPEST) is False
        ]

    def arrives(self, name: str) -> bool:
        """Whether the name arrives through every passage there is, and there is one."""
        return bool(self.passages) and all(
            self._arrives(passage, name, _DEEPEST) for passage in self.passages
        )

    def _arrives(self, passage: Passage, name: str, depth: int) -> bool | None:
        """True or False where known; None where the user declares nothing, so nobody can tell."""
        user, link = passage.user, passage.link
        if name in link.reference.given:
            return True
        if not link.reference.with_context:
            # A partial of Handlebars may be handed a value whose fields nobody knows.
            return None if link.reference.kind == "partial" else False
        if name in link.hidden or name in dialect(user.dialect).globals:
            return True
        if name in declared_by(self.project, passage.path, user):
            return True
        if user.declares_inputs:
            return False
        if depth == 0:
            return None
        outer = _passages(self.project, passage.path)
        answers = [self._arrives(each, name, depth - 1) for each in outer]
        if not answers or None in answers:
            return None
        return all(answers)


def inherited_names(project: Project, model: SemanticModel) -> frozenset[str] | None:
    """Names that the templates this file extends give to its blocks; None where one is unknown."""
    names: set[str] = set()
    for parent in parents_of(project, model):
        if parent is None:
            return None
        names.update(parent.declared)
        names.update(local.name for local in parent.locals)
    return frozenset(names)


def parents_of(project: Project, model: SemanticModel) -> Iterator[SemanticModel | None]:
    """The templates that a file extends, each with its own; None stands for one that is unknown."""
    if model.document.engine != "jinja2":
        return  # no other engine has parents, and an agent file's references take long to find
    seen = {model.document.path}
    waiting = [model]
    while waiting:
        current = waiting.pop()
        for reference in current.references:
            if reference.kind != "extends":
                continue
            path = None
            if not reference.dynamic:
                path = project.resolve(current.document.path, reference)
            parent = project.model(path) if path else None
            if path is None or parent is None:
                yield None
            elif path not in seen:
                seen.add(path)
                yield parent
                waiting.append(parent)


def declared_by(project: Project, path: str, summary: FileSummary) -> Container[str]:
    """The names of a file's inputs, those that its data files declare included."""
    if not summary.takes_data:
        return summary.declared
    model = project.model(path)
    return model.declared if model else summary.declared


def _passages(project: Project, path: str) -> list[Passage]:
    found: list[Passage] = []
    for user in sorted(project.users(path)):
        summary = project.summary(user) if user != path else None
        for link in summary.links if summary else ():
            reference = link.reference
            if summary and reference.kind in LINKS and not reference.dynamic:
                if project.index.target(user, reference) == path:
                    found.append(Passage(user, summary, link))
    return found
