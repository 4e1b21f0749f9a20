"""Reads what a tag says: the expressions it evaluates and the names it introduces."""

from __future__ import annotations

from collections.abc import Callable

from promptwell.language.syntax.templates.jinja.expressions import ExpressionReader
from promptwell.language.syntax.templates.jinja.tokens import Token
from promptwell.language.syntax.templates.jinja.tree import Binding, Expression, Parsed
from promptwell.language.text.source import Span


def read_statement(reader: ExpressionReader) -> Parsed:
    """What the tokens of one `{% %}` say; the reader knows what did not fit."""
    tag = reader.take_name()
    if tag is None:
        reader.note_fault()
        return Parsed()
    parsed = _READERS.get(tag.text, _other)(reader, tag)
    if reader.current is not None and tag.text in _READERS:
        reader.note_fault()
    return parsed


def _condition(reader: ExpressionReader, tag: Token) -> Parsed:
    return _parsed(tag, (reader.expression_list(),))


def _for(reader: ExpressionReader, tag: Token) -> Parsed:
    names: list[Binding] = []
    while reader.current is not None and not reader.at("in"):
        name = reader.take_name()
        if name:
            names.append(_binding(name))
        elif not reader.take("(", ")", ","):
            reader.note_fault()
            break
    if not names:
        reader.note_fault()
    reader.expect("in")
    expressions = [_list_without_condition(reader)]
    if reader.take("if"):
        expressions.append(reader.expression())
    flags = frozenset({"recursive"}) if reader.take("recursive") else frozenset()
    return Parsed(tag.text, _span(tag), tuple(expressions), tuple(names), flags=flags)


def _list_without_condition(reader: ExpressionReader) -> Expression:
    # `for x in a if test` filters; the `if` is not the start of `a if test else b`.
    first = reader.expression(conditional=False)
    if not reader.at(","):
        return first
    items = [first]
    while reader.take(","):
        if reader.current is None or reader.at("if", "recursive"):
            break
        items.append(reader.expression(conditional=False))
    return Expression("tuple", Span(first.span.start, reader.last_end()), None, tuple(items))


def _set(reader: ExpressionReader, tag: Token) -> Parsed:
    names: list[Binding] = []
    targets: list[Expression] = []
    while (token := reader.take_name()) is not None:
        if reader.at("."):
            reader.position -= 1
            targets.append(reader.expression(conditional=False))
        else:
            names.append(_binding(token))
        if not reader.take(","):
            break
        reader.take("(")
    if not names and not targets:
        opening = reader.take("(")
        if opening is None:
            reader.note_fault()
        while (token := reader.take_name()) is not None:
            names.append(_binding(token))
            if not reader.take(","):
                break
        if opening:
            reader.expect(")")
    assigns = reader.take("=") is not None
    expressions = list(targets)
    if assigns:
        expressions.append(reader.expression_list())
    elif reader.at("|"):
        expressions.append(_filter_chain(reader))
    return Parsed(tag.text, _span(tag), tuple(expressions), tuple(names), assigns=assigns)


def _macro(reader: ExpressionReader, tag: Token) -> Parsed:
    name = reader.take_name()
    if name is None:
        reader.note_fault()
    bindings: tuple[Binding, ...] = ()
    defaults: tuple[Expression, ...] = ()
    if reader.take("("):
        bindings, defaults = _parameters(reader)
    else:
        reader.note_fault()
    label, place = (name.text, _span(name)) if name else ("", Span(tag.end, tag.end))
    return Parsed(tag.text, _span(tag), defaults, bindings, label, place)


def _parameters(reader: ExpressionReader) -> tuple[tuple[Binding, ...], tuple[Expression, ...]]:
    bindings: list[Binding] = []
    defaults: list[Expression] = []
    while (token := reader.take_name()) is not None:
        bindings.append(_binding(token))
        if reader.take("="):
            defaults.append(reader.expression())
        if not reader.take(","):
            break
    reader.expect(")")
    return tuple(bindings), tuple(defaults)


def _call(reader: ExpressionReader, tag: Token) -> Parsed:
    bindings: tuple[Binding, ...] = ()
    defaults: tuple[Expression, ...] = ()
    if reader.take("("):
        bindings, defaults = _parameters(reader)
    call = reader.expression()
    return Parsed(tag.text, _span(tag), (*defaults, call), bindings)


def _filter(reader: ExpressionReader, tag: Token) -> Parsed:
    # The first filter has no bar before it: `{% filter upper|trim %}`.
    missing = Expression("missing", Span(tag.end, tag.end))
    return _parsed(tag, (_filter_chain(reader, reader.filter(missing)),))


def _filter_chain(reader: ExpressionReader, value: Expression | None = None) -> Expression:
    chain = value or Expression("missing", Span(reader.last_end(), reader.last_end()))
    while reader.take("|"):
        chain = reader.filter(chain)
    return chain


def _block(reader: ExpressionReader, tag: Token) -> Parsed:
    name = reader.take_name()
    if name is None:
        reader.note_fault()
        return _parsed(tag, ())
    flags = set()
    while word := reader.take("scoped", "required"):
        flags.add(word.text)
    return Parsed(tag.text, _span(tag), (), (), name.text, _span(name), flags=frozenset(flags))


def _end_block(reader: ExpressionReader, tag: Token) -> Parsed:
    name = reader.take_name()
    if name is None:
        return _parsed(tag, ())
    return Parsed(tag.text, _span(tag), (), (), name.text, _span(name))


