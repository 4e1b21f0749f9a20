"""Reads Jinja expressions into a tree with places; half-typed text gives a partial tree."""

from __future__ import annotations

from ast import literal_eval
from typing import Any

from promptwell.language.syntax.templates.jinja.tokens import Token
from promptwell.language.syntax.templates.jinja.tree import Expression
from promptwell.language.text.source import Span

_CONSTANTS: dict[str, Any] = {
    "true": True,
    "True": True,
    "false": False,
    "False": False,
    "none": None,
    "None": None,
}
_KEYWORDS = frozenset({"and", "or", "not", "if", "else", "in", "is"})
_BINARY = {
    "or": 1, "and": 2, "in": 4, "==": 4, "!=": 4, "<": 4, "<=": 4, ">": 4, ">=": 4,
    "+": 5, "-": 5, "~": 6, "*": 7, "/": 7, "//": 7, "%": 7, "**": 8,
}  # fmt: skip
_NOT_PRECEDENCE, _UNARY_PRECEDENCE = 3, 9
# Jinja's own parser gives up at about 70 nested brackets; what it still reads, it may judge.
_MAX_DEPTH = 65
# Python refuses to compile what Jinja makes of a chain of more than 197 steps.
_LONGEST_CHAIN = 197


class ExpressionReader:
    """Reads expressions from a list of tokens, one after another.

    `fault` is the place of the first token that does not fit, or None. `too_deep` tells that
    a chain was longer than any template engine could run; what follows it was not read.
    """

    def __init__(self, tokens: list[Token], end: int) -> None:
        self.tokens = tokens
        self.position = 0
        self.end = end
        self.fault: Span | None = None
        self.too_deep = False
        self._depth = 0

    @property
    def current(self) -> Token | None:
        """The next token, or None at the end."""
        return self.tokens[self.position] if self.position < len(self.tokens) else None

    def at(self, *texts: str) -> bool:
        """Whether the next token is one of these operators or words."""
        token = self.current
        return token is not None and token.text in texts and token.kind != "string"

    def take(self, *texts: str) -> Token | None:
        """The next token if it is one of these, which is then consumed."""
        token = self.current
        if token is None or token.text not in texts or token.kind == "string":
            return None
        self.position += 1
        return token

    def take_name(self) -> Token | None:
        """The next token if it is a name, which is then consumed."""
        token = self.current
        if token is None or token.kind != "name":
            return None
        self.position += 1
        return token

    def expect(self, text: str) -> None:
        """Consume an operator or word; note a fault where it is missing."""
        if not self.take(text):
            self.note_fault()

    def note_fault(self) -> None:
        """Remember that the next token does not fit, unless a fault is known already."""
        if self.fault is None:
            token = self.current
            self.fault = Span(token.start, token.end) if token else Span(self.end, self.end)

    def last_end(self) -> int:
        """Where the last consumed token ends."""
        return self.tokens[self.position - 1].end if self.position else self.end

    # The grammar, loosest first.

    def expression_list(self, stop: tuple[str, ...] = ()) -> Expression:
        """One expression, or a tuple of several divided by commas."""
        first = self.expression()
        if not self.at(","):
            return first
        items = [first]
        while self.take(","):
            if self.current is None or self.at(")", "=", *stop):
                break
            items.append(self.expression())
        return Expression("tuple", Span(first.span.start, self.last_end()), None, tuple(items))

    def expression(self, conditional: bool = True) -> Expression:
        """One expression, with `a if test else b` unless that belongs to the tag."""
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            self._depth -= 1
            self._give_up()
            return self._missing()
        result = self._binary(0)
        while conditional and self.take("if"):
            test = self._binary(0)
            children = [result, test]
            if self.take("else"):
                children.append(self.expression())
            span = Span(result.span.start, self.last_end())
            result = Expression("conditional", span, None, tuple(children))
        self._depth -= 1
        return result

    def _give_up(self) -> None:
        self.note_fault()
        self.position = len(self.tokens)

    def _lengthen(self, steps: int) -> bool:
        """Whether a chain may have one more step; if not, reading ends here."""
        if steps <= _LONGEST_CHAIN:
            return True
        self.too_deep = True
        self._give_up()
        return False

    def _binary(self, minimum: int) -> Expression:
        left = self._prefix(minimum)
        steps = 0
        while (token := self.current) is not None:
            operator, width = token.text, 1
            if operator == "not" and self._next_is("in"):
                operator, width = "not in", 2
            precedence = _BINARY.get("in" if width == 2 else operator, 0)
            if not precedence or precedence <= minimum or token.kind == "string":
                break
            steps += operator != "~"  # Jinja joins texts in one step, however many there are
            if not self._lengthen(steps):
                break
            self.position += width
            if operator == "~":
                left = self._joined(left, precedence)
                continue
            right = self._binary(precedence)
            span = Span(left.span.start, max(right.span.end, self.last_end()))
            left = Expression("operation", span, operator, (left, right))
        return left

    def _joined(self, first: Expression, precedence: int) -> Expression:
        parts = [first, self._binary(precedence)]
        while self.take("~"):
            parts.append(self._binary(precedence))
        span = Span(first.span.start, max(parts[-1].span.end, self.last_end()))
        return Expression("operation", span, "~", tuple(parts))

    def _prefix(self, minimum: int) -> Expression:
        signs: list[Token] = []
        while token := self.take("not", "-", "+"):
            if not self._lengthen(len(signs) + 1):
                break
            signs.append(token)
        if not signs:
            return self._filtered(self._postfix(self._primary()))
        loosest = _NOT_PRECEDENCE if signs[-1].text == "not" else _UNARY_PRECEDENCE
        operand = self._binary(max(loosest, minimum))
        for sign in reversed(signs):
            span = Span(sign.start, operand.span.end)
            operand = Expression("operation", span, sign.text, (operand,))
        return self._filtered(operand)

    def _primary(self) -> Expression:
        token = self.current
        if token is None or (token.kind == "name" and token.text in _KEYWORDS):
            self.note_fault()
            return self._missing()
        span = Span(token.start, token.end)
        self.position += 1
        if token.kind == "name":
            if token.text in _CONSTANTS:
                return Expression("constant", span, _CONSTANTS[token.text])
            return Expression("name", span, token.text, (), span)
        if token.kind == "string":
            return self._string(token)
        if token.kind in ("integer", "float"):
            return Expression("constant", span, _number(token.text))
        if token.text == "(":
            return self._parenthesized(token)
        if token.text == "[":
            items = self._items("]")
            return Expression("list", Span(token.start, self.last_end()), None, tuple(items))
        if token.text == "{":
            return self._dict(token)
        self.position -= 1
        self.note_fault()
        if token.kind == "error":  # an illegal character or a lone quote: read on behind it
            self.position += 1
        return self._missing(token.start)

    def _string(self, token: Token) -> Expression:
        value = _unquoted(token.text)
        while (more := self.current) is not None and more.kind == "string":
            value += _unquoted(more.text)
            self.position += 1
        return Expression("constant", Span(token.start, self.last_end()), value)

    def _parenthesized(self, opening: Token) -> Expression:
        if self.take(")"):
            return Expression("tuple", Span(opening.start, self.last_end()))
        inner = self.expression_list()
        self.expect(")")
        return Expression(
            inner.kind,
            Span(opening.start, self.last_end()),
            inner.value,
            inner.children,
            inner.name_span,
        )

    def _items(self, closing: str) -> list[Expression]:
        items: list[Expression] = []
        while self.current is not None and not self.at(closing):
            before = self.position
            items.append(self.expression())
            if not self.take(",") or self.position == before:
                break
        self.expect(closing)
        return items

    def _dict(self, opening: Token) -> Expression:
        children: list[Expression] = []
        while self.current is not None and not self.at("}"):
            children.append(self.expression())
            self.expect(":")
            children.append(self.expression())
            if not self.take(","):
                break
        self.expect("}")
        return Expression("dict", Span(opening.start, self.last_end()), None, tuple(children))

    def _postfix(self, value: Expression) -> Expression:
        start = value.span.start
        steps = 0
        while self.at(".", "[", "(") and self._lengthen(steps := steps + 1):
            if dot := self.take("."):
                token = self.current
                if token is None or token.kind not in ("name", "integer"):
                    self.note_fault()
                    empty = Span(dot.end, dot.end)
                    return Expression("attribute", Span(start, dot.end), "", (value,), empty)
                self.position += 1
                name = Span(token.start, token.end)
                value = Expression("attribute", Span(start, token.end), token.text, (value,), name)
            elif self.take("["):
                key = self._subscript()
                value = Expression("item", Span(start, self.last_end()), None, (value, key))
            else:
                self.position += 1
                arguments = self._arguments()
                value = Expression("call", Span(start, self.last_end()), None, (value, *arguments))
        return value

    def _subscript(self) -> Expression:
        begin = self.last_end()
        items: list[Expression] = []
        while self.current is not None and not self.at("]"):
            before = self.position
            items.append(self._slice_or_expression())
            if not self.take(",") or self.position == before:
                break
        self.expect("]")
        if len(items) == 1:
            return items[0]
        return Expression("tuple", Span(begin, self.last_end()), None, tuple(items))

    def _slice_or_expression(self) -> Expression:
        begin = self.current.start if self.current else self.end
        bounds = [] if self.at(":") else [self.expression()]
        if bounds and not self.at(":"):
            return bounds[0]
        while self.take(":"):
            if self.current is not None and not self.at(":", "]", ","):
                bounds.append(self.expression())
        return Expression("slice", Span(begin, self.last_end()), None, tuple(bounds))

    def _arguments(self) -> list[Expression]:
        arguments: list[Expression] = []
        while self.current is not None and not self.at(")"):
            before = self.position
            arguments.append(self._argument())
            if not self.take(",") or self.position == before:
                break
        self.expect(")")
        return arguments

    def _argument(self) -> Expression:
        if star := self.take("*", "**"):
            inner = self.expression()
            return Expression("star", Span(star.start, inner.span.end), star.text, (inner,))
        token = self.current
        if token and token.kind == "name" and self._next_is("="):
            self.position += 2
            inner = self.expression()
            name = Span(token.start, token.end)
            return Expression(
                "keyword", Span(token.start, inner.span.end), token.text, (inner,), name
            )
        return self.expression()

    def _filtered(self, value: Expression) -> Expression:
        steps = 0
        while self.at("|", "is", "(") and self._lengthen(steps := steps + 1):
            if self.take("|"):
                value = self.filter(value)
            elif self.take("is"):
                value = self._test(value)
            elif self.at("(") and value.kind in ("filter", "test"):
                self.position += 1
                arguments = self._arguments()
                span = Span(value.span.start, self.last_end())
                value = Expression("call", span, None, (value, *arguments))
            else:
                break
        return value

    def filter(self, value: Expression) -> Expression:
        """A filter's name and arguments, the bar already consumed."""
        start = value.span.start
        name, span = self._dotted_name()
        arguments = self._arguments() if name and self.take("(") else []
        end = max(self.last_end(), span.end)
        return Expression("filter", Span(start, end), name, (value, *arguments), span)

    def _test(self, value: Expression) -> Expression:
        negated = self.take("not") is not None
        name, span = self._dotted_name()
        arguments: list[Expression] = []
        token = self.current
        if self.take("("):
            arguments = self._arguments()
        elif token is not None and (
            token.kind in ("string", "integer", "float")
            or (token.kind == "operator" and token.text in "[{")
            or (
                token.kind == "name"
                and token.text not in ("else", "or", "and", "is", "if", "in", "not")
            )
        ):
            arguments = [self._postfix(self._primary())]
        end = max(self.last_end(), span.end)
        test = Expression("test", Span(value.span.start, end), name, (value, *arguments), span)
        return Expression("operation", test.span, "not", (test,)) if negated else test

    def _dotted_name(self) -> tuple[str, Span]:
        token = self.take_name()
        if token is None:
            self.note_fault()
            return "", Span(self.last_end(), self.last_end())
        name, end = token.text, token.end
        while self.at(".") and (following := self._after()) and following.kind == "name":
            self.position += 2
            name, end = f"{name}.{following.text}", following.end
        return name, Span(token.start, end)

    def _after(self) -> Token | None:
        following = self.position + 1
        return self.tokens[following] if following < len(self.tokens) else None

    def _next_is(self, text: str) -> bool:
        following = self._after()
        return following is not None and following.kind != "string" and following.text == text

    def _missing(self, at: int | None = None) -> Expression:
        place = at if at is not None else (self.last_end() if self.position else self.end)
        return Expression("missing", Span(place, place))


def _number(text: str) -> int | float:
    digits = text.replace("_", "")
    try:
        return float(digits) if any(mark in digits for mark in ".eE") else int(digits, 0)
    except ValueError:
        # Hexadecimal digits contain an e; and Python refuses to read thousands of digits at once.
        try:
            return int(digits, 0)
        except ValueError:
            return 0


def _unquoted(text: str) -> str:
    if "\\" not in text:
        return text[1:-1]
    try:
        # Jinja decodes escapes as Python does, over the string with line ends kept.
        return str(literal_eval(text.replace("\r", "\\r").replace("\n", "\\n")))
    except (ValueError, SyntaxError):
        return text[1:-1]
