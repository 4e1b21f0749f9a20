"""Placeholders that hold nothing but a name: `{name}`, `{{name}}` of GitHub Models, `{{$name}}`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from promptwell.language.features.completion.cursor import IslandCursor
from promptwell.language.features.completion.item import CompletionItem
from promptwell.language.features.completion.names import names
from promptwell.language.features.completion.site import Site
from promptwell.language.syntax.document import Engine
from promptwell.language.syntax.templates.jinja.tree import Island, Parsed
from promptwell.language.text.source import Span

# What stands on the line before the cursor when a name is to be written.
_OPEN: Mapping[Engine, re.Pattern[str]] = {
    "f-string": re.compile(r"(?<!\{)(?:\{\{)*\{(?P<name>\w*)\Z"),
    "github-models": re.compile(r"\{\{(?P<name>[\w.-]*)\Z"),
    "semantic-kernel": re.compile(r"\{\{(?:[^{}]*[\s=])?(?P<mark>\$?)(?P<name>\w*)\Z"),
}
_REST = re.compile(r"\w*")


def has_holes(engine: Engine) -> bool:
    """Whether the placeholders of a language hold names only."""
    return engine in _OPEN


def in_hole(site: Site) -> Iterator[CompletionItem]:
    """The names that a placeholder at the cursor may have; nothing outside of placeholders."""
    document, offset = site.document, site.offset
    line = document.source.line_span(document.source.line_number(offset))
    opened = _OPEN[document.engine].search(document.text[line.start : offset])
    if opened is None:
        return
    rest = _REST.match(document.text, offset, line.end)
    word = Span(line.start + opened.start("name"), rest.end() if rest else offset)
    island = Island("output", word, Parsed())
    cursor = IslandCursor(island, [], word, opened["name"])
    bare = document.engine == "semantic-kernel" and not opened["mark"]
    for item in names(site, cursor):
        yield item._replace(new_text=f"${item.new_text}") if bare else item
