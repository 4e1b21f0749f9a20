"""Handlebars as Jinja, as far as the two say the same: variables, `if`, `unless`, `each` and `with`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from promptwell.language.syntax.conversion.draft import Refusal, Turn
from promptwell.language.syntax.conversion.embedded import Turns
from promptwell.language.syntax.conversion.jinja_text import literal, role_lines, unfit_name
from promptwell.language.syntax.templates.handlebars.parse import parse_handlebars
from promptwell.language.syntax.templates.jinja.tree import Block, Expression, Island, Node
from promptwell.language.text.source import Span

_ROLES = {"model": "assistant", "system": "system", "user": "user", "assistant": "assistant"}
_BEFORE = re.compile(r"(?:^|(?<=[\r\n]))[ \t]*\Z")
_AFTER = re.compile(r"[ \t]*(?:\r\n|\n|\Z)")
_FUNCTIONS = frozenset(name for name in dir(dict) if not name.startswith("_"))
_LOOP = {"index": "loop.index0", "first": "loop.first", "last": "loop.last"}


class Scope(NamedTuple):
    """What a name means: the path of the value that it is looked up in, and whether that is an item.

    `named` are the names that blocks introduce (`as |item|`), each with its own in Jinja.
    """

    path: str
    is_item: bool = False
    named: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class Writer:
    """Writes the nodes of a template one after the other. What a tool adds to Handlebars a subclass writes."""

    text: str
    refusals: list[Refusal] = field(default_factory=list)
    turns: list[tuple[str, list[str]]] = field(default_factory=list)
    taken: int = 0

    def nodes(self, nodes: Sequence[Node], span: Span, scopes: tuple[Scope, ...]) -> str:
        """Tags and blocks with the text around them."""
        parts: list[str] = []
        position = span.start
        for node in nodes:
            parts.append(self._words(position, node.span.start))
            if isinstance(node, Block):
                parts.append(self.block(node, scopes))
            elif self._is_role(node):
                self._begin_turn(node, parts)
            else:
                parts.append(self.island(node, scopes))
            position = node.span.end
        parts.append(self._words(position, span.end))
        return "".join(parts)

    def _words(self, start: int, end: int) -> str:
        """The text between two tags, without the lines that tags have for themselves."""
        if start < len(self.text) and self._stands_alone_before(start):
            end_of_line = _AFTER.match(self.text, start)
            start = min(end_of_line.end() if end_of_line else start, end)
        if self._stands_alone_at(end):
            line = _BEFORE.search(self.text, 0, end)
            end = max(line.start() if line else end, start)
        words = self.text[start:end]
        before, after = self.text[max(0, start - 3) : start], self.text[end : end + 4]
        if before.endswith("~}}"):
            words = words.lstrip()
        if after.startswith("{{~"):
            words = words.rstrip()
        return literal(words.replace("\\{{", "{{"))

    def _stands_alone_before(self, position: int) -> bool:
        """Whether a tag that ends here is alone on its line, so that the line is not written."""
        opening = self.text.rfind("{{", 0, position)
        return opening >= 0 and self._alone(opening, position)

    def _stands_alone_at(self, position: int) -> bool:
        closing = self.text.find("}}", position)
        return self.text.startswith("{{", position) and self._alone(position, closing + 2)

    def _alone(self, start: int, end: int) -> bool:
        written = self.text[start:end]
        if not re.match(r"\{\{~?(?:[#/^!]|\s*else\b)", written) or not written.endswith("}}"):
            return False
        line = self.text.rfind("\n", 0, start) + 1
        return not self.text[line:start].strip() and _AFTER.match(self.text, end) is not None

    # Tags.

    def island(self, island: Island, scopes: tuple[Scope, ...]) -> str:
        """One tag that stands for itself."""
        if island.kind == "comment":
            return ""
        written = self.text[island.span.start : island.span.end]
        if island.kind != "output" or not island.closed:
            what = "a partial" if island.parsed.tag.startswith((">", "#>")) else "this tag"
            self.refusals.append(Refusal(f"{what} has no counterpart in Prompty", written))
            return ""
        value = self.value(island.parsed.expressions, scopes, written)
        return f"{{{{ {value} }}}}" if value else ""

    def block(self, block: Block, scopes: tuple[Scope, ...]) -> str:
        """One block with all that it holds."""
        head = block.branches[0].island
        written = self.text[head.span.start : head.span.end]
        tag = head.parsed.tag
        makers = {"if": self._if, "unless": self._if, "each": self._each, "with": self._with}
        if tag not in makers or block.end is None or "inverted" in head.parsed.flags:
            self.refusals.append(Refusal(f"`{tag}` is no block that Prompty has", written))
            return ""
        if any(self._is_role(each) for each in _islands(block)):
            self.refusals.append(Refusal("a message begins within this block", written))
            return ""
        return makers[tag](block, scopes)

    def _if(self, block: Block, scopes: tuple[Scope, ...]) -> str:
        parts: list[str] = []
        for number, branch in enumerate(block.branches):
            tag = branch.island.parsed.tag
            words = self.text[branch.island.span.start : branch.island.span.end]
            if tag == "else":
                parts.append("{% else %}")
            elif tag in ("if", "unless", "else if"):
                value = self._argument(branch.island, scopes, words)
                negated = "not " if tag == "unless" else ""
                parts.append(f"{{% {'elif' if number else 'if'} {negated}{value} %}}")
            else:
                self.refusals.append(Refusal(f"`{tag}` is no branch that Prompty has", words))
            parts.append(self.inner(block, number, scopes))
        return "".join([*parts, "{% endif %}"])

    def _each(self, block: Block, scopes: tuple[Scope, ...]) -> str:
        head = block.branches[0].island
        written = self.text[head.span.start : head.span.end]
        value = self._argument(head, scopes, written)
        names = [each.name for each in head.parsed.bindings]
        self.taken += 1
        item = names[0] if names else "item" if self.taken == 1 else f"item{self.taken}"
        named = [(names[0], item)] if names else []
        if len(names) > 1:
            named.append((names[1], "loop.index0"))
        inner = (*scopes, Scope(item, True, (*scopes[-1].named, *named)))
        parts = [f"{{% for {item} in {value} %}}", self.inner(block, 0, inner)]
        parts += self._otherwise(block, scopes)
        return "".join([*parts, "{% endfor %}"])

    def _with(self, block: Block, scopes: tuple[Scope, ...]) -> str:
        head = block.branches[0].island
        value = self._argument(head, scopes, self.text[head.span.start : head.span.end])
        names = [(each.name, value) for each in block.branches[0].island.parsed.bindings]
        inner = (*scopes, Scope(value, scopes[-1].is_item, (*scopes[-1].named, *names)))
        parts = [f"{{% if {value} %}}", self.inner(block, 0, inner)]
        parts += self._otherwise(block, scopes)
        return "".join([*parts, "{% endif %}"])

    def _otherwise(self, block: Block, scopes: tuple[Scope, ...]) -> Iterator[str]:
        for number, branch in enumerate(block.branches[1:], 1):
            if branch.island.parsed.tag != "else" or number > 1:
                words = self.text[branch.island.span.start : branch.island.span.end]
                self.refusals.append(Refusal("Prompty has no such branch here", words))
                return
            yield "{% else %}"
            yield self.inner(block, number, scopes)

    def inner(self, block: Block, number: int, scopes: tuple[Scope, ...]) -> str:
        """What a branch of a block holds."""
        branches = block.branches
        start = branches[number].island.span.end
        following = branches[number + 1].island if number + 1 < len(branches) else block.end
        end = following.span.start if following else block.span.end
        return self.nodes(branches[number].children, Span(start, end), scopes)

    # Values.

    def _argument(self, island: Island, scopes: tuple[Scope, ...], written: str) -> str:
        """The one argument of a block's tag."""
        call = island.parsed.expressions[0] if island.parsed.expressions else None
        arguments = call.children[1:] if call is not None and call.kind == "call" else ()
        if len(arguments) != 1:
            self.refusals.append(Refusal("this has not one argument", written))
            return "none"
        return self.value(arguments, scopes, written) or "none"

    def call(self, call: Expression, scopes: tuple[Scope, ...], written: str) -> str:
        """What a helper gives: here there are none, wherever it is called."""
        del call, scopes
        self.refusals.append(Refusal("Prompty has no such helper", written))
        return ""

    def path(self, value: Expression, scopes: tuple[Scope, ...], written: str) -> str:
        """A name, or a field of a value."""
        found, refusal = _resolved(path_of(value), scopes)
        if refusal:
            self.refusals.append(Refusal(refusal, written))
        return found

    def value(
        self, expressions: Sequence[Expression], scopes: tuple[Scope, ...], written: str
    ) -> str:
        """The first of these, as an expression of Jinja."""
        value = expressions[0] if expressions else None
        if value is None or value.kind == "missing":
            self.refusals.append(Refusal("a name is missing here", written))
            return ""
        if value.kind == "constant":
            return json.dumps(value.value, ensure_ascii=False)
        if value.kind not in ("name", "attribute"):
            return self.call(value, scopes, written)
        if value.kind == "name" and value.value == "history":
            self.refusals.append(Refusal("Prompty takes a conversation as a `thread`", written))
        return self.path(value, scopes, written)

    # Messages.

    def _is_role(self, island: Island) -> bool:
        expression = island.parsed.expressions[0] if island.parsed.expressions else None
        return bool(
            expression and expression.kind == "call" and expression.children[0].value == "role"
        )

    def _begin_turn(self, island: Island, parts: list[str]) -> None:
        self.turns.append(("", ["".join(parts)]))
        parts.clear()
        argument = island.parsed.expressions[0].children[1]
        written = self.text[island.span.start : island.span.end]
        role = _ROLES.get(str(argument.value), "") if argument.kind == "constant" else ""
        if not role:
            self.refusals.append(Refusal("Prompty has no messages of this role", written))
        self.turns.append((role or "user", []))


