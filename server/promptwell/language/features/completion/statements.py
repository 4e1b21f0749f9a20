"""What can stand in a tag: the tag's own name first, then what it takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from promptwell.language.features.available import available_names
from promptwell.language.features.completion.builtins import filters
from promptwell.language.features.completion.calls import macro
from promptwell.language.features.completion.cursor import IslandCursor
from promptwell.language.features.completion.expressions import ends_value, in_expression
from promptwell.language.features.completion.item import CompletionItem
from promptwell.language.features.completion.paths import quoted_path, template_paths
from promptwell.language.features.completion.site import Site
from promptwell.language.features.completion.tags import open_blocks, tags
from promptwell.language.features.imports import macros_of, signature_of, takes_body
from promptwell.language.semantics.model import Reference
from promptwell.language.semantics.paths import folder_of, relative_to
from promptwell.language.syntax.messages import ALL_ROLES
from promptwell.language.syntax.templates.jinja.tokens import Token
from promptwell.language.text.source import Span

_NOTHING = frozenset({"else", "raw", "endraw", "trans", "generation", "debug"})
_PATHS = frozenset({"include", "import", "from", "extends"})


def in_statement(site: Site, cursor: IslandCursor) -> Iterator[CompletionItem]:
    """What fits in a tag after the tokens before the cursor."""
    if not cursor.tokens:
        yield from tags(site, cursor)
        return
    tag = cursor.tokens[0].text
    rest = cursor.tokens[1:]
    if tag in _PATHS:
        yield from _reference(site, cursor, tag, rest)
    elif tag in _NAMES:
        if not rest:
            yield from _NAMES[tag](site, cursor)
    elif tag == "for":
        yield from _loop(site, cursor, rest)
    elif tag in ("set", "with", "macro"):
        yield from _assignment(site, cursor, tag, rest)
    elif tag == "filter":
        if not rest or cursor.last == "|":
            yield from filters(site, cursor.word)
    elif tag == "call":
        yield from _callees(site, cursor, rest)
    elif cursor.quote is not None and tag in ("chat", "message"):
        yield from (CompletionItem(role, "role", cursor.word, role) for role in ALL_ROLES)
    elif tag not in _NOTHING and not tag.startswith("end"):
        yield from in_expression(site, cursor)


def _assignment(
    site: Site,
    cursor: IslandCursor,
    tag: str,
    rest: Sequence[Token],
) -> Iterator[CompletionItem]:
    """Behind a `=` any expression; before it stands a new name, of which nobody can know."""
    if tag == "set":
        in_value = any(token.text == "=" for token in rest)
    else:
        in_value = cursor.last == "=" or (tag == "with" and _in_value(rest))
    if in_value:
        yield from in_expression(site, cursor)
    elif tag == "set" and rest and cursor.last == "|":
        yield from filters(site, cursor.word)


def _loop(
    site: Site,
    cursor: IslandCursor,
    rest: Sequence[Token],
) -> Iterator[CompletionItem]:
    if not any(token.text == "in" for token in rest):
        if rest and rest[-1].kind == "name":
            yield CompletionItem("in", "keyword", cursor.word, "in", order=0)
        return
    if ends_value(cursor) and cursor.last != "." and cursor.quote is None:
        for word in ("if", "recursive"):
            yield CompletionItem(word, "keyword", cursor.word, word, order=0)
    yield from in_expression(site, cursor)


def _in_value(rest: Sequence[Token]) -> bool:
    """Whether the cursor is behind a `=` and not yet at the next name."""
    for token in reversed(rest):
        if token.text == ",":
            return False
        if token.text == "=":
            return True
    return False


def _reference(
    site: Site,
    cursor: IslandCursor,
    tag: str,
    rest: Sequence[Token],
) -> Iterator[CompletionItem]:
    if cursor.quote is not None:
        yield from template_paths(site, cursor.quote, cursor.prefix)
        return
    if cursor.last == "as":
        return  # a new name, of which nobody can know
    if tag == "from" and any(token.text == "import" for token in rest):
        if rest[-1].text in ("import", ","):
            yield from _macros(site, cursor, rest)
        else:
            yield from _plain_words(("as", "with context", "without context"), cursor)
        return
    if not rest or rest[-1].text in ("[", ","):
        yield from quoted_path(site, cursor.word)
        yield from in_expression(site, cursor)
        return
    words = {
        "include": ("ignore missing", "with context", "without context"),
        "import": ("as",),
        "from": ("import",),
    }
    if ends_value(cursor):
        yield from _plain_words(words.get(tag, ()), cursor)
    else:
        yield from in_expression(site, cursor)


def _plain_words(words: Sequence[str], cursor: IslandCursor) -> Iterator[CompletionItem]:
    for word in words:
        yield CompletionItem(word, "keyword", cursor.word, word, order=0)


def _macros(site: Site, cursor: IslandCursor, rest: Sequence[Token]) -> Iterator[CompletionItem]:
    path = next((token for token in rest if token.kind == "string"), None)
    if path is None:
        return
    taken = {token.text for token in rest if token.kind == "name"}
    reference = Reference("from", path.text[1:-1], Span(path.start + 1, path.end - 1))
    target = site.project.resolve(site.document.path, reference)
    other = site.project.model(target) if target else None
    for each in macros_of(other).values() if other else ():
        if other is not None and each.name not in taken:
            signature = signature_of(other, each) if each.kind == "macro" else ""
            yield CompletionItem(
                each.name,
                "macro",
                cursor.word,
                each.name,
                signature,
                beside=signature[len(each.name) :],
            )


def _callees(site: Site, cursor: IslandCursor, rest: Sequence[Token]) -> Iterator[CompletionItem]:
    """Macros that take a body first, then all others, then the rest of the names."""
    begins = not rest or (rest[0].text == "(" and cursor.last == ")")
    if not begins or cursor.quote is not None:
        yield from in_expression(site, cursor)
        return
    for each in available_names(site.project, site.model, site.offset).values():
        local = each.local
        if local is None or local.kind not in ("macro", "import"):
            continue
        owner = site.project.model(each.path)
        if local.kind == "macro" and owner is not None:
            order = 0 if takes_body(owner, local) else 1
            item = macro(site, each.name, cursor.word, owner, local, order)
            yield item._replace(origin="takes a body" if not order else "")
        elif local.kind == "import":
            yield CompletionItem(
                each.name, "local", cursor.word, each.name, "import", order=2, origin="import"
            )


def _parent_blocks(site: Site, cursor: IslandCursor) -> Iterator[CompletionItem]:
    """The blocks of the templates that the file extends, any number of steps above."""
    waiting = [site.document.path]
    seen = set(waiting)
    while waiting:
        for reference, target in site.project.targets(waiting.pop(0)):
            parent = site.project.model(target) if reference.kind == "extends" else None
            if parent is None or target in seen:
                continue
            seen.add(target)
            waiting.append(target)
            where = relative_to(target, folder_of(site.document.path) or "/")
            for island in parent.document.template.islands:
                if island.parsed.tag == "block" and island.parsed.name:
                    name = island.parsed.name
                    detail = f"block of {where}"
                    yield CompletionItem(
                        name, "block", cursor.word, name, "block of the parent", origin=detail
                    )


def _open_block(site: Site, cursor: IslandCursor) -> Iterator[CompletionItem]:
    for block in reversed(open_blocks(site, cursor)):
        name = block.branches[0].island.parsed.name
        if block.tag == "block" and name:
            yield CompletionItem(name, "block", cursor.word, name, order=0)
            return


def _true_or_false(_: Site, cursor: IslandCursor) -> Iterator[CompletionItem]:
    for word in ("true", "false"):
        yield CompletionItem(word, "keyword", cursor.word, word)


# Tags that take one word of a kind of their own.
_NAMES = {"block": _parent_blocks, "endblock": _open_block, "autoescape": _true_or_false}
