"""Resolves the names of a Handlebars template: walks its blocks with their contexts and records every use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce

from promptwell.language.semantics.handlebars.frames import Frame
from promptwell.language.semantics.handlebars.kept_values import kept_by, kept_names
from promptwell.language.semantics.handlebars.paths import Path, path_of
from promptwell.language.semantics.handlebars.plain_helpers import HANDLEBARS
from promptwell.language.semantics.handlebars.vocabulary import vocabulary_of
from promptwell.language.semantics.model import Call, Local, LocalKind, Reference, Use
from promptwell.language.semantics.types import ANY, INTEGER, Type, merge
from promptwell.language.semantics.uses import Names
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.templates.jinja.tree import (
    Block,
    Expression,
    Island,
    Node,
    Parsed,
)
from promptwell.language.text.source import Span

THIS = "this"
_OPENS: dict[str, LocalKind] = {"each": "loop", "with": "with"}
_WRITTEN = frozenset({"json", "lookup"})


def resolve_handlebars(document: PromptDocument, inputs: Mapping[str, Type]) -> Names:
    """Every use, local name, reference and call of a Handlebars document.

    Inside `{{#each xs}}` a bare name is a field of the item: a use of the local name `this`, whose span
    is empty where the word is not written. The whole of the inputs (`{{json this}}`) is a `this` as well.

    Args:
        document: the parsed file.
        inputs: what is known of the inputs' types before any use is seen.
    """
    walker = _Walker(document, inputs)
    walker.nodes(document.template.children, walker.root)
    walker.names.uses.sort(key=lambda use: (use.span, use.path_spans))
    return walker.names


def is_root_this(use: Use) -> bool:
    """Whether a use takes all inputs at once."""
    target = use.target
    return target is not None and not use.path and target.name == THIS and target.kind == "block"


class _Walker:
    def __init__(self, document: PromptDocument, inputs: Mapping[str, Type]) -> None:
        self.document = document
        self.inputs = inputs
        self.vocabulary = vocabulary_of(document)
        self.helpers = self.vocabulary.helpers
        self.names = Names()
        self._inline = {
            island.parsed.name
            for island in document.template.islands
            if island.parsed.tag == "*inline"
        }
        span = document.template.span
        nothing = Span(span.start, span.start)
        whole = Type("object", fields=dict(inputs))
        nowhere = Island("statement", nothing, Parsed())
        local = Local(THIS, nothing, "block", span, nowhere, None, whole)
        kept, computed = kept_names(document, inputs) if self.vocabulary.plugins else ([], False)
        self.names.locals.extend(kept)
        named = {each.name: each for each in reversed(kept)}
        self.root = Frame(local, unsure=computed, params=named)

    def nodes(self, nodes: Iterable[Node], frame: Frame) -> None:
        """Walk what a block holds."""
        for node in nodes:
            if isinstance(node, Block):
                self._block(node, frame)
            else:
                self._island(node, frame)

    def _island(self, island: Island, frame: Frame) -> None:
        if island.parsed.tag == ">":
            self._partial(island, frame)
        elif island.kind in ("output", "statement"):
            for expression in island.parsed.expressions:
                self._expression(expression, island, frame, written=island.kind == "output")

    def _block(self, block: Block, frame: Frame) -> None:
        island = block.branches[0].island
        if island.parsed.tag == "#>":
            self._partial(island, frame)
            self.nodes(block.branches[0].children, frame)
            return
        if island.parsed.tag.startswith("*"):
            inner = frame.inside(self._this(block, 0, "with", None, ANY), unsure=True)
            self.nodes(block.branches[0].children, inner)
            return
        for position, branch in enumerate(block.branches):
            inner = frame
            for expression in branch.island.parsed.expressions:
                inner = self._opened(block, position, expression, frame)
            self.nodes(branch.children, inner)

    def _opened(self, block: Block, position: int, expression: Expression, frame: Frame) -> Frame:
        """Read what a branch evaluates, and tell what names are read from inside it."""
        island = block.branches[position].island
        head, arguments = _parts(expression)
        name = path_of(head).plain_name if head.kind in ("name", "attribute") else ""
        if arguments or self.vocabulary.is_call(name, self.inputs, opens=True):
            self._expression(expression, island, frame, written=False, called=True)
            value = arguments[0] if arguments and arguments[0].kind != "keyword" else None
            kind = _OPENS.get(name)
            if kind is None or value is None:
                inner = frame
                if name and name not in self.helpers and not frame.is_root:
                    inner = Frame(frame.local, frame.outer, True, frame.params)
                return self._named(block, position, inner, "with", (ANY, ANY), None)
            type_ = self._type(value, frame)
            if self._is_frame_itself(value, frame):
                inner = frame
            else:
                inner_type = _looped(type_) if kind == "loop" else type_
                local = self._this(block, position, kind, value, inner_type)
                inner = frame.inside(local)
            second = INTEGER if type_.kind == "array" else ANY
            return self._named(block, position, inner, kind, (inner.type, second), value)
        # `{{#items}}`: for each item, for the value, or where it is true, as the value is.
        self._expression(expression, island, frame, written=False)
        if "inverted" in island.parsed.flags:
            return frame
        type_ = self._type(expression, frame)
        if type_.kind == "array":
            return frame.inside(self._this(block, position, "loop", expression, type_.element()))
        sure = type_.kind == "object"
        local = self._this(block, position, "with", expression, type_ if sure else ANY)
        return frame.inside(local, unsure=not sure)

    def _named(
        self,
        block: Block,
        position: int,
        frame: Frame,
        kind: LocalKind,
        types: tuple[Type, Type],
        value: Expression | None,
    ) -> Frame:
        """The frame with the names of `as |item index|`; over a mapping the second is a key."""
        island = block.branches[position].island
        scope = _inside(block, position)
        locals_: dict[str, Local] = {}
        for number, binding in enumerate(island.parsed.bindings):
            known = types[0] if number == 0 else types[1]
            span = island.absolute(binding.span)
            reach = Span(island.span.start, scope.end)
            given = value if number == 0 else None
            locals_[binding.name] = Local(binding.name, span, kind, reach, island, given, known)
        self.names.locals.extend(locals_.values())
        return frame.naming(locals_) if locals_ else frame

    def _this(
        self, block: Block, position: int, kind: LocalKind, value: Expression | None, type_: Type
    ) -> Local:
        island = block.branches[position].island
        place = Span(island.span.start + 1, island.span.start + 1)
        local = Local(THIS, place, kind, _inside(block, position), island, value, type_)
        self.names.locals.append(local)
        return local

    def _is_frame_itself(self, value: Expression, frame: Frame) -> bool:
        return value.kind == "name" and value.value == THIS and frame.is_root

    # Expressions.

    def _expression(
        self,
        root: Expression,
        island: Island,
        frame: Frame,
        *,
        written: bool,
        called: bool = False,
    ) -> None:
        stack: list[tuple[Expression, Frame, bool, bool]] = [(root, frame, written, called)]
        while stack:
            expression, frame, output, calls = stack.pop()
            head, arguments = _parts(expression)
            if head.kind in ("name", "attribute"):
                path = path_of(head)
                is_call = self._is_call(expression, path, opens=calls)
                if is_call:
                    self._call(path, island, len(arguments))
                    self._read_by_name(path.plain_name, arguments, island, output)
                    if arguments and self._finds_inputs(path):
                        frame = frame.unsure_of_names()
                else:
                    self._use(path, island, frame, output)
                output = output and (
                    not is_call or path.name in _WRITTEN or path.name not in self.helpers
                )
            elif head.kind == "call":
                stack.append((head, frame, False, False))
            for argument in reversed(arguments):
                value = argument.children[0] if argument.kind == "keyword" else argument
                stack.append((value, frame, output, False))

    def _is_call(self, expression: Expression, path: Path, *, opens: bool) -> bool:
        """Whether a helper is called: by arguments, as what begins a block, or by its name alone."""
        if expression.kind == "call" and not expression.children[1:] and self.vocabulary.plugins:
            return path.plain_name not in self.inputs  # `(history)` is a value as well
        if expression.kind == "call" or opens:
            return True
        return not path.steps and self.vocabulary.is_call(path.plain_name, self.inputs)

    def _finds_inputs(self, path: Path) -> bool:
        """Whether a helper finds the input where its argument is no field of the item."""
        return self.vocabulary.plugins and path.name not in HANDLEBARS.helpers

    def _read_by_name(
        self, helper: str, arguments: Sequence[Expression], island: Island, output: bool
    ) -> None:
        """The name in quotes that `get` reads, or that `set` gives to an input."""
        kept = kept_by(helper, arguments) if self.vocabulary.plugins else None
        if kept is None or not kept.name:
            return
        if helper == "get" or kept.name in self.inputs:
            local = self.root.params.get(kept.name)
            self._add(kept.name, island.absolute(kept.span), [], local, island, output)

    def _call(self, path: Path, island: Island, arguments: int) -> None:
        if path.plain_name:
            place = island.absolute(path.span)
            if (
                path.steps and self.vocabulary.plugins
            ):  # `Plugin.function`, as older versions wrote it
                name = ".".join([path.name, *(step for step, _ in path.steps)])
                whole = Span(place.start, island.absolute(path.steps[-1][1]).end)
                self.names.calls.append(Call("function", name, whole, island, arguments))
                return
            self.names.calls.append(Call("function", path.name, place, island, arguments))

    def _use(self, path: Path, island: Island, frame: Frame, output: bool) -> None:
        steps = [(_step(name), island.absolute(span)) for name, span in path.steps]
        span = island.absolute(path.span)
        if path.climbs is None:  # `@index` and its like are no inputs
            return
        target = frame.root if path.name == "@root" else frame.up(path.climbs)
        if path.plain_name:
            param = frame.params.get(path.name)
            if param is not None:
                self._add(path.name, span, steps, param, island, output)
                return
            steps = [(path.name, span), *steps]
            span = Span(span.start, span.start)
        guarded = target.unsure
        if target.unsure and steps and steps[0][0] in self.inputs:
            if steps[0][0] not in target.type.fields:
                target = target.root
        if not target.is_root or not steps:
            self._add(THIS, span, steps, target.local, island, output, guarded)
            return
        name, place = steps[0]
        self._add(name, place, steps[1:], None, island, output, guarded)

    def _add(
        self,
        name: str,
        span: Span,
        steps: list[tuple[str, Span]],
        target: Local | None,
        island: Island,
        output: bool,
        guarded: bool = False,
    ) -> None:
        known = self.inputs.get(name, ANY) if target is None else target.type
        self.names.uses.append(
            Use(
                name,
                span,
                tuple(step for step, _ in steps),
                tuple(place for _, place in steps),
                target,
                guarded,
                (),
                output,
                known,
                self.document.message_at(span.start),
                island,
            )
        )

    def _type(self, expression: Expression, frame: Frame) -> Type:
        if expression.kind not in ("name", "attribute"):
            return ANY
        path = path_of(expression)
        if path.climbs is None:
            return ANY
        known = (frame.root if path.name == "@root" else frame.up(path.climbs)).type
        if path.plain_name:
            param = frame.params.get(path.name)
            known = param.type if param is not None else known.attribute(path.name)
        for name, _ in path.steps:
            known = known.attribute(_step(name))
        return known

    # Partials.

    def _partial(self, island: Island, frame: Frame) -> None:
        arguments: tuple[Expression, ...] = ()
        for expression in island.parsed.expressions:
            head, arguments = _parts(expression)
            if head.kind == "call":
                self._expression(head, island, frame, written=False)
            for argument in arguments:
                value = argument.children[0] if argument.kind == "keyword" else argument
                self._expression(value, island, frame, written=True)
                if argument.kind == "keyword":
                    self._hand(argument, value, island, frame)
        name = island.parsed.name
        if name in self._inline:
            return
        place = island.parsed.name_span if name else island.parsed.tag_span
        given = tuple(str(each.value) for each in arguments if each.kind == "keyword")
        context = any(each.kind != "keyword" for each in arguments)
        self.names.references.append(
            Reference(
                "partial",
                name,
                island.absolute(place),
                optional=island.parsed.tag == "#>",
                dynamic=not name,
                with_context=frame.is_root and not context,
                island=island,
                given=given,
            )
        )

    def _hand(self, argument: Expression, value: Expression, island: Island, frame: Frame) -> None:
        """A name that only the partial sees: `title` of `{{>card title=name}}`."""
        place = island.absolute(argument.name_span)
        nowhere = Span(island.span.end, island.span.end)
        known = self._type(value, frame)
        local = Local(str(argument.value), place, "with", nowhere, island, value, known)
        self.names.locals.append(local)


def _step(name: str) -> str:
    """A step of a path; a number such as in `orders.[0].title` leads to an item."""
    return "[]" if name.isdecimal() else name


def _looped(type_: Type) -> Type:
    """What `#each` gives for each turn: an item of a list, a value of a mapping."""
    if type_.kind != "object":
        return type_.element()
    return reduce(merge, type_.fields.values()) if type_.closed and type_.fields else ANY


def _parts(expression: Expression) -> tuple[Expression, tuple[Expression, ...]]:
    if expression.kind == "call":
        return expression.children[0], expression.children[1:]
    return expression, ()


def _inside(block: Block, position: int) -> Span:
    """What a branch of a block holds."""
    start = block.branches[position].island.span.end
    following = block.branches[position + 1 :]
    if following:
        return Span(start, following[0].island.span.start)
    return Span(start, max(start, block.end.span.start if block.end else block.span.end))
