"""Edits of the front matter that say whether an input is trusted."""

from __future__ import annotations

from promptwell.language.semantics.dotprompt import is_prompt_file
from promptwell.language.semantics.input_edits import as_key, into_mapping
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.text.edit import TextEdit
from promptwell.language.text.source import Span


def keeps_trust(document: PromptDocument) -> bool:
    """Whether a file has a place for it: `metadata.trust` in the front matter of Prompty and Dotprompt."""
    if document.front_matter is None or document.embedding is not None or document.is_container:
        return False
    return document.dialect.startswith("prompty") or is_prompt_file(document)


def declare_trust_in(document: PromptDocument, name: str, level: str) -> TextEdit | None:
    """The edit that declares an input trusted or untrusted.

    None where the file says so already, or writes its metadata in a way that can't be added to.
    """
    written = f"{as_key(name)}: {level}"
    trust = document.root.get("metadata", "trust")
    if trust is not None and trust.kind == "mapping":
        own = trust.entry(name)
        if own is not None:
            return None if own.value.value == level else TextEdit(own.value.span, level)
        if any(item.value == name for each in trust.entries for item in each.value.items):
            return None  # in one of its lists
        return into_mapping(document, trust, [written], [written])
    metadata = document.root.entry("metadata")
    if trust is not None and trust.kind != "missing":
        return None
    if metadata is not None and metadata.value.kind == "mapping" and trust is None:
        added = f"trust: {{{written}}}"
        return into_mapping(document, metadata.value, [added], [added])
    front_matter = document.front_matter
    if metadata is not None or front_matter is None:
        return None
    eol = "\r\n" if "\r\n" in document.text[:2000] else "\n"
    at = front_matter.content.end
    begin = "" if at == 0 or document.text[at - 1] in "\r\n" else eol
    return TextEdit(Span(at, at), f"{begin}metadata:{eol}  trust: {{{written}}}{eol}")
