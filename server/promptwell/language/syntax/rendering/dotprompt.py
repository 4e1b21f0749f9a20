"""Rendering of Dotprompt's Handlebars templates, by the engine of Dotprompt's own Python package.

The engine fills the template in; Dotprompt's helpers are written here, so that what they mark (roles,
media, the place of the history) can't be written by a value.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from promptwell.errors import RenderError
from promptwell.language.syntax.rendering.budget import RenderLimits
from promptwell.language.syntax.rendering.result import (
    Part,
    PartKind,
    Rendered,
    RenderedMessage,
    Segment,
    UndefinedUse,
)
from promptwell.language.syntax.rendering.tokens import Found, Tokens
from promptwell.language.syntax.templates.handlebars.parse import parse_handlebars
from promptwell.language.syntax.templates.jinja.tree import Block, Island, Node
from promptwell.language.text.source import SourceText, Span

if TYPE_CHECKING:
    from dotpromptz_handlebars import HelperOptions

MISSING = (
    "rendering Handlebars needs the package dotpromptz-handlebars. "
    "Install it with: pip install dotpromptz-handlebars"
)
_NO_PARTIAL = ("The partial ", " could not be found")
_KINDS: dict[str, PartKind] = {"image": "image", "audio": "audio", "video": "video"}


def render_dotprompt(
    template: str,
    values: Mapping[str, Any],
    partials: Mapping[str, str],
    links: Mapping[tuple[str, str], str],
    tokens: Tokens,
    limits: RenderLimits,
) -> Rendered:
    """Render a template with JSON values, and cut it into messages as Dotprompt does.

    Raises:
        RenderError: the template is at fault, a helper or a partial is missing, or the engine is.
    """
    try:
        from dotpromptz_handlebars import EscapeFunction, Handlebars
    except ImportError:
        raise RenderError(MISSING, reason="fault") from None
    engine = Handlebars(escape_fn=EscapeFunction.NO_ESCAPE)
    helpers = _Helpers(tokens)
    for name, helper in helpers.all().items():
        engine.register_helper(name, helper)
    for (_, written), key in links.items():
        if key in partials and not engine.has_partial(written):
            engine.register_partial(written, partials[key])
    try:
        marked = engine.compile(template)(dict(values))
    except (ValueError, TypeError, RecursionError) as error:
        raise _refused(template, str(error)) from None
    text, found = tokens.read(marked)
    if len(text) > limits.output:
        raise RenderError(
            f"the rendered text is longer than {limits.output:,} characters: shorten it",
            reason="limit",
        )
    return Rendered(
        text,
        (Segment("literal", text),),
        _without_values(template, values),
        _messages(text, found),
        (),
        tuple(helpers.notes),
    )


class _Helpers:
    """Dotprompt's helpers, whose marks are ours."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        self.notes: dict[str, None] = {}

    def all(self) -> dict[str, Callable[[list[Any], HelperOptions], Any]]:
        """The helpers by their names."""
        return {
            "role": self._role,
            "history": self._history,
            "media": self._media,
            "section": self._section,
            "json": _json,
            "ifEquals": lambda given, options: _either(given, options, wanted=True),
            "unlessEquals": lambda given, options: _either(given, options, wanted=False),
            # The engine's own would write where our answers go.
            "log": lambda _, __: "",
        }

    def _role(self, given: list[Any], _: HelperOptions) -> str:
        return self.tokens.open(str(given[0]), {}) if given else ""

    def _history(self, _: list[Any], __: HelperOptions) -> str:
        return self.tokens.close

    def _media(self, _: list[Any], options: HelperOptions) -> str:
        url, kind = options.hash_value("url"), str(options.hash_value("contentType"))
        if not url:
            return ""
        part = _KINDS.get(kind.partition("/")[0], "file" if kind else "image")
        return self.tokens.part(part, str(url), {"contentType": kind} if kind else {})

    def _section(self, given: list[Any], _: HelperOptions) -> str:
        if given:
            self.notes[f"the application fills the section '{given[0]}' in"] = None
        return ""


