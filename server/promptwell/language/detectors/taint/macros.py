"""What a macro writes of what it is called with, in this file and in those that are imported."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import NamedTuple, Protocol

from promptwell.language.detectors.delimiters import DelimitedText
from promptwell.language.detectors.taint.blocks import Placed, placed_outputs
from promptwell.language.detectors.taint.sources import Source, Sources, place_of
from promptwell.language.detectors.taint.trust import Step
from promptwell.language.semantics.chains import chain_of
from promptwell.language.semantics.model import Local, Reference, SemanticModel, Use
from promptwell.language.syntax.templates.jinja.tree import Expression, Island
from promptwell.language.text.source import Span

_DEEPEST = 4
_DEEPEST_CALLS = 12


class Templates(Protocol):
    """What macros ask of the project: other files by the references to them."""

    def model(self, path: str) -> SemanticModel | None:
        """What a file means, or None where there is none."""

    def resolve(self, path: str, reference: Reference) -> str | None:
        """The file that a reference means, or None."""


class Written(NamedTuple):
    """Something that a macro writes: a parameter's value, or an input's. `delimited` tells that it is set apart."""

    source: Source
    place: Span
    delimited: bool


class Macro(NamedTuple):
    """A macro: its name in its file, that file (None: the one at hand), its parameters, and what it writes."""

    name: str
    path: str | None
    parameters: tuple[str, ...]
    written: tuple[Written, ...]
    sets_caller_apart: bool


class Macros:
    """The macros that a file can call."""

    def __init__(
        self,
        model: SemanticModel,
        templates: Templates | None,
        escapes: frozenset[str],
        depth: int = 0,
    ) -> None:
        self._model = model
        self._templates = templates
        self._escapes = escapes
        self._depth = depth
        self.sources = Sources(model, escapes, self._call)
        self._own: dict[str, Macro | None] = {}
        self._files: dict[str, Macros | None] = {}
        self._outputs: dict[int, list[Placed]] | None = None
        self._reading = 0

    def named(self, name: str) -> Macro | None:
        """A macro that this file defines."""
        if name not in self._own:
            self._own[name] = None  # one that calls itself adds nothing
            local = self._defined.get(name)
            if local is not None and self._reading < _DEEPEST_CALLS:
                self._reading += 1
                self._own[name] = self._read(local)
                self._reading -= 1
        return self._own[name]

    @cached_property
    def _defined(self) -> dict[str, Local]:
        macros = (each for each in reversed(self._model.locals) if each.kind == "macro")
        return {each.name: each for each in macros}

    @cached_property
    def _imports(self) -> dict[int, Reference]:
        return {
            each.island.span.start: each
            for each in self._model.references
            if each.island is not None and each.kind in ("import", "from") and not each.dynamic
        }

    def called(self, callee: Expression, use: Use) -> Macro | None:
        """The macro that a call means, of this file or an imported one."""
        target = use.target
        if target is None:
            return None
        if target.kind == "macro":
            return self.named(target.name)
        if target.kind != "import":
            return None
        name = str(callee.value)
        if callee.kind == "name":
            pairs = target.island.parsed.aliases
            name = next((each.name for each, bound in pairs if bound == target.name), name)
        return self._imported(target.island, name)

    def sets_caller_apart(self, call: Expression, island: Island) -> bool:
        """Whether the macro of a `call` block puts delimiters around what the block holds."""
        callee = call.children[0]
        chain = chain_of(callee)
        use = self.sources.use_at(island.absolute(chain.span).start) if chain else None
        macro = self.called(callee, use) if use is not None else None
        return macro is not None and macro.sets_caller_apart

    def _call(self, call: Expression, island: Island, use: Use) -> Iterable[Source] | None:
        macro = self.called(call.children[0], use)
        if macro is None:
            return None
        return list(self._written_by(macro, call, island, use))

    def _written_by(
        self, macro: Macro, call: Expression, island: Island, use: Use
    ) -> Iterator[Source]:
        given: dict[str, Expression] = {}
        for number, argument in enumerate(call.children[1:]):
            if argument.kind == "keyword":
                given[str(argument.value)] = argument.children[0]
            elif number < len(macro.parameters):
                given[macro.parameters[number]] = argument
        for written in macro.written:
            source = written.source
            step = Step(written.place, f"is written by the macro `{macro.name}`", macro.path)
            if source.parameter is None:
                if macro.path is None:  # an input, read where the macro stands
                    yield source._replace(
                        use=use,
                        steps=(*source.steps, step),
                        encoded=source.encoded or written.delimited,
                    )
                continue
            argument_given = given.get(source.parameter.name)
            if argument_given is None:
                continue
            for each in self.sources.of(argument_given, island):
                yield each._replace(
                    fields=(*each.fields, *source.fields),
                    steps=(*each.steps, *_elsewhere(source.steps, macro.path), step),
                    escaped=each.escaped or source.escaped,
                    # What the macro sets apart itself needs nothing around the call.
                    encoded=each.encoded or source.encoded or written.delimited,
                )

    def _imported(self, island: Island, name: str) -> Macro | None:
        reference = self._imports.get(island.span.start)
        if reference is None or self._templates is None or self._depth >= _DEEPEST:
            return None
        path = self._templates.resolve(self._model.document.path, reference)
        if path is None or path == self._model.document.path:
            return None
        if path not in self._files:
            model = self._templates.model(path)
            self._files[path] = (
                Macros(model, self._templates, self._escapes, self._depth + 1) if model else None
            )
        macros = self._files[path]
        macro = macros.named(name) if macros is not None else None
        return macro._replace(path=macro.path or path) if macro is not None else None

    def _read(self, local: Local) -> Macro:
        document = self._model.document
        delimited = DelimitedText(document, local.scope)
        written: list[Written] = []
        around_caller = False
        for placed in self._outputs_of(local.island):
            apart = delimited.around(placed.island.span)
            for expression in placed.island.parsed.expressions:
                if _is_caller(expression):
                    around_caller = around_caller or apart is not None
                for source in self.sources.of(expression, placed.island):
                    place = place_of(source.use) if source.use else placed.island.span
                    written.append(Written(source, place, apart is not None))
        return Macro(local.name, None, local.parameters, tuple(written), around_caller)

    def _outputs_of(self, island: Island) -> list[Placed]:
        if self._outputs is None:
            self._outputs = {}
            for placed in placed_outputs(self._model.document.template):
                block = placed.inside("macro")
                if block is not None:
                    self._outputs.setdefault(block.span.start, []).append(placed)
        return self._outputs.get(island.span.start, [])


def _elsewhere(steps: tuple[Step, ...], path: str | None) -> tuple[Step, ...]:
    return tuple(step._replace(path=step.path or path) for step in steps)


def _is_caller(expression: Expression) -> bool:
    return any(
        part.kind == "call"
        and part.children[0].kind == "name"
        and part.children[0].value == "caller"
        for part in expression.walk()
    )
