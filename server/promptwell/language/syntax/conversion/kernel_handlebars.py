"""Handlebars of Semantic Kernel as Jinja: its messages, and those of its helpers that mean the same there."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from promptwell.language.syntax.conversion.draft import Refusal
from promptwell.language.syntax.conversion.embedded import Turns, split_text, turns_in
from promptwell.language.syntax.conversion.handlebars import Scope, Writer, path_of
from promptwell.language.syntax.conversion.jinja_text import unfit_name
from promptwell.language.syntax.formats.containers.message_blocks import role_of_block
from promptwell.language.syntax.templates.handlebars.parse import parse_handlebars
from promptwell.language.syntax.templates.jinja.tree import Block, Expression, Island
from promptwell.language.syntax.templates.styles import Style
from promptwell.language.text.source import Span

_STYLE = Style("semantic-kernel")
_MESSAGE_TAG = re.compile(r"<message[\s>]|\{\{~?\s*#\s*message[\s}]", re.IGNORECASE)
_COMPUTED = re.compile(
    r"<message\s[^<>\r\n]{0,200}?role\s{0,9}=\s{0,9}[\"']\{\{[^<>]{0,200}>", re.IGNORECASE
)
_BRACES = {"doubleOpen": "{{", "double_open": "{{", "doubleClose": "}}", "double_close": "}}"}
_DIFFERS = frozenset({"json", "range", "or", "add", "subtract"})
_BETWEEN = {"equals": " == ", "concat": " ~ "}


@dataclass(slots=True)
class _KernelWriter(Writer):
    """Writes a template of Semantic Kernel. `spelled` are the inputs as they are declared, by small letters."""

    spelled: Mapping[str, str] = field(default_factory=dict)
    messages: list[tuple[str, str]] = field(default_factory=list)
    has_blocks: bool = False
    waiting: list[str] = field(default_factory=list)
    depth: int = 0
    arguments: int = 0

    def block(self, block: Block, scopes: tuple[Scope, ...]) -> str:
        """A `{{#message}}` is a message; no other block may hold one."""
        head = block.branches[0].island
        written = self.text[head.span.start : head.span.end]
        if head.parsed.tag != "message":
            if _MESSAGE_TAG.search(self.text, head.span.end, block.span.end):
                reason = (
                    "a message begins within this block: Prompty takes a conversation as a `thread`"
                )
                self.refusals.append(Refusal(reason, written))
                return ""
            self.depth += 1
            found = Writer.block(self, block, scopes)
            self.depth -= 1
            return found
        role = role_of_block(block)
        if role is None or self.depth or len(block.branches) > 1:
            self.refusals.append(Refusal("the role of this message is computed", written))
            return ""
        self.depth += 1
        before = "".join(self.waiting)
        self.waiting.clear()
        self.messages.append((str(role.value).lower(), before + self.inner(block, 0, scopes)))
        self.depth -= 1
        return ""

    def island(self, island: Island, scopes: tuple[Scope, ...]) -> str:
        """`set` gives a name; where a loop is around it, Jinja would forget that name."""
        call = island.parsed.expressions[0] if island.parsed.expressions else None
        if call is None or call.kind != "call" or call.children[0].value != "set":
            return Writer.island(self, island, scopes)
        written = self.text[island.span.start : island.span.end]
        named = {str(each.value): each.children[0] for each in call.children[1:] if each.children}
        given = [each for each in call.children[1:] if each.kind != "keyword"]
        given = given or [named[key] for key in ("name", "value") if key in named]
        name = _word(given[0]) if len(given) == 2 else ""
        reason = unfit_name(name) if name else "the name that `set` gives is computed"
        if any(scope.is_item for scope in scopes):
            reason = "Jinja forgets behind a loop what is set within it"
        if reason:
            self.refusals.append(Refusal(reason, written))
            return ""
        tag = f"{{% set {name} = {self.value(given[1:], scopes, written) or 'none'} %}}"
        if self.depth or not self.has_blocks:
            return tag
        self.waiting.append(tag)  # it stands between messages: the next one takes it in
        return ""

    def call(self, call: Expression, scopes: tuple[Scope, ...], written: str) -> str:
        """A helper, where .NET, Python and Jinja mean the same by it."""
        name, arguments = ".".join(path_of(call.children[0])), call.children[1:]
        if not arguments:
            return self.path(call.children[0], scopes, written)
        if name == "array" or (name in _BETWEEN and (name == "concat" or len(arguments) == 2)):
            self.arguments += 1
            values = [self.value([each], scopes, written) or "none" for each in arguments]
            self.arguments -= 1
            return f"[{', '.join(values)}]" if name == "array" else _put(name, values)
        if name == "get" and len(arguments) == 1 and _word(arguments[0]):
            read = self._declared(_word(arguments[0]))
            if not unfit_name(read):
                return read
        self.refusals.append(Refusal(_reason(name), written))
        return ""

    def path(self, value: Expression, scopes: tuple[Scope, ...], written: str) -> str:
        """A name as it is declared, or a helper that needs no arguments."""
        path = path_of(value)
        name = path[0]
        if name in _BRACES and len(path) == 1 and name.lower() not in self.spelled:
            return json.dumps(_BRACES[name])
        if "-" in name and name.lower() not in self.spelled:
            self.refusals.append(Refusal(_reason(name), written))
            return ""
        if self.arguments and len(scopes) > 1 and name.lower() in self.spelled:
            reason = f"`{name}` may be a field of the item or the input"
            self.refusals.append(Refusal(reason, written))
            return ""
        found = Writer.path(self, value, scopes, written)
        if len(scopes) == 1 and found.split(".")[0] == name:
            return self._declared(name) + found[len(name) :]
        return found

    def _declared(self, name: str) -> str:
        return self.spelled.get(name.lower(), name)


def kernel_turns(text: str, spelled: Mapping[str, str]) -> Turns:
    """The messages of a Handlebars template of Semantic Kernel.

    They stand between `<message role="user">` and `</message>`, or in blocks of the helper `message`. Without
    either, all of it is the user's.
    """
    whole = Span(0, len(text))
    template = parse_handlebars(text, whole, spaced=True)
    has_blocks = any(block.tag == "message" for block in template.blocks())
    writer = _KernelWriter(text, spelled=spelled, has_blocks=has_blocks)
    rest = writer.nodes(template.children, whole, (Scope(""),))
    refusals = [Refusal(each.message) for each in template.problems if not each.accepted]
    refusals += writer.refusals or computed_roles(text)
    tagged = [each for each in split_text(rest, _STYLE) if each[0]]
    if writer.messages and rest.strip():
        refusals.append(Refusal("not all of it stands in messages"))
    return turns_in(writer.messages or tagged or [("", rest.strip())], refusals)


def computed_roles(text: str) -> list[Refusal]:
    """The messages between tags whose role only the application knows: no message of Prompty's is like that."""
    reason = "the role of this message is computed: Prompty takes a conversation as a `thread`"
    return [Refusal(reason, found.group()) for found in _COMPUTED.finditer(text)]


def _put(name: str, values: Sequence[str]) -> str:
    return f"({_BETWEEN[name].join(values)})"


def _reason(name: str) -> str:
    if name in _DIFFERS:
        return f"`{name}` is not the same in .NET, in Python and in Jinja"
    if "-" in name or "." in name:
        return f"`{name}` is a function of a plugin: Prompty calls none"
    return "Prompty has no such helper"


def _word(value: Expression) -> str:
    return value.value if value.kind == "constant" and isinstance(value.value, str) else ""
