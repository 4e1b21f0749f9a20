"""What the front matter declares, supplies, binds and refers to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Literal

from promptwell.language.semantics.agent_files import agent_declarations, is_agent_file
from promptwell.language.semantics.container_inputs import (
    config_reference,
    container_declarations,
    is_kernel_text,
    kernel_declarations,
)
from promptwell.language.semantics.data_files import rows_of
from promptwell.language.semantics.declared_types import (
    is_reference,
    kind_of_property,
    named_properties,
    type_of_property,
)
from promptwell.language.semantics.dotprompt import is_prompt_file, prompt_declarations
from promptwell.language.semantics.model import ABSENT, Declaration, Reference, Use
from promptwell.language.semantics.types import type_of
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.yaml.node import YamlEntry, YamlNode
from promptwell.language.text.source import Span

_REFERENCE = re.compile(r"\$\{(env|file):([^}]*)\}\Z", re.IGNORECASE)
_ROWS_READ = 50


def declarations(document: PromptDocument, data: Mapping[str, Any]) -> tuple[Declaration, ...]:
    """All inputs that a file declares or supplies, each place of each in the order of the text.

    Besides `inputs` these are the values of v1 `sample` (a map, or a file), the inputs of
    `metadata.tests` and the columns of `metadata.dataset`.

    Args:
        document: the file.
        data: contents of the files it names, by the path as written.
    """
    if is_agent_file(document):
        return agent_declarations(document)
    if document.embedding is not None:
        return container_declarations(document, document.embedding)
    if document.is_container:
        return ()  # each of its prompts has its own
    if is_kernel_text(document):
        return kernel_declarations(data)
    if is_prompt_file(document):
        return prompt_declarations(document)
    root = document.root
    trust = _trust(root)
    found = list(_declared_inputs(document, root, trust))
    for reference in front_matter_references(document):
        if reference.kind in ("sample", "dataset") and reference.target in data:
            origin: Literal["sample-file", "dataset"]
            origin = "sample-file" if reference.kind == "sample" else "dataset"
            found += _from_data(data[reference.target], reference.span, origin)
    for key, value in _supplied(root):
        origin_here: Literal["sample", "dataset"]
        origin_here = "sample" if key == "sample" else "dataset"
        found += (
            _from_value(document, entry, origin_here)
            for entry in value.entries
            if entry.name != "<<"
        )
    return tuple(sorted(found, key=lambda each: each.node))


def front_matter_references(document: PromptDocument) -> tuple[Reference, ...]:
    """The files and environment variables that the front matter names, in the order of the text.

    `${env:NAME}`, `${file:path}`, a v1 `sample: data.json` and the datasets of `metadata`. The readers
    of agent files, of `.prompt` files and of prompts in YAML know none of these.
    """
    if is_agent_file(document) or document.embedding is not None or document.is_container:
        return ()
    if is_prompt_file(document):
        return ()
    if is_kernel_text(document):
        return (config_reference(),)
    root = document.root
    special: dict[Span, Literal["sample", "dataset"]] = {}
    sample = root.get("sample")
    if sample is not None and sample.text():
        special[sample.span] = "sample"
    for path in (("metadata", "dataset"), ("metadata", "datasets"), ("metadata", "tests")):
        node = root.get(*path)
        for each in (node, *node.items) if node is not None else ():
            named = each.get("path") if each.kind == "mapping" else each
            if named is not None and named.text():
                special[named.span] = "dataset"
    found = []
    for node in root.walk():
        reference = _reference(document, node, special.get(node.span))
        if reference:
            found.append(reference)
    return tuple(found)


def binding_uses(document: PromptDocument) -> tuple[Use, ...]:
    """The inputs that tools take their arguments from: `tools[].bindings.*.input`."""
    uses = []
    for path in (("tools",), ("model", "parameters", "tools")):
        tools = document.root.get(*path)
        if tools is None:
            continue
        for tool in (*tools.items, *(entry.value for entry in tools.entries)):
            bindings = tool.get("bindings")
            for value in _bound(bindings) if bindings is not None else ():
                name = value.text()
                if name and not is_reference(value):
                    uses.append(Use(name, name_place(document, value)))
    return tuple(sorted(uses, key=lambda use: use.span))


def name_place(document: PromptDocument, node: YamlNode) -> Span:
    """Where a scalar's text stands, without the quotes around it."""
    start, end = node.span
    if node.style in ("single", "double") and end - start >= 2:
        inner = Span(start + 1, end - 1)
        if document.source.slice(inner) == node.value:
            return inner
    return node.span


