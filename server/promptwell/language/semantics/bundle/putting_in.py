"""Puts includes, imports and parents into a template's text, file by file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from promptwell.errors import BundleError
from promptwell.language.semantics.bundle.joints import (
    SCOPE,
    SCOPE_END,
    bare,
    fitted,
    inside_of,
    place_of,
)
from promptwell.language.semantics.bundle.names import (
    exported_names,
    introduces_names,
    unset,
    unset_value,
)
from promptwell.language.semantics.model import Reference, SemanticModel
from promptwell.language.semantics.project import Project
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.templates.jinja.dialects import SPECIAL_NAMES, dialect
from promptwell.language.syntax.templates.jinja.tree import Block, Expression, Island, Node
from promptwell.language.text.edit import TextEdit
from promptwell.language.text.source import Span

_TEMPLATE_FAULTS = frozenset({"template-syntax", "unclosed-block", "stray-end", "nesting-too-deep"})


class _File(NamedTuple):
    path: str
    text: str
    model: SemanticModel


class _Definition(NamedTuple):
    """A block's body as one file gives it."""

    file: _File
    block: Block


Blocks = dict[str, list[_Definition]]


class _Place(NamedTuple):
    """Where the work is: the files on the way here, the blocks that count, and those that are open.

    An open block is its name and how far above the child its body stands.
    """

    trail: tuple[str, ...]
    blocks: Blocks | None
    open: tuple[tuple[str, int], ...] = ()


