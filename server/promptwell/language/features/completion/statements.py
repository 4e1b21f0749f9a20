"""What can stand in a tag: the tag's own name first, then what it takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from promptwell.language.features.completion.cursor import IslandCursor
from promptwell.language.features.completion.expressions import ends_value, filters, in_expression
from promptwell.language.features.completion.item import CompletionItem
from promptwell.language.features.completion.paths import quoted_path, template_paths
from promptwell.language.features.data.tags import TAGS
from promptwell.language.features.imports import macros_of, signature_of
from promptwell.language.semantics.model import Reference, SemanticModel
from promptwell.language.semantics.project import Project
from promptwell.language.syntax.messages import ALL_ROLES
from promptwell.language.syntax.templates.jinja.dialects import MIDDLE_TAGS, dialect
from promptwell.language.syntax.templates.jinja.tokens import Token
from promptwell.language.syntax.templates.jinja.tree import Block
from promptwell.language.text.source import Span

_NOTHING = frozenset({"else", "raw", "endraw", "trans", "generation", "debug"})
_PATHS = frozenset({"include", "import", "from", "extends"})
_MIDDLES = {"if": ("elif", "else"), "for": ("else",), "trans": ("pluralize",)}


def in_statement(
    project: Project, model: SemanticModel, cursor: IslandCursor, offset: int
) -> Iterator[CompletionItem]:
    """What fits in a tag after the tokens before the cursor."""
    if not cursor.tokens:
        yield from _tags(model, cursor, offset)
        return
    tag = cursor.tokens[0].text
    rest = cursor.tokens[1:]
    if tag in _PATHS:
        yield from _reference(project, model, cursor, offset, tag, rest)
    elif tag in _NAMES:
        if not rest:
            yield from _NAMES[tag](project, model, cursor, offset)
    elif tag == "for":
        yield from _loop(project, model, cursor, offset, rest)
    elif tag in ("set", "with", "macro"):
        yield from _assignment(project, model, cursor, offset, tag, rest)
    elif tag == "filter":
        if not rest or cursor.last == "|":
            yield from filters(model, cursor.word)
    elif cursor.quote is not None and tag in ("chat", "message"):
        yield from (CompletionItem(role, "role", cursor.word, role) for role in ALL_ROLES)
    elif tag not in _NOTHING and not tag.startswith("end"):
        yield from in_expression(project, model, cursor, offset)


def _assignment(
    project: Project,
    model: SemanticModel,
    cursor: IslandCursor,
    offset: int,
    tag: str,
    rest: Sequence[Token],
) -> Iterator[CompletionItem]:
    """Behind a `=` any expression; before it stands a new name, of which nobody can know."""
    if tag == "set":
        in_value = any(token.text == "=" for token in rest)
    else:
        in_value = cursor.last == "=" or (tag == "with" and _in_value(rest))
    if in_value:
        yield from in_expression(project, model, cursor, offset)
    elif tag == "set" and rest and cursor.last == "|":
        yield from filters(model, cursor.word)


def _tags(model: SemanticModel, cursor: IslandCursor, offset: int) -> Iterator[CompletionItem]:
    known = dialect(model.document.dialect)
    expected = _expected(model, cursor, offset)
    for order, name in enumerate(expected):
        yield _tag(name, cursor.word, min(order, 3))
    names = {*known.blocks, *known.tags, "raw"} - set(expected)
    for name in sorted(names):
        yield _tag(name, cursor.word, 5)
    for name in sorted((known.ends | MIDDLE_TAGS | {"endraw"}) - set(expected) - names):
        if cursor.prefix and name.startswith(cursor.prefix):
            yield _tag(name, cursor.word, 8)


def _tag(name: str, word: Span, order: int) -> CompletionItem:
    known = TAGS.get(name)
    if known is None:
        return CompletionItem(name, "tag", word, name, order=order)
    return CompletionItem(
        name, "tag", word, name, known.signature, known.text, known.snippet, order
    )


def _expected(model: SemanticModel, cursor: IslandCursor, offset: int) -> list[str]:
    """The tags that end or divide the block around the cursor, the likeliest first."""
    around = _open_blocks(model, cursor, offset)
    if not around:
        return []
    end, _ = dialect(model.document.dialect).blocks.get(around[-1].tag, ("", frozenset()))
    return [each for each in (end, *_MIDDLES.get(around[-1].tag, ())) if each]


def _open_blocks(model: SemanticModel, cursor: IslandCursor, offset: int) -> list[Block]:
    start = cursor.island.span.start
    return [
        block
        for block in model.document.template.blocks()
        if block.span.start < start
        and (block.end is None or start <= block.end.span.start)
        and offset <= max(block.span.end, cursor.island.span.end)
    ]


def _loop(
    project: Project,
    model: SemanticModel,
    cursor: IslandCursor,
    offset: int,
    rest: Sequence[Token],
) -> Iterator[CompletionItem]:
    if not any(token.text == "in" for token in rest):
        if rest and rest[-1].kind == "name":
            yield CompletionItem("in", "keyword", cursor.word, "in", order=0)
        return
    if ends_value(cursor) and cursor.last != "." and cursor.quote is None:
        for word in ("if", "recursive"):
            yield CompletionItem(word, "keyword", cursor.word, word, order=0)
    yield from in_expression(project, model, cursor, offset)


def _in_value(rest: Sequence[Token]) -> bool:
    """Whether the cursor is behind a `=` and not yet at the next name."""
    for token in reversed(rest):
        if token.text == ",":
            return False
        if token.text == "=":
            return True
    return False


def _reference(
    project: Project,
    model: SemanticModel,
    cursor: IslandCursor,
    offset: int,
    tag: str,
    rest: Sequence[Token],
) -> Iterator[CompletionItem]:
    if cursor.quote is not None:
        yield from template_paths(project, model, cursor.quote, cursor.prefix, offset)
        return
    if cursor.last == "as":
        return  # a new name, of which nobody can know
    if tag == "from" and any(token.text == "import" for token in rest):
        if rest[-1].text in ("import", ","):
            yield from _macros(project, model, cursor, rest)
        else:
            yield from _plain_words(("as", "with context", "without context"), cursor)
        return
    if not rest or rest[-1].text in ("[", ","):
        yield from quoted_path(project, model, cursor.word)
        yield from in_expression(project, model, cursor, offset)
        return
    words = {
        "include": ("ignore missing", "with context", "without context"),
        "import": ("as",),
        "from": ("import",),
    }
    if ends_value(cursor):
        yield from _plain_words(words.get(tag, ()), cursor)
    else:
        yield from in_expression(project, model, cursor, offset)


def _plain_words(words: Sequence[str], cursor: IslandCursor) -> Iterator[CompletionItem]:
    for word in words:
        yield CompletionItem(word, "keyword", cursor.word, word, order=0)


def _macros(
    project: Project, model: SemanticModel, cursor: IslandCursor, rest: Sequence[Token]
) -> Iterator[CompletionItem]:
    path = next((token for token in rest if token.kind == "string"), None)
    if path is None:
        return
    taken = {token.text for token in rest if token.kind == "name"}
    reference = Reference("from", path.text[1:-1], Span(path.start + 1, path.end - 1))
    target = project.resolve(model.document.path, reference)
    other = project.model(target) if target else None
    for macro in macros_of(other).values() if other else ():
        if other is not None and macro.name not in taken:
            signature = signature_of(other, macro) if macro.kind == "macro" else ""
            yield CompletionItem(macro.name, "macro", cursor.word, macro.name, signature)


def _parent_blocks(
    project: Project, model: SemanticModel, cursor: IslandCursor, _: int
) -> Iterator[CompletionItem]:
    for reference, target in project.targets(model.document.path):
        parent = project.model(target) if reference.kind == "extends" else None
        for island in parent.document.template.islands if parent else ():
            if island.parsed.tag == "block" and island.parsed.name:
                name = island.parsed.name
                yield CompletionItem(name, "block", cursor.word, name, "block of the parent")


def _open_block(
    _: Project, model: SemanticModel, cursor: IslandCursor, offset: int
) -> Iterator[CompletionItem]:
    for block in reversed(_open_blocks(model, cursor, offset)):
        name = block.branches[0].island.parsed.name
        if block.tag == "block" and name:
            yield CompletionItem(name, "block", cursor.word, name, order=0)
            return


def _true_or_false(
    _project: Project, _model: SemanticModel, cursor: IslandCursor, _offset: int
) -> Iterator[CompletionItem]:
    for word in ("true", "false"):
        yield CompletionItem(word, "keyword", cursor.word, word)


# Tags that take one word of a kind of their own.
_NAMES = {"block": _parent_blocks, "endblock": _open_block, "autoescape": _true_or_false}