def _declared_inputs(
    document: PromptDocument, root: YamlNode, trust: Mapping[str, str]
) -> Iterator[Declaration]:
    inputs = root.get("inputs")
    if inputs is None:
        return
    for key, value in named_properties(inputs):
        name = key.value if isinstance(key.value, str) else document.source.slice(key.span)
        place = name_place(document, key)
        whole = value.span if inputs.kind == "sequence" else Span(key.span.start, value.span.end)
        if value.kind != "mapping":
            given = value.kind not in ("missing", "alias")
            yield Declaration(
                name,
                place,
                whole,
                "inputs",
                type_of_property(value),
                default=value.plain() if given else ABSENT,
                default_span=value.span if given else None,
                trust=_trusted(trust, name),
            )
            continue
        kind = value.get("kind") or value.get("type")
        default, default_span = _given(value, "default")
        example, _ = _given(value, "example")
        if example is ABSENT:
            example, _ = _given(value, "sample")
        yield Declaration(
            name,
            place,
            whole,
            "inputs",
            type_of_property(value),
            kind_of_property(value),
            name_place(document, kind) if kind is not None and kind.text() else None,
            _flag(value, "required") or _flag(value, "is_required"),
            default,
            default_span,
            example,
            _text(value, "description"),
            _trusted(trust, name),
        )


def _from_value(
    document: PromptDocument, entry: YamlEntry, origin: Literal["sample", "dataset"]
) -> Declaration:
    value = entry.value
    unknown = is_reference(value) or value.kind == "alias"
    return Declaration(
        entry.name,
        name_place(document, entry.key),
        entry.span,
        origin,
        type_of(None if unknown else value.plain()),
        example=ABSENT if unknown else value.plain(),
    )


def _from_data(
    content: Any, span: Span, origin: Literal["sample-file", "dataset"]
) -> Iterator[Declaration]:
    """One declaration for each name that a data file gives, its first value as the example."""
    rows = rows_of(content) if origin == "dataset" else [content]
    first: dict[str, Any] = {}
    for row in rows[:_ROWS_READ]:
        for name, value in row.items() if isinstance(row, dict) else ():
            first.setdefault(str(name), value)
    for name, value in first.items():
        yield Declaration(name, span, span, origin, type_of(value), example=value)


def _supplied(root: YamlNode) -> Iterator[tuple[str, YamlNode]]:
    """The mappings of the front matter that give values to inputs."""
    sample = root.get("sample")
    if sample is not None and sample.kind == "mapping":
        yield "sample", sample
    tests = root.get("metadata", "tests")
    for row in tests.items if tests is not None else ():
        inputs = row.get("inputs")
        if inputs is not None and inputs.kind == "mapping":
            yield "tests", inputs


def _reference(
    document: PromptDocument, node: YamlNode, special: Literal["sample", "dataset"] | None
) -> Reference | None:
    if node.kind != "scalar" or not isinstance(node.value, str):
        return None
    match = _REFERENCE.match(node.value)
    place = name_place(document, node)
    if match is None:
        return Reference(special, node.value, place) if special else None
    target = match[2]
    protocol = match[1].lower()
    if protocol == "env":
        target = target.partition(":")[0]
    start = document.source.text.find(target, place.start + match.start(2), place.end)
    if start >= 0:
        place = Span(start, start + len(target))
    if protocol == "env":
        return Reference("env", target, place)
    return Reference(special or "file", target, place)


def _bound(bindings: YamlNode) -> Iterator[YamlNode]:
    for value in (*bindings.items, *(entry.value for entry in bindings.entries)):
        if value.kind == "mapping":
            bound = value.get("input")
            if bound is not None:
                yield bound
        elif bindings.kind == "mapping":
            yield value


def _trust(root: YamlNode) -> dict[str, str]:
    """Input names and whether they are trusted: `trust: {email: untrusted}` or `untrusted: [email]`."""
    found: dict[str, str] = {}
    node = root.get("metadata", "trust")
    for entry in node.entries if node is not None else ():
        if entry.value.kind == "sequence":
            found.update((str(item.value), entry.name) for item in entry.value.items)
        elif isinstance(entry.value.value, str):
            found[entry.name] = entry.value.value
    return found


def _trusted(trust: Mapping[str, str], name: str) -> Literal["trusted", "untrusted", ""]:
    stated = trust.get(name)
    if stated == "trusted":
        return "trusted"
    return "untrusted" if stated == "untrusted" else ""


def _given(node: YamlNode, key: str) -> tuple[Any, Span | None]:
    value = node.get(key)
    if value is None or value.kind == "missing":
        return ABSENT, None
    return (None if value.kind == "alias" else value.plain()), value.span


def _flag(node: YamlNode, key: str) -> bool:
    value = node.get(key)
    return value is not None and value.value is True


def _text(node: YamlNode, key: str) -> str:
    value = node.get(key)
    return (value.text() or "") if value is not None else ""
