"""What a partial is given by the files that include it."""

from __future__ import annotations

from typing import NamedTuple

from promptwell.language.semantics.model import Reference, SemanticModel
from promptwell.language.semantics.project import Project
from promptwell.language.syntax.templates.jinja.dialects import dialect

_PARTS = frozenset({"include", "import", "from", "extends"})
_DEEPEST = 8


class Passage(NamedTuple):
    """One place where a user of a partial brings it in."""

    path: str
    model: SemanticModel
    reference: Reference


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
        model, reference = passage.model, passage.reference
        if not reference.with_context:
            return False
        if name in model.declared or name in dialect(model.document.dialect).globals:
            return True
        if reference.kind == "extends":
            if any(local.name == name for local in model.locals):
                return True
        elif name in model.visible_locals(reference.span.start):
            return True
        if model.declares_inputs:
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
                return None
            if path not in seen:
                seen.add(path)
                names.update(parent.declared)
                names.update(local.name for local in parent.locals)
                waiting.append(parent)
    return frozenset(names)


def _passages(project: Project, path: str) -> list[Passage]:
    found: list[Passage] = []
    for user in sorted(project.users(path)):
        model = project.model(user)
        if model is None or user == path:
            continue
        for reference in model.references:
            if reference.kind in _PARTS and not reference.dynamic:
                if project.resolve(user, reference) == path:
                    found.append(Passage(user, model, reference))
    return found
