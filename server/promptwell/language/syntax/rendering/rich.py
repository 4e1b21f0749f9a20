"""Inputs that are no text: a conversation, an image, a file, a sound.

A marker stands for each while the template renders; afterwards the conversation's messages, or the
part, take its place. The marker looks as Prompty writes it, since tests and traces show it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, cast

from promptwell.language.syntax.rendering.result import Part, PartKind, RenderedMessage

RICH_KINDS = frozenset({"thread", "image", "file", "audio"})


def with_markers(
    values: Mapping[str, Any], kinds: Mapping[str, str], nonce: str
) -> tuple[dict[str, Any], dict[str, str]]:
    """The values with a marker in place of each rich input, and the markers with their inputs' names."""
    shown = dict(values)
    markers: dict[str, str] = {}
    for name, kind in kinds.items():
        if kind in RICH_KINDS:
            marker = f"__PROMPTY_THREAD_{nonce}_{name}__"
            markers[marker] = name
            shown[name] = marker
    return shown, markers


def find_markers(rendered: str, kinds: Mapping[str, str]) -> dict[str, str]:
    """The markers that a rendered text holds, with their inputs' names."""
    found: dict[str, str] = {}
    for name, kind in kinds.items():
        if kind in RICH_KINDS:
            pattern = rf"__PROMPTY_THREAD_[0-9a-f]{{8}}_{re.escape(name)}__"
            found.update(dict.fromkeys(re.findall(pattern, rendered), name))
    return found


def expand_markers(
    messages: Sequence[RenderedMessage],
    markers: Mapping[str, str],
    kinds: Mapping[str, str],
    values: Mapping[str, Any],
) -> tuple[RenderedMessage, ...]:
    """The messages with each marker replaced by what it stands for.

    A conversation that the template never mentions comes after everything else.
    """
    expanded: list[RenderedMessage] = []
    seen = False
    for message in messages:
        rest = message.text
        marker = _first(rest, markers)
        if marker is None:
            expanded.append(message)
            continue
        seen = True
        while marker is not None:
            before, _, rest = rest.partition(marker)
            _add_text(expanded, message, before.strip())
            name = markers[marker]
            _add_value(expanded, kinds[name], values.get(name))
            marker = _first(rest, markers)
        _add_text(expanded, message, rest.strip())
    if not seen:
        for name in markers.values():
            if kinds[name] == "thread":
                _add_value(expanded, "thread", values.get(name))
    return tuple(expanded)


def message_of(value: Any) -> RenderedMessage:
    """A message given as data: `{"role": ..., "content": text or parts, ...}`."""
    if not isinstance(value, Mapping):
        return RenderedMessage("user", (Part("text", str(value)),))
    content = value.get("content", value.get("parts", ""))
    if isinstance(content, list):
        parts = tuple(_part_of(each) for each in content)
    else:
        parts = (Part("text", content if isinstance(content, str) else str(content)),)
    metadata = {
        str(key): inner for key, inner in value.items() if key not in ("role", "content", "parts")
    }
    return RenderedMessage(str(value.get("role", "user")), parts, metadata)


def _first(text: str, markers: Mapping[str, str]) -> str | None:
    places = [(text.find(marker), marker) for marker in markers]
    return min(((at, marker) for at, marker in places if at >= 0), default=(0, None))[1]


def _add_text(expanded: list[RenderedMessage], message: RenderedMessage, text: str) -> None:
    if text:
        expanded.append(RenderedMessage(message.role, (Part("text", text),), message.metadata))


def _add_value(expanded: list[RenderedMessage], kind: str, value: Any) -> None:
    if kind == "thread":
        if isinstance(value, Mapping):
            value = value.get("messages")
        if isinstance(value, list):
            expanded.extend(message_of(each) for each in value)
        return
    part = Part(cast("PartKind", kind), str(value) if value else "")
    if expanded and expanded[-1].role == "user":
        last = expanded[-1]
        expanded[-1] = RenderedMessage(last.role, (*last.parts, part), last.metadata)
    else:
        expanded.append(RenderedMessage("user", (part,)))


def _part_of(value: Any) -> Part:
    if not isinstance(value, Mapping):
        return Part("text", str(value))
    kind = str(value.get("kind", value.get("type", "text")))
    if kind == "image_url":
        link = value.get("image_url")
        source = link.get("url", "") if isinstance(link, Mapping) else link
        return Part("image", str(source or ""))
    known = kind if kind in ("text", *RICH_KINDS) and kind != "thread" else "text"
    source = value.get("value", value.get("source", value.get("text", "")))
    attributes = {
        str(key): inner
        for key, inner in value.items()
        if key not in ("kind", "type", "value", "source", "text")
    }
    return Part(cast("PartKind", known), str(source), attributes)