class Assembler:
    """Assembles the body of one prompt; `parts` are the paths of what was put in.

    Unless `deep`, what a partial brings in itself stays a tag where it means the same from the prompt.
    """

    def __init__(self, project: Project, document: PromptDocument, *, deep: bool = True) -> None:
        self.parts: dict[str, None] = {}
        self._project = project
        self._document = document
        self._deep = deep
        self._number = 0
        self._names: set[str] = set()
        self._declares = False

    def body(self) -> str:
        """The prompt's template with everything put in.

        Raises:
            BundleError: see `bundle`.
        """
        main = self._main()
        if self._parent(main) is not None:
            # Plain Jinja takes one line end off the end of what it reads.
            ending = "" if self._document.format == "prompty" else "\n"
            return self._inherited(main, (main.path,)) + ending
        span = Span(prompt_start(self._document), self._document.body.end)
        return self._range(main, span, _Place((main.path,), None))

    def inlined(self, island: Island) -> TextEdit:
        """The edit that puts what an include of the prompt brings in into its place.

        Raises:
            BundleError: see `bundle`.
        """
        main = self._main()
        return self._put(main, island, self._included(main, island, _Place((main.path,), None)))

    def _main(self) -> _File:
        main = self._file(self._document.path)
        self._names = set(main.model.declared) | {use.name for use in main.model.free_uses}
        self._names |= {local.name for local in main.model.locals}
        self._declares = main.model.declares_inputs
        return main

    def _stays(self, file: _File, island: Island) -> bool:
        """Whether a partial's own include or import is left as it is."""
        path, resolve = self._document.path, self._project.resolve
        references = [each for each in file.model.references if each.island is island]
        return not self._deep and all(
            not each.dynamic and resolve(path, each) == resolve(file.path, each)
            for each in references
        )

    def _file(self, path: str) -> _File:
        document = self._document if path == self._document.path else self._project.document(path)
        model = self._project.model(path)
        if document is None or model is None:
            raise BundleError(f"{path}: this template can't be read")
        for problem in document.problems:
            if problem.rule in _TEMPLATE_FAULTS and not problem.accepted:
                line = document.source.line_number(problem.span.start) + 1
                raise BundleError(f"{path}:{line}: {problem.message}")
        if path != self._document.path:
            self.parts[path] = None
        text = document.text
        if self._document.format != "prompty" and path != self._document.path:
            # Jinja's own setting takes one line end off the end of each template.
            text = re.sub(r"(?:\r\n|\n|\r)\Z", "", text)
        return _File(path, text, model)

    def _whole(self, file: _File, trail: tuple[str, ...]) -> str:
        if self._parent(file) is not None:
            return self._inherited(file, trail)
        return self._range(file, Span(0, len(file.text)), _Place(trail, _own_blocks([file])))

    # A stretch of one file

    def _range(self, file: _File, span: Span, place: _Place) -> str:
        edits: list[TextEdit] = []
        position = span.start
        for edit in self._edits(file, file.model.document.template.children, span, place):
            # Two tags may both take away the white space between them.
            start = max(edit.span.start, position)
            edits.append(TextEdit(Span(start, max(edit.span.end, start)), edit.new_text))
            position = edits[-1].span.end
        pieces = []
        position = span.start
        for edit in edits:
            pieces += [file.text[position : edit.span.start], edit.new_text]
            position = edit.span.end
        pieces.append(file.text[position : max(span.end, position)])
        return "".join(pieces)

    def _edits(
        self, file: _File, nodes: Sequence[Node], span: Span, place: _Place
    ) -> Iterator[TextEdit]:
        for node in nodes:
            if node.span.end <= span.start or node.span.start >= span.end:
                continue
            if isinstance(node, Island):
                yield from self._island(file, node, place)
            elif node.tag == "block" and place.blocks is not None and span.covers(node.span):
                yield self._block(file, node, place)
            else:
                for branch in node.branches:
                    if span.covers(branch.island.span):
                        yield from self._island(file, branch.island, place)
                    yield from self._edits(file, branch.children, span, place)

    def _island(self, file: _File, island: Island, place: _Place) -> Iterator[TextEdit]:
        tag = island.parsed.tag
        if tag in ("include", "import", "from") and self._stays(file, island):
            return
        if tag == "include":
            yield self._put(file, island, self._included(file, island, place))
        elif tag in ("import", "from"):
            yield self._put(file, island, self._imported(file, island, place))
        elif tag == "extends":
            raise self._error(file, island, "only a parent at the top of a template can be bundled")
        elif place.blocks is not None:
            yield from self._special(file, island, place)

    def _put(self, file: _File, island: Island, text: str) -> TextEdit:
        return TextEdit(place_of(file.text, island, island), text)

    # Includes

    def _included(self, file: _File, island: Island, place: _Place) -> str:
        chosen = self._choice(file, island)
        target = self._target(file, chosen, island, place)
        if target is None:
            return ""
        other = self._file(target)
        inner = self._whole(other, (*place.trail, target))
        hidden = () if chosen[0].with_context else self._hidden(other)
        scope = bool(hidden) or introduces_names(other.model.document.template.children)
        head = unset(SCOPE, hidden) if scope else ""
        return self._fit(file, island, island, inner, head)

    def _choice(self, file: _File, island: Island) -> list[Reference]:
        references = [each for each in file.model.references if each.island is island]
        if any(each.dynamic for each in references) or not references:
            written = file.text[island.span.start : island.span.end]
            raise self._error(
                file, island, f"a template whose name is computed can't be bundled: {written}"
            )
        expression = island.parsed.expressions[0]
        if expression.kind == "conditional":
            raise self._error(
                file,
                island,
                "choose between templates with {% if %} around two includes, to bundle them",
            )
        return references

    def _target(
        self, file: _File, references: list[Reference], island: Island, place: _Place
    ) -> str | None:
        for reference in references:
            target = self._project.resolve(file.path, reference)
            if target is None:
                continue
            if target in place.trail:
                circle = " -> ".join([*place.trail[place.trail.index(target) :], target])
                raise self._error(
                    file, island, f"templates that include each other can't be bundled: {circle}"
                )
            return target
        if references[0].optional and "ignore missing" in island.parsed.flags:
            return None
        raise self._error(
            file,
            island,
            f"the template '{references[0].target}' is not there: correct its path or add the file",
        )

    def _fit(self, file: _File, first: Island, last: Island, inner: str, head: str) -> str:
        span = place_of(file.text, first, last)
        before, after = file.text[: span.start], file.text[span.end :]
        return fitted(inner, before, after, head, SCOPE_END if head else "")

    # Imports

    def _imported(self, file: _File, island: Island, place: _Place) -> str:
        references = self._choice(file, island)
        target = self._target(file, references, island, place)
        assert target is not None
        other = self._file(target)
        self._number += 1
        loader, held = f"_load_{self._number}", f"_part_{self._number}"
        aliases = [(binding.name, alias) for binding, alias in island.parsed.aliases]
        if island.parsed.tag == "import":
            held = island.parsed.bindings[0].name
        hidden = () if references[0].with_context else self._hidden(other)
        available = exported_names(other.model.document.template.children)
        wanted = available if island.parsed.tag == "import" else [name for name, _ in aliases]
        # What a macro prints while it is called for its names is never shown.
        lines = [f"{{% macro {loader}({', '.join(['_into', *hidden])}) %}}"]
        lines += self._statements(other, (*place.trail, target))
        lines += [
            f"{{% set _into.{name} = {name if name in available else unset_value(name)} %}}"
            for name in wanted
        ]
        text = "\n".join(lines) + "{% endmacro %}"
        text += f"{{% set {held} = namespace() %}}{{% set _loaded = {loader}({held}) %}}"
        return text + "".join(f"{{% set {alias} = {held}.{name} %}}" for name, alias in aliases)

    def _hidden(self, other: _File) -> tuple[str, ...]:
        """Names of the prompt that a template without context must not see."""
        used = {use.name for use in other.model.free_uses}
        used |= set(self._project.inherited_uses(other.path))
        if self._deep or self._declares:
            return tuple(sorted(used & self._names))
        # A prompt that declares nothing may be given a value for any name.
        return tuple(sorted(used - dialect(self._document.dialect).globals - SPECIAL_NAMES))

    def _statements(self, file: _File, trail: tuple[str, ...]) -> list[str]:
        """The statements of a template that introduce names, without what it prints."""
        found: list[str] = []
        parent = self._parent(file)
        place = _Place(trail, _own_blocks([file]))
        found += self._stated(file, file.model.document.template.children, place)
        if parent is not None:
            target = self._parent_path(file, parent, trail)
            found += self._statements(self._file(target), (*trail, target))
        return found

    def _stated(self, file: _File, nodes: Sequence[Node], place: _Place) -> Iterator[str]:
        for node in nodes:
            text = file.text[node.span.start : node.span.end]
            if isinstance(node, Island):
                if node.parsed.tag in ("set", "do"):
                    yield bare(text)
                elif node.parsed.tag in ("import", "from"):
                    yield self._imported(file, node, place)
            elif node.tag in ("macro", "set"):
                yield bare(self._range(file, node.span, place))
            elif node.tag in ("if", "for", "with") and introduces_names((node,), deep=True):
                for branch in node.branches:
                    yield bare(file.text[branch.island.span.start : branch.island.span.end])
                    yield from self._stated(file, branch.children, place)
                if node.end is not None:
                    yield bare(file.text[node.end.span.start : node.end.span.end])

    # Parents and blocks

    def _parent(self, file: _File) -> Island | None:
        for node in file.model.document.template.children:
            if isinstance(node, Island) and node.parsed.tag == "extends":
                return node
        return None

    def _parent_path(self, file: _File, island: Island, trail: tuple[str, ...]) -> str:
        references = self._choice(file, island)
        target = self._target(file, references, island, _Place(trail, None))
        assert target is not None
        return target

    def _inherited(self, file: _File, trail: tuple[str, ...]) -> str:
        """A child's text: its statements, then the parent's text with the child's blocks."""
        line: list[_File] = [file]
        while (island := self._parent(line[-1])) is not None:
            target = self._parent_path(line[-1], island, trail)
            trail = (*trail, target)
            line.append(self._file(target))
        place = _Place(trail, _own_blocks(line))
        before = ""
        for child in line[:-1]:
            island = self._parent(child)
            assert island is not None
            document = child.model.document
            start = prompt_start(self._document) if child.path == self._document.path else 0
            first = place_of(child.text, island, island).start
            before += self._range(child, Span(start, max(start, first)), place)
            later = [
                each for each in document.template.children if each.span.start >= island.span.end
            ]
            before += "".join(self._stated(child, later, place))
        root = line[-1]
        text = self._range(root, Span(0, len(root.text)), place)
        return before + fitted(text, before, "")

    def _block(self, file: _File, block: Block, place: _Place) -> TextEdit:
        assert place.blocks is not None
        opening = block.branches[0].island
        name = opening.parsed.name
        last = block.end or opening
        hidden: set[str] = set()
        if "scoped" not in opening.parsed.flags:
            # A block sees no loop or macro around it unless it says so.
            around = file.model.visible_locals(opening.span.start)
            hidden = {
                local.name
                for local in around.values()
                if local.kind in ("loop", "with", "parameter", "call")
            }
        inner, scope, used = self._content(name, 0, place, file, opening)
        hidden &= used
        head = unset(SCOPE, sorted(hidden)) if scope or hidden else ""
        return TextEdit(
            place_of(file.text, opening, last), self._fit(file, opening, last, inner, head)
        )

    def _content(
        self, name: str, level: int, place: _Place, file: _File, island: Island
    ) -> tuple[str, bool, set[str]]:
        """A block's body as the level-th file from the child gives it; whether it needs a scope; its names."""
        given = (place.blocks or {}).get(name, [])
        if (name, level) in place.open:
            raise self._error(file, island, f"the block '{name}' contains itself")
        if level >= len(given):
            raise self._error(file, island, f"there is no block '{name}' above this one")
        owner, block = given[level]
        opening = block.branches[0].island
        if "required" in opening.parsed.flags:
            raise self._error(file, island, f"the block '{name}' has to be filled by a child")
        if block.end is None:
            raise self._error(owner, opening, f"the block '{name}' is not closed")
        span = inside_of(owner.text, opening, block.end)
        inner = self._range(owner, span, place._replace(open=(*place.open, (name, level))))
        used = {use.name for use in owner.model.free_uses if span.contains(use.span.start)}
        scope = introduces_names(block.branches[0].children) or "{% macro _super_" in inner
        return inner, scope, used

    def _special(self, file: _File, island: Island, place: _Place) -> Iterator[TextEdit]:
        """`super()` and `self.name()` replaced by the block they mean."""
        calls = [call for each in island.parsed.expressions for call in _block_calls(each)]
        if not calls:
            return
        whole = island.parsed.expressions[0] if island.kind == "output" else None
        if len(calls) == 1 and whole is calls[0][0]:
            inner, scope, _ = self._called(calls[0][1], place, file, island)
            yield self._put(
                file, island, self._fit(file, island, island, inner, SCOPE if scope else "")
            )
            return
        if island.parsed.tag in ("elif", "else"):
            raise self._error(file, island, "a block called in this tag can't be bundled")
        before = ""
        edits: list[TextEdit] = []
        for call, name in calls:
            self._number += 1
            macro = f"_super_{self._number}"
            inner, _, _ = self._called(name, place, file, island)
            before += fitted(inner, "", "", f"{{% macro {macro}() %}}", "{% endmacro %}")
            edits.append(TextEdit(island.absolute(call.children[0].span), macro))
        start = island.span.start
        yield TextEdit(Span(start, start), before)
        yield from edits

    def _called(
        self, name: str, place: _Place, file: _File, island: Island
    ) -> tuple[str, bool, set[str]]:
        if name:
            return self._content(name, 0, place, file, island)
        if not place.open:
            raise self._error(file, island, "super() stands outside all blocks")
        inside, level = place.open[-1]
        return self._content(inside, level + 1, place, file, island)

    def _error(self, file: _File, island: Island, message: str) -> BundleError:
        line = file.model.document.source.line_number(island.span.start) + 1
        return BundleError(f"{file.path}:{line}: {message}")


def prompt_start(document: PromptDocument) -> int:
    """Where the prompt begins: behind the blank lines that Prompty's loader skips."""
    start, end = document.body
    if document.format == "prompty" and document.front_matter is not None:
        while start < end and document.text[start].isspace():
            start += 1
    return start


def _own_blocks(files: Sequence[_File]) -> Blocks:
    found: Blocks = {}
    for file in files:
        for block in file.model.document.template.blocks():
            if block.tag == "block":
                definition = _Definition(file, block)
                found.setdefault(block.branches[0].island.parsed.name, []).append(definition)
    return found


def _block_calls(expression: Expression) -> Iterator[tuple[Expression, str]]:
    """Calls of `super()` (name "") and of `self.name()` in an expression."""
    for each in expression.walk():
        if each.kind != "call" or not each.children:
            continue
        callee = each.children[0]
        if callee.kind == "name" and callee.value == "super":
            yield each, ""
        elif callee.kind == "attribute" and callee.children[0].kind == "name":
            if callee.children[0].value == "self":
                yield each, str(callee.value)