def _json(given: list[Any], options: HelperOptions) -> str:
    if not given:
        return ""
    indent = str(options.hash_value("indent"))
    if not indent.isdigit() or int(indent) == 0:
        return json.dumps(given[0], separators=(",", ":"), ensure_ascii=False)
    return json.dumps(given[0], indent=min(int(indent), 10), ensure_ascii=False)


def _either(given: list[Any], options: HelperOptions, *, wanted: bool) -> str:
    same = len(given) > 1 and given[0] == given[1]
    return options.fn() if same is wanted else options.inverse()


def _messages(text: str, found: list[Found]) -> tuple[RenderedMessage, ...]:
    """The messages between the marks; what is nothing but blanks makes none."""
    messages: list[tuple[str, list[Part]]] = [("user", [])]
    position = 0
    for mark in [*found, Found("", None, len(text))]:
        piece = text[position : mark.offset]
        position = mark.offset
        if piece.strip():
            messages[-1][1].append(Part("text", piece))
        if mark.kind == Tokens.PART:
            kind, value, attributes = mark.data
            messages[-1][1].append(Part(kind, value, attributes))
        elif mark.kind == Tokens.OPENING:
            if not messages[-1][1]:
                messages.pop()
            messages.append((str(mark.data[0]), []))
        elif mark.kind == Tokens.CLOSING:
            messages.append(("model", []))
    return tuple(RenderedMessage(role, tuple(parts)) for role, parts in messages if parts)


def _refused(template: str, why: str) -> RenderError:
    """What the engine says, with the line at which our own reader finds a fault."""
    before, after = _NO_PARTIAL
    if why.startswith(before) and why.endswith(after):
        name = why.removeprefix(before).removesuffix(after)
        message = f"the partial '{name}' is not there: add the file _{name}.prompt"
        return RenderError(message, reason="partial", name=name)
    if "template depth exceeded" in why:
        return RenderError("partials bring each other in without end", reason="limit")
    for problem in parse_handlebars(template, Span(0, len(template))).problems:
        if not problem.accepted:
            line = SourceText(template).line_number(problem.span.start) + 1
            return RenderError(problem.message, reason="syntax", line=line)
    if why.startswith("Missing helper: "):
        name = why.partition('"')[2].rstrip('"')
        at = template.find(name)
        line = template.count("\n", 0, max(at, 0)) + 1
        return RenderError(f"no helper '{name}' is there: the application defines it", line=line)
    return RenderError(why or "the template can't be rendered")


def _without_values(template: str, values: Mapping[str, Any]) -> tuple[UndefinedUse, ...]:
    """Names that are written outside of all `#each` and `#with` and that have no value."""
    source = SourceText(template)
    found: list[UndefinedUse] = []
    stack: list[Node] = list(reversed(parse_handlebars(template, Span(0, len(template))).children))
    while stack:
        node = stack.pop()
        if isinstance(node, Block):
            if node.tag in ("if", "unless", "ifEquals", "unlessEquals"):
                for branch in reversed(node.branches):
                    stack.extend(reversed(branch.children))
        elif (name := _written_name(node)) and name[0] not in values:
            line = source.line_number(name[1]) + 1
            found.append(UndefinedUse(name[0], "output", False, "", line, name[1]))
    return tuple(found)


def _written_name(island: Island) -> tuple[str, int] | None:
    """The input that an output writes, and where; None for helpers, `this` and values behind `@`."""
    expression = island.parsed.expressions[0] if island.parsed.expressions else None
    while expression is not None and expression.kind == "attribute":
        expression = expression.children[0]
    if island.kind != "output" or expression is None or expression.kind != "name":
        return None
    name = str(expression.value)
    if name in ("this", "history", "log") or name.startswith(("@", ".")):
        return None
    return name, island.absolute(expression.name_span).start
