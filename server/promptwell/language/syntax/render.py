"""Fill a template with values: the text, where each piece came from, and the messages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Literal, cast

from promptwell.errors import RenderError
from promptwell.language.syntax.document import Engine
from promptwell.language.syntax.rendering import chat
from promptwell.language.syntax.rendering.budget import Budget, RenderLimits
from promptwell.language.syntax.rendering.result import (
    Part,
    Rendered,
    RenderedMessage,
    Segment,
    UndefinedUse,
)
from promptwell.language.syntax.rendering.rich import expand_markers, find_markers, with_markers
from promptwell.language.syntax.rendering.tokens import Tokens, choose_nonce
from promptwell.language.syntax.rendering.undefined import UndefinedLog
from promptwell.language.syntax.rendering.values import json_values

__all__ = [
    "Part",
    "RenderLimits",
    "Rendered",
    "RenderedMessage",
    "Segment",
    "UndefinedUse",
    "read_messages",
    "render_template",
]

# What a value may not write when its input is strict: the start of a role line.
_BOUNDARY = re.compile(r"^\s*(?:system|user|assistant|developer)\s*:", re.IGNORECASE | re.MULTILINE)

_NO_LINKS: Mapping[tuple[str, str], str] = {}


def render_template(
    template: str,
    values: Mapping[str, Any],
    *,
    engine: Engine = "jinja2",
    dialect: str = "plain",
    partials: Mapping[str, str] | None = None,
    links: Mapping[tuple[str, str], str] = _NO_LINKS,
    kinds: Mapping[str, str] | None = None,
    strict: bool = False,
    strict_inputs: Iterable[str] = (),
    limits: RenderLimits | None = None,
    now: datetime | None = None,
) -> Rendered:
    """Render a template with JSON values.

    `partials` are the texts that includes and imports may use, by name; `links` tells which
    of them a name means where that depends on who asks: (asking partial or `""`, name as
    written) -> key of `partials`. `kinds` are the inputs' kinds: those of kind thread, image,
    file and audio become messages and parts. `strict` refuses role lines that the template
    does not hold itself, `strict_inputs` any value of these inputs that begins a line like one.
    `now` is the time that `strftime_now` tells. No clock is read, no file, no environment.

    Raises:
        RenderError: the template is at fault, a value is refused or a limit is reached.
    """
    limits = limits or RenderLimits()
    texts = dict(partials or {})
    if len(template) + sum(map(len, texts.values())) > limits.source:
        raise RenderError(
            f"the template with its partials is longer than {limits.source:,} characters: shorten it",
            reason="limit",
        )
    data, words = json_values(values, limits)
    nonce = choose_nonce((template, *texts.values()), words)
    tokens = Tokens(nonce)
    if engine == "handlebars":
        from promptwell.language.syntax.rendering.dotprompt import render_dotprompt

        return render_dotprompt(template, data, texts, links, tokens, limits)
    shown, markers = with_markers(data, kinds or {}, nonce)
    by_lines = dialect not in chat.TAGGED_DIALECTS
    marked = _marked(template, tokens, dialect) if by_lines else template
    marked_texts = {
        key: _marked(text, tokens, dialect) if by_lines else text for key, text in texts.items()
    }
    budget = Budget(limits)
    log = UndefinedLog()
    notes: list[str] = []
    missing: list[tuple[str, str]] = []
    if engine == "jinja2":
        from promptwell.language.syntax.rendering.jinja import run_jinja

        run = run_jinja(marked, shown, marked_texts, links, dialect, budget, log, tokens, now)
        pieces, missing, notes = run.pieces, run.missing, run.notes
    elif engine == "mustache":
        pieces = _mustache(marked, shown, marked_texts, links, budget, log, missing)
    else:
        pieces = [("literal", None, marked)]
    segments = _segments(pieces, tokens, frozenset(strict_inputs))
    text, found = tokens.read("".join(piece for _, _, piece in pieces))
    if by_lines:
        own = [each.offset for each in found if each.kind == Tokens.ROLE]
        foreign = chat.foreign_role_lines(text, dialect, own)
        if strict:
            chat.refuse_foreign(text, segments, foreign)
        notes += _foreign_notes(segments, foreign)
        messages = chat.messages_from_lines(text, dialect)
    else:
        messages, more = chat.messages_from_tags(text, found, dialect)
        notes += more
    if markers:
        messages = expand_markers(messages, markers, kinds or {}, data)
    undefined = tuple(_with_offset(use, template, texts) for use in log.uses())
    return Rendered(text, segments, undefined, messages, tuple(missing), tuple(notes))


def read_messages(
    rendered: str,
    *,
    dialect: str = "prompty-v2",
    values: Mapping[str, Any] | None = None,
    kinds: Mapping[str, str] | None = None,
) -> tuple[RenderedMessage, ...]:
    """The messages of a text that was rendered elsewhere.

    Markers of conversations and parts that it holds (`__PROMPTY_THREAD_<8 hex digits>_<input>__`)
    are replaced by the values of the inputs they name.
    """
    messages = chat.messages_from_lines(rendered, dialect)
    markers = find_markers(rendered, kinds or {})
    return expand_markers(messages, markers, kinds or {}, values or {})


def _marked(text: str, tokens: Tokens, dialect: str) -> str:
    own = chat.role_lines(text, dialect)
    return tokens.mark_roles(text, [each.name_span for each in own if not each.implicit])


def _mustache(
    template: str,
    values: Mapping[str, Any],
    partials: Mapping[str, str],
    links: Mapping[tuple[str, str], str],
    budget: Budget,
    log: UndefinedLog,
    missing: list[tuple[str, str]],
) -> list[tuple[str, str | None, str]]:
    from promptwell.language.syntax.rendering.mustache import render_mustache

    return render_mustache(
        template,
        values,
        partial=lambda name: partials.get(links.get(("", name), name)),
        step=budget.step,
        write=budget.output,
        undefined=lambda name: log.note(name, "output"),
        missing=lambda name: missing.append(("", name)),
    )


def _segments(
    pieces: Iterable[tuple[str, str | None, str]], tokens: Tokens, strict: frozenset[str]
) -> tuple[Segment, ...]:
    found: list[Segment] = []
    for kind, source, raw in pieces:
        text = tokens.strip(raw)
        held = source is not None and source in strict
        if held and _BOUNDARY.search(text):
            raise RenderError(
                f"the value of '{source}' begins a line like a role line, and the input is strict: "
                "change the value",
                reason="strict",
                name=source or "",
            )
        if kind == "literal" and found and found[-1].kind == "literal":
            found[-1] = replace(found[-1], text=found[-1].text + text)
        elif text or kind == "interp":
            found.append(Segment(cast("Literal['literal', 'interp']", kind), text, source, held))
    return tuple(found)


def _foreign_notes(segments: tuple[Segment, ...], foreign: list[tuple[int, str]]) -> list[str]:
    notes: dict[str, None] = {}
    for offset, role in foreign:
        segment = chat.segment_at(segments, offset)
        if segment is not None and segment.kind == "interp":
            source = f"the value of '{segment.source}'" if segment.source else "an expression"
            notes[f"{source} writes the role line '{role}:' and so begins a message"] = None
    return list(notes)


def _with_offset(use: UndefinedUse, template: str, partials: Mapping[str, str]) -> UndefinedUse:
    text = partials.get(use.template) if use.template else template
    if text is None or use.line is None or not use.name:
        return use
    # Jinja counts these three as line ends, and so do editors.
    lines = re.split(r"(?<=\n)|(?<=\r)(?!\n)", text)
    if use.line > len(lines):
        return use
    start = sum(len(line) for line in lines[: use.line - 1])
    match = re.compile(rf"(?<!\w){re.escape(use.name)}(?!\w)").search(text, start)
    return replace(use, offset=match.start()) if match else use
