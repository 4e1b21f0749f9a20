"""Resolves the names of a template: walks its blocks with Jinja's scopes and records every use."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from promptwell.language.semantics.chains import Chain, chain_of
from promptwell.language.semantics.expression_types import (
    LOOP,
    type_of_expression,
    unpacked_type,
)
from promptwell.language.semantics.model import Call, Local, LocalKind, Reference, Use
from promptwell.language.semantics.references import reference_of
from promptwell.language.semantics.types import ANY, STRING, Type
from promptwell.language.syntax.document import Message, PromptDocument
from promptwell.language.syntax.templates.jinja.dialects import SPECIAL_NAMES
from promptwell.language.syntax.templates.jinja.tree import Block, Expression, Island, Node
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


class _Frame:
    """One scope while it is walked."""

    def __init__(self, end: int, outer: _Frame | None, *, isolated: bool = False) -> None:
        self.end = end
        self.outer = outer
        self.isolated = isolated
        self.names: dict[str, Local] = {}
        # Each name as it was bound, with what it meant in this frame before.
        self.bound: list[tuple[str, Local | None]] = []

    def find(self, name: str) -> Local | None:
        frame: _Frame | None = self
        isolated = False
        while frame is not None:
            local = frame.names.get(name)
            # A block sees what the file sets at its top level, but no loop variables.
            if local is not None and not (isolated and frame.outer is not None):
                return local
            isolated = isolated or frame.isolated
            frame = frame.outer
        return None


def resolve_names(document: PromptDocument, inputs: Mapping[str, Type]) -> Names:
    """Every use, local name, reference and call of a document's template.

    Args:
        document: the parsed file.
        inputs: what is known of the inputs' types before any use is seen.
    """
    walker = _Walker(document, inputs)
    walker.nodes(document.template.children, _Frame(document.template.span.end, None))
    walker.names.uses.sort(key=lambda use: use.span)
    _reach_later_macros(document, walker.names)
    return walker.names


def _reach_later_macros(document: PromptDocument, names: Names) -> None:
    """A macro's body runs when it is called: it also sees macros that follow it in the file."""
    end = document.template.span.end
    macros = {
        local.name: local
        for local in reversed(names.locals)
        if local.kind == "macro" and local.scope.end == end
    }
    if len(macros) < 2:
        return
    bodies = [block.span for block in document.template.blocks() if block.tag == "macro"]

    reached: dict[Span, Local] = {}
    for index, use in enumerate(names.uses):
        macro = macros.get(use.name)
        if use.target is None and macro and macro.span.start > use.span.start:
            if any(body.covers(use.span) for body in bodies):
                reached[use.span] = macro
                names.uses[index] = replace(use, target=macro, type=ANY)
    for index, call in enumerate(names.calls):
        if call.span in reached:
            names.calls[index] = replace(call, target=reached[call.span])


