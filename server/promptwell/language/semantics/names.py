"""Resolves the names of a template: walks its blocks with Jinja's scopes and records every use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from promptwell.language.semantics.chains import chain_of
from promptwell.language.semantics.expression_types import unpacked_type
from promptwell.language.semantics.guards import names_tested
from promptwell.language.semantics.model import Local, LocalKind
from promptwell.language.semantics.references import reference_of
from promptwell.language.semantics.scopes import Scope
from promptwell.language.semantics.sections import names_outside_sections, section_value
from promptwell.language.semantics.types import ANY, STRING, Type
from promptwell.language.semantics.uses import Names, UseRecorder
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.templates.jinja.tree import Block, Expression, Island, Node
from promptwell.language.text.source import Span


def resolve_names(document: PromptDocument, inputs: Mapping[str, Type]) -> Names:
    """Every use, local name, reference and call of a document's template.

    Args:
        document: the parsed file.
        inputs: what is known of the inputs' types before any use is seen.
    """
    walker = _Walker(document, inputs)
    if document.engine == "mustache":
        walker.rooted = names_outside_sections(document.template.children)
    walker.nodes(document.template.children, Scope(document.template.span.end, None))
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


class _Walker(UseRecorder):
    """Walks the blocks and opens their scopes."""

    # Blocks.

    def nodes(self, nodes: Iterable[Node], scope: Scope) -> None:
        for node in nodes:
            if isinstance(node, Block):
                self._block(node, scope)
            else:
                self._island(node, scope)

    def _block(self, block: Block, scope: Scope) -> None:
        if self.document.engine == "mustache":
            self._section(block, scope)
            return
        handler = getattr(self, f"_{block.tag}_block", self._plain_block)
        handler(block, scope)

    def _if_block(self, block: Block, scope: Scope) -> None:
        # What any branch tests for being defined may be missing in none of them by mistake.
        self.guards.append(
            frozenset().union(
                *(
                    names_tested(expression)
                    for branch in block.branches
                    for expression in branch.island.parsed.expressions
                )
            )
        )
        start = len(scope.bound)
        ends: list[dict[str, Local]] = []
        for branch in block.branches:
            self.expressions(branch.island, scope)
            branch_start = len(scope.bound)
            self.nodes(branch.children, scope)
            ends.append({name: scope.names[name] for name, _ in scope.bound[branch_start:]})
        self.guards.pop()
        self._merge(scope, start, ends, block.branches[-1].island.parsed.tag == "else")

    def _merge(
        self, scope: Scope, start: int, ends: list[dict[str, Local]], complete: bool
    ) -> None:
        """Forget the types of names to which the branches of an `if` give different ones."""
        before: dict[str, Local | None] = {}
        for name, local in scope.bound[start:]:
            before.setdefault(name, local)
        for name, local in before.items():
            types = [self.type_of(end[name], name) for end in ends if name in end]
            if not complete or len(types) < len(ends):
                outer = local or (scope.outer.find(name) if scope.outer else None)
                types.append(self.type_of(outer, name))
            if any(each != types[0] for each in types):
                self.unsure.add(scope.names[name].span)

    def _for_block(self, block: Block, scope: Scope) -> None:
        island = block.branches[0].island
        parsed = island.parsed
        iterable = parsed.expressions[0] if parsed.expressions else None
        if iterable is not None:
            self.expression(iterable, island, scope, output=False)
        inner = self._inner(block, 0, scope)
        element = self.type(iterable, scope).element() if iterable else ANY
        single = len(parsed.bindings) == 1
        reach = Span(island.span.start, inner.end)
        for index, binding in enumerate(parsed.bindings):
            kind = element if single else unpacked_type(iterable, index)
            span = island.absolute(binding.span)
            self._bind(inner, Local(binding.name, span, "loop", reach, island, iterable, kind))
        for extra in parsed.expressions[1:]:
            self.expression(extra, island, inner, output=False)
        self.nodes(block.branches[0].children, inner)
        for position, branch in enumerate(block.branches[1:], 1):
            self.nodes(branch.children, self._inner(block, position, scope))

    def _macro_block(self, block: Block, scope: Scope) -> None:
        island = block.branches[0].island
        parsed = island.parsed
        self.expressions(island, scope)
        if parsed.name:
            reach = Span(island.span.start, scope.end)
            span = island.absolute(parsed.name_span)
            parameters = tuple(binding.name for binding in parsed.bindings)
            local = Local(parsed.name, span, "macro", reach, island, None, ANY, parameters)
            self._bind(scope, local)
        inner = self._inner(block, 0, scope)
        self._parameters(island, inner)
        self._branches(block, inner)

    def _call_block(self, block: Block, scope: Scope) -> None:
        island = block.branches[0].island
        self.expressions(island, scope)
        inner = self._inner(block, 0, scope)
        self._parameters(island, inner)
        self._branches(block, inner)

    def _parameters(self, island: Island, scope: Scope) -> None:
        for binding in island.parsed.bindings:
            span = island.absolute(binding.span)
            reach = Span(island.span.start, scope.end)
            self._bind(scope, Local(binding.name, span, "parameter", reach, island))

    def _block_block(self, block: Block, scope: Scope) -> None:
        scoped = "scoped" in block.branches[0].island.parsed.flags
        inner = self._inner(block, 0, scope, isolated=not scoped)
        self._branches(block, inner)

    def _with_block(self, block: Block, scope: Scope) -> None:
        island = block.branches[0].island
        self.expressions(island, scope)
        inner = self._inner(block, 0, scope)
        reach = Span(island.span.start, inner.end)
        for binding, value in zip(island.parsed.bindings, island.parsed.expressions, strict=False):
            span = island.absolute(binding.span)
            kind = self.type(value, scope)
            self._bind(inner, Local(binding.name, span, "with", reach, island, value, kind))
        self._branches(block, inner)

    _trans_block = _with_block

    def _set_block(self, block: Block, scope: Scope) -> None:
        island = block.branches[0].island
        self.expressions(island, scope)
        self._branches(block, self._inner(block, 0, scope))
        for binding in island.parsed.bindings:
            reach = Span(block.span.end, scope.end)
            span = island.absolute(binding.span)
            self._bind(scope, Local(binding.name, span, "set", reach, island, None, STRING))

    def _section(self, block: Block, scope: Scope) -> None:
        """Mustache: inside a section a name may be a field of the section's value."""
        island = block.branches[0].island
        self.expressions(island, scope)
        value = island.parsed.expressions[0] if island.parsed.expressions else None
        inner = section_value(block, self._value_type(value, scope) if value else ANY)
        if inner is None:
            self._branches(block, scope)
            return
        self.names.locals.append(inner)
        self.sections.append(inner)
        self._branches(block, scope)
        self.sections.pop()

    def _value_type(self, value: Expression, scope: Scope) -> Type:
        chain = chain_of(value)
        owner = self.section_with(chain.name) if chain is not None else None
        if chain is None or owner is None:
            return self.type(value, scope)
        known = owner.type
        for step in (chain.name, *chain.path):
            known = known.attribute(step)
        return known

    def _plain_block(self, block: Block, scope: Scope) -> None:
        self.expressions(block.branches[0].island, scope)
        self._branches(block, self._inner(block, 0, scope))

    def _branches(self, block: Block, scope: Scope) -> None:
        for branch in block.branches:
            self.nodes(branch.children, scope)

    def _inner(self, block: Block, position: int, scope: Scope, *, isolated: bool = False) -> Scope:
        following = block.branches[position + 1 :]
        if following:
            end = following[0].island.span.start
        else:
            end = block.end.span.start if block.end else block.span.end
        return Scope(end, scope, isolated=isolated)

    # Single islands.

    def _island(self, island: Island, scope: Scope) -> None:
        parsed = island.parsed
        if island.kind == "output":
            for expression in parsed.expressions:
                self.expression(expression, island, scope, output=True)
            return
        if parsed.tag in ("include", "import", "from", "extends") and parsed.expressions:
            self.names.references.extend(reference_of(island))
        self.expressions(island, scope)
        kind: LocalKind = "set" if parsed.tag == "set" else "import"
        value = parsed.expressions[-1] if parsed.assigns and parsed.expressions else None
        single = len(parsed.bindings) == 1
        for binding in parsed.bindings:
            known = self.type(value, scope) if value is not None and single else ANY
            reach = Span(island.span.end, scope.end)
            span = island.absolute(binding.span)
            self._bind(scope, Local(binding.name, span, kind, reach, island, value, known))

    def _bind(self, scope: Scope, local: Local) -> None:
        scope.bind(local)
        self.names.locals.append(local)