def handlebars_turns(text: str) -> Turns:
    """The messages of a Handlebars template: from one `{{role "system"}}` to the next."""
    whole = Span(0, len(text))
    template = parse_handlebars(text, whole)
    writer = Writer(text)
    rest = writer.nodes(template.children, whole, (Scope(""),))
    refusals = [Refusal(each.message) for each in template.problems if not each.accepted]
    refusals += writer.refusals
    pieces = [*writer.turns, ("", [rest])]
    turns: list[Turn] = []
    role = "user"
    for named, words in pieces:
        role = named or role
        said = "".join(words)
        if said.strip():
            turns.append(Turn(role, said.strip()))
    refusals += [fault for turn in turns for fault in role_lines(turn.text)]
    if not turns and not refusals:
        refusals.append(Refusal("there is no message in it"))
    return Turns(tuple(turns), "jinja2", tuple(refusals))


def _resolved(path: list[str], scopes: tuple[Scope, ...]) -> tuple[str, str]:
    """A path as Jinja writes it, or why there is no such path."""
    level = len(scopes) - 1
    while path and path[0] == "..":
        level, path = level - 1, path[1:]
    if level < 0:
        return "", "this leads out of the outermost block"
    scope = scopes[level]
    first = path[0] if path else "this"
    if first.startswith("@"):
        return _data(path, scope)
    named = dict(scope.named)
    if first in named:
        return _joined([named[first], *path[1:]]), _unfit(path[1:])
    if first in ("this", "."):
        path = path[1:]
        if not scope.path and not path:
            return "", "all the values together have no name in Prompty"
    return _joined([each for each in (scope.path, *path) if each]), _unfit(path)