class _Walker:
    def __init__(self, document: PromptDocument, inputs: Mapping[str, Type]) -> None:
        self.document = document
        self.inputs = inputs
        self.names = Names()
        self._guards: list[frozenset[str]] = []
        # Where names were bound whose type depends on the branch that ran.
        self._unsure: set[Span] = set()
        self._starts = [message.content.start for message in document.messages]

    # Blocks.

    def nodes(self, nodes: Iterable[Node], frame: _Frame) -> None:
        for node in nodes:
            if isinstance(node, Block):
                self._block(node, frame)
            else:
                self._island(node, frame)

    def _block(self, block: Block, frame: _Frame) -> None:
        handler = getattr(self, f"_{block.tag}_block", self._plain_block)
        handler(block, frame)

    def _if_block(self, block: Block, frame: _Frame) -> None:
        # What any branch tests for being defined may be missing in none of them by mistake.
        self._guards.append(
            frozenset().union(
                *(
                    _tested(expression)
                    for branch in block.branches
                    for expression in branch.island.parsed.expressions
                )
            )
        )
        start = len(frame.bound)
        ends: list[dict[str, Local]] = []
        for branch in block.branches:
            self._expressions(branch.island, frame)
            branch_start = len(frame.bound)
            self.nodes(branch.children, frame)
            ends.append({name: frame.names[name] for name, _ in frame.bound[branch_start:]})
        self._guards.pop()
        self._merge(frame, start, ends, block.branches[-1].island.parsed.tag == "else")

    def _merge(
        self, frame: _Frame, start: int, ends: list[dict[str, Local]], complete: bool
    ) -> None:
        """Forget the types of names to which the branches of an `if` give different ones."""
        before: dict[str, Local | None] = {}
        for name, local in frame.bound[start:]:
            before.setdefault(name, local)
        for name, local in before.items():
            types = [self._type_of(end[name], name) for end in ends if name in end]
            if not complete or len(types) < len(ends):
                outer = local or (frame.outer.find(name) if frame.outer else None)
                types.append(self._type_of(outer, name))
            if any(each != types[0] for each in types):
                self._unsure.add(frame.names[name].span)

    def _for_block(self, block: Block, frame: _Frame) -> None:
        island = block.branches[0].island
        parsed = island.parsed
        iterable = parsed.expressions[0] if parsed.expressions else None
        if iterable is not None:
            self._expression(iterable, island, frame, output=False)
        inner = self._inner(block, 0, frame)
        element = self._type(iterable, frame).element() if iterable else ANY
        single = len(parsed.bindings) == 1
        scope = Span(island.span.start, inner.end)
        for index, binding in enumerate(parsed.bindings):
            kind = element if single else unpacked_type(iterable, index)
            span = island.absolute(binding.span)
            self._bind(inner, Local(binding.name, span, "loop", scope, island, iterable, kind))
        for extra in parsed.expressions[1:]:
            self._expression(extra, island, inner, output=False)
        self.nodes(block.branches[0].children, inner)
        for position, branch in enumerate(block.branches[1:], 1):
            self.nodes(branch.children, self._inner(block, position, frame))

    def _macro_block(self, block: Block, frame: _Frame) -> None:
        island = block.branches[0].island
        parsed = island.parsed
        self._expressions(island, frame)
        if parsed.name:
            scope = Span(island.span.start, frame.end)
            span = island.absolute(parsed.name_span)
            parameters = tuple(binding.name for binding in parsed.bindings)
            local = Local(parsed.name, span, "macro", scope, island, None, ANY, parameters)
            self._bind(frame, local)
        inner = self._inner(block, 0, frame)
        self._parameters(island, inner)
        self._branches(block, inner)

    def _call_block(self, block: Block, frame: _Frame) -> None:
        island = block.branches[0].island
        self._expressions(island, frame)
        inner = self._inner(block, 0, frame)
        self._parameters(island, inner)
        self._branches(block, inner)

    def _parameters(self, island: Island, frame: _Frame) -> None:
        for binding in island.parsed.bindings:
            span = island.absolute(binding.span)
            scope = Span(island.span.start, frame.end)
            self._bind(frame, Local(binding.name, span, "parameter", scope, island))

    def _block_block(self, block: Block, frame: _Frame) -> None:
        scoped = "scoped" in block.branches[0].island.parsed.flags
        inner = self._inner(block, 0, frame, isolated=not scoped)
        self._branches(block, inner)

    def _with_block(self, block: Block, frame: _Frame) -> None:
        island = block.branches[0].island
        self._expressions(island, frame)
        inner = self._inner(block, 0, frame)
        scope = Span(island.span.start, inner.end)
        for binding, value in zip(island.parsed.bindings, island.parsed.expressions, strict=False):
            span = island.absolute(binding.span)
            kind = self._type(value, frame)
            self._bind(inner, Local(binding.name, span, "with", scope, island, value, kind))
        self._branches(block, inner)

    _trans_block = _with_block

    def _set_block(self, block: Block, frame: _Frame) -> None:
        island = block.branches[0].island
        self._expressions(island, frame)
        self._branches(block, self._inner(block, 0, frame))
        for binding in island.parsed.bindings:
            scope = Span(block.span.end, frame.end)
            span = island.absolute(binding.span)
            self._bind(frame, Local(binding.name, span, "set", scope, island, None, STRING))

    def _section_block(self, block: Block, frame: _Frame) -> None:
        """Mustache: inside a section a bare name may be a field of the section's value."""
        self._expressions(block.branches[0].island, frame)
        inside = (name for island in _islands(block) for name in _names(island))
        self._guards.append(frozenset(inside))
        self._branches(block, frame)
        self._guards.pop()

    _inverted_block = _section_block

    def _plain_block(self, block: Block, frame: _Frame) -> None:
        self._expressions(block.branches[0].island, frame)
        self._branches(block, self._inner(block, 0, frame))

    def _branches(self, block: Block, frame: _Frame) -> None:
        for branch in block.branches:
            self.nodes(branch.children, frame)

    def _inner(
        self, block: Block, position: int, frame: _Frame, *, isolated: bool = False
    ) -> _Frame:
        following = block.branches[position + 1 :]
        if following:
            end = following[0].island.span.start
        else:
            end = block.end.span.start if block.end else block.span.end
        return _Frame(end, frame, isolated=isolated)

    # Single islands.

    def _island(self, island: Island, frame: _Frame) -> None:
        parsed = island.parsed
        if island.kind == "output":
            for expression in parsed.expressions:
                self._expression(expression, island, frame, output=True)
            return
        if parsed.tag in ("include", "import", "from", "extends") and parsed.expressions:
            self.names.references.extend(reference_of(island))
        self._expressions(island, frame)
        kind: LocalKind = "set" if parsed.tag == "set" else "import"
        value = parsed.expressions[-1] if parsed.assigns and parsed.expressions else None
        single = len(parsed.bindings) == 1
        for binding in parsed.bindings:
            known = self._type(value, frame) if value is not None and single else ANY
            scope = Span(island.span.end, frame.end)
            span = island.absolute(binding.span)
            self._bind(frame, Local(binding.name, span, kind, scope, island, value, known))

    def _bind(self, frame: _Frame, local: Local) -> None:
        frame.bound.append((local.name, frame.names.get(local.name)))
        frame.names[local.name] = local
        self.names.locals.append(local)

    # Expressions.

    def _expressions(self, island: Island, frame: _Frame) -> None:
        output = island.parsed.tag == "print"
        for expression in island.parsed.expressions:
            self._expression(expression, island, frame, output=output)

    def _expression(
        self,
        root: Expression,
        island: Island,
        frame: _Frame,
        *,
        output: bool,
    ) -> None:
        if root.kind == "name":  # `{{ name }}`, by far the most
            self._use(
                Chain(root.value, root.name_span, (), (), ()), island, frame, output, (), False
            )
            return
        guards = _tested(root)
        if island.kind == "output":
            guards |= _falling_back(root)
        stack: list[tuple[Expression, bool, tuple[str, ...], bool]] = [(root, output, (), False)]
        while stack:
            expression, written, filters, guarded = stack.pop()
            chain = chain_of(expression)
            if chain is not None:
                self._use(chain, island, frame, written, filters, guarded or chain.name in guards)
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
                self._function(expression, island, frame)
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
        frame: _Frame,
        output: bool,
        filters: tuple[str, ...],
        guarded: bool,
    ) -> None:
        local = frame.find(chain.name)
        if local is None and chain.name in SPECIAL_NAMES and self._is_special(chain.name):
            return
        kind = self._type_of(local, chain.name)
        span = island.absolute(chain.span)
        self.names.uses.append(
            Use(
                chain.name,
                span,
                chain.path,
                tuple(island.absolute(place) for place in chain.path_spans),
                local,
                guarded or any(chain.name in names for names in self._guards),
                filters[::-1],
                output,
                kind,
                self._message(span.start),
                island,
            )
        )

    def _is_special(self, name: str) -> bool:
        # `loop`, `self` and their like mean something of Jinja's unless the file declares them.
        return name not in self.inputs

    def _call(self, kind: str, expression: Expression, island: Island, arguments: int) -> None:
        if expression.value:
            place = island.absolute(expression.name_span)
            self.names.calls.append(
                Call(kind, expression.value, place, island, arguments)  # type: ignore[arg-type]
            )

    def _function(self, expression: Expression, island: Island, frame: _Frame) -> None:
        callee = expression.children[0]
        arguments = len(expression.children) - 1
        owner = callee.children[0] if callee.kind == "attribute" else callee
        if owner.kind != "name" or not callee.value:
            return
        place = island.absolute(callee.name_span)
        local = frame.find(owner.value)
        self.names.calls.append(Call("function", callee.value, place, island, arguments, local))

    def _type(self, expression: Expression, frame: _Frame) -> Type:
        def type_of_name(name: str) -> Type:
            local = frame.find(name)
            return LOOP if local is None and name == "loop" else self._type_of(local, name)

        return type_of_expression(expression, type_of_name)

    def _type_of(self, local: Local | None, name: str) -> Type:
        if local is None:
            return self.inputs.get(name, ANY)
        return ANY if local.span in self._unsure else local.type

    def _message(self, offset: int) -> Message | None:
        index = bisect_right(self._starts, offset) - 1
        if index < 0:
            return None
        message = self.document.messages[index]
        return message if offset <= message.content.end else None


