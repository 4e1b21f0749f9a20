"""What a name in the sections of a Mustache template is read from: a section's value, or the inputs."""

from __future__ import annotations

from collections.abc import Iterable

from promptwell.language.semantics.chains import chain_of
from promptwell.language.semantics.model import Local, LocalKind, SemanticModel
from promptwell.language.semantics.types import BOOLEAN, Type
from promptwell.language.syntax.templates.jinja.tree import Block, Node
from promptwell.language.text.source import Span

ITEM = "this"
"""The local name behind the fields that a section reads; no template can write it."""

_OPEN = frozenset({"any", "object"})


def section_value(block: Block, value: Type) -> Local | None:
    """What a section's names may be fields of: an item of a list, or the value; None where it has none."""
    island = block.branches[0].island
    if block.tag != "#" or not island.parsed.expressions:
        return None
    is_list = value.kind in ("array", "thread")
    kind: LocalKind = "loop" if is_list else "with"
    known = value.element() if is_list else value
    end = block.end.span.start if block.end else block.span.end
    place = Span(island.span.start + 1, island.span.start + 1)
    inside = Span(island.span.end, max(end, island.span.end))
    given = known if known.kind in _OPEN else BOOLEAN
    return Local(ITEM, place, kind, inside, island, island.parsed.expressions[0], given)


def owner_of(name: str, sections: Iterable[Local], *, is_input: bool) -> Local | None:
    """The value that a name is read from, given the sections around it, the innermost first.

    None for an input. A field that a section's value is known to have wins; a name that nobody knows
    is taken for a field of the innermost value that may have it.
    """
    around = list(sections)
    known = next((each for each in around if name in each.type.fields), None)
    if known is not None or is_input:
        return known
    return next((each for each in around if may_have_more(each.type)), None)


def sections_at(model: SemanticModel, offset: int) -> list[Local]:
    """The values of the Mustache sections around an offset, the innermost first."""
    if model.document.engine != "mustache":
        return []
    around = [local for local in model.locals if local.scope.contains(offset)]
    return sorted(around, key=lambda local: local.scope.start, reverse=True)


def may_have_more(value: Type) -> bool:
    """Whether a value may have fields that nothing tells of."""
    return value.kind in _OPEN and not value.closed


def names_outside_sections(nodes: Iterable[Node]) -> set[str]:
    """The names that a template reads where no section is open: these are inputs."""
    found: set[str] = set()
    for node in nodes:
        island = node.branches[0].island if isinstance(node, Block) else node
        for expression in island.parsed.expressions:
            chain = chain_of(expression)
            if chain is not None:
                found.add(chain.name)
    return found
