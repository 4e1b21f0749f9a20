"""The outline of a file: what its front matter holds, its messages, macros, blocks and headings."""

from __future__ import annotations

from promptwell.language.features.agent_outline import agent_outline
from promptwell.language.features.imports import signature_of
from promptwell.language.features.outline import OutlineItem, OutlineKind
from promptwell.language.features.sections import sections
from promptwell.language.semantics.agent_files import is_agent_file
from promptwell.language.semantics.declarations import name_place
from promptwell.language.semantics.model import SemanticModel
from promptwell.language.syntax.document import Message, PromptDocument
from promptwell.language.syntax.templates.jinja.tree import Block
from promptwell.language.syntax.yaml.node import YamlEntry, YamlNode
from promptwell.language.text.source import Span


def document_symbols(model: SemanticModel) -> list[OutlineItem]:
    """The outline: keys of the front matter that hold something, then the body's parts in order."""
    document = model.document
    if is_agent_file(document):
        return agent_outline(document)
    items = [
        _key(document, entry)
        for entry in document.root.entries
        if entry.value.kind in ("mapping", "sequence")
    ]
    parts = [*_definitions(model), *_headings(document)]
    messages = [message for message in document.messages if message.role]
    items += [_message(document, message, parts) for message in messages]
    inside = [message.content for message in messages]
    items += [
        part for part in parts if not any(content.covers(part.name_span) for content in inside)
    ]
    return sorted(items, key=lambda item: item.span)


def _key(document: PromptDocument, entry: YamlEntry) -> OutlineItem:
    children: list[OutlineItem] = []
    if entry.name in ("inputs", "outputs", "tools", "sample"):
        children = [
            OutlineItem(name, "input", span, place, _detail(node))
            for name, span, place, node in _named(document, entry.value)
        ]
    elif entry.name in ("input", "output") and document.format == "dotprompt":
        schema = entry.value.get("schema", "properties") or entry.value.get("schema")
        children = [
            OutlineItem(
                name.partition("?")[0].partition("(")[0], "input", span, place, _shown(node)
            )
            for name, span, place, node in (_named(document, schema) if schema is not None else ())
        ]
    return OutlineItem(
        entry.name, "key", entry.span, entry.key.span, children=_nested(children, entry.span)
    )


def _named(
    document: PromptDocument, node: YamlNode
) -> list[tuple[str, Span, Span, YamlNode | None]]:
    found: list[tuple[str, Span, Span, YamlNode | None]] = [
        (entry.name, entry.span, name_place(document, entry.key), entry.value)
        for entry in node.entries
    ]
    for item in node.items:
        name = item.get("name")
        if name is not None and name.text():
            found.append((name.text() or "", item.span, name_place(document, name), item))
    return found


def _shown(node: YamlNode | None) -> str:
    """The type of a field of Picoschema, without what is said of it."""
    text = node.text() if node is not None else None
    return text.partition(",")[0] if text else _detail(node)


def _detail(node: YamlNode | None) -> str:
    for key in ("kind", "type"):
        kind = node.get(key) if node is not None and node.kind == "mapping" else None
        if kind is not None and kind.text():
            return kind.text() or ""
    return ""


def _message(document: PromptDocument, message: Message, parts: list[OutlineItem]) -> OutlineItem:
    span = Span(message.marker.start, max(message.content.end, message.marker.end))
    inside = [part for part in parts if message.content.covers(part.name_span)]
    name_span = message.name_span if not message.implicit else Span(span.start, span.start)
    first = document.source.slice(message.content).strip()[:80]
    detail = " ".join(first.split())[:60]
    return OutlineItem(message.role, "message", span, name_span, detail, _nested(inside, span))


def _definitions(model: SemanticModel) -> list[OutlineItem]:
    """Macros and blocks, those inside a block below it."""
    document = model.document
    flat: list[OutlineItem] = []
    for block in document.template.blocks():
        island = block.branches[0].island
        if block.tag not in ("macro", "block") or not island.parsed.name:
            continue
        kind: OutlineKind = "macro" if block.tag == "macro" else "block"
        place = island.absolute(island.parsed.name_span)
        flat.append(
            OutlineItem(island.parsed.name, kind, block.span, place, _signature(model, block))
        )
    found: list[OutlineItem] = []
    for item in flat:
        outer = next(
            (index for index, each in enumerate(found) if each.span.covers(item.span)), None
        )
        if outer is None:
            found.append(item)
        else:
            holder = found[outer]
            found[outer] = holder._replace(children=(*holder.children, item))
    return found


def _signature(model: SemanticModel, block: Block) -> str:
    island = block.branches[0].island
    for local in model.locals:
        if local.kind == "macro" and local.island is island:
            return signature_of(model, local)
    return ""


def _headings(document: PromptDocument) -> list[OutlineItem]:
    return [
        OutlineItem(each.text, "heading", each.span, each.name_span)
        for each in sections(document).headings
    ]


def _nested(children: list[OutlineItem], outer: Span) -> tuple[OutlineItem, ...]:
    """The children, none of them reaching beyond what they stand in."""
    return tuple(
        child._replace(span=Span(child.span.start, min(child.span.end, outer.end)))
        for child in sorted(children, key=lambda child: child.span)
    )
