"""The rule non-portable-template."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from promptwell.language.rules.base import Finding, Rule, RuleContext
from promptwell.language.rules.severity import Severity
from promptwell.language.syntax.templates.jinja.tree import Block, Expression, Island
from promptwell.language.text.source import Span

if TYPE_CHECKING:
    from promptwell.language.semantics.model import SemanticModel

_TAGS = frozenset({"if", "elif", "else", "endif", "for", "endfor"})
_FILTERS = frozenset({"default", "upper", "lower", "join", "length", "trim"})
_LOOP = frozenset({"index", "index0", "first", "last", "length"})
_OPERATORS = frozenset({"and", "or", "not", "in", "==", "!=", "<", ">", "<=", ">="})
_COMPARISONS = _OPERATORS - {"and", "or", "not"}
_CLOSERS = {"output": "}}", "statement": "%}", "comment": "#}"}


_PATH = r"(?!(?:True|False|[Nn]one|loop)\b)[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*"
# Most islands are as plain as this; walking their trees would only cost time.
_SURELY_PORTABLE = re.compile(
    rf"\{{\{{-?\s*{_PATH}(?:\s*\|\s*(?:{'|'.join(sorted(_FILTERS))}))?\s*-?\}}\}}"
    rf"|\{{%-?\s*(?:(?:if|elif)\s+{_PATH}|for\s+[A-Za-z_]\w*\s+in\s+{_PATH}"
    r"|else|endif|endfor)\s*-?%\}"
)


class _Construct(NamedTuple):
    """One construct outside the subset: its kind (told once per file), its place, and why."""

    kind: str
    span: Span
    message: str


class NonPortableTemplate(Rule):
    """A template that only some of Prompty's runtimes can render.

    ## What it does

    Reports what a Prompty v2 file uses beyond the portable subset of Jinja, each kind of construct
    once per file. The subset has output of variables, attributes and items, the filters `default`,
    `join`, `length`, `lower`, `trim` and `upper`, `if`/`elif`/`else`, `for x in y` with
    `loop.index`, `index0`, `first`, `last` and `length`, comparisons, `and`, `or`, `not`, `in`,
    comments and the trim marks `-`.

    Outside it are includes, macros, `set`, tests (`is defined`), other filters, arithmetic,
    calls, lists and dicts, `True` and `None` with a capital letter, and a few more.

    It is information, and an **error** where the file says `metadata.portable: true`. Files of
    other formats and dialects are not looked at.

    ## Why is this bad?

    Prompty has runtimes in Python, C#, TypeScript, Rust, Java, Swift and Go, each with another
    template engine. Only the subset renders the same text in all of them. In Python alone,
    nothing is wrong with the rest.

    ## Example

    ```prompty
    ---
    metadata: {portable: true}
    inputs:
      - {name: items, kind: array, items: {kind: string}}
    ---
    {% set count = items | count %}{% if items is defined %}{{ count }} items{% endif %}
    ```

    ```prompty
    ---
    metadata: {portable: true}
    inputs:
      - {name: items, kind: array, items: {kind: string}}
    ---
    {% if items %}{{ items | length }} items{% endif %}
    ```
    """

    group = "structure"
    severity = "information"

    def check(self, model: SemanticModel, context: RuleContext) -> Iterator[Finding]:
        """Yield the first of each kind of construct outside the subset."""
        document = model.document
        if document.engine != "jinja2" or document.dialect not in (
            "prompty-v2",
            "prompty-portable",
        ):
            return
        flag = document.root.get("metadata", "portable")
        promised = flag is not None and flag.value is True
        severity: Severity = "error" if promised else "information"
        seen: set[str] = set()
        for construct in sorted(_constructs(model), key=lambda each: each.span):
            if construct.kind not in seen:
                seen.add(construct.kind)
                message = f"{construct.message} is outside the portable subset of Jinja"
                yield Finding(construct.span, message, severity=severity)


def _constructs(model: SemanticModel) -> Iterator[_Construct]:
    document = model.document
    for island in document.template.islands:
        if island.parsed.problems or not island.closed:
            continue
        text = document.text[island.span.start : island.span.end]
        if not _SURELY_PORTABLE.fullmatch(text):
            yield from _of_island(island, text)
    for block in document.template.blocks():
        yield from _of_block(block)


def _of_island(island: Island, text: str) -> Iterator[_Construct]:
    parsed = island.parsed
    if island.kind == "raw":
        yield _Construct("raw", island.span, "the tag `raw`")
        return
    closer = _CLOSERS[island.kind]
    if closer in text[2:-2]:
        yield _Construct("closer", island.span, f"`{closer}` inside a tag")
    if island.kind == "comment":
        return
    if "+" in (text[2:3], text[-3:-2]):
        yield _Construct("plus", island.span, "the mark `+`")
    if island.kind == "statement":
        if parsed.tag not in _TAGS:
            place = island.absolute(parsed.tag_span)
            if not parsed.tag.startswith("end"):
                yield _Construct(f"tag {parsed.tag}", place, f"the tag `{parsed.tag}`")
            return
        yield from _of_for(island)
    for expression in parsed.expressions:
        for part in expression.walk():
            found = _of_expression(part, text)
            if found:
                yield found._replace(span=island.absolute(found.span))


def _of_for(island: Island) -> Iterator[_Construct]:
    parsed = island.parsed
    if parsed.tag != "for":
        return
    if len(parsed.bindings) > 1:
        place = Span(parsed.bindings[0].span.start, parsed.bindings[-1].span.end)
        yield _Construct("for unpack", island.absolute(place), "a loop over two names")
    if len(parsed.expressions) > 1:
        yield _Construct("for if", island.absolute(parsed.expressions[1].span), "a loop with `if`")
    if parsed.flags:
        yield _Construct("for recursive", island.absolute(parsed.tag_span), "a recursive loop")


def _of_block(block: Block) -> Iterator[_Construct]:
    if block.tag == "for" and len(block.branches) > 1:
        island = block.branches[1].island
        yield _Construct("for else", island.absolute(island.parsed.tag_span), "`else` of a loop")


def _of_expression(part: Expression, text: str) -> _Construct | None:
    kind = part.kind
    if kind == "filter" and part.value not in _FILTERS:
        return _Construct(f"filter {part.value}", part.name_span, f"the filter `{part.value}`")
    if kind == "test":
        return _Construct("test", part.name_span, f"the test `is {part.value}`")
    if kind == "operation":
        return _of_operation(part, text)
    if kind in ("attribute", "item"):
        return _of_access(part, text)
    if kind == "constant":
        return _of_constant(part, text)
    what = {
        "call": "a call",
        "keyword": "a named argument",
        "list": "a list",
        "tuple": "a tuple",
        "dict": "a dict",
        "conditional": "`a if b else c`",
        "slice": "a slice",
    }.get(kind)
    return _Construct(kind, part.span, what) if what else None


def _of_access(part: Expression, text: str) -> _Construct | None:
    base = part.children[0]
    if base.kind not in ("name", "attribute", "item") or text[base.span.start] == "(":
        return _Construct("access", part.span, "access to a part of an expression")
    if part.kind == "item":
        key = part.children[1]
        if key.kind == "operation" and key.value == "-":
            return _Construct("negative index", key.span, "a negative index")
    elif base.kind == "name" and base.value == "loop" and part.value not in _LOOP:
        return _Construct("loop", part.name_span, f"`loop.{part.value}`")
    return None


def _of_operation(part: Expression, text: str) -> _Construct | None:
    operator = part.value
    if operator == "-" and len(part.children) == 1 and part.children[0].kind == "constant":
        return None
    if operator not in _OPERATORS:
        return _Construct(f"operator {operator}", part.span, f"the operator `{operator}`")
    if operator in _COMPARISONS:
        left = part.children[0]
        if left.kind == "operation" and left.value in _COMPARISONS and text[left.span.start] != "(":
            return _Construct("chain", part.span, "a chain of comparisons")
    return None


def _of_constant(part: Expression, text: str) -> _Construct | None:
    written = text[part.span.start : part.span.end].strip("() ")
    if written in ("True", "False", "None", "none"):
        meant = "null" if part.value is None else written.lower()
        return _Construct(f"constant {written}", part.span, f"`{written}` instead of `{meant}`")
    if isinstance(part.value, str) and "\\" in written:
        return _Construct("escape", part.span, "a backslash in a string")
    return None
