"""Section tags that stand alone on their line and lack their other half."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from promptwell.language.detectors.wording import prose_of
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.text.source import Span

_ALONE = re.compile(r"^[ \t]*<(?P<close>/?)(?P<name>[A-Za-z][\w.-]*)>[ \t]*$", re.MULTILINE)
_OPENED = re.compile(r"<([A-Za-z][\w.-]*)[\s=>/]")
_CLOSED = re.compile(r"</([A-Za-z][\w.-]*)\s*>")
# HTML closes these by itself.
_NEVER_CLOSED = frozenset({"br", "hr", "img", "input", "li", "link", "meta", "p"})


class UnbalancedTag(NamedTuple):
    """A tag without its other half. `closes` tells a stray end from an open start."""

    name: str
    span: Span
    closes: bool


def unbalanced_tags(document: PromptDocument) -> Iterator[UnbalancedTag]:
    """Tags on a line of their own whose other half stands nowhere in the prompt."""
    prose = prose_of(document)
    found = list(_ALONE.finditer(prose))
    if not found:
        return
    opened = set(_OPENED.findall(prose))
    closed = set(_CLOSED.findall(prose))
    for match in found:
        name = match["name"]
        if name.lower() in _NEVER_CLOSED or name in (opened if match["close"] else closed):
            continue
        end = match.end("name") + 1
        start = match.start("name") - 1 - len(match["close"])
        yield UnbalancedTag(name, Span(start, end), bool(match["close"]))
