"""Jinja's built-in tests, which stand behind `is`."""

from __future__ import annotations

from promptwell.language.features.data.filters import BuiltinDoc

TESTS: dict[str, BuiltinDoc] = {
    name: BuiltinDoc(signature, text)
    for name, signature, text in (
        ("boolean", "boolean", "Whether the value is `true` or `false`."),
        ("callable", "callable", "Whether the value can be called."),
        (
            "defined",
            "defined",
            "Whether the variable has been given a value, if only an empty one.",
        ),
        (
            "divisibleby",
            "divisibleby(num)",
            "Whether the number can be divided by `num` without a rest.",
        ),
        ("eq", "eq(other)", "Whether both are equal, as with `==`."),
        ("equalto", "equalto(other)", "Whether both are equal, as with `==`."),
        ("escaped", "escaped", "Whether the text is marked as safe HTML."),
        ("even", "even", "Whether the number is even."),
        ("false", "false", "Whether the value is `false` itself, not merely empty."),
        ("filter", "filter", "Whether a filter of this name exists."),
        ("float", "float", "Whether the value is a floating-point number."),
        ("ge", "ge(other)", "Whether the value is greater than the other or equal to it."),
        ("greaterthan", "greaterthan(other)", "Whether the value is greater than the other."),
        ("gt", "gt(other)", "Whether the value is greater than the other."),
        ("in", "in(sequence)", "Whether the value occurs in the list, mapping or text."),
        ("integer", "integer", "Whether the value is a whole number."),
        ("iterable", "iterable", "Whether a loop can run over the value; true for texts as well."),
        ("le", "le(other)", "Whether the value is less than the other or equal to it."),
        ("lessthan", "lessthan(other)", "Whether the value is less than the other."),
        ("lower", "lower", "Whether the text is all in lower case."),
        ("lt", "lt(other)", "Whether the value is less than the other."),
        ("mapping", "mapping", "Whether the value is an object with keys."),
        ("ne", "ne(other)", "Whether the two differ, as with `!=`."),
        ("none", "none", "Whether the value is `none` (`null` in JSON)."),
        ("number", "number", "Whether the value is a number of any kind."),
        ("odd", "odd", "Whether the number is odd."),
        ("sameas", "sameas(other)", "Whether both are the very same object, not only equal."),
        (
            "sequence",
            "sequence",
            "Whether the value has a length and items by number; true for texts as well.",
        ),
        ("string", "string", "Whether the value is text."),
        ("test", "test", "Whether a test of this name exists."),
        ("true", "true", "Whether the value is `true` itself, not merely filled."),
        ("undefined", "undefined", "Whether the variable has been given no value."),
        ("upper", "upper", "Whether the text is all in upper case."),
    )
}
