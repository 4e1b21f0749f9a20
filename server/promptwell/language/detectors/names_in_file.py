"""The names that a file gives things or calls them by, each with the first place where it stands."""

from __future__ import annotations

from collections.abc import Iterator

from promptwell.language.semantics.model import SemanticModel
from promptwell.language.syntax.yaml.node import YamlNode
from promptwell.language.text.source import Span

_TOOL_KEYS = ("tools", "allowed-tools", "disallowed-tools", "disallowedTools", "skills", "agents")


def names_in_file(model: SemanticModel) -> dict[str, Span]:
    """Inputs, variables, keys, roles, tools, filters, functions and attributes, in the order of the text."""
    found: dict[str, Span] = {}
    for name, span in sorted(_names(model), key=lambda each: each[1]):
        found.setdefault(name, span)
    return found


def _names(model: SemanticModel) -> Iterator[tuple[str, Span]]:
    for declaration in model.declarations:
        yield declaration.name, declaration.name_span
    for use in model.uses:
        yield use.name, use.span
        yield from zip(use.path, use.path_spans, strict=False)
    for local in model.locals:
        yield local.name, local.span
    for call in model.calls:
        yield call.name, call.span
    for message in model.messages:
        yield message.role, message.name_span
    yield from _keys(model.document.header)


def _keys(node: YamlNode, in_tools: bool = False) -> Iterator[tuple[str, Span]]:
    waiting = [(node, in_tools)]
    while waiting:
        each, tools = waiting.pop()
        for entry in each.entries:
            yield entry.name, entry.key.span
            waiting.append((entry.value, tools or entry.name in _TOOL_KEYS))
        waiting += [(item, tools) for item in each.items]
        if tools and each.kind == "scalar" and isinstance(each.value, str):
            yield each.value, each.span
