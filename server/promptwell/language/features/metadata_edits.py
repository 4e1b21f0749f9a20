"""Edits that set and remove a prompt's metadata in its front matter, and touch nothing else."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from promptwell.language.semantics.metadata_declarations import MetadataDeclarations
from promptwell.language.semantics.metadata_validation import MetadataProblem, change_problems
from promptwell.language.semantics.prompt_metadata import keeps_metadata
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.parse import parse
from promptwell.language.syntax.yaml.mapping_edits import (
    Changes,
    block_text,
    flow_text,
    lines_of,
    mapping_edits,
)
from promptwell.language.syntax.yaml.node import YamlEntry, YamlNode
from promptwell.language.syntax.yaml.scalar_text import Value
from promptwell.language.text.edit import TextEdit, apply_edits
from promptwell.language.text.source import Span
from promptwell.language.text.whole_lines import line_end, next_line

_ANCHOR = re.compile(r"(?:!\S*\s+)?&([^\s,\[\]{}]+)")
_NOWHERE = "files of this format have no place for metadata"
_BROKEN = "the front matter is no YAML that can be changed safely; mend it first"
_BY_HAND = (
    "this front matter writes its metadata in a way that can't be changed alone; do it by hand"
)


class MetadataEdits(NamedTuple):
    """The edits, none where nothing changes; or why they can't be made, and then there are none."""

    edits: tuple[TextEdit, ...] = ()
    problems: tuple[MetadataProblem, ...] = ()


def set_metadata(
    document: PromptDocument, changes: Mapping[str, Any], declarations: MetadataDeclarations
) -> MetadataEdits:
    """The smallest edits after which a file's metadata has these values.

    Args:
        document: a Prompty or Dotprompt file.
        changes: `tags`, `status`, `category`, `owner` and declared fields with their values; None, and an
            empty list of tags, take a key away.
        declarations: what the settings allow.
    """
    wanted = {
        name: None if name == "tags" and value in ([], ()) else value
        for name, value in changes.items()
    }
    problems = change_problems(wanted, declarations)
    if problems:
        return MetadataEdits((), problems)
    if not keeps_metadata(document):
        return _refused(_NOWHERE)
    front_matter = document.front_matter
    if front_matter is not None and not front_matter.strict:
        return _refused(_BROKEN)
    if _is_shared(document, wanted):
        return _refused(_BY_HAND)
    at_top, below = _by_place(document, wanted)
    edits = mapping_edits(document.source, document.root, at_top) if at_top else []
    below_edits = _below_metadata(document, below)
    if below_edits is None:
        return _refused(_BY_HAND)
    edits = sorted(edits + below_edits)
    return MetadataEdits(tuple(edits)) if _holds(document, edits, wanted) else _refused(_BY_HAND)


def _refused(message: str) -> MetadataEdits:
    return MetadataEdits((), (MetadataProblem("metadata", message, "name"),))


def _is_shared(document: PromptDocument, wanted: Changes) -> bool:
    """Whether what changes has an anchor that other values refer to: they would change, too."""
    metadata = document.root.get("metadata")
    nodes = [metadata, *(document.root.get("metadata", name) for name in wanted)]
    found = (_ANCHOR.match(document.source.slice(node.span)) for node in nodes if node is not None)
    anchors = {match[1] for match in found if match}
    return bool(anchors) and any(
        node.kind == "alias" and node.value in anchors for node in document.root.walk()
    )


def _by_place(document: PromptDocument, wanted: Changes) -> tuple[Changes, Changes]:
    """The changes of keys at the top, where Prompty 1 has its tags, and of those under `metadata`."""
    block = document.root.get("metadata")
    at_top: dict[str, Value | None] = {}
    below: dict[str, Value | None] = {}
    for name, value in wanted.items():
        has_below = block is not None and block.entry(name) is not None
        has_above = name == "tags" and document.root.entry(name) is not None
        if document.format == "prompty" and has_above and (value is None or not has_below):
            at_top[name] = value
            if not has_below:
                continue
        below[name] = value
    return at_top, below


