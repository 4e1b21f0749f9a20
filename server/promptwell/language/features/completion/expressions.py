"""What can stand in an expression: names, attributes, filters, tests, words."""

from __future__ import annotations

from collections.abc import Iterator

from promptwell.language.features.available import (
    Available,
    available_names,
    in_loop,
    type_of_name,
)
from promptwell.language.features.completion.cursor import IslandCursor, chain_before
from promptwell.language.features.completion.item import CompletionItem, ItemKind
from promptwell.language.features.data.filters import FILTERS, BuiltinDoc
from promptwell.language.features.data.names import CONSTANTS, GLOBALS, LOOP, SPECIAL
from promptwell.language.features.data.tests import TESTS
from promptwell.language.features.describe import describe_available, describe_type
from promptwell.language.features.imports import imported_by, macros_of, signature_of
from promptwell.language.semantics.model import Local, SemanticModel
from promptwell.language.semantics.paths import relative_to
from promptwell.language.semantics.project import Project
from promptwell.language.semantics.types import ANY, Type
from promptwell.language.syntax.templates.jinja.dialects import dialect
from promptwell.language.syntax.templates.jinja.tokens import Token
from promptwell.language.text.source import Span

_VALUE_ENDS = frozenset({")", "]", "}"})
_WORDS = ("is", "in", "not in", "and", "or", "if", "else")
# After these names an expression begins; after any other a value has ended.
_OPERATOR_WORDS = frozenset({"and", "or", "not", "if", "else", "elif", "in", "is", "print", "do"})
_SHORT_TESTS = frozenset({"==", "!=", "<", "<=", ">", ">=", "in"})


def in_expression(
    project: Project, model: SemanticModel, cursor: IslandCursor, offset: int
) -> Iterator[CompletionItem]:
    """What fits after the tokens before the cursor."""
    if cursor.quote is not None:
        if cursor.last == "[":
            yield from _attributes(project, model, cursor, offset, cursor.tokens[:-1])
        return
    if cursor.last == ".":
        yield from _attributes(project, model, cursor, offset, cursor.tokens[:-1])
    elif cursor.last == "|":
        yield from filters(model, cursor.word)
    elif _after_is(cursor):
        yield from _tests(model, cursor.word)
    elif ends_value(cursor):
        if cursor.tokens[-1].end < cursor.word.start:
            for number, word in enumerate(_WORDS):
                yield CompletionItem(word, "keyword", cursor.word, word, order=number)
    else:
        yield from _names(project, model, cursor, offset)


def filters(model: SemanticModel, word: Span) -> Iterator[CompletionItem]:
    """All filters of the file's dialect."""
    for name in sorted(dialect(model.document.dialect).filters):
        known = FILTERS.get(name)
        yield _builtin(name, "filter", word, known, _call_snippet(name, known))


def ends_value(cursor: IslandCursor) -> bool:
    """Whether a value ends just before what is being typed, so that an operator would follow."""
    if not cursor.tokens:
        return False
    token = cursor.tokens[-1]
    if token.kind == "name":
        is_tag = cursor.is_tag and len(cursor.tokens) == 1
        return not is_tag and token.text not in _OPERATOR_WORDS
    return token.kind in ("integer", "float", "string") or token.text in _VALUE_ENDS


def _after_is(cursor: IslandCursor) -> bool:
    words = [token.text for token in cursor.tokens[-2:]]
    return words[-1:] == ["is"] or words == ["is", "not"]


def _names(
    project: Project, model: SemanticModel, cursor: IslandCursor, offset: int
) -> Iterator[CompletionItem]:
    document = model.document
    word = cursor.word
    seen: set[str] = set()
    # A tag's own names can't be used in it, save for the condition of a `for`.
    is_own = cursor.is_tag and not any(token.text == "if" for token in cursor.tokens)
    for each in available_names(project, model, offset).values():
        if is_own and each.local is not None and each.local.island is cursor.island:
            continue
        seen.add(each.name)
        yield _name(model, each, word)
    if document.engine == "mustache":
        return
    yield from _parameters(project, model, cursor, offset)
    if in_loop(model, offset) and "loop" not in seen:
        yield _builtin("loop", "local", word, SPECIAL["loop"], order=2)
    for name in sorted(dialect(document.dialect).globals - seen):
        if name in GLOBALS:
            yield _builtin(name, "function", word, GLOBALS[name], f"{name}(${{1}})", order=6)
    for name, text in CONSTANTS.items():
        yield CompletionItem(name, "keyword", word, name, documentation=text, order=7)
    yield CompletionItem("not", "keyword", word, "not", order=7)