def _with(reader: ExpressionReader, tag: Token) -> Parsed:
    names: list[Binding] = []
    values: list[Expression] = []
    while (token := reader.take_name()) is not None:
        names.append(_binding(token))
        reader.expect("=")
        values.append(reader.expression())
        if not reader.take(","):
            break
    return Parsed(tag.text, _span(tag), tuple(values), tuple(names))


def _include(reader: ExpressionReader, tag: Token) -> Parsed:
    path = reader.expression()
    flags = set()
    if reader.take("ignore"):
        reader.expect("missing")
        flags.add("ignore missing")
    flags |= _context(reader)
    return Parsed(tag.text, _span(tag), (path,), flags=frozenset(flags))


def _context(reader: ExpressionReader) -> set[str]:
    if word := reader.take("with", "without"):
        reader.expect("context")
        return {f"{word.text} context"}
    return set()


def _import(reader: ExpressionReader, tag: Token) -> Parsed:
    path = reader.expression()
    reader.expect("as")
    name = reader.take_name()
    if name is None:
        reader.note_fault()
    flags = frozenset(_context(reader))
    bindings = (_binding(name),) if name else ()
    return Parsed(tag.text, _span(tag), (path,), bindings, flags=flags)


def _from(reader: ExpressionReader, tag: Token) -> Parsed:
    path = reader.expression()
    reader.expect("import")
    bindings: list[Binding] = []
    aliases: list[tuple[Binding, str]] = []
    while not (reader.at("with", "without") and _context_follows(reader)):
        token = reader.take_name()
        if token is None:
            break
        local = token
        if reader.take("as"):
            local = reader.take_name() or token
        bindings.append(_binding(local))
        aliases.append((_binding(token), local.text))
        if not reader.take(","):
            break
    if not bindings:
        reader.note_fault()
    flags = frozenset(_context(reader))
    return Parsed(
        tag.text, _span(tag), (path,), tuple(bindings), aliases=tuple(aliases), flags=flags
    )


def _context_follows(reader: ExpressionReader) -> bool:
    following = reader.position + 1
    return following < len(reader.tokens) and reader.tokens[following].text == "context"


def _trans(reader: ExpressionReader, tag: Token) -> Parsed:
    names: list[Binding] = []
    values: list[Expression] = []
    if reader.current is not None and reader.current.kind == "string":
        reader.position += 1
    while (token := reader.take_name()) is not None:
        if token.text in ("trimmed", "notrimmed") and not reader.at("="):
            continue
        if reader.take("="):
            names.append(_binding(token))
            values.append(reader.expression())
        else:  # `{% trans user %}` passes the variable of that name
            span = _span(token)
            values.append(Expression("name", span, token.text, (), span))
        reader.take(",")
    return Parsed(tag.text, _span(tag), tuple(values), tuple(names))


def _pluralize(reader: ExpressionReader, tag: Token) -> Parsed:
    reader.take_name()
    return _parsed(tag, ())


def _attributes(reader: ExpressionReader, tag: Token) -> Parsed:
    """Tags of Banks and Haystack: `{% chat role="system" %}`; each value stays behind its key."""
    values: list[Expression] = []
    while (token := reader.take_name()) is not None:
        reader.expect("=")
        value = reader.expression()
        span = Span(token.start, value.span.end)
        values.append(Expression("keyword", span, token.text, (value,), _span(token)))
        reader.take(",")
    return _parsed(tag, tuple(values))


def _bare(_reader: ExpressionReader, tag: Token) -> Parsed:
    return _parsed(tag, ())


def _other(reader: ExpressionReader, tag: Token) -> Parsed:
    """A tag nobody here knows: its words are read as values where they look like values."""
    values: list[Expression] = []
    if not tag.text.startswith("end"):
        while reader.current is not None:
            before = reader.position
            values.append(reader.expression_list())
            if reader.position == before:
                reader.position += 1
    reader.fault = None
    kept = tuple(value for value in values if value.kind != "missing")
    return _parsed(tag, kept)


def _binding(token: Token) -> Binding:
    return Binding(token.text, _span(token))


def _span(token: Token) -> Span:
    return Span(token.start, token.end)


def _parsed(tag: Token, expressions: tuple[Expression, ...]) -> Parsed:
    return Parsed(tag.text, _span(tag), expressions)


_READERS: dict[str, Callable[[ExpressionReader, Token], Parsed]] = {
    "if": _condition,
    "elif": _condition,
    "else": _bare,
    "for": _for,
    "set": _set,
    "macro": _macro,
    "call": _call,
    "filter": _filter,
    "block": _block,
    "endblock": _end_block,
    "with": _with,
    "include": _include,
    "extends": _condition,
    "import": _import,
    "from": _from,
    "autoescape": _condition,
    "do": _condition,
    "print": _condition,
    "break": _bare,
    "continue": _bare,
    "debug": _bare,
    "trans": _trans,
    "pluralize": _pluralize,
    "generation": _bare,
    "chat": _attributes,
    "completion": _attributes,
    "message": _attributes,
    "insert": _condition,
    **{
        f"end{tag}": _bare
        for tag in ("if", "for", "set", "macro", "call", "filter", "with", "autoescape", "trans",
                    "generation", "chat", "completion", "message")
    },
}  # fmt: skip
