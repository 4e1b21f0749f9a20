"""What can stand behind a dot or in the brackets of an item."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from promptwell.language.features.available import in_loop, type_of_name
from promptwell.language.features.completion.calls import builtin, macro
from promptwell.language.features.completion.cursor import IslandCursor, chain_before
from promptwell.language.features.completion.item import CompletionItem
from promptwell.language.features.completion.site import Site
from promptwell.language.features.completion.values import type_before
from promptwell.language.features.data.names import LOOP
from promptwell.language.features.describe import describe_type
from promptwell.language.features.imports import imported_by, macros_of
from promptwell.language.semantics.model import Local
from promptwell.language.semantics.sections import sections_at
from promptwell.language.semantics.types import ANY, Type
from promptwell.language.syntax.templates.jinja.tokens import Token
from promptwell.language.text.source import Span


def attributes(
    site: Site, cursor: IslandCursor, owner: Sequence[Token]
) -> Iterator[CompletionItem]:
    """The attributes of the value that the tokens name."""
    chain = chain_before(list(owner))
    if not chain:
        yield from fields(type_before(site, owner), cursor, "")
        return
    name = chain[0]
    local = site.model.visible_locals(site.offset).get(name)
    if len(chain) == 1 and local is None and name not in site.model.declared:
        if name == "loop" and in_loop(site.model, site.offset):
            yield from (builtin(site, each, "field", cursor.word, LOOP[each]) for each in LOOP)
            return
        if name == "self":
            yield from _blocks(site, cursor)
            return
    if len(chain) == 1 and local is not None and local.kind == "import":
        yield from _imported(site, local, cursor)
        return
    sections = [each.type for each in sections_at(site.model, site.offset)]
    known = next(
        (each.fields[name] for each in sections if name in each.fields),
        type_of_name(site.project, site.model, name, site.offset),
    )
    for step in chain[1:]:
        known = known.attribute(step)
    yield from fields(known, cursor, ".".join(chain))


def fields(
    owner: Type, cursor: IslandCursor, written: str, before: int = 0
) -> Iterator[CompletionItem]:
    """The fields of a type; `before` characters of what is being typed stay as they are."""
    word = Span(cursor.word.start + before, cursor.word.end)
    for name, known in owner.fields.items():
        if cursor.quote is None and not name.isidentifier():
            continue
        detail = "" if known == ANY else str(known)

        def text(name: str = name, known: Type = known) -> str:
            return describe_type(f"{written}.{name}" if written else name, known)

        yield CompletionItem(
            name,
            "field",
            word,
            name,
            detail,
            text if known.fields or known.item else "",
            beside=f": {detail}" if detail else "",
        )


def _imported(site: Site, local: Local, cursor: IslandCursor) -> Iterator[CompletionItem]:
    """The macros of a file that is imported as a whole."""
    found = imported_by(site.project, site.model, local)
    for each in macros_of(found.model).values() if found else ():
        if found is not None and each.kind == "macro":
            yield macro(site, each.name, cursor.word, found.model, each)
        else:
            yield CompletionItem(each.name, "local", cursor.word, each.name, origin="set there")


def _blocks(site: Site, cursor: IslandCursor) -> Iterator[CompletionItem]:
    for island in site.document.template.islands:
        if island.parsed.tag == "block" and island.parsed.name:
            name = island.parsed.name
            snippet = "" if site.followed_by(cursor.word, "(") else f"{name}()"
            yield CompletionItem(name, "block", cursor.word, name, "block", snippet=snippet)
