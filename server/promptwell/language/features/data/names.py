"""Names that Jinja itself provides: global functions, and those that exist inside certain tags."""

from __future__ import annotations

from promptwell.language.features.data.filters import BuiltinDoc

GLOBALS: dict[str, BuiltinDoc] = {
    name: BuiltinDoc(signature, text)
    for name, signature, text in (
        (
            "range",
            "range([start,] stop[, step])",
            "The whole numbers from `start` up to, not including, `stop`.",
        ),
        ("dict", "dict(**items)", "A mapping of the named arguments."),
        (
            "lipsum",
            "lipsum(n=5, html=true, min=20, max=100)",
            "Filler text, different each time. Hardly of use in a prompt.",
        ),
        (
            "cycler",
            "cycler(*items)",
            "Gives its items in turn: `next()` moves on, `current` is the one at hand.",
        ),
        (
            "joiner",
            "joiner(sep=', ')",
            "Gives nothing on its first call and the separator on every later one.",
        ),
        (
            "namespace",
            "namespace(**values)",
            "An object whose attributes `set` can change inside a loop so that they last beyond it.",
        ),
        ("_", "_(text)", "The text in the reader's language. Same as `gettext`."),
        ("gettext", "gettext(text)", "The text in the reader's language."),
        (
            "ngettext",
            "ngettext(singular, plural, n)",
            "The form that fits the number, in the reader's language.",
        ),
        (
            "pgettext",
            "pgettext(context, text)",
            "The text in the reader's language, told apart by its context.",
        ),
        (
            "npgettext",
            "npgettext(context, singular, plural, n)",
            "The form that fits the number, told apart by its context.",
        ),
    )
}

SPECIAL: dict[str, BuiltinDoc] = {
    name: BuiltinDoc(signature, text)
    for name, signature, text in (
        (
            "loop",
            "loop",
            "The state of the innermost loop: `loop.index`, `loop.first`, `loop.last` and others.",
        ),
        ("self", "self.block()", "The blocks of this template, to write one of them again."),
        ("super", "super()", "What the block of the same name holds in the parent template."),
        ("caller", "caller(*args)", "Inside a macro: what the `call` block that calls it holds."),
        (
            "varargs",
            "varargs",
            "Inside a macro: the further arguments it was given without a name.",
        ),
        ("kwargs", "kwargs", "Inside a macro: the further arguments it was given by name."),
    )
}

LOOP: dict[str, BuiltinDoc] = {
    name: BuiltinDoc(signature, text)
    for name, signature, text in (
        ("index", "loop.index", "The round of the loop, counted from 1."),
        ("index0", "loop.index0", "The round of the loop, counted from 0."),
        ("revindex", "loop.revindex", "Rounds left, this one included."),
        ("revindex0", "loop.revindex0", "Rounds left after this one."),
        ("first", "loop.first", "Whether this is the first round."),
        ("last", "loop.last", "Whether this is the last round."),
        ("length", "loop.length", "How many rounds there are."),
        ("cycle", "loop.cycle(*values)", "One of the values in turn, a new one each round."),
        ("depth", "loop.depth", "How deep a recursive loop is, counted from 1."),
        ("depth0", "loop.depth0", "How deep a recursive loop is, counted from 0."),
        ("previtem", "loop.previtem", "The item of the round before; undefined in the first."),
        ("nextitem", "loop.nextitem", "The item of the next round; undefined in the last."),
        (
            "changed",
            "loop.changed(*values)",
            "Whether the values differ from those of the round before.",
        ),
    )
}

CONSTANTS: dict[str, str] = {
    "true": "The boolean `true`.",
    "false": "The boolean `false`.",
    "none": "No value (`null` in JSON).",
}