def _unfit(path: Sequence[str]) -> str:
    """Why Jinja can't read these fields of a value, or ""."""
    if path[1:] and path[-1] == "length":
        return "this may count the items of a list, for which Jinja has the filter `length`"
    return next((fault for each in path if (fault := unfit_name(each))), "")


def _joined(path: Sequence[str]) -> str:
    """A path in which no field is mistaken for one of the functions that Jinja finds in a mapping."""
    rest = (f'["{each}"]' if each in _FUNCTIONS else f".{each}" for each in path[1:])
    return "".join([path[0], *rest])


def _data(path: list[str], scope: Scope) -> tuple[str, str]:
    name = path[0][1:]
    if name == "root" and len(path) > 1:
        return _joined(path[1:]), _unfit(path[1:])
    if name in _LOOP and scope.is_item and len(path) == 1:
        return _LOOP[name], ""
    return "", f"`@{name}` has no counterpart in Prompty"


def path_of(expression: Expression) -> list[str]:
    """The words of a name or a field of a value."""
    if expression.kind == "attribute":
        return [*path_of(expression.children[0]), str(expression.value)]
    return [str(expression.value)]


def _islands(block: Block) -> Iterator[Island]:
    for branch in block.branches:
        for node in branch.children:
            if isinstance(node, Block):
                yield from _islands(node)
            else:
                yield node