def _falling_back(expression: Expression) -> frozenset[str]:
    """Names that an expression has something else for: `x or "none"`, `x if x else "none"`."""
    found: set[str] = set()
    for inner in expression.walk():
        asked: tuple[Expression, ...] = ()
        if inner.kind == "conditional":
            asked = inner.children[1:2]
        elif inner.kind == "operation" and inner.value in ("or", "and"):
            asked = inner.children[:-1]
        for each in asked:
            found.update(part.value for part in each.walk() if part.kind == "name")
    return frozenset(found)


def _tested(expression: Expression) -> frozenset[str]:
    """Names that an expression asks about with `is defined` or `is undefined`."""
    return frozenset(
        inner.children[0].value
        for inner in expression.walk()
        if inner.kind == "test"
        and inner.value in ("defined", "undefined")
        and inner.children[0].kind == "name"
    )


def _islands(block: Block) -> Iterable[Island]:
    stack: list[Node] = [block]
    while stack:
        node = stack.pop()
        if isinstance(node, Block):
            stack.extend(child for branch in node.branches for child in branch.children)
            stack.extend(branch.island for branch in node.branches[1:])
            stack.extend(
                _opening(child)
                for branch in node.branches
                for child in branch.children
                if isinstance(child, Block)
            )
        else:
            yield node


def _opening(block: Block) -> Island:
    return block.branches[0].island


def _names(island: Island) -> Iterable[str]:
    for expression in island.parsed.expressions:
        for inner in expression.walk():
            if inner.kind == "name":
                yield inner.value
