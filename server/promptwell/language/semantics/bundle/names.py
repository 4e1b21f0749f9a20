"""Names that a template introduces, and tags that keep names out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from promptwell.language.syntax.templates.jinja.tree import Island, Node

_OPEN = frozenset({"if", "elif", "else"})


def introduces_names(nodes: Iterable[Node], *, deep: bool = False) -> bool:
    """Whether tags here bind names that those around would see; `deep` looks into loops as well."""
    for node in nodes:
        if isinstance(node, Island):
            if node.parsed.tag in ("set", "import", "from", "do"):
                return True
        elif node.tag in ("macro", "set"):
            return True
        elif node.tag == "if" or (deep and node.tag in ("for", "with")):
            if any(introduces_names(branch.children, deep=deep) for branch in node.branches):
                return True
    return False


def exported_names(nodes: Iterable[Node]) -> list[str]:
    """The names that an import of the template offers, in the order of the text."""
    found: dict[str, None] = {}
    for node in nodes:
        if isinstance(node, Island):
            parsed = node.parsed
            if parsed.tag in ("set", "import", "from"):
                found.update((binding.name, None) for binding in parsed.bindings)
        elif node.tag == "macro":
            found[node.branches[0].island.parsed.name] = None
        elif node.tag == "set":
            found.update((each.name, None) for each in node.branches[0].island.parsed.bindings)
        elif node.tag == "if":
            for branch in node.branches:
                found.update((name, None) for name in exported_names(branch.children))
    return [name for name in found if not name.startswith("_")]


def unset(scope: str, names: Sequence[str]) -> str:
    """The tag that opens a scope, in which these names have no value."""
    values = ", ".join(f"{name}={unset_value(name)}" for name in names)
    return scope.replace("with %}", f"with {values} %}}") if names else scope


def unset_value(name: str) -> str:
    """An expression that gives a name without a value."""
    # Jinja takes a mapping's own methods for what it doesn't hold.
    return "[][0]" if hasattr(dict, name) else f'{{}}["{name}"]'
