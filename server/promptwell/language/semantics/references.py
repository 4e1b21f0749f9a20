"""References to other templates: what `include`, `import`, `from` and `extends` name."""

from __future__ import annotations

from promptwell.language.semantics.model import Reference, ReferenceKind
from promptwell.language.syntax.templates.jinja.tree import Expression, Island
from promptwell.language.text.source import Span

_KINDS: dict[str, ReferenceKind] = {
    "include": "include",
    "import": "import",
    "from": "from",
    "extends": "extends",
}


def reference_of(island: Island) -> list[Reference]:
    """The references of one tag: one for a plain path, several for a list of choices."""
    parsed = island.parsed
    choices = _choices(parsed.expressions[0])
    kind = _KINDS[parsed.tag]
    optional = "ignore missing" in parsed.flags or len(choices) > 1
    if parsed.tag in ("import", "from"):
        with_context = "with context" in parsed.flags
    else:
        with_context = "without context" not in parsed.flags
    names = tuple(binding.name for binding, _ in parsed.aliases)
    references = []
    for choice in choices:
        is_path = choice.kind == "constant" and isinstance(choice.value, str)
        inner = Span(choice.span.start + 1, choice.span.end - 1) if is_path else choice.span
        references.append(
            Reference(
                kind,
                choice.value if is_path else "",
                island.absolute(inner),
                optional,
                not is_path,
                with_context,
                names,
                island,
            )
        )
    return references


def _choices(path: Expression) -> list[Expression]:
    if path.kind in ("list", "tuple"):
        return list(path.children)
    if path.kind == "conditional":
        return [path.children[0], *path.children[2:]]
    return [path]
