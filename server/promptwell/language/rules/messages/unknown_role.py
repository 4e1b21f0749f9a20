"""The rule unknown-role."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from promptwell.language.rules.base import Finding, Fix, Rule, RuleContext
from promptwell.language.rules.severity import Severity
from promptwell.language.syntax.formats.prompt_files.messages import ROLES as DOTPROMPT_ROLES
from promptwell.language.syntax.messages import ALL_ROLES, PROMPTY_ROLES
from promptwell.language.text.edit import TextEdit
from promptwell.language.text.nearest import nearest
from promptwell.language.text.source import Span

if TYPE_CHECKING:
    from promptwell.language.semantics.model import SemanticModel
    from promptwell.language.syntax.document import Message, PromptDocument

_LINE = re.compile(
    r"^[ \t]*(?P<mark>#?)[ \t]*(?P<name>[A-Za-z]{2,12})(?:\[[^\]\n]{0,200}\])?[ \t]*:[ \t]*\r?$",
    re.MULTILINE,
)
# How other tools and older prompts call the roles.
_DOTPROMPT_NAMES = {"assistant": "model", "ai": "model", "developer": "system", "human": "user"}
_ALIASES = {
    **dict.fromkeys(("human", "person"), "user"),
    **dict.fromkeys(("ai", "bot", "chatbot", "model", "gpt"), "assistant"),
    **dict.fromkeys(("instructions", "sys"), "system"),
    "tool": "",
    "function": "",
}
# Words of prose that differ from a role by one letter.
_ORDINARY = frozenset({"use", "used", "uses", "assist"})
_BLOCK_DIALECTS = frozenset({"banks", "haystack"})
_LONG_NAME = 8


class UnknownRole(Rule):
    """A line that looks like a role marker and is none.

    ## What it does

    In a file with role markers, reports a line that is written like them (alone on its line, with
    or without `#` and in the same case) but whose name is a slip (`sytem:`) or another tool's name
    for a role (`human:`, `bot:`, `model:`). In templates with message blocks
    (`{% chat role="sytem" %}`) it reports an unknown role there.

    Lines in code fences, YAML that goes on indented, and words such as `Example:` or `answer:` are
    no role markers.

    ## Why is this bad?

    A line that is no marker is text of the message above it. The user's question ends up in the
    system message, with the word "asistant:" in it.

    ## Example

    ```prompty
    sytem:
    You answer briefly.
    user:
    {{ question }}
    ```

    ```prompty
    system:
    You answer briefly.
    user:
    {{ question }}
    ```

    ## Fix

    Writes the role's name. It is unsafe: from then on the text is a message of its own.
    """

    group = "messages"
    severity = "warning"

    def check(self, model: SemanticModel, context: RuleContext) -> Iterator[Finding]:
        """Yield the lines and attributes that miss a role by a little."""
        document = model.document
        severity: Severity | None = None if document.format == "prompty" else "hint"
        if document.dialect in _BLOCK_DIALECTS:
            yield from _in_blocks(document)
            return
        if document.dialect == "dotprompt":
            yield from _in_helpers(document)
            return
        if document.embedding is not None or document.engine == "handlebars":
            return  # there roles are values of keys, or the application's affair
        markers = [each for each in document.messages if not each.implicit]
        if not markers:
            return
        roles = PROMPTY_ROLES if document.dialect == "prompty-v2" else ALL_ROLES
        styles = {_style(document, marker) for marker in markers}
        for match in _LINE.finditer(document.text, document.body.start, document.body.end):
            name = match["name"]
            if name.lower() in roles:
                continue
            role = _meant(name.lower(), roles)
            if role is None or (match["mark"], _case(name)) not in styles:
                continue
            span = Span(match.start("name"), match.end("name"))
            is_slip = name.lower() not in _ALIASES
            if _is_text(document, match.start(), match.end(), alone=is_slip):
                continue
            yield _finding(span, name, role, roles, severity)


def _in_blocks(document: PromptDocument) -> Iterator[Finding]:
    for message in document.messages:
        if message.role and not message.implicit and message.role.lower() not in ALL_ROLES:
            role = _meant(message.role.lower(), ALL_ROLES)
            if role is not None:
                yield _finding(message.name_span, message.role, role, ALL_ROLES, "hint")


def _in_helpers(document: PromptDocument) -> Iterator[Finding]:
    """What `{{role "..."}}` of Dotprompt names that is none of its roles."""
    for message in document.messages:
        if message.implicit or message.role in DOTPROMPT_ROLES:
            continue
        name = message.role
        role = _DOTPROMPT_NAMES.get(name.lower()) or nearest(name, DOTPROMPT_ROLES) or ""
        yield _finding(message.name_span, name, role, DOTPROMPT_ROLES, None)


def _finding(
    span: Span, name: str, role: str, roles: tuple[str, ...], severity: Severity | None
) -> Finding:
    if role:
        message = f"`{name}` is no role; did you mean `{role}`?"
        edit = TextEdit(span, role.title() if name.istitle() else role)
        fixes: tuple[Fix, ...] = (Fix(f"Change to `{role}`", (edit,), safe=False),)
    else:
        known = ", ".join(f"`{each}`" for each in roles)
        message, fixes = f"`{name}` is no role here: there are {known}", ()
    return Finding(span, message, fixes, severity=severity)


def _meant(name: str, roles: tuple[str, ...]) -> str | None:
    """The role that a name stands for; "" where the format has no such role."""
    if name in _ALIASES:
        return _ALIASES[name]
    if name in _ORDINARY or name.rstrip("s") in roles:
        return None
    for role in roles:
        if _slips(name, role) <= (2 if len(role) >= _LONG_NAME else 1):
            return role
    return None


def _style(document: PromptDocument, marker: Message) -> tuple[str, str]:
    written = document.source.slice(marker.marker).lstrip()
    name = document.source.slice(marker.name_span)
    return "#" if written.startswith("#") else "", _case(name)


def _case(name: str) -> str:
    return "lower" if name.islower() else "upper" if name.isupper() else "title"


def _is_text(document: PromptDocument, start: int, end: int, *, alone: bool) -> bool:
    """Whether a line stands in a comment, tag or code fence, or goes on as YAML or prose does."""
    text = document.text
    island = document.template.island_at(end)
    if island is not None and island.span.start < end and island.kind != "raw":
        return True
    fences = text.count("\n```", document.body.start, start)
    if fences % 2:
        return True
    before = text[document.body.start : start].rstrip(" \t")
    if not alone and before and not before.endswith(("\n\n", "\n\r\n", "%}\n", "%}\r\n")):
        return True
    following = text[end:].lstrip("\r\n").split("\n", 1)[0]
    return following[:1] in (" ", "\t") and bool(following.strip())


def _slips(one: str, other: str) -> int:
    """Letters to add, drop, change or swap with their neighbor to come from one word to the other."""
    if abs(len(one) - len(other)) > 2:
        return 3
    earlier: list[int] = []
    previous = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        current = [row]
        for column, wanted in enumerate(other, 1):
            cost = min(
                previous[column] + 1,
                current[column - 1] + 1,
                previous[column - 1] + (letter != wanted),
            )
            swapped = row > 1 and column > 1 and letter == other[column - 2]
            if swapped and one[row - 2] == wanted:
                cost = min(cost, earlier[column - 2] + 1)
            current.append(cost)
        earlier, previous = previous, current
    return previous[-1]
