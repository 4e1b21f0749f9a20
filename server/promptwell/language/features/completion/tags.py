"""The names of tags: those that end the block around the cursor first, then blocks with their ends."""

from __future__ import annotations

from collections.abc import Iterator

from promptwell.language.features.completion.cursor import IslandCursor
from promptwell.language.features.completion.item import CompletionItem, snippet_text
from promptwell.language.features.completion.site import Site
from promptwell.language.features.data.tags import TAGS
from promptwell.language.features.describe import describe_builtin
from promptwell.language.syntax.templates.jinja.dialects import MIDDLE_TAGS
from promptwell.language.syntax.templates.jinja.tree import Block
from promptwell.language.text.source import Span

_MIDDLES = {"if": ("elif", "else"), "for": ("else",), "trans": ("pluralize",)}
# What `set` opens depends on what follows it, so its plain form is the usual one.
_NO_PAIRS = frozenset({"set"})


def tags(site: Site, cursor: IslandCursor) -> Iterator[CompletionItem]:
    """The tags that may stand at the cursor."""
    known = site.dialect
    expected = _expected(site, cursor)
    for order, name in enumerate(expected):
        yield _tag(site, name, cursor.word, min(order, 3))
    names = {*known.blocks, *known.tags, "raw"} - set(expected)
    for name in sorted(names):
        yield _tag(site, name, cursor.word, 5)
    for name, (end, _) in sorted({**known.blocks, "raw": ("endraw", frozenset())}.items()):
        pair = _pair(site, cursor, name, end)
        if pair is not None:
            yield pair
    for name in sorted((known.ends | MIDDLE_TAGS | {"endraw"}) - set(expected) - names):
        if cursor.prefix and name.startswith(cursor.prefix):
            yield _tag(site, name, cursor.word, 8)


def open_blocks(site: Site, cursor: IslandCursor) -> list[Block]:
    """The blocks around the cursor, the outermost first."""
    start = cursor.island.span.start
    return [
        block
        for block in site.document.template.blocks()
        if block.span.start < start
        and (block.end is None or start <= block.end.span.start)
        and site.offset <= max(block.span.end, cursor.island.span.end)
    ]


def _tag(site: Site, name: str, word: Span, order: int) -> CompletionItem:
    known = TAGS.get(name)
    if known is None:
        words = "of the application"
        return CompletionItem(name, "tag", word, name, words, order=order, origin=words)
    rest = known.signature.removeprefix(name)
    # Where something follows already, the tag's own holes would double it.
    snippet = (
        "" if site.document.text[word.end : word.end + 2].strip(" -+%}\r\n") else known.snippet
    )
    return CompletionItem(
        name,
        "tag",
        word,
        name,
        known.signature,
        lambda: describe_builtin("tag", f"{{% {known.signature} %}}", known.text),
        snippet if snippet != name else "",
        order,
        beside=rest,
    )


def _pair(site: Site, cursor: IslandCursor, name: str, end: str) -> CompletionItem | None:
    """A block with its end, where nothing follows in the tag and no end is waiting for it."""
    text = site.document.text
    known = TAGS.get(name)
    if known is None or name in _NO_PAIRS or _is_ended(site, cursor, name, end):
        return None
    limit = cursor.island.span.end if cursor.island.closed else _line_end(site, cursor.word.end)
    rest = text[cursor.word.end : limit]
    closing = rest.strip()
    if closing not in ("", "}", "%}", "-%}", "+%}"):
        return None
    line_start = text.rfind("\n", 0, cursor.island.span.start) + 1
    start = cursor.island.span.start
    alone = not text[line_start:start].strip() and not text[limit : _line_end(site, limit)].strip()
    mark = text[start + 2 : start + 3]
    opening = f"{{%{mark if mark in '-+' else ''}"
    between = "\n$0\n" if alone else "$0"
    close = closing if closing.endswith("%}") else "%}"
    return CompletionItem(
        f"{name} … {end}",
        "snippet",
        Span(cursor.word.start, limit),
        name,
        f"{{% {known.signature} %}} … {{% {end} %}}",
        known.text,
        f"{known.snippet} {snippet_text(close)}{between}{opening} {end} {snippet_text('%}')}",
        5,
        origin="with its end",
        filter_text=name,
    )


def _is_ended(site: Site, cursor: IslandCursor, name: str, end: str) -> bool:
    """Whether an end further down waits for a block of this name, or belongs to this one."""
    document = site.document
    for problem in document.problems:
        if problem.rule == "stray-end" and problem.span.start >= cursor.island.span.end:
            island = document.template.island_at(problem.span.start + 1)
            if island is not None and island.parsed.tag == end:
                return True
    if cursor.island.parsed.tag != name:
        return False
    return any(
        block.branches[0].island is cursor.island and block.end is not None
        for block in document.template.blocks()
    )


def _line_end(site: Site, offset: int) -> int:
    source = site.document.source
    return source.line_span(source.line_number(offset)).end


def _expected(site: Site, cursor: IslandCursor) -> list[str]:
    """The tags that end or divide the block around the cursor, the likeliest first."""
    around = open_blocks(site, cursor)
    if not around:
        return []
    end, _ = site.dialect.blocks.get(around[-1].tag, ("", frozenset()))
    return [each for each in (end, *_MIDDLES.get(around[-1].tag, ())) if each]