def _name(model: SemanticModel, name: Available, word: Span) -> CompletionItem:
    kinds: dict[str, ItemKind] = {"local": "local", "macro": "macro"}
    orders = {"local": 0, "macro": 2, "input": 1, "used": 3, "global": 6}
    words = {
        "local": "local name",
        "macro": "macro",
        "input": "input",
        "used": "used in this file",
        "global": "of the application",
    }
    detail = name.signature or words[name.origin]
    if name.type != ANY:
        detail = f"{name.type}, {detail}"
    if name.path != model.document.path:
        folder = model.document.path.rpartition("/")[0] or "/"
        detail += f" of {relative_to(name.path, folder)}"
    snippet = f"{name.name}(${{1}})" if name.origin == "macro" else ""
    return CompletionItem(
        name.name,
        kinds.get(name.origin, "variable"),
        word,
        name.name,
        detail,
        describe_available(name),
        snippet,
        orders[name.origin],
    )


def _parameters(
    project: Project, model: SemanticModel, cursor: IslandCursor, offset: int
) -> Iterator[CompletionItem]:
    """The parameters of the macro whose parentheses the cursor is in, as `name=`."""
    if cursor.last not in ("(", ","):
        return
    depth = 0
    for index in range(len(cursor.tokens) - 1, 0, -1):
        depth += {")": 1, "(": -1}.get(cursor.tokens[index].text, 0)
        if depth < 0:
            name = cursor.tokens[index - 1].text
            local = model.visible_locals(offset).get(name)
            if local is not None and local.kind == "import":
                found = imported_by(project, model, local)
                local = found.macro if found else None
            for parameter in local.parameters if local is not None else ():
                label = f"{parameter}="
                yield CompletionItem(label, "local", cursor.word, label, f"of {name}", order=0)
            return


def _attributes(
    project: Project,
    model: SemanticModel,
    cursor: IslandCursor,
    offset: int,
    owner: list[Token],
) -> Iterator[CompletionItem]:
    chain = chain_before(owner)
    if not chain:
        return
    name = chain[0]
    local = model.visible_locals(offset).get(name)
    if len(chain) == 1 and local is None and name not in model.declared:
        if name == "loop" and in_loop(model, offset):
            yield from (_builtin(each, "field", cursor.word, LOOP[each]) for each in LOOP)
            return
        if name == "self":
            yield from _blocks(model, cursor)
            return
    if len(chain) == 1 and local is not None and local.kind == "import":
        yield from _imported(project, model, local, cursor)
        return
    kind_of = type_of_name(project, model, name, offset)
    for step in chain[1:]:
        kind_of = kind_of.attribute(step)
    yield from _fields(kind_of, cursor, ".".join(chain))


def _imported(
    project: Project, model: SemanticModel, local: Local, cursor: IslandCursor
) -> Iterator[CompletionItem]:
    """The macros of a file that is imported as a whole."""
    found = imported_by(project, model, local)
    for macro in macros_of(found.model).values() if found else ():
        signature = signature_of(found.model, macro) if found and macro.kind == "macro" else ""
        kind: ItemKind = "macro" if signature else "local"
        snippet = f"{macro.name}(${{1}})" if signature else ""
        yield CompletionItem(macro.name, kind, cursor.word, macro.name, signature, snippet=snippet)


def _fields(owner: Type, cursor: IslandCursor, written: str) -> Iterator[CompletionItem]:
    for name, kind in owner.fields.items():
        if cursor.quote is None and not name.isidentifier():
            continue
        detail = "" if kind == ANY else str(kind)
        text = describe_type(f"{written}.{name}", kind) if kind.fields or kind.item else ""
        yield CompletionItem(name, "field", cursor.word, name, detail, text)


def _blocks(model: SemanticModel, cursor: IslandCursor) -> Iterator[CompletionItem]:
    for island in model.document.template.islands:
        if island.parsed.tag == "block" and island.parsed.name:
            name = island.parsed.name
            yield CompletionItem(name, "block", cursor.word, name, "block", snippet=f"{name}()")


def _tests(model: SemanticModel, word: Span) -> Iterator[CompletionItem]:
    for name in sorted(dialect(model.document.dialect).tests - _SHORT_TESTS):
        known = TESTS.get(name)
        yield _builtin(name, "test", word, known, _call_snippet(name, known))
    yield CompletionItem("not", "keyword", word, "not", order=6)


def _builtin(
    name: str,
    kind: ItemKind,
    word: Span,
    known: BuiltinDoc | None,
    snippet: str = "",
    order: int = 5,
) -> CompletionItem:
    if known is None:
        return CompletionItem(name, kind, word, name, "of the application", order=order)
    return CompletionItem(name, kind, word, name, known.signature, known.text, snippet, order)


def _call_snippet(name: str, known: BuiltinDoc | None) -> str:
    """With parentheses where the first argument must be given."""
    if known is None or "(" not in known.signature:
        return ""
    first = known.signature.partition("(")[2].rstrip(")").split(",")[0]
    return f"{name}(${{1}})" if first and "=" not in first and "*" not in first else ""
