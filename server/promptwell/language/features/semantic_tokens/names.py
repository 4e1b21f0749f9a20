"""What the names of a template are, as the semantic model tells: no grammar can."""

from __future__ import annotations

from collections.abc import Iterator

from promptwell.language.features.semantic_tokens.token import Kind, Modifier
from promptwell.language.rules.base import RuleSettings
from promptwell.language.semantics.model import Local, LocalKind, SemanticModel, Use
from promptwell.language.semantics.project import Project
from promptwell.language.semantics.supply import inherited_names
from promptwell.language.syntax.templates.jinja.dialects import SPECIAL_NAMES, dialect
from promptwell.language.syntax.templates.jinja.tree import Expression, Island
from promptwell.language.syntax.templates.placeholders.agent_files import (
    CLAUDE_VALUES,
    VSCODE_VALUES,
)
from promptwell.language.text.source import Span

INPUT = Kind("parameter", ("readonly",))
_GIVEN = Kind("variable", ("defaultLibrary",))
_UNKNOWN = Kind("variable", ("unresolved",))
_LOCALS: dict[LocalKind, Kind] = {
    "loop": Kind("variable"),
    "set": Kind("variable"),
    "with": Kind("variable"),
    "parameter": Kind("parameter"),
    "call": Kind("parameter"),
    "macro": Kind("macro"),
    "import": Kind("namespace"),
    "block": Kind("namespace"),
}


class Names:
    """Tells what each name of a file is.

    `settings` hold the filters, tests and globals that the application registers itself.
    """

    def __init__(self, project: Project, model: SemanticModel, settings: RuleSettings) -> None:
        self.model = model
        known = dialect(model.document.dialect)
        self._closed = known.closed
        self._builtin = {"filter": known.filters, "test": known.tests}
        self._registered = {"filter": settings.filters, "test": settings.tests}
        self._globals = (known.globals | settings.globals) - model.declared.keys()
        inherited = inherited_names(project, model)
        self._inherited = inherited or frozenset()
        self._declares = model.declares_inputs and inherited is not None
        self._uses = {use.span.start: use for use in model.uses}
        self._called = {call.span.start for call in model.calls}

    def use_at(self, start: int) -> Use | None:
        """The use of a variable whose name begins at an offset."""
        return self._uses.get(start)

    def is_called(self, start: int) -> bool:
        """Whether the name that begins at an offset is that of a function or helper that is called."""
        return start in self._called

    def in_island(self, island: Island) -> Iterator[tuple[Span, Kind]]:
        """The names of one tag or output with their places, in any order."""
        parsed = island.parsed
        if parsed.tag_span.start < parsed.tag_span.end:
            yield island.absolute(parsed.tag_span), Kind("keyword")
        if parsed.name:
            yield island.absolute(parsed.name_span), self._own_name(island)
        for binding in parsed.bindings:
            yield island.absolute(binding.span), _declared(_bound_by(parsed.tag))
        for imported, _ in parsed.aliases:
            yield island.absolute(imported.span), Kind("macro")
        for expression in parsed.expressions:
            yield from self._in_expression(island, expression)

    def placeholder(self, island: Island) -> Kind:
        """What an agent's tool puts in: a value it knows by itself, or what it is given."""
        place = next((each for root in island.parsed.expressions for each in root.walk()), None)
        name = str(place.children[0].value if place and place.children else place and place.value)
        given = (name in CLAUDE_VALUES and name != "ARGUMENTS") or name in VSCODE_VALUES
        return _GIVEN if given and name not in self.model.declared else INPUT

    def input(self, name: str, *, guarded: bool = False) -> Kind:
        """A name that no local name explains."""
        if name in self.model.declared or name in self._inherited:
            return INPUT
        if name in self._globals:
            return _GIVEN
        if name == "null" and self.model.document.dialect.startswith("prompty"):
            return Kind("keyword")  # Prompty's own word for `none`
        if self._declares and not guarded:
            return _UNKNOWN
        # In a section of Mustache it may be a field of the section's items.
        fields = self.model.document.engine == "mustache" and self._declares
        return Kind("property") if fields else INPUT

    def _in_expression(self, island: Island, root: Expression) -> Iterator[tuple[Span, Kind]]:
        callees: set[int] = set()
        for expression in root.walk():
            place = island.absolute(expression.name_span)
            kind = expression.kind
            if kind == "call":
                callees.add(id(expression.children[0]))
            elif kind == "name":
                yield (
                    place,
                    self._name(place.start, str(expression.value), id(expression) in callees),
                )
            elif kind == "attribute":
                yield place, self._attribute(island, expression, id(expression) in callees)
            elif kind == "keyword":
                yield place, Kind("parameter")
            elif kind in ("filter", "test"):
                yield place, self._filter_or_test(kind, str(expression.value))

    def _name(self, start: int, name: str, called: bool) -> Kind:
        use = self._uses.get(start)
        if use is None:
            special = name in SPECIAL_NAMES and name not in self.model.declared
            return (
                Kind("function" if called else "variable", ("defaultLibrary",))
                if special
                else INPUT
            )
        if use.target is not None:
            # Where no name stands, what does is the field of an item.
            unwritten = use.span.start == use.span.end
            return Kind("property") if unwritten else _of_local(use.target)
        found = self.input(name, guarded=use.guarded)
        return Kind("function", found.modifiers) if called and found is not INPUT else found

    def _attribute(self, island: Island, expression: Expression, called: bool) -> Kind:
        if not called:
            return Kind("property")
        owner = expression.children[0]
        use = self._use(island, owner) if owner.kind == "name" else None
        imported = use is not None and use.target is not None and use.target.kind == "import"
        return Kind("macro" if imported else "method")

    def _use(self, island: Island, name: Expression) -> Use | None:
        return self._uses.get(island.absolute(name.name_span).start)

    def _filter_or_test(self, kind: str, name: str) -> Kind:
        modifiers: tuple[Modifier, ...] = ()
        if name in self._builtin[kind]:
            modifiers = ("defaultLibrary",)
        elif self._closed and name not in self._registered[kind]:
            modifiers = ("unresolved",)
        return Kind("function" if kind == "filter" else "type", modifiers)

    def _own_name(self, island: Island) -> Kind:
        """The name that a `macro` or `block` tag, or a section of Mustache, carries."""
        parsed = island.parsed
        if parsed.tag == "macro":
            return _declared(_LOCALS["macro"])
        if parsed.tag in ("block", "endblock"):
            kind = _LOCALS["block"]
            return _declared(kind) if parsed.tag == "block" else kind
        return self.input(parsed.name.partition(".")[0], guarded=True)


def _of_local(local: Local) -> Kind:
    if local.kind == "import" and local.island.parsed.tag == "from":
        return _LOCALS["macro"]
    return _LOCALS[local.kind]


def _bound_by(tag: str) -> Kind:
    kinds: dict[str, LocalKind] = {"macro": "parameter", "call": "parameter", "from": "macro"}
    return _LOCALS[kinds.get(tag, "import" if tag == "import" else "set")]


def _declared(kind: Kind) -> Kind:
    return Kind(kind.type, ("declaration", *kind.modifiers))
