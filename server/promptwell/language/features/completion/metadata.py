"""Metadata of a prompt: the fields that a team declares, and the words that each key may have."""

from __future__ import annotations

from collections.abc import Iterator

from promptwell.language.features.completion.item import CompletionItem
from promptwell.language.features.completion.site import Site
from promptwell.language.features.completion.yaml_cursor import YamlCursor
from promptwell.language.features.describe_metadata import describe_field
from promptwell.language.semantics.metadata_declarations import OWN_KEYS
from promptwell.language.semantics.metadata_validation import declared_field
from promptwell.language.semantics.prompt_metadata import keeps_metadata
from promptwell.language.syntax.formats.keys.metadata import STATUSES
from promptwell.language.syntax.yaml.scalar_text import scalar_text

# A list or a mapping in it may follow on lines of its own, but all of these have room on the key's.
_ORDER_OF_REQUIRED, _ORDER = 0, 150


def metadata_keys(site: Site, cursor: YamlCursor) -> Iterator[CompletionItem]:
    """The fields of the settings that the prompt doesn't have yet, those first that it must have."""
    if cursor.path != ("metadata",) or not keeps_metadata(site.document):
        return
    for number, (name, declared) in enumerate(site.settings.metadata.fields.items()):
        if name in cursor.siblings or name in OWN_KEYS:
            continue
        yield CompletionItem(
            name,
            "key",
            cursor.span,
            name if cursor.has_colon else f"{name}: ",
            declared.type + (", required" if declared.required else ""),
            describe_field(name, declared),
            order=(_ORDER_OF_REQUIRED if declared.required else _ORDER) + number,
            origin="required" if declared.required else "",
        )


def metadata_values(site: Site, cursor: YamlCursor) -> Iterator[CompletionItem]:
    """The words that the key or the list at the cursor may have."""
    path, declarations = cursor.path, site.settings.metadata
    if path[:1] != ("metadata",) or len(path) not in (2, 3) or not keeps_metadata(site.document):
        return
    name = str(path[1])
    is_own = name in OWN_KEYS
    if is_own and site.document.format != "prompty" and not declarations.are_set:
        return
    declared = declared_field(name, declarations)
    if declared is None or (declared.type == "list") != (len(path) == 3):
        return
    described = "" if is_own else describe_field(name, declared)
    for order, word in enumerate(declared.values):
        meaning = STATUSES[word] if name == "status" else name
        text = _written(site, cursor, word)
        yield CompletionItem(word, "value", cursor.span, text, meaning, described, order=order)
    if declared.type == "boolean":
        for word in ("true", "false"):
            yield CompletionItem(word, "value", cursor.span, word, name, described)
    elif declared.type == "date":
        day = site.settings.today.isoformat()
        yield CompletionItem(day, "value", cursor.span, day, "today", described)


def _written(site: Site, cursor: YamlCursor, word: str) -> str:
    """A word as it stands at the cursor: bare within quotes that are open already."""
    before = site.document.text[cursor.span.start - 1 : cursor.span.start]
    return word if before in ("'", '"') else scalar_text(word)
