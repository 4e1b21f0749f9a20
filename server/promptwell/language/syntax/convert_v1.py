"""Prompty v1 to v2: the front matter's keys renamed and moved, the prompt left alone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from promptwell.language.syntax.conversion.inputs import InputsConversion
from promptwell.language.syntax.conversion.model import ModelConversion
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.front_matter_rewrite import Group, Keep, Make, Plan, rewrite
from promptwell.language.syntax.messages import split_messages
from promptwell.language.syntax.parse import parse
from promptwell.language.syntax.yaml.node import YamlEntry
from promptwell.language.text.edit import TextEdit, apply_edits
from promptwell.language.text.source import Span

_TO_METADATA = ("authors", "tags", "version", "base")

# A role that only the values tell: `{{ item.role }}:`.
_ROLE_BY_VALUE = re.compile(r"^\s*#?\s*\{\{.*\}\}\s*(?:\[.*\]\s*)?:\s*$", re.MULTILINE)
_V2_ROLES = frozenset({"system", "user", "assistant", "developer"})
_LOOSE_TEMPLATE = {"format": {"kind": "jinja2", "strict": False}, "parser": {"kind": "prompty"}}


def convert_v1(document: PromptDocument, data: Mapping[str, Any] | None = None) -> list[TextEdit]:
    """The edits that turn a Prompty v1 file into version 2.

    Comments, order and quotes stay, and so does the prompt itself, byte for byte. A sample
    becomes the inputs' defaults. No edits where the file is no v1 file or its front matter no YAML.

    Args:
        document: the file.
        data: contents of the sample and tool files it names, by the path as written.
    """
    front_matter = document.front_matter
    if document.dialect != "prompty-v1" or front_matter is None or not _readable(document):
        return []
    edits = rewrite(document, _Converter(document, data or {}).plans())
    if document.text.startswith("\ufeff"):
        # Prompty 2 does not find the front matter behind a byte order mark.
        edits.insert(0, TextEdit(Span(0, 1), ""))
    return edits


def conversion_fault(document: PromptDocument, edits: list[TextEdit]) -> str | None:
    """Why the edits do not make a file of version 2, or None where they do."""
    again = parse(apply_edits(document.text, edits), document.path)
    fault = next((each for each in again.problems if each.rule == "invalid-front-matter"), None)
    if fault is not None:
        return fault.message
    return None if again.dialect == "prompty-v2" else "keys of v1 would be left"


def conversion_remarks(
    document: PromptDocument, data: Mapping[str, Any] | None = None
) -> list[str]:
    """What a person should look at after the conversion of a v1 file, one sentence each."""
    if document.dialect != "prompty-v1":
        return []
    if document.front_matter is None or not _readable(document):
        return ["the front matter is no YAML: mend it first (promptwell check tells where)"]
    converter = _Converter(document, data or {})
    converter.plans()
    return converter.remarks


def _readable(document: PromptDocument) -> bool:
    front_matter = document.front_matter
    if front_matter is None or front_matter.root is None or front_matter.root.kind != "mapping":
        return False
    return not any(
        each.rule == "invalid-front-matter" and not _mended(document, each.span)
        for each in document.problems
    )


def _mended(document: PromptDocument, span: Span) -> bool:
    return document.text.startswith("\ufeff") and span == Span(0, 1)


class _Converter:
    def __init__(self, document: PromptDocument, data: Mapping[str, Any]) -> None:
        self.remarks: list[str] = []
        self._document = document
        self._root = document.root
        self._model = ModelConversion(document.root, data, self.remarks)
        self._inputs = InputsConversion(document, data, self.remarks)

    def plans(self) -> list[Plan]:
        found: list[Plan] = []
        metadata = self._metadata()
        for entry in self._root.entries:
            in_metadata = entry.name in (*_TO_METADATA, "metadata")
            if in_metadata or (entry.name == "sample" and self._inputs.dataset):
                if metadata is not None:
                    found.append(metadata)
                    metadata = None
            elif entry.name == "model":
                found.append(self._model.plan(entry))
                if self._model.tools is not None:
                    found.append(self._model.tools)
            elif entry.name in ("inputs", "sample"):
                found += self._inputs.inputs(entry)
            elif entry.name == "outputs":
                found += self._inputs.outputs(entry)
            elif entry.name == "template":
                found += self._template(entry)
            else:
                found.append(Keep(entry))
        if self._root.entry("template") is None and self._needs_loose_roles():
            found.append(Make("template", _LOOSE_TEMPLATE))
        return found

    def _metadata(self) -> Plan | None:
        more: list[Plan] = [
            Keep(entry) for entry in self._root.entries if entry.name in _TO_METADATA
        ]
        present = self._root.entry("metadata")
        if self._inputs.dataset and (present is None or present.value.get("dataset") is None):
            more.append(Make("dataset", self._inputs.dataset))
        if not more:
            return Keep(present) if present else None
        if present is not None and present.value.kind == "mapping":
            kept = [Keep(each) for each in present.value.entries]
            return Group("metadata", (*kept, *more), present)
        if self._root.entry("base") is not None:
            self.remarks.append(
                "`base` has no counterpart in v2: put what it brings into this file"
            )
        return Group("metadata", tuple(more))

    def _template(self, entry: YamlEntry) -> list[Plan]:
        written = entry.value
        kind = written.text() or ""
        parser: YamlEntry | None = None
        if written.kind == "mapping":
            if written.entry("format") is not None:
                return [Keep(entry)]
            named = written.get("type")
            kind = (named.text() if named else "") or ""
            parser = written.entry("parser")
        elif kind.startswith("${"):
            return [Keep(entry)]
        loose = self._needs_loose_roles()
        if kind in ("", "jinja2") and parser is None and not loose:
            return []
        fmt: dict[str, Any] = {"kind": kind or "jinja2"}
        if loose:
            fmt["strict"] = False
        children: list[Plan] = [Make("format", fmt)]
        if parser is not None and parser.value.text():
            children.append(Make("parser", {"kind": parser.value.value}))
        return [Group("template", tuple(children), entry)]

    def _needs_loose_roles(self) -> bool:
        """Whether role lines come about in ways that v2 refuses unless told not to be strict."""
        document = self._document
        body = document.source.slice(document.body)
        if _ROLE_BY_VALUE.search(body):
            return True
        # Prompty 2 counts only role lines that stand alone on their line.
        alone = {each.name_span for each in split_messages(document.text, document.body)}
        return any(
            not each.implicit and each.name_span not in alone and each.role in _V2_ROLES
            for each in document.messages
        )
