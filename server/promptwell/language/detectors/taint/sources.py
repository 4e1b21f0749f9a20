"""Which inputs an expression takes its value from, and what the value passes on its way."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from promptwell.language.detectors.taint.blocks import (
    Placed,
    outward,
    placed_islands,
    placed_outputs,
)
from promptwell.language.detectors.taint.names import fetches
from promptwell.language.detectors.taint.trust import Step
from promptwell.language.semantics.chains import Chain, chain_of
from promptwell.language.semantics.model import Local, SemanticModel, Use
from promptwell.language.syntax.templates.jinja.tree import Expression, Island
from promptwell.language.text.source import Span

# What these give back is a number or a yes or no.
_NO_TEXT = frozenset(
    {"length", "count", "int", "float", "abs", "round", "sum", "wordcount", "filesizeformat"}
)
# A value in quotes or in an encoding is set apart by itself; these also escape the quotes.
_ENCODES = frozenset(
    {"tojson", "urlencode", "b64encode", "base64", "base64_encode", "to_json", "json"}
)
_ESCAPES = frozenset({"e", "escape", "forceescape", "xmlescape", "escape_xml", "html_escape"})
_TAKES_ARGUMENTS = frozenset({"default", "d", "format", "replace", "join", "indent"})
_METHODS_WITH_TEXT = frozenset({"format", "format_map", "join", "replace"})
_PASSES = frozenset({"~", "+", "or", "and", "%", "*"})
_FIELD = ["name", "constant"]
_MOST = 40
_DEEPEST = 80
_MOST_STEPS = 12


class Source(NamedTuple):
    """A value that comes from an input.

    `fields` are read from it. `use` is where the expression at hand names it. `steps` are the places it
    passed. After `escaped` no tag and no quote in it works, after `encoded` it is set apart by itself.
    `parameter` is set in place of an input inside a macro, `fetched` where a function brought the value.
    """

    input: str
    use: Use | None
    fields: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    escaped: bool = False
    encoded: bool = False
    parameter: Local | None = None
    fetched: bool = False


def place_of(use: Use) -> Span:
    """Where a use stands in the text: its fields where the name of their owner is not written."""
    if use.span.start < use.span.end or not use.path_spans:
        return use.span
    return Span(use.path_spans[0].start, use.path_spans[-1].end)


MacroOf = Callable[[Expression, Island, Use], "Iterable[Source] | None"]
"""What a call of a macro writes, by the call's expression, its island and the use of the macro's name."""


class Sources:
    """The sources of the expressions of one file. Made once per check of it."""

    def __init__(
        self, model: SemanticModel, escapes: frozenset[str], macro: MacroOf | None = None
    ) -> None:
        self._model = model
        self._escapes = escapes
        self._macro = macro
        self._jinja = model.document.engine == "jinja2"
        self._by_start: dict[int, Use] = {}
        for use in model.uses:
            self._by_start.setdefault(use.span.start, use)
        self._known: dict[int, tuple[Source, ...]] = {}
        self._depth = 0

    def of(self, expression: Expression, island: Island) -> list[Source]:
        """Where the value of an expression comes from; each input once for each way it takes."""
        if expression.kind == "constant":
            return []
        if expression.kind == "name":  # by far the most
            use = self._by_start.get(island.span.start + expression.name_span.start)
            if use is None:
                return []
            if use.target is None:
                return [Source(use.name, use, use.path)]
        return list(islice(self._of(expression, island), _MOST))

    def of_use(self, use: Use) -> Iterator[Source]:
        """Where the value of a name comes from, the fields that are read from it included."""
        target = use.target
        if target is None:
            yield Source(use.name, use, use.path)
            return
        if target.kind == "parameter":
            yield Source("", use, use.path, parameter=target)
            return
        for source in self._of_local(target, use):
            yield source._replace(use=use, fields=(*source.fields, *use.path))

    def of_local(self, local: Local, at: Use | None = None) -> tuple[Source, ...]:
        """Where the value of a local name comes from."""
        return tuple(self._of_local(local, at))

    def use_at(self, offset: int) -> Use | None:
        """The use of a name that begins at an offset."""
        return self._by_start.get(offset)

    def through(self, expressions: Iterable[Expression]) -> tuple[bool, bool]:
        """Whether a chain of filters escapes and encodes what goes through it."""
        names = {
            each.value for root in expressions for each in root.walk() if each.kind == "filter"
        }
        encoded = not (_ENCODES | self._escapes).isdisjoint(names)
        return encoded or not _ESCAPES.isdisjoint(names), encoded

    # Expressions.

    def _of(self, expression: Expression, island: Island) -> Iterator[Source]:
        if self._depth >= _DEEPEST:
            return
        self._depth += 1
        try:
            yield from self._of_any(expression, island)
        finally:
            self._depth -= 1

    def _of_any(self, expression: Expression, island: Island) -> Iterator[Source]:
        chain = chain_of(expression)
        if chain is not None:
            yield from self._of_chain(chain, island)
            return
        kind, children = expression.kind, expression.children
        if kind == "filter" and children:
            yield from self._of_filter(expression, island)
        elif kind == "call" and children:
            yield from self._of_call(expression, island)
        elif kind == "operation":
            if expression.value in _PASSES:
                for child in children:
                    yield from self._of(child, island)
        elif kind == "conditional":
            for child in (children[0], *children[2:]):
                yield from self._of(child, island)
        elif kind in ("attribute", "item"):
            yield from self._of(children[0], island)
        elif kind in ("list", "tuple", "dict", "keyword", "star"):
            for child in children:
                yield from self._of(child, island)

    def _of_chain(self, chain: Chain, island: Island) -> Iterator[Source]:
        use = self._by_start.get(island.absolute(chain.span).start)
        if use is not None:
            yield from self.of_use(use)

    def _of_filter(self, expression: Expression, island: Island) -> Iterator[Source]:
        name = str(expression.value)
        if name in _NO_TEXT:
            return
        parts = expression.children if name in _TAKES_ARGUMENTS else expression.children[:1]
        escaped = name in _ESCAPES
        encoded = name in _ENCODES or name in self._escapes
        for part in parts:
            for source in self._of(part, island):
                if escaped or encoded:
                    source = source._replace(escaped=True, encoded=source.encoded or encoded)
                yield source

    def _of_call(self, expression: Expression, island: Island) -> Iterator[Source]:
        callee, *arguments = expression.children
        if not self._jinja:
            encoded = callee.kind == "name" and callee.value in _ENCODES
            if callee.value == "lookup" and [each.kind for each in arguments] == _FIELD:
                yield from self._of_lookup(arguments[0], str(arguments[1].value), island)
                return
            for argument in arguments:
                for source in self._of(argument, island):
                    yield source._replace(escaped=True, encoded=True) if encoded else source
            return
        chain = chain_of(callee)
        use = self._by_start.get(island.absolute(chain.span).start) if chain else None
        if use is not None and use.target is not None and self._macro is not None:
            written = self._macro(expression, island, use)
            if written is not None:
                yield from written
                return
        if callee.kind == "attribute":
            if use is not None and use.target is None and fetches(str(callee.value)):
                yield Source(f"{use.name}.{callee.value}", use, fetched=True)
                return
            yield from self._of(callee.children[0], island)
            if callee.value not in _METHODS_WITH_TEXT:
                return
        elif use is not None and use.target is None and fetches(use.name):
            yield Source(use.name, use, fetched=True)
            return
        for argument in arguments:
            yield from self._of(argument, island)

    def _of_lookup(self, value: Expression, field: str, island: Island) -> Iterator[Source]:
        """`lookup value "field"` of Handlebars; of all inputs at once it is the input of that name."""
        use = self._by_start.get(island.absolute(value.span).start)
        if use is not None and use.target is not None and use.target.value is None:
            yield Source(field, use)
        for source in self._of(value, island):
            yield source._replace(fields=(*source.fields, field))

    # Local names.

    def _of_local(self, local: Local, at: Use | None) -> Iterator[Source]:
        seen: set[tuple[str, tuple[str, ...]]] = set()
        for each in self._assignments(local, at):
            for source in self._of_one(each):
                key = (source.input, source.fields)
                if key not in seen:
                    seen.add(key)
                    yield source

    def _of_one(self, local: Local) -> tuple[Source, ...]:
        key = id(local)
        known = self._known.get(key)
        if known is not None:
            return known
        self._known[key] = ()  # a name that is set from itself adds nothing
        if local.value is not None:
            found = self.of(local.value, local.island)
            if local.value.kind == "call" and local.value.children[0].value == "namespace":
                found += self._of_namespace(local)
        elif local.kind == "set":
            found = self._captured(local)
        else:
            found = []
        if local.name != "this":  # Handlebars' own name for an item stands nowhere
            step = Step(local.span, f"{_verb(local)} `{local.name}`")
            found = [_with_step(each, step) for each in found]
        self._known[key] = tuple(found)
        return self._known[key]

    def _of_namespace(self, local: Local) -> Iterator[Source]:
        """What `{% set ns.text = ... %}` puts into the fields of a namespace."""
        for use, value, island in self._put.get(id(local), ()):
            for source in self._of(value, island):
                yield _with_step(source, Step(use.span, f"is put into `{local.name}`"))

    @cached_property
    def _put(self) -> dict[int, list[tuple[Use, Expression, Island]]]:
        found: dict[int, list[tuple[Use, Expression, Island]]] = {}
        for use in self._model.uses:
            island = use.island
            if use.target is None or island is None or island.parsed.tag != "set":
                continue
            parts = island.parsed.expressions
            if len(parts) == 2 and island.absolute(parts[0].span).start == use.span.start:
                found.setdefault(id(use.target), []).append((use, parts[1], island))
        return found

    def _captured(self, local: Local) -> list[Source]:
        """What `{% set name %}...{% endset %}` captures."""
        found: list[Source] = []
        for placed in self._captures.get(local.island.span.start, ())[:_MOST]:
            for expression in placed.island.parsed.expressions:
                found += self.of(expression, placed.island)
        return found[:_MOST]

    @cached_property
    def _captures(self) -> dict[int, list[Placed]]:
        found: dict[int, list[Placed]] = {}
        for placed in placed_outputs(self._model.document.template):
            for block, _ in outward(placed.around):
                if block.tag == "set":
                    found.setdefault(block.branches[0].island.span.start, []).append(placed)
        return found

    def _assignments(self, local: Local, at: Use | None) -> list[Local]:
        """The assignments that may hold where a name is used: in branches, more than the last one."""
        if local.kind != "set" or at is None:
            return [local]
        same = self._sets.get((local.name, local.scope.end), [local])
        last = bisect_right(same, local.span, key=lambda each: each.span)
        found: list[Local] = []
        for each in reversed(same[max(0, last - _MOST) : last]):
            found.append(each)
            conditions = self._conditions.get(each.island.span.start, ())
            if all(span.covers(at.span) for span in conditions):
                break
        return found

    @cached_property
    def _sets(self) -> dict[tuple[str, int], list[Local]]:
        found: dict[tuple[str, int], list[Local]] = {}
        for each in sorted(self._model.locals, key=lambda local: local.span):
            if each.kind == "set":
                found.setdefault((each.name, each.scope.end), []).append(each)
        return found

    @cached_property
    def _conditions(self) -> dict[int, list[Span]]:
        """The conditions around each `set`."""
        return {
            placed.island.span.start: [
                block.span for block, _ in outward(placed.around) if block.tag == "if"
            ]
            for placed in placed_islands(self._model.document.template)
            if placed.island.parsed.tag == "set"
        }


def _with_step(source: Source, step: Step) -> Source:
    return source._replace(steps=(*source.steps, step)[-_MOST_STEPS:])


def _verb(local: Local) -> str:
    return {"loop": "is gone through as", "with": "is handed on as"}.get(local.kind, "is set as")
