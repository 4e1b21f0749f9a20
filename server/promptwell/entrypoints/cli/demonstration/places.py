"""Where in a workspace a language server has most to show: chosen from what its files mean."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from promptwell.language.semantics.model import Local, SemanticModel, Use
from promptwell.language.semantics.project import Project
from promptwell.language.text.edit import TextEdit, apply_edits

MOST_RENAMINGS = 5


class Place(NamedTuple):
    """A point in a file."""

    path: str
    offset: int


class Typing(NamedTuple):
    """Text to be typed at the beginning of a line, with the cursor after it."""

    path: str
    offset: int
    text: str


class Renaming(NamedTuple):
    """An input with a new name for it, and where it stands."""

    place: Place
    old_name: str
    new_name: str


class Touch(NamedTuple):
    """A change of a partial that its user has to hear of; `what` says what it takes away."""

    partial: str
    text: str
    user: str
    what: str


class Places:
    """Chooses places in the given files, those named first before others."""

    def __init__(self, project: Project, paths: Sequence[str]) -> None:
        self._project = project
        self._models: dict[str, SemanticModel] = {}
        for path in paths:
            model = project.model(path)
            if model is not None and model.document.engine == "jinja2":
                self._models[path] = model

    def attribute_typing(self) -> Typing | None:
        """A place to type `name.` for a name whose attributes are known."""
        best: tuple[int, Typing] | None = None
        for path, use in self._uses():
            kind = use.type
            if not kind.fields:
                kind = self._models[path].type_of_input(use.name)
            if kind.fields and (best is None or len(kind.fields) > best[0]):
                best = (len(kind.fields), self._typing(path, use, f"{{{{ {use.name}."))
        return best[1] if best else None

    def name_typing(self) -> Typing | None:
        """A place to type `{{ `, in the file that has most names to offer."""
        counted = [
            (len(self._models[path].declared), path, use)
            for path, use in self._uses()
            if use.output
        ]
        if not counted:
            return None
        _, path, use = max(counted, key=lambda each: each[0])
        return self._typing(path, use, "{{ ")

    def hover(self) -> Place | None:
        """A use of the input of which most is known."""
        best: tuple[int, Place] | None = None
        for path, use in self._uses():
            declaration = self._models[path].declared.get(use.name)
            if use.target is not None or declaration is None:
                continue
            known = len(declaration.description) + 10 * declaration.has_default
            if best is None or known > best[0]:
                best = (known, Place(path, use.span.start))
        if best:
            return best[1]
        return next((Place(path, use.span.start) for path, use in self._uses()), None)

    def definition(self) -> Place | None:
        """A name that comes from another file: an imported macro, an included partial, else any."""
        for path, model in self._models.items():
            for call in model.calls:
                if call.target is not None and call.target.kind == "import":
                    if self._imported(path, call.target):
                        return Place(path, call.span.start)
        for path in self._models:
            for reference, _ in self._project.targets(path):
                return Place(path, reference.span.start)
        for path, use in self._uses():
            if use.target is not None or use.name in self._models[path].declared:
                return Place(path, use.span.start)
        return None

    def renamings(self) -> list[Renaming]:
        """What could be renamed: inputs used in most files first, then a name of a template's own.

        There are several, because a server may have a reason to refuse one.
        """
        scored: list[tuple[int, int, Renaming]] = []
        for path, model in self._models.items():
            elsewhere = self._project.inherited_uses(path)
            for name, declaration in model.declared.items():
                if declaration.origin == "dataset" or not name.isidentifier():
                    continue
                files = {other for other, _ in elsewhere.get(name, ())}
                uses = len(list(model.uses_of(name)))
                if not uses and not files:
                    continue
                new_name = _unused(f"{name}_name" if len(name) < 12 else f"new_{name}", model)
                place = Place(path, declaration.name_span.start)
                # Few places in several files make a diff that can be read.
                score = (len(files) + bool(uses), -len(elsewhere.get(name, ())) - uses)
                scored.append((*score, Renaming(place, name, new_name)))
        scored.sort(key=lambda each: each[:2], reverse=True)
        local = self._local_renaming()
        return [each[2] for each in scored[:MOST_RENAMINGS]] + ([local] if local else [])

    def _local_renaming(self) -> Renaming | None:
        for path, use in self._uses():
            if use.target is not None and use.target.kind in ("loop", "set", "parameter"):
                new_name = _unused(f"the_{use.name}", self._models[path])
                return Renaming(Place(path, use.target.span.start), use.name, new_name)
        return None

    def touch(self) -> Touch | None:
        """A partial that holds all uses of an input of its user, without these uses."""
        for path, model in self._models.items():
            elsewhere = self._project.inherited_uses(path)
            for name, uses in elsewhere.items():
                files = {other for other, _ in uses}
                own = any(True for _ in model.uses_of(name))
                if name not in model.declared or own or len(files) != 1:
                    continue
                partial = self._project.document(next(iter(files)))
                islands = [use.island for _, use in uses if use.island is not None]
                if partial is None or any(each.kind != "output" for each in islands):
                    continue
                spans = sorted({island.span for island in islands})
                text = apply_edits(partial.text, [TextEdit(span, "") for span in spans])
                what = partial.source.slice(spans[0])
                return Touch(partial.path, text, path, what)
        return None

    def _uses(self) -> Iterator[tuple[str, Use]]:
        for path, model in self._models.items():
            for use in model.uses:
                if use.island is not None:
                    yield path, use

    def _typing(self, path: str, use: Use, text: str) -> Typing:
        source = self._models[path].document.source
        assert use.island
        return Typing(path, source.line_span(source.line_number(use.island.span.start)).start, text)

    def _imported(self, path: str, local: Local) -> bool:
        references = self._project.targets(path)
        return any(reference.island == local.island for reference, _ in references)


def _unused(name: str, model: SemanticModel) -> str:
    taken = {use.name for use in model.uses} | set(model.declared)
    while name in taken:
        name += "_2"
    return name