def _below_metadata(document: PromptDocument, changes: Changes) -> list[TextEdit] | None:
    """The edits of the mapping under `metadata`; None where it can't be added to."""
    new = [(name, value) for name, value in changes.items() if value is not None]
    entry = document.root.entry("metadata")
    if entry is None:
        return _new_block(document, new) if new else []
    node = entry.value
    if node.kind == "mapping" and node.entries:
        left = [each for each in node.entries if changes.get(each.name, "") is not None]
        edits = mapping_edits(document.source, node, changes)
        if node.style == "block" and not left and not new:
            return _emptied(document, entry, edits)
        return edits
    if not new:
        return []
    if node.kind == "missing":
        at = next_line(document.source, entry.key.span.end)
        indent = _column(document, entry.key) + _step(document)
        text = block_text(new, " " * indent, line_end(document.source, entry.key.span.start))
        return [TextEdit(Span(at, at), text)]
    if node.kind == "mapping" or (node.kind == "scalar" and node.value is None):
        return [TextEdit(node.span, f"{{{flow_text(new)}}}")]
    return None


def _emptied(document: PromptDocument, entry: YamlEntry, edits: list[TextEdit]) -> list[TextEdit]:
    """A block whose entries all go takes its key along, unless there are comments that would go, too."""
    above = [each for each in document.root.entries if each.key.span < entry.key.span]
    lines = lines_of(document.source, entry, above[-1] if above else None)
    gaps = zip(
        [lines.start, *(edit.span.end for edit in edits)],
        [*(edit.span.start for edit in edits), lines.end],
        strict=True,
    )
    if any("#" in document.text[start:end] for start, end in gaps):
        return edits
    return [TextEdit(lines, "")]


def _new_block(document: PromptDocument, new: Sequence[tuple[str, Value]]) -> list[TextEdit]:
    """`metadata` itself behind the last key; with the front matter around it where a file has none."""
    source, front_matter = document.source, document.front_matter
    root = document.root
    if front_matter is None:
        at = 1 if document.text.startswith("\ufeff") else 0
        eol = line_end(source)
        text = f"---{eol}metadata:{eol}{block_text(new, '  ', eol)}---{eol}"
        return [TextEdit(Span(at, at), text)]
    if root.style == "flow" and root.entries:
        behind = root.entries[-1].span.end
        return [TextEdit(Span(behind, behind), f", metadata: {{{flow_text(new)}}}")]
    at = front_matter.content.end
    eol = line_end(source, front_matter.span.start)
    outer = " " * (_column(document, root.entries[0].key) if root.entries else 0)
    inner = outer + " " * _step(document)
    return [TextEdit(Span(at, at), f"{outer}metadata:{eol}{block_text(new, inner, eol)}")]


def _column(document: PromptDocument, key: YamlNode) -> int:
    return document.source.line_column(key.span.start)[1]


def _step(document: PromptDocument) -> int:
    """How far the file indents what stands below a key."""
    for entry in document.root.entries:
        value = entry.value
        if value.kind == "mapping" and value.style == "block" and value.entries:
            step = _column(document, value.entries[0].key) - _column(document, entry.key)
            if step > 0:
                return step
    return 2


def _holds(document: PromptDocument, edits: Sequence[TextEdit], wanted: Changes) -> bool:
    """Whether the edited file says what is wanted, and all else that it said before."""
    try:
        text = apply_edits(document.text, edits)
    except ValueError:
        return False
    # The keys of a file without any front matter may have told its dialect.
    after = parse(text, document.path, format=document.format)
    front_matter = after.front_matter
    if front_matter is None or not front_matter.strict:
        return not edits and not any(value is not None for value in wanted.values())
    return (
        _body(document) == _body(after)
        and _rest(document.root, wanted) == _rest(after.root, wanted)
        and all(_said(after, name) == _plain(value) for name, value in wanted.items())
    )


def _body(document: PromptDocument) -> str:
    """The prompt, without the byte order mark that a front matter comes behind."""
    return document.source.slice(document.body).removeprefix("\ufeff")


def _said(document: PromptDocument, name: str) -> Any:
    node = document.root.get("metadata", name)
    if node is None and name == "tags" and document.format == "prompty":
        node = document.root.get(name)
    return _plain(node.plain()) if node is not None else _plain(None)


def _plain(value: Any) -> str:
    """A value with its type, and no difference between the two kinds of lists."""
    return repr(list(value) if isinstance(value, tuple) else value)


def _rest(root: YamlNode, wanted: Changes) -> str:
    """All that a front matter says besides, in its order; a text, in which `.nan` equals itself."""
    rest = root.plain() if root.entries else {}
    block = rest.get("metadata")
    if isinstance(block, dict):
        rest["metadata"] = {key: each for key, each in block.items() if key not in wanted}
    if not rest.get("metadata"):
        rest.pop("metadata", None)
    if "tags" in wanted:
        rest.pop("tags", None)
    return repr(rest)
