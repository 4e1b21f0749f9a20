"""Types of Jinja expressions, from the types of the names in them."""

from __future__ import annotations

from collections.abc import Callable

from promptwell.language.semantics.chains import chain_of
from promptwell.language.semantics.types import ANY, BOOLEAN, FLOAT, INTEGER, STRING, Type, type_of
from promptwell.language.syntax.templates.jinja.tree import Expression

LOOP = Type(
    "object",
    fields={
        **dict.fromkeys(("index", "index0", "revindex", "revindex0", "length"), INTEGER),
        **dict.fromkeys(("depth", "depth0"), INTEGER),
        **dict.fromkeys(("first", "last"), BOOLEAN),
        **dict.fromkeys(("previtem", "nextitem", "cycle", "changed"), ANY),
    },
    closed=True,
)
ELEMENT_FILTERS = frozenset({"first", "last", "random"})
SAME_TYPE_FILTERS = frozenset(
    {"sort", "reverse", "unique", "list", "select", "reject", "selectattr", "rejectattr"}
    | {"default", "d"}
)
# A text becomes the list of its letters.
_LETTERS_FILTERS = SAME_TYPE_FILTERS - {"default", "d", "reverse"}
_FILTER_TYPES = {
    **dict.fromkeys(("length", "count", "int", "wordcount"), INTEGER),
    **dict.fromkeys(("upper", "lower", "title", "capitalize", "trim", "replace"), STRING),
    **dict.fromkeys(("join", "string", "tojson", "indent", "truncate", "striptags"), STRING),
    **dict.fromkeys(("map", "dictsort", "items", "batch", "slice"), Type("array")),
    "float": FLOAT,
}


def type_of_expression(expression: Expression, type_of_name: Callable[[str], Type]) -> Type:
    """What is known of an expression's type; `any` for all that is not plain."""
    if expression.kind == "constant":
        return type_of(expression.value)
    chain = chain_of(expression)
    if chain is not None:
        known = type_of_name(chain.name)
        for attribute in chain.path:
            known = known.attribute(attribute)
        return known
    children = expression.children
    if expression.kind == "attribute":
        return type_of_expression(children[0], type_of_name).attribute(str(expression.value))
    if expression.kind in ("list", "tuple"):
        item = type_of_expression(children[0], type_of_name) if children else None
        return Type("array", item)
    if expression.kind == "dict":
        pairs = zip(children[::2], children[1::2], strict=False)
        return Type(
            "object",
            fields={
                str(key.value): type_of_expression(value, type_of_name)
                for key, value in pairs
                if key.kind == "constant"
            },
        )
    if expression.kind == "filter":
        return _filtered(expression, type_of_name)
    return ANY


def unpacked_type(iterable: Expression | None, index: int) -> Type:
    """The type of the n-th loop variable where several unpack each element: keys are text."""
    if iterable is not None and index == 0:
        callee = iterable.children[0] if iterable.kind == "call" else iterable
        if callee.value in ("items", "dictsort"):
            return STRING
    return ANY


def _filtered(expression: Expression, type_of_name: Callable[[str], Type]) -> Type:
    if expression.value in _FILTER_TYPES:
        return _FILTER_TYPES[expression.value]
    if expression.value in SAME_TYPE_FILTERS or expression.value in ELEMENT_FILTERS:
        inner = type_of_expression(expression.children[0], type_of_name)
        if inner.kind == "string" and expression.value in _LETTERS_FILTERS:
            return Type("array", STRING)
        return inner.element() if expression.value in ELEMENT_FILTERS else inner
    if expression.value == "groupby":
        return _grouped(expression, type_of_expression(expression.children[0], type_of_name))
    return ANY


def _grouped(expression: Expression, items: Type) -> Type:
    """Pairs of a value and the items that have it."""
    by = expression.children[1] if len(expression.children) > 1 else None
    grouper = ANY
    if by is not None and by.kind == "constant" and isinstance(by.value, str):
        grouper = items.element()
        for step in by.value.split("."):
            grouper = grouper.attribute(step)
    same = items if items.kind == "array" else Type("array")
    return Type("array", Type("object", fields={"grouper": grouper, "list": same}))
