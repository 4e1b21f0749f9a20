"""The words of a Handlebars tag to expressions: paths, literals, calls of helpers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from promptwell.language.syntax.problem import Problem
from promptwell.language.syntax.templates.handlebars.tokens import Token
from promptwell.language.syntax.templates.jinja.tree import Binding, Expression
from promptwell.language.text.source import Span

_RULE = "template-syntax"
_DEEPEST = 40
_LITERALS = {"true": True, "false": False, "null": None, "undefined": None}
_OPERATORS = frozenset("<>=!&|+*%^")
_BEGINS = frozenset({"id", "data", "string", "number", "literal", "open"})


class Reading(NamedTuple):
    """What a tag evaluates, the names it introduces (`as |item index|`), and its faults.

    Places of expressions and bindings count from the tag's first character, those of problems are
    places in the file.
    """

    expression: Expression | None
    bindings: tuple[Binding, ...]
    problems: list[Problem]


def read_expression(
    text: str,
    tokens: Sequence[Token],
    base: int,
    end: int,
    *,
    is_block: bool,
    computed: bool,
    brackets: bool = False,
) -> Reading:
    """Read the words of a tag; `computed` ones may begin with a `(`, and blocks may introduce names.

    `{{x}}` is a name, `{{a.b}}` an attribute, `{{helper a b=c}}` a call. `../x` is an attribute of the
    name `..`, `@root.x` one of the name `@root`. A path's end that is still to be typed is the
    attribute "". With `brackets`, no `.` need stand before a field in brackets, as in `items[0]`.
    """
    parser = _Parser(text, tokens, base, end, brackets=brackets)
    if tokens and tokens[0].kind == "open" and not computed:
        parser.unfit(tokens[0])
    expression = parser.call(0) if tokens else None
    bindings = parser.block_params() if is_block else ()
    parser.rest()
    return Reading(expression, bindings, parser.problems)


class _Parser:
    def __init__(
        self, text: str, tokens: Sequence[Token], base: int, end: int, *, brackets: bool
    ) -> None:
        self.text = text
        self.brackets = brackets
        self.tokens = tokens
        self.base = base
        self.end = end
        self.position = 0
        self.problems: list[Problem] = []

    def call(self, depth: int, *, always: bool = False) -> Expression:
        """A value, or a helper with its arguments."""
        head = self._value(depth)
        arguments: list[Expression] = []
        named = False
        while self._kind() in _BEGINS:
            argument = self._argument(depth)
            if named and argument.kind != "keyword":
                self._fault(
                    argument.span.shift(self.base), "a value stands before those with a name"
                )
            named = named or argument.kind == "keyword"
            arguments.append(argument)
        if not arguments and not always:
            return head
        last = arguments[-1] if arguments else head
        span = Span(head.span.start, last.span.end)
        return Expression("call", span, None, (head, *arguments))

    def block_params(self) -> tuple[Binding, ...]:
        """The names in `as |item index|`."""
        if self._kind() != "as":
            return ()
        opening = self._next()
        found = []
        while self._kind() == "id":
            token = self._next()
            found.append(Binding(self._word(token), self._place(token)))
        if self._kind() == "pipe":
            self._next()
        else:
            self._fault(opening.span, "the names behind `as |` end with another `|`")
        if not found:
            self._fault(opening.span, "a name is missing behind `as |`")
        return tuple(found)

    def rest(self) -> None:
        """Report what is left over: one fault, since the others follow from it."""
        if self.position < len(self.tokens):
            self.unfit(self.tokens[self.position])

    def unfit(self, token: Token) -> None:
        """Report a word that has no meaning where it stands."""
        written = self.text[token.start : token.end]
        message = f"`{written}` can't stand here"
        if token.kind == "error" and set(written) <= _OPERATORS:
            message = f"Handlebars has no operator `{written}`: ask a helper, such as `(eq a b)`"
        elif token.kind == "error" and written in "\"'[":
            message = f"this `{written}` is never closed"
        self._fault(token.span, message)

    def _argument(self, depth: int) -> Expression:
        token = self._peek()
        following = self._peek(1)
        if token and token.kind == "id" and following and following.kind == "equals":
            self._next()
            self._next()
            place = self._place(token)
            value = self._value(depth)
            span = Span(place.start, max(value.span.end, place.end + 1))
            return Expression("keyword", span, self._word(token), (value,), place)
        return self._value(depth)

    def _value(self, depth: int) -> Expression:
        token = self._peek()
        if token is None or token.kind not in _BEGINS:
            at = token.start if token else self.end
            if token is None:
                self._fault(Span(at - 1, at), "a name or a value is missing here")
            else:
                self.unfit(token)
            place = Span(at - self.base, at - self.base)
            return Expression("missing", place)
        if token.kind == "open":
            return self._sub_expression(depth)
        if token.kind in ("id", "data"):
            return self._path()
        self._next()
        if token.kind != "string":
            self._touching(token)
        return Expression("constant", self._place(token), self._constant(token))

    def _sub_expression(self, depth: int) -> Expression:
        opening = self._next()
        if depth >= _DEEPEST:
            self.position = len(self.tokens)
            self._fault(opening.span, f"parentheses nest more than {_DEEPEST} levels deep here")
            return Expression("missing", self._place(opening))
        inner = self.call(depth + 1, always=True)
        if self._kind() == "close":
            end = self._next().end - self.base
        else:
            end = inner.span.end
            self._fault(opening.span, "this `(` is never closed")
        span = Span(opening.start - self.base, end)
        return Expression(inner.kind, span, inner.value, inner.children, inner.name_span)

    def _path(self) -> Expression:
        mark = self._next() if self._kind() == "data" else None
        first = self._segment()
        start = mark.start - self.base if mark else first.span.start
        names, place = [("@" if mark else "") + first.name], Span(start, first.span.end)
        while names[-1].endswith("..") and self._kind() == "separator" and self._kind(1) == "id":
            if not mark and self._written(1) != "..":
                break
            self._next()  # `../../x` climbs twice, `@../index` is a value of an outer block
            part = self._segment()
            names.append(part.name)
            place = Span(start, part.span.end)
        name = "/".join(names)
        name = "this" if name == "." else name
        expression = Expression("name", place, name, (), place)
        while self._at_separator(expression.span.end + self.base) or self._at_bracket(expression):
            if not self._at_bracket(expression):
                self._next()
            part = self._segment()
            if part.plain and part.name in ("..", ".", "this"):
                where = part.span.shift(self.base)
                self._fault(where, f"`{part.name}` stands only at the beginning of a path")
            whole = Span(start, part.span.end)
            expression = Expression("attribute", whole, part.name, (expression,), part.span)
        return expression

    def _at_separator(self, end: int) -> bool:
        """Whether the path goes on; a `.` that ends it is read as one whose name is to be typed."""
        token = self._peek()
        if token is None:
            return False
        return token.kind == "separator" or (token.start == end and self._written() == ".")

    def _at_bracket(self, owner: Expression) -> bool:
        """Whether a field in brackets stands right behind a path: `items[0]`."""
        token = self._peek()
        if not self.brackets or token is None or token.kind != "id":
            return False
        return token.start == owner.span.end + self.base and self._written().startswith("[")

    def _segment(self) -> _Segment:
        token = self._peek()
        if token is None or token.kind not in ("id", "number", "literal"):
            at = self.tokens[self.position - 1].end if self.position else self.end
            self._fault(Span(at - 1, at), "the next part of the path is missing")
            return _Segment("", Span(at - self.base, at - self.base), True)
        self._next()
        self._touching(token)
        return _Segment(self._word(token), self._place(token), self.text[token.start] != "[")

    def _touching(self, token: Token) -> None:
        """Two words without a blank between them are none."""
        following = self._peek()
        if following and following.start == token.end and following.kind in _BEGINS:
            if self._written() != "." and not (self.brackets and self._written()[:1] == "["):
                self._fault(following.span, "a blank is missing before this")

    def _word(self, token: Token) -> str:
        written = self.text[token.start : token.end]
        return written[1:-1] if written.startswith("[") else written

    def _constant(self, token: Token) -> object:
        written = self.text[token.start : token.end]
        if token.kind == "string":
            return written[1:-1].replace("\\" + written[0], written[0])
        if token.kind == "literal":
            return _LITERALS[written]
        if "." in written:
            return float(written)
        return int(written) if len(written) < 300 else float("inf")

    def _place(self, token: Token) -> Span:
        return Span(token.start - self.base, token.end - self.base)

    def _peek(self, ahead: int = 0) -> Token | None:
        index = self.position + ahead
        return self.tokens[index] if index < len(self.tokens) else None

    def _kind(self, ahead: int = 0) -> str:
        token = self._peek(ahead)
        return token.kind if token else ""

    def _written(self, ahead: int = 0) -> str:
        token = self._peek(ahead)
        return self.text[token.start : token.end] if token else ""

    def _next(self) -> Token:
        token = self.tokens[self.position]
        self.position += 1
        return token

    def _fault(self, span: Span, message: str) -> None:
        if not self.problems:  # what follows a fault mostly follows from it
            self.problems.append(Problem(_RULE, span, message))


class _Segment(NamedTuple):
    name: str
    span: Span
    plain: bool
