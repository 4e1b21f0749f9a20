"""The rule invalid-metadata."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from promptwell.language.rules.base import Finding, Fix, Rule, RuleContext
from promptwell.language.rules.severity import Severity
from promptwell.language.semantics.metadata_declarations import (
    FOUND_BY,
    MetadataDeclarations,
    MetadataField,
)
from promptwell.language.semantics.metadata_validation import (
    MetadataProblem,
    declared_field,
    missing_fields,
    value_problems,
)
from promptwell.language.semantics.prompt_metadata import (
    keeps_metadata,
    metadata_block,
    metadata_nodes,
    tags_of,
    written_text,
)
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.yaml.node import YamlEntry, YamlNode
from promptwell.language.syntax.yaml.scalar_text import scalar_text
from promptwell.language.syntax.yaml.scalars import plain_value
from promptwell.language.text.edit import TextEdit
from promptwell.language.text.source import Span

if TYPE_CHECKING:
    from promptwell.language.semantics.model import SemanticModel


class InvalidMetadata(Rule):
    """Metadata of a prompt that its team's settings don't allow.

    ## What it does

    Looks under `metadata` in the front matter of `.prompty` files and reports

    - a `status` that is none of `draft`, `in-review`, `approved`, `deprecated` and `archived`;
    - a `category` that is none of the setting `metadata.categories`;
    - `tags` that are no list of texts, an `owner`, `status` or `category` that is no text;
    - a field of the settings (`metadata.fields`) with a value of another type or with one that is none of
      its `values`;
    - a required field of the settings that is missing. Files of Prompty version 1 need none.

    Fields that the settings don't declare are yours and stay silent. Where the settings say nothing about
    metadata, a word of your own for the status or the category is only a **hint**. In Dotprompt files,
    whose `metadata` is the application's, nothing is required, and status, category, owner and tags count
    only where the settings say something about metadata. In other formats nothing is reported.

    ## Why is this bad?

    A prompt whose status is `aproved` is found by nobody who asks for approved ones.

    ## Example

    ```prompty
    ---
    name: reply
    metadata:
      status: aproved
      tags: support
    ---
    Reply to {{ name }}.
    ```

    ```prompty
    ---
    name: reply
    metadata:
      status: approved
      tags: [support]
    ---
    Reply to {{ name }}.
    ```

    ## Fix

    A number where a text stands gets its quotes, a quoted number loses them, and a text becomes a list.
    Where a word is nearly one of those allowed, the fix writes that; it is unsafe, for it is a guess, unless
    only blanks or capital letters differ.

    ## Options

    `metadata.categories` and `metadata.fields`: what prompts may have.
    """

    group = "structure"
    severity = "warning"

    def check(self, model: SemanticModel, context: RuleContext) -> Iterator[Finding]:
        """Yield what is wrong below `metadata`, then what is missing."""
        document, declarations = model.document, context.settings.metadata
        front_matter = document.front_matter
        if front_matter is None or not front_matter.strict or not keeps_metadata(document):
            return
        block = metadata_block(document)
        for entry in block.entries if block is not None else ():
            yield from _of_entry(document, entry, declarations)
        if declarations.required and document.dialect == "prompty-v2":
            yield from _missing(document, declarations)


def _of_entry(
    document: PromptDocument, entry: YamlEntry, declarations: MetadataDeclarations
) -> Iterator[Finding]:
    name, node = entry.name, entry.value
    declared = declared_field(name, declarations)
    if declared is None or _is_open(node):
        return
    if name in FOUND_BY and document.format != "prompty" and not declarations.are_set:
        return
    for problem in value_problems(name, _json(node), declarations):
        at = node if problem.item is None else node.items[problem.item]
        if not _is_open(at):
            severity, message = _weighed(problem, declarations)
            fixes = _fixes(document, at, problem, declared)
            yield Finding(at.span, message, fixes, severity=severity)


def _weighed(
    problem: MetadataProblem, declarations: MetadataDeclarations
) -> tuple[Severity | None, str]:
    """How severe a problem is, and what to say: without settings, nobody promised to use these words."""
    if declarations.are_set or problem.kind != "value":
        return None, problem.message
    if problem.name == "status":
        return (None if problem.instead else "hint"), problem.message
    return "hint", f"{problem.message}; the setting `metadata.categories` changes that"


def _missing(document: PromptDocument, declarations: MetadataDeclarations) -> Iterator[Finding]:
    entry = document.root.entry("metadata")
    if entry is not None and entry.value.kind != "mapping" and entry.value.value is not None:
        return  # a text or an alias
    if entry is not None and entry.value.entry("<<") is not None:
        return  # what is merged in may hold it
    front_matter = document.front_matter
    opening = front_matter.span.start if front_matter else 0
    place = entry.key.span if entry else Span(opening, opening + 3)
    for problem in missing_fields(metadata_nodes(document), declarations):
        yield Finding(place, problem.message)


def _fixes(
    document: PromptDocument, node: YamlNode, problem: MetadataProblem, declared: MetadataField
) -> tuple[Fix, ...]:
    if problem.instead is not None:
        if node.style not in ("plain", "single", "double"):
            return ()
        near = problem.instead
        same = _folded(near) == _folded(written_text(document, node))
        edit = TextEdit(node.span, scalar_text(near, node.style))
        return (Fix(f"Change to `{near}`", (edit,), safe=same),)
    if problem.kind != "type" or node.kind != "scalar" or node.value is None:
        return ()
    if declared.type == "list" and problem.item is None:
        tags = tags_of(document, node)
        return (Fix("Write a list", (TextEdit(node.span, scalar_text(tags)),)),) if tags else ()
    return _quotes(document, node, declared)


def _quotes(document: PromptDocument, node: YamlNode, declared: MetadataField) -> tuple[Fix, ...]:
    """A number for a text gets quotes, a text for a number loses them."""
    written = written_text(document, node)
    if declared.type in ("number", "boolean"):
        value = plain_value(written)
        is_boolean = isinstance(value, bool)
        if node.style not in ("single", "double") or isinstance(value, str) or value is None:
            return ()
        if is_boolean != (declared.type == "boolean"):
            return ()
        return (Fix("Remove the quotes", (TextEdit(node.span, written),)),)
    if isinstance(node.value, str) or declared.type == "date" or node.style != "plain":
        return ()
    if document.source.slice(node.span) != written:
        return ()  # it has a tag or an anchor
    if declared.values and written not in declared.values:
        return ()
    return (Fix("Put it in quotes", (TextEdit(node.span, f'"{written}"'),)),)


def _json(node: YamlNode) -> Any:
    if node.kind == "sequence":
        return [_json(item) for item in node.items]
    return {} if node.kind == "mapping" else node.value


def _is_open(node: YamlNode) -> bool:
    """Whether the value stands elsewhere, or is not there yet."""
    if node.kind in ("missing", "alias"):
        return True
    return isinstance(node.value, str) and node.value.startswith("${")


def _folded(word: str) -> str:
    return word.strip().lower().replace("_", "-").replace(" ", "-")
