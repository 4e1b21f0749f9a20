"""Records what the expressions of a template use: names, filters, tests and calls."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from promptwell.language.semantics.chains import Chain, chain_of
from promptwell.language.semantics.expression_types import LOOP, type_of_expression
from promptwell.language.semantics.guards import names_fallen_back_from, names_tested
from promptwell.language.semantics.model import Call, Local, Reference, Use
from promptwell.language.semantics.scopes import Scope
from promptwell.language.semantics.sections import ITEM, owner_of
from promptwell.language.semantics.types import ANY, Type
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.templates.jinja.dialects import SPECIAL_NAMES
from promptwell.language.syntax.templates.jinja.tree import Expression, Island
from promptwell.language.text.source import Span

# Operators through which a value reaches the output as it is.
_PASSES_VALUE = frozenset({"or", "and", "~", "+"})


@dataclass
class Names:
    """What the walk finds, in the order of the text."""

    uses: list[Use] = field(default_factory=list)
    locals: list[Local] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)


class UseRecorder:
    """Reads expressions in their scopes; what it finds gathers in `names`.

    `guards` are the names that the blocks around the current place ask about; `unsure` holds the
    places of names whose type depends on the branch that ran. In Mustache, `sections` are the values of
    the sections around the place and `rooted` the names that are read outside of any.
    """

    def __init__(self, document: PromptDocument, inputs: Mapping[str, Type]) -> None:
        self.document = document
        self.inputs = inputs
        self.names = Names()
        self.guards: list[frozenset[str]] = []
        self.unsure: set[Span] = set()
        self.sections: list[Local] = []
        self.rooted: set[str] = set()

    def expressions(self, island: Island, scope: Scope) -> None:
        """Read all expressions of a tag."""
        output = island.parsed.tag == "print"
        for expression in island.parsed.expressions:
            self.expression(expression, island, scope, output=output)

    def expression(
        self,
        root: Expression,
        island: Island,
        scope: Scope,
        *,
        output: bool,
    ) -> None:
        """Read one expression; `output` tells whether its value is written into the text."""
        if root.kind == "name":  # `{{ name }}`, by far the most
            self._use(
                Chain(root.value, root.name_span, (), (), ()), island, scope, output, (), False
            )
            return
        if root.kind == "filter" and len(root.children) == 1 and root.children[0].kind == "name":
            name = root.children[0]  # `{{ name | trim }}`
            self._call("filter", root, island, 0)
            alone = Chain(name.value, name.name_span, (), (), ())
            copes = root.value in ("default", "d")
            self._use(alone, island, scope, output, (root.value,), copes)
            return
        guards = names_tested(root)
        if island.kind == "output":
            guards |= names_fallen_back_from(root)
        stack: list[tuple[Expression, bool, tuple[str, ...], bool]] = [(root, output, (), False)]
        while stack:
            expression, written, filters, guarded = stack.pop()
            chain = chain_of(expression)
            if chain is not None:
                self._use(chain, island, scope, written, filters, guarded or chain.name in guards)
                stack.extend((inner, False, (), False) for inner in reversed(chain.keys))
                continue
            children = expression.children
            if expression.kind == "filter":
                self._call("filter", expression, island, len(children) - 1)
                copes = guarded or expression.value in ("default", "d")
                passed = (*filters, expression.value)
                stack.extend((child, False, (), False) for child in reversed(children[1:]))
                stack.append((children[0], written, passed, copes))
            elif expression.kind == "test":
                self._call("test", expression, island, len(children) - 1)
                copes = expression.value in ("defined", "undefined")
                stack.extend((child, False, (), False) for child in reversed(children[1:]))
                stack.append((children[0], False, (), copes))
            elif expression.kind == "call":
                self._function(expression, island, scope)
                stack.extend((child, False, (), False) for child in reversed(children[1:]))
                callee = children[0]
                if callee.kind == "attribute":  # a method: its object is what is used
                    stack.append((callee.children[0], written, filters, guarded))
                else:
                    stack.append((callee, False, (), guarded))
            elif expression.kind == "conditional":
                flags = (True, False, True)
                stack.extend(
                    (child, written and passes, filters if passes else (), guarded)
                    for child, passes in reversed(list(zip(children, flags, strict=False)))
                )
            else:
                passes = written and (
                    expression.kind == "tuple" or expression.value in _PASSES_VALUE
                )
                keep = filters if expression.kind == "operation" else ()
                stack.extend((child, passes, keep, False) for child in reversed(children))

    def _use(
        self,
        chain: Chain,
        island: Island,
        scope: Scope,
        output: bool,
        filters: tuple[str, ...],
        guarded: bool,
    ) -> None:
        local = scope.find(chain.name)
        if local is None and chain.name in SPECIAL_NAMES and self._is_special(chain.name):
            return
        span = island.absolute(chain.span)
        section = self.section_with(chain.name)
        if section is not None:
            # The item itself is not written: its field is all that stands there.
            path, places = (chain.name, *chain.path), (chain.span, *chain.path_spans)
            chain = Chain(ITEM, chain.span, path, places, chain.keys)
            local, span, guarded = section, Span(span.start, span.start), True
        kind = self.type_of(local, chain.name)
        self.names.uses.append(
            Use(
                chain.name,
                span,
                chain.path,
                tuple(island.absolute(place) for place in chain.path_spans),
                local,
                guarded or any(chain.name in names for names in self.guards),
                filters[::-1],
                output,
                kind,
                self.document.message_at(span.start),
                island,
            )
        )

    def section_with(self, name: str) -> Local | None:
        """The section of Mustache around the current place whose value a name is read from."""
        if not self.sections:
            return None
        is_input = name in self.inputs or name in self.rooted
        return owner_of(name, reversed(self.sections), is_input=is_input)

    def _is_special(self, name: str) -> bool:
        # `loop`, `self` and their like mean something of Jinja's unless the file declares them.
        return name not in self.inputs

    def _call(self, kind: str, expression: Expression, island: Island, arguments: int) -> None:
        if expression.value:
            place = island.absolute(expression.name_span)
            self.names.calls.append(
                Call(kind, expression.value, place, island, arguments)  # type: ignore[arg-type]
            )

    def _function(self, expression: Expression, island: Island, scope: Scope) -> None:
        callee = expression.children[0]
        arguments = len(expression.children) - 1
        owner = callee.children[0] if callee.kind == "attribute" else callee
        if owner.kind != "name" or not callee.value:
            return
        place = island.absolute(callee.name_span)
        local = scope.find(owner.value)
        self.names.calls.append(Call("function", callee.value, place, island, arguments, local))

    def type(self, expression: Expression, scope: Scope) -> Type:
        """What is known of an expression's type."""

        def type_of_name(name: str) -> Type:
            local = scope.find(name)
            return LOOP if local is None and name == "loop" else self.type_of(local, name)

        return type_of_expression(expression, type_of_name)

    def type_of(self, local: Local | None, name: str) -> Type:
        """What is known of a name's type: that of a local name, or of an input."""
        if local is None:
            return self.inputs.get(name, ANY)
        return ANY if local.span in self.unsure else local.type
