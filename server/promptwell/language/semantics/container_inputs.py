"""The inputs of prompts that stand in YAML and JSON files, and of those whose inputs stand in another file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from promptwell.language.semantics.model import ABSENT, Declaration, Reference, Use
from promptwell.language.semantics.types import ANY, STRING, type_of
from promptwell.language.syntax.document import Embedding, PromptDocument
from promptwell.language.syntax.embedding import content_span
from promptwell.language.syntax.yaml.node import YamlEntry, YamlNode
from promptwell.language.text.edit import TextEdit
from promptwell.language.text.source import Span

INPUT_LISTS = ("input_variables", "variables")
"""The keys under which formats and their users list a prompt's inputs."""

CONFIG_NAME = "config.json"
"""The file beside a `skprompt.txt` that declares its inputs."""

_ROWS_READ = 50


def container_declarations(
    document: PromptDocument, embedding: Embedding
) -> tuple[Declaration, ...]:
    """What the mapping that holds a prompt declares as its inputs, in the order of the text.

    GitHub Models: the keys of `testData`. Others: the names of `input_variables`, a list of names or of
    mappings with a `name`, and the keys of LangChain's `partial_variables`.
    """
    text, holder = embedding.file.text, embedding.holder
    if document.format == "github-models":
        found = _of_rows(text, holder.get("testData"))
    else:
        found = _of_lists(text, document, holder)
    return tuple(sorted(found, key=lambda each: each.node))


def input_lists(holder: YamlNode) -> list[YamlEntry]:
    """The lists of inputs in the mapping that holds a prompt."""
    found = (holder.entry(key) for key in INPUT_LISTS)
    return [each for each in found if each is not None and each.value.kind == "sequence"]


def list_holding(document: PromptDocument, entry: Span) -> tuple[YamlNode, YamlEntry] | None:
    """The list of inputs in which a declaration of an embedded prompt stands, and what holds the list."""
    embedding = document.embedding
    for each in input_lists(embedding.holder) if embedding else ():
        if each.value.span.covers(entry) and embedding:
            return embedding.holder, each
    return None


def declare_in_list(document: PromptDocument, names: Sequence[str]) -> TextEdit | None:
    """The edit that adds names to the list in which a prompt's file declares its inputs.

    None where there is no list.
    """
    embedding = document.embedding
    lists = input_lists(embedding.holder) if embedding else []
    if embedding is None or not lists:
        return None
    source, value = embedding.file, lists[0].value
    of_mappings = any(item.kind == "mapping" for item in value.items)
    quote = '"' if value.items and value.items[-1].style == "double" else ""
    if value.style == "flow":
        written = [
            f"{{name: {name}}}" if of_mappings else f"{quote}{name}{quote}" for name in names
        ]
        at = value.span.end - 1
        text = (", " if value.items else "") + ", ".join(written)
        return TextEdit(Span(at, at), text)
    if not value.items:
        return None
    line, column = source.line_column(value.items[0].span.start)
    dash = source.line_text(line).rfind("-", 0, column)
    if dash < 0:
        return None
    last = source.line_span(source.line_number(value.items[-1].span.end))
    eol = "\r\n" if "\r\n" in source.text[:2000] else "\n"
    begin = eol + " " * dash + "- " + ("name: " if of_mappings else "")
    return TextEdit(Span(last.end, last.end), "".join(f"{begin}{name}" for name in names))


def is_kernel_text(document: PromptDocument) -> bool:
    """Whether a document is a `skprompt.txt`, whose inputs stand in the `config.json` beside it."""
    return document.format == "semantic-kernel" and document.front_matter is None


def config_reference() -> Reference:
    """The reference of a `skprompt.txt` to its `config.json`, which nothing in the text names."""
    return Reference("sample", CONFIG_NAME, Span(0, 0), optional=True)


def kernel_declarations(data: Mapping[str, Any]) -> tuple[Declaration, ...]:
    """The inputs that a `config.json` declares, in its old form or its new one."""
    content = data.get(CONFIG_NAME)
    if not isinstance(content, dict):
        return ()
    inner = content.get("input")
    listed = content.get("input_variables")
    if not isinstance(listed, list) and isinstance(inner, dict):
        listed = inner.get("parameters")
    found = []
    for each in listed if isinstance(listed, list) else ():
        if isinstance(each, dict) and isinstance(each.get("name"), str):
            default = each.get("default", each.get("defaultValue", ABSENT))
            described = each.get("description")
            found.append(
                Declaration(
                    each["name"],
                    Span(0, 0),
                    Span(0, 0),
                    "sample-file",
                    STRING,
                    default=default,
                    description=described if isinstance(described, str) else "",
                )
            )
    return tuple(found)


def one_spelling(uses: Iterable[Use], declared: Iterable[Declaration]) -> list[Use]:
    """The uses of names that have no case, each under the name that is declared or used first."""
    known = {each.name.lower(): each.name for each in declared}
    return [replace(use, name=known.setdefault(use.name.lower(), use.name)) for use in uses]


def declared_names(config: YamlNode) -> list[YamlNode]:
    """Where a `config.json` names the inputs it declares, in its old form or its new one."""
    listed = config.get("input_variables") or config.get("input", "parameters")
    named = (item.get("name") for item in (listed.items if listed else ()))
    return [each for each in named if each is not None and each.text()]


def _of_rows(text: str, rows: YamlNode | None) -> Iterator[Declaration]:
    for row in rows.items[:_ROWS_READ] if rows else ():
        for entry in row.entries:
            value = entry.value.plain()
            place = content_span(text, entry.key)
            yield Declaration(
                entry.name, place, entry.span, "dataset", type_of(value), example=value
            )


def _of_lists(text: str, document: PromptDocument, holder: YamlNode) -> Iterator[Declaration]:
    for key in INPUT_LISTS:
        listed = holder.get(key)
        for item in listed.items if listed else ():
            name = item.get("name") if item.kind == "mapping" else item
            if name is not None and name.text():
                yield _listed(text, document, item, name)
    partial = holder.get("partial_variables")
    for entry in partial.entries if partial else ():
        value = entry.value.plain()
        yield Declaration(
            entry.name,
            content_span(text, entry.key),
            entry.span,
            "inputs",
            type_of(value),
            default=value,
            default_span=entry.value.span,
        )


def _listed(text: str, document: PromptDocument, item: YamlNode, name: YamlNode) -> Declaration:
    default = item.get("default")
    given = default is not None and default.kind not in ("missing", "alias")
    required = item.get("is_required") or item.get("required")
    described = item.get("description")
    # Whoever lists a bare name wants it; Semantic Kernel, too, asks for what is not said to be optional.
    needed = required is None or required.value is True
    return Declaration(
        str(name.value),
        content_span(text, name),
        item.span,
        "inputs",
        STRING if document.engine == "semantic-kernel" else ANY,
        required=needed and not given,
        default=default.plain() if default is not None and given else ABSENT,
        default_span=default.span if default is not None and given else None,
        example=_example(item),
        description=(described.text() or "") if described else "",
    )


def _example(item: YamlNode) -> Any:
    sample = item.get("sample") or item.get("example")
    return sample.plain() if sample is not None and sample.kind != "missing" else ABSENT
