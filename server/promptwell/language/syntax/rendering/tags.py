"""Tags, filters and globals that prompt libraries add to Jinja, so that their templates render.

Banks has `chat` and `completion`, Haystack `message` and `insert`, chat templates of models
`generation`, loop controls, `raise_exception` and `strftime_now`. What these libraries turn into
messages becomes messages here as well; nothing is sent to a model.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from jinja2 import nodes, pass_context
from jinja2.exceptions import TemplateRuntimeError, TemplateSyntaxError
from jinja2.ext import Extension
from jinja2.parser import Parser
from jinja2.runtime import Context

from promptwell.language.syntax.rendering.marks import Literal
from promptwell.language.syntax.rendering.tokens import Tokens

OPEN, CLOSE, INSERT, SKIP = "<open message>", "<close message>", "<insert messages>", "<skip>"

_BANKS_PARTS = {
    "image": "image",
    "audio": "audio",
    "video": "video",
    "document": "document",
}


class ChatTag(Extension):
    """`{% chat role="user" %}...{% endchat %}` of Banks."""

    tags = {"chat"}  # noqa: RUF012  # Jinja declares it as an instance's attribute

    def parse(self, parser: Parser) -> list[nodes.Node]:
        """Read the tag and its block."""
        line = next(parser.stream).lineno
        role = _keyword(parser, "role")
        body = parser.parse_statements(("name:endchat",), drop_needle=True)
        return _message(role, nodes.Const(None), nodes.Dict([]), body, line)


class CompletionTag(Extension):
    """`{% completion model="x" %}...{% endcompletion %}` of Banks: asks a model, so it stays empty here."""

    tags = {"completion"}  # noqa: RUF012

    def parse(self, parser: Parser) -> nodes.Node:
        """Read the tag; its block is left out."""
        line = next(parser.stream).lineno
        _keyword(parser, "model")
        parser.parse_statements(("name:endcompletion",), drop_needle=True)
        return nodes.Output([_filter(nodes.Const(""), SKIP, [], line)], lineno=line)


class MessageTag(Extension):
    """`{% message role="user" name="Ann" meta={...} %}...{% endmessage %}` and `{% insert x %}` of Haystack."""

    tags = {"message", "insert"}  # noqa: RUF012

    def parse(self, parser: Parser) -> nodes.Node | list[nodes.Node]:
        """Read either tag."""
        tag = next(parser.stream)
        if tag.value == "insert":
            inserted = _filter(parser.parse_expression(), INSERT, [], tag.lineno)
            return nodes.Output([inserted], lineno=tag.lineno)
        role = _keyword(parser, "role")
        name: nodes.Expr = nodes.Const(None)
        meta: nodes.Expr = nodes.Dict([])
        if parser.stream.current.test("name:name"):
            name = _keyword(parser, "name")
        if parser.stream.current.test("name:meta"):
            meta = _keyword(parser, "meta")
        body = parser.parse_statements(("name:endmessage",), drop_needle=True)
        return _message(role, name, meta, body, tag.lineno)


class GenerationTag(Extension):
    """`{% generation %}...{% endgeneration %}` of chat templates: marks what the model wrote, adds no text."""

    tags = {"generation"}  # noqa: RUF012

    def parse(self, parser: Parser) -> nodes.Node:
        """Read the tag; its block renders as it stands."""
        line = next(parser.stream).lineno
        body = parser.parse_statements(("name:endgeneration",), drop_needle=True)
        return nodes.Scope(body, lineno=line)


def message_filters(tokens: Tokens, notes: list[str]) -> dict[str, Callable[..., Any]]:
    """The filters behind the message tags; each writes what `messages_between` reads."""

    @pass_context
    def opening(_context: Context, role: Any, name: Any, meta: Any) -> Literal:
        metadata = dict(meta) if isinstance(meta, Mapping) else {}
        if name:
            metadata["name"] = str(name)
        return Literal(tokens.open(str(role), metadata))

    @pass_context
    def closing(_context: Context, _value: Any) -> Literal:
        return Literal(tokens.close)

    @pass_context
    def inserting(_context: Context, value: Any) -> Literal:
        if not value:
            return Literal("")
        messages = value if isinstance(value, list) else [value]
        if not all(isinstance(each, Mapping) and "role" in each for each in messages):
            raise TemplateRuntimeError(
                "'insert' takes a message or a list of messages, each with 'role' and 'content'"
            )
        return Literal("".join(tokens.value(dict(each)) for each in messages))

    @pass_context
    def skipping(_context: Context, _value: Any) -> Literal:
        note = "a completion block asks a model; it is left empty here"
        if note not in notes:
            notes.append(note)
        return Literal("")

    return {OPEN: opening, CLOSE: closing, INSERT: inserting, SKIP: skipping}


def banks_filters(tokens: Tokens) -> dict[str, Callable[..., Any]]:
    """The filters of Banks that make parts of a message; `lemmatize` and `tool` need the library."""

    def part(kind: str) -> Callable[[Any], str]:
        return lambda value: tokens.part(kind, str(value), {})

    def cache_control(value: Any, cache_type: str = "ephemeral") -> str:
        return tokens.part("text", str(value), {"cache_control": {"type": str(cache_type)}})

    return {name: part(kind) for name, kind in _BANKS_PARTS.items()} | {
        "cache_control": cache_control
    }


def haystack_filters(tokens: Tokens) -> dict[str, Callable[..., Any]]:
    """`templatize_part` of Haystack, for parts given as JSON: `{"kind": "image", "value": ...}`."""

    def templatize_part(value: Any) -> str:
        if isinstance(value, Mapping):
            kind = str(value.get("kind") or value.get("type") or "text")
            source = value.get("value") or value.get("source") or value.get("text") or ""
            return tokens.part(kind, str(source), {})
        return str(value)

    return {"templatize_part": templatize_part}


def chat_template_globals(now: datetime | None) -> dict[str, Callable[..., Any]]:
    """What inference servers give a model's chat template, with the time as the caller tells it."""

    def raise_exception(message: Any) -> None:
        raise TemplateRuntimeError(f"the template refuses these values: {message}")

    def strftime_now(pattern: Any) -> str:
        if now is None:
            raise TemplateRuntimeError("'strftime_now' needs a date: render it with a date given")
        return now.strftime(str(pattern))

    return {"raise_exception": raise_exception, "strftime_now": strftime_now}


def plain_json(value: Any, ensure_ascii: bool = False, indent: int | None = None, **_: Any) -> str:
    """`tojson` of chat templates: JSON as it is, without escapes for HTML."""
    return json.dumps(
        value, ensure_ascii=bool(ensure_ascii), indent=min(indent, 16) if indent else None
    )


def _keyword(parser: Parser, name: str) -> nodes.Expr:
    token = parser.stream.current
    if not token.test(f"name:{name}"):
        raise TemplateSyntaxError(f"expected {name}=... in this tag", token.lineno)
    next(parser.stream)
    parser.stream.expect("assign")
    return parser.parse_expression()


def _message(
    role: nodes.Expr, name: nodes.Expr, meta: nodes.Expr, body: list[nodes.Node], line: int
) -> list[nodes.Node]:
    opening = nodes.Output([_filter(role, OPEN, [name, meta], line)], lineno=line)
    closing = nodes.Output([_filter(nodes.Const(""), CLOSE, [], line)], lineno=line)
    return [opening, nodes.Scope(body, lineno=line), closing]


def _filter(value: nodes.Expr, name: str, arguments: list[nodes.Expr], line: int) -> nodes.Filter:
    return nodes.Filter(value, name, arguments, [], None, None, lineno=line)
