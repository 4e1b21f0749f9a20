"""The texts of the partials that a prompt brings in, and which of them each name means."""

from __future__ import annotations

from collections.abc import Iterable

from promptwell.language.semantics.model import Reference
from promptwell.language.semantics.project import Project
from promptwell.language.text.source import Span

_TEMPLATE_KINDS = frozenset({"include", "import", "from", "extends", "partial"})


class PartialTexts:
    """Partials by path, found within the workspace only.

    `links` tells which path a name means for who asks; the prompt itself asks as `""`.
    """

    def __init__(self, project: Project, path: str) -> None:
        self.texts: dict[str, str] = {}
        self.links: dict[tuple[str, str], str] = {}
        self._project = project
        self._path = path
        self._follow("", path)

    def add(self, missing: Iterable[tuple[str, str]]) -> bool:
        """Look for partials that were asked for while rendering (their names are computed).

        True where at least one of them was found and was not there before.
        """
        found = False
        for asker, name in missing:
            if (asker, name) not in self.links:
                found = self._link(asker, name) or found
        return found

    def cycle(self) -> list[str] | None:
        """The first circle of partials that bring each other in, as paths; None where there is none."""
        for asker in ["", *self.texts]:
            path = asker or self._path
            model = self._project.model(path)
            for reference in model.references if model else ():
                if reference.kind in _TEMPLATE_KINDS and not reference.dynamic:
                    circle = self._project.cycle(path, reference)
                    if circle:
                        return circle
        return None

    def _follow(self, asker: str, path: str) -> None:
        waiting = [(asker, path)]
        while waiting:
            asking, current = waiting.pop()
            for reference, target in self._project.targets(current):
                self.links[asking, reference.target] = target
                if self._take(target):
                    waiting.append((target, target))

    def _link(self, asker: str, name: str) -> bool:
        path = asker or self._path
        for written in (name, f"{name}.mustache"):
            reference = Reference("include", written, Span(0, 0))
            target = self._project.resolve(path, reference)
            if target is not None:
                self.links[asker, name] = target
                if self._take(target):
                    self._follow(target, target)
                return True
        return False

    def _take(self, target: str) -> bool:
        if target in self.texts:
            return False
        text = self._project.files.read(target)
        if text is None:
            return False
        self.texts[target] = text
        return True
