"""The names that an agent file uses: those of its holes, `$ARGUMENTS` and the like.

No block and no local name changes what a hole means, so that holes which are written alike are looked
at once. The walk that templates need finds the same, and takes three times as long: a long file has
hundreds of holes, and they are read anew with each keystroke.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from promptwell.language.semantics.model import Call, Use
from promptwell.language.semantics.types import ANY, Type
from promptwell.language.semantics.uses import Names
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.templates.jinja.dialects import SPECIAL_NAMES
from promptwell.language.syntax.templates.jinja.tree import Parsed
from promptwell.language.text.source import Span


class _Hole(NamedTuple):
    """What a hole means wherever it stands; places are counted from its begin.

    `default` is the place where a value is put in for a missing one; None where nothing is.
    """

    name: str
    start: int
    end: int
    default: int | None
    type: Type
    is_use: bool


def resolve_holes(document: PromptDocument, inputs: Mapping[str, Type]) -> Names:
    """Every use of a name in an agent file; the arguments are those of `resolve_names`."""
    names = Names()
    known: dict[int, _Hole] = {}
    for island in document.template.islands:
        if island.kind != "output":
            continue
        parsed, begin = island.parsed, island.span.start
        hole = known.get(id(parsed))
        if hole is None:
            hole = known[id(parsed)] = _hole(parsed, inputs)
        filters: tuple[str, ...] = ()
        if hole.default is not None:
            place = Span(begin + hole.default, begin + hole.default)
            names.calls.append(Call("filter", "default", place, island))
            filters = ("default",)
        if hole.is_use:
            span = Span(begin + hole.start, begin + hole.end)
            message = document.message_at(span.start)
            names.uses.append(
                Use(
                    hole.name,
                    span,
                    (),
                    (),
                    None,
                    bool(filters),
                    filters,
                    True,
                    hole.type,
                    message,
                    island,
                )
            )
    return names


def _hole(parsed: Parsed, inputs: Mapping[str, Type]) -> _Hole:
    whole = parsed.expressions[0]
    default = whole.name_span.start if whole.kind == "filter" else None
    name = whole.children[0] if whole.kind == "filter" else whole
    # `loop` and its like mean something of Jinja's unless the file declares them.
    is_use = name.value not in SPECIAL_NAMES or name.value in inputs
    return _Hole(name.value, *name.name_span, default, inputs.get(name.value, ANY), is_use=is_use)
