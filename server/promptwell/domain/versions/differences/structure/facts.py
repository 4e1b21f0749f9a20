"""What is compared of a prompt: its inputs, messages and the values in its front matter, by their paths."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from promptwell.domain.versions.differences.structure.change import Part, Value
from promptwell.language.semantics.analyze import analyze
from promptwell.language.semantics.container_inputs import INPUT_LISTS
from promptwell.language.semantics.model import Declaration, SemanticModel
from promptwell.language.semantics.models.reference import ModelReference, model_reference
from promptwell.language.syntax.document import FrontMatter, PromptDocument
from promptwell.language.syntax.exact_text import exact_text
from promptwell.language.syntax.templates.jinja.dialects import STANDARD_GLOBALS
from promptwell.language.syntax.yaml.node import YamlEntry, YamlNode
from promptwell.language.text.source import Span

_MODEL = frozenset({"model", "modelParameters", "config", "execution_settings", "providers"})
_TOOLS = frozenset(
    {
        "tools",
        "allowed-tools",
        "disallowedTools",
        "disallowed-tools",
        "functions",
        "mcpServers",
        "mcp-servers",
    }
)
_OUTPUTS = frozenset(
    {"outputs", "output", "output_variable", "responseFormat", "response_format", "jsonSchema"}
)
_INPUTS = frozenset({"inputs", "input", *INPUT_LISTS, "partial_variables"})
_BRINGS_IN = frozenset({"include", "import", "from", "extends", "partial"})
_DEEPEST = 12

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Spoken:
    """A message: who speaks and what is said, without the empty lines around it."""

    role: str
    text: str


class PromptFacts:
    """One prompt, read for being compared."""

    def __init__(
        self, document: PromptDocument, texts: Iterable[Span] = (), *, has_keys: bool = True
    ) -> None:
        """Args are the document, where its file has texts of prompts, and whether the keys beside them are its own."""
        self.document = document
        self._texts = sorted(texts)
        self._has_keys = has_keys

    @cached_property
    def model(self) -> SemanticModel:
        """What it means."""
        return analyze(self.document)

    @cached_property
    def named_model(self) -> ModelReference | None:
        """The language model that it names."""
        return model_reference(_with_header(self.document))

    @cached_property
    def inputs(self) -> dict[str, Declaration]:
        """The declared inputs by name, in order."""
        declared = sorted(self.model.declared.values(), key=lambda each: each.node)
        return {each.name: each for each in declared if each.origin in ("inputs", "sample")}

    @cached_property
    def variables(self) -> tuple[str, ...]:
        """The names that the template takes from outside without declaring them, in order."""
        used = (each.name for each in self.model.free_uses if each.name not in self.inputs)
        return tuple(dict.fromkeys(name for name in used if name not in STANDARD_GLOBALS))

    @cached_property
    def messages(self) -> tuple[Spoken, ...]:
        """The messages as their tool gets them."""
        document = self.document
        return tuple(
            Spoken(each.role, exact_text(document, each.content).strip())
            for each in document.messages
            if each.marker != each.content or each.content.start < each.content.end
        )

    @cached_property
    def partials(self) -> tuple[str, ...]:
        """The files that it brings in, as written."""
        named = (each for each in self.model.references if each.kind in _BRINGS_IN)
        return tuple(dict.fromkeys(each.target for each in named if each.target))

    @cached_property
    def model_key(self) -> Path | None:
        """The path of the key that names the model."""
        if self.named_model is None or not self._has_keys:
            return None
        leaves = (leaf for entry in self.document.header.entries for leaf in _leaves(entry, ()))
        return next((path for path, node in leaves if node.span == self.named_model.span), None)

    @cached_property
    def values(self) -> dict[Part, dict[Path, Value]]:
        """What else the front matter says: plain data by the path of keys, for each part of a prompt."""
        found: dict[Part, dict[Path, Value]] = {}
        for entry in self.document.header.entries if self._has_keys else ():
            if self._holds_text(entry.value.span):
                continue
            for path, node in _leaves(entry, ()):
                if path == self.model_key:
                    continue
                found.setdefault(_part_of(path), {})[path] = node.plain()
        return found

    def _holds_text(self, span: Span) -> bool:
        """Whether a value of the file holds a text of a prompt, which is compared as a message."""
        at = bisect_left(self._texts, Span(span.start, 0))
        return at < len(self._texts) and span.covers(self._texts[at])


def _with_header(document: PromptDocument) -> PromptDocument:
    """The document with what describes it in another file as its front matter."""
    if document.embedding is None:
        return document
    holder = document.embedding.holder
    return replace(document, front_matter=FrontMatter(holder.span, holder.span, holder))


def _part_of(path: Path) -> Part:
    first = path[0]
    if first in _TOOLS or (first in _MODEL and any(key in _TOOLS for key in path)):
        return "tool"
    if first in _OUTPUTS or (first in _MODEL and any(key in _OUTPUTS for key in path)):
        return "output"
    if first in _MODEL:
        return "setting"
    if first in _INPUTS:
        return "input"
    return "metadata" if first == "metadata" and len(path) > 1 else "key"


def _leaves(entry: YamlEntry, above: Path) -> Iterator[tuple[Path, YamlNode]]:
    """The values below a key, each with its path; items of a list stand under their names where they have some."""
    path, value = (*above, entry.name), entry.value
    if len(path) < _DEEPEST:
        if value.kind == "mapping" and value.entries:
            for each in value.entries:
                yield from _leaves(each, path)
            return
        named = [_name_of(each) for each in value.items]
        if named and all(named) and len(set(named)) == len(named):
            for name, item in zip(named, value.items, strict=True):
                if item.kind == "mapping":
                    for each in item.entries:
                        yield from _leaves(each, (*path, name))
                else:
                    yield (*path, name), item
            return
    yield path, value


def _name_of(item: YamlNode) -> str:
    """What an item of a list is called, or "" where it has no name."""
    if item.kind != "mapping":
        return ""
    for key in ("name", "id", "key"):
        named = item.get(key)
        if named is not None and named.text():
            return named.text() or ""
    function = item.get("function", "name")
    return (function.text() or "") if function is not None else ""
