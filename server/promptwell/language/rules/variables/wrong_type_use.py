"""The rule wrong-type-use."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from promptwell.language.rules.base import Finding, Fix, Related, Rule, RuleContext
from promptwell.language.rules.severity import Severity
from promptwell.language.semantics.expression_types import type_of_expression
from promptwell.language.semantics.types import ANY, Type
from promptwell.language.semantics.value_conflicts import value_conflicts
from promptwell.language.syntax.templates.jinja.tree import Expression, Island
from promptwell.language.text.source import Span

if TYPE_CHECKING:
    from promptwell.language.semantics.model import SemanticModel, Use

_NOT_ITERABLE = frozenset({"integer", "float", "boolean"})
_NEEDS_SEQUENCE = frozenset(
    {"join", "first", "last", "length", "count", "list", "sort", "reverse", "map", "select"}
    | {"reject", "selectattr", "rejectattr", "groupby", "batch", "slice", "unique", "min", "max"}
    | {"sum", "random"}
)
_NEEDS_MAPPING = frozenset({"items", "dictsort", "xmlattr"})
_NEEDS_NUMBER = frozenset({"round", "abs"})
_NOT_MAPPING = _NOT_ITERABLE | {"string", "array"}
_NOT_NUMBER = frozenset({"string", "array", "object"})
_ARITHMETIC = frozenset({"-", "/", "//", "**", "+"})
_TRIVIAL = frozenset({"name", "attribute", "constant"})


class WrongTypeUse(Rule):
    """A value used in a way that its type does not allow.

    ## What it does

    Reports

    - a loop over a number or a boolean, and a loop over a text, which yields its letters (a hint);
    - a filter that needs a list, a mapping or a number and gets something else: `{{ count | join }}`;
    - arithmetic with a text: `{{ total - 1 }}` where `total` is a `string`;
    - a `default`, `example`, v1 `sample` value or `enumValues` entry that contradicts the declared
      kind, and a default that is not among the `enumValues`.

    Types come from the declaration. Where only a default or a sample shows the type, the report is a
    hint. Nothing is reported where the type is not known.

    ## Why is this bad?

    Rendering stops with a Python error, or, worse, goes on: a loop over a text writes one letter
    per turn, and `default: no` is the boolean false in YAML and is written as `False`.

    ## Example

    ```prompty
    ---
    inputs:
      count: {kind: integer, default: "3"}
    ---
    {% for n in count %}Line {{ n }}{% endfor %}
    ```

    ```prompty
    ---
    inputs:
      count: {kind: integer, default: 3}
    ---
    {% for n in range(count) %}Line {{ n }}{% endfor %}
    ```
    """

    group = "variables"
    severity = "warning"

    def check(self, model: SemanticModel, context: RuleContext) -> Iterator[Finding]:
        """Yield values that contradict their kind, then uses that contradict their type."""
        for conflict in value_conflicts(model):
            title, edit = conflict.mend or ("", None)
            yield Finding(
                conflict.span,
                conflict.message,
                (Fix(title, (edit,), safe=False),) if edit else (),
                (Related(conflict.because, "declared here"),),
                "hint" if conflict.sample else None,
            )
        typed = {use.span.start: use for use in model.uses if use.type.kind != "any"}
        if not typed:
            return
        judge = _Judge(model, typed)
        for island in _islands_to_read(typed):
            yield from judge.island(island)


class _Judge:
    """Judges the expressions of one file."""

    def __init__(self, model: SemanticModel, typed: dict[int, Use]) -> None:
        self.model = model
        self.typed = typed

    def island(self, island: Island) -> Iterator[Finding]:
        parsed = island.parsed
        for number, expression in enumerate(parsed.expressions):
            if parsed.tag == "for" and number == 0:
                yield from self._loop(expression, island)
            if expression.kind in _TRIVIAL:
                continue
            for part in expression.walk():
                if part.kind == "filter" and part.children:
                    yield from self._filter(part, island)
                elif part.kind == "operation" and part.value in _ARITHMETIC:
                    yield from self._arithmetic(part, island)

    def _loop(self, iterable: Expression, island: Island) -> Iterator[Finding]:
        kind = self._type(iterable, island).kind
        span = island.absolute(iterable.span)
        if kind in _NOT_ITERABLE:
            message = f"a loop needs a list, and {self._name(iterable, island)} is {_a(kind)}"
            yield self._finding(span, message, iterable, island)
        elif kind == "string":
            name = self._name(iterable, island)
            message = f"{name} is a text: the loop runs over its letters"
            yield self._finding(span, message, iterable, island, "hint")

    def _filter(self, part: Expression, island: Island) -> Iterator[Finding]:
        value = part.children[0]
        kind = self._type(value, island).kind
        if kind == "any":
            return
        if part.value in _NEEDS_SEQUENCE and kind in _NOT_ITERABLE:
            needs = "a list"
        elif part.value in _NEEDS_MAPPING and kind in _NOT_MAPPING:
            needs = "a mapping"
        elif part.value in _NEEDS_NUMBER and kind in _NOT_NUMBER:
            needs = "a number"
        elif part.value == "join" and kind == "string":
            message = f"{self._name(value, island)} is a text: `join` goes between its letters"
            yield self._finding(island.absolute(part.name_span), message, value, island, "hint")
            return
        else:
            return
        message = f"`{part.value}` needs {needs}, and {self._name(value, island)} is {_a(kind)}"
        yield self._finding(island.absolute(part.name_span), message, value, island)

    def _arithmetic(self, part: Expression, island: Island) -> Iterator[Finding]:
        kinds = [self._type(child, island).kind for child in part.children]
        if "string" not in kinds or ("any" in kinds and part.value == "+"):
            return
        if part.value == "+" and not _NOT_ITERABLE.intersection(kinds):
            return
        texts = [
            child for child, kind in zip(part.children, kinds, strict=True) if kind == "string"
        ]
        culprit = next((child for child in texts if child.kind != "constant"), texts[0])
        message = f"`{part.value}` needs numbers, and {self._name(culprit, island)} is a text"
        # A written text says nothing of how sure this is: that depends on the name beside it.
        value = part if culprit.kind == "constant" else culprit
        yield self._finding(island.absolute(part.span), message, value, island)

    def _finding(
        self,
        span: Span,
        message: str,
        value: Expression,
        island: Island,
        severity: Severity | None = None,
    ) -> Finding:
        use = self._root(value, island)
        declaration = self.model.declared.get(use.name) if use and use.target is None else None
        related: tuple[Related, ...] = ()
        if declaration is not None:
            place = declaration.type_span or declaration.name_span
            related = (Related(place, f"`{declaration.name}` is declared here"),)
        if severity is None and use is not None and not (declaration and declaration.kind_text):
            severity = "hint"
        return Finding(span, message, (), related, severity)

    def _type(self, expression: Expression, island: Island) -> Type:
        def type_of_name(name: str) -> Type:
            return names.get(name, ANY)

        names = {
            str(part.value): self.typed[place].type
            for part in expression.walk()
            if part.kind == "name" and (place := part.span.start + island.span.start) in self.typed
        }
        return type_of_expression(expression, type_of_name)

    def _root(self, expression: Expression, island: Island) -> Use | None:
        for part in expression.walk():
            if part.kind == "name":
                return self.typed.get(part.span.start + island.span.start)
        return None

    def _name(self, expression: Expression, island: Island) -> str:
        span = island.absolute(expression.span)
        written = " ".join(self.model.document.source.slice(span).split())
        return f"`{written}`" if len(written) <= 40 else "the value"


def _islands_to_read(typed: dict[int, Use]) -> Iterator[Island]:
    """The islands with a typed name in something more than a plain output, each once."""
    seen: set[int] = set()
    for use in typed.values():
        island = use.island
        if island is None or island.span.start in seen:
            continue
        seen.add(island.span.start)
        parsed = island.parsed
        if parsed.tag == "for" or any(each.kind not in _TRIVIAL for each in parsed.expressions):
            yield island


def _a(kind: str) -> str:
    words = {"string": "a text", "array": "a list", "object": "a mapping", "float": "a number"}
    return words.get(kind, f"an {kind}" if kind[0] in "aeiou" else f"a {kind}")
