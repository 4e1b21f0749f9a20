"""Promptfoo's settings from their YAML tree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from math import prod
from typing import Literal

from promptwell.language.semantics.model import Reference, Use
from promptwell.language.semantics.names import resolve_names
from promptwell.language.semantics.promptfoo.suite import (
    Suite,
    TestCase,
    TestedPrompt,
    TestVariable,
)
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.embedding import content_span, view_of
from promptwell.language.syntax.formats.promptfoo import FORMAT, FORMAT_NAME
from promptwell.language.syntax.templates.jinja.dialects import dialect
from promptwell.language.syntax.templates.jinja.parse import parse_template
from promptwell.language.syntax.templates.jinja.tree import Template
from promptwell.language.syntax.templates.placeholders.holes import joined
from promptwell.language.syntax.yaml.anchors import Anchors
from promptwell.language.syntax.yaml.node import YamlNode
from promptwell.language.text.source import Span

_FILE = "file://"
_PROGRAMS = (".py", ".js", ".cjs", ".mjs", ".ts", ".cts", ".mts", ".rb", ".go", ".sh", ".exe")
_TEXTS = (".txt", ".md", ".j2", ".jinja", ".jinja2", ".prompty", ".prompt", ".json", ".jsonl")
_TABLES = (".csv", ".tsv", ".json", ".jsonl", ".ndjson", ".yaml", ".yml")
_GLOB = re.compile(r"[*?\[{]")
_SCHEME = re.compile(r"(?!file:)[a-z][\w+.-]*:", re.IGNORECASE)
_FUNCTION = re.compile(r"(\.\w+):[\w.]+\Z")


def read_suite(document: PromptDocument) -> Suite:
    """What the settings in a file say. Never raises; what has an unknown shape is left out."""
    return _read(document.text)


@lru_cache(maxsize=8)
def _read(text: str) -> Suite:
    return _Reader(FORMAT.parse(text, "", FORMAT_NAME)).read()


class _Reader:
    def __init__(self, document: PromptDocument) -> None:
        self._document = document
        self._root = document.root
        self._anchors = Anchors(document.text, document.root)
        self._data: list[Reference] = []
        self._texts: list[Reference] = []
        self._others: list[str] = []
        self._mentions: list[Template] = []
        self._unknown = False
        self._computed = self._root.entry("extensions") is not None
        self._stored: list[TestVariable] = []
        self._combined = 0

    def read(self) -> Suite:
        prompts = tuple(self._prompts(self._root.get("prompts")))
        defaults = self._anchors.followed(self._root.get("defaultTest"))
        shared = list(self._defaults(defaults))
        self._ways = self._choices(defaults)
        tests = list(self._tests(self._root.get("tests")))
        for scenario in self._items(self._root.get("scenarios")):
            shared += self._scenario(scenario, tests)
        filters = self._root.get("nunjucksFilters")
        if self._root.entry("redteam") is not None:
            self._unknown = True  # its tests are made when it runs
        words = " ".join(self._words(self._root, ()))
        return Suite(
            prompts,
            tuple(tests),
            tuple(shared),
            tuple(self._data),
            tuple(self._texts),
            self._unknown,
            self._combined,
            tuple(entry.name for entry in filters.entries) if filters else (),
            words,
            self._used(self._mentions),
            tuple(self._others),
            tuple(self._stored),
            self._computed,
        )

    # Prompts.

    def _prompts(self, node: YamlNode | None) -> Iterator[TestedPrompt]:
        if node is not None and node.kind == "mapping":
            for entry in node.entries:  # the older form: {path: label}
                yield self._prompt(entry.key)
            return
        for item in self._items(node):
            if item.kind != "mapping":
                yield self._prompt(item)
                continue
            raw, named = item.get("raw"), item.get("id")
            if raw is not None and raw.text() is not None:
                yield self._prompt(raw)
            elif named is not None and named.text() is not None:
                yield self._prompt(named, is_file=True)

    def _prompt(self, node: YamlNode, *, is_file: bool = False) -> TestedPrompt:
        text = node.text() or ""
        path, span = self._path(node)
        named = text.startswith(_FILE)
        if "\n" in text.strip() or not (named or is_file or _looks_like_path(text)):
            if _SCHEME.match(text) and not re.search(r"\s", text):
                return TestedPrompt("unknown", text, span)
            return TestedPrompt("inline", "", span, self._used(self._templates(node)))
        if path.endswith(_PROGRAMS) or not path or _SCHEME.match(path):
            return TestedPrompt("unknown", path, span)
        return TestedPrompt("glob" if _GLOB.search(path) else "file", path, span)

    def _templates(self, node: YamlNode) -> list[Template]:
        """The template of a text in the settings, where it stands; none where it has no tag."""
        text, span = self._document.text, content_span(self._document.text, node)
        if text.find("{", *span) < 0:
            return []
        if text.find("\\", *span) >= 0 or node.style == "single":
            text = view_of(text, [node])
        return [parse_template(text, span, dialect("plain"))]

    def _used(self, templates: list[Template]) -> tuple[Use, ...]:
        """The variables of templates."""
        if not templates:
            return ()
        whole = joined(templates, self._document.body)
        found = resolve_names(replace(self._document, template=whole), {})
        return tuple(use for use in found.uses if use.target is None)

    def _path(self, node: YamlNode) -> tuple[str, Span]:
        """The path that a text names, without `file://` and a function behind it, and its place."""
        written = node.text() or ""
        path = _FUNCTION.sub(r"\1", written.removeprefix(_FILE).strip())
        inner = content_span(self._document.text, node)
        at = self._document.text.find(path, inner.start, inner.end) if path else -1
        return path, Span(at, at + len(path)) if at >= 0 else inner

    # Tests.

    def _defaults(self, node: YamlNode | None) -> Iterator[TestVariable]:
        if node is not None and node.text():
            self._file(node, "default")
        elif node is not None:
            self._options(node)
            yield from self._variables(node.get("vars"))

    def _options(self, node: YamlNode) -> None:
        """What a test's options give beside its variables: an answer kept, values computed."""
        options = self._anchors.followed(node.get("options"))
        for each in (node, options) if options is not None else (node,):
            if each.entry("transformVars") is not None:
                self._computed = True
        stored = options.get("storeOutputAs") if options is not None else None
        if stored is not None and stored.text():
            span = content_span(self._document.text, stored)
            self._stored.append(TestVariable(stored.text() or "", span))

    def _choices(self, node: YamlNode | None) -> dict[str, int]:
        """By variable, how many tests promptfoo makes of one for its list of texts."""
        values = self._anchors.followed(node.get("vars")) if node is not None else None
        entries = self._anchors.entries(values) if values is not None else None
        found: dict[str, int] = {}
        for entry in entries or ():
            value = self._anchors.followed(entry.value)
            is_list = value is not None and bool(value.items) and value.items[0].text() is not None
            found[entry.name] = len(value.items) if value is not None and is_list else 1
        return found

    def _tests(self, node: YamlNode | None) -> Iterator[TestCase]:
        for item in self._items(node):
            if item.kind == "mapping" and item.entry("path") is not None:
                self._unknown = True  # a program that makes tests
            elif item.kind == "mapping":
                title = item.get("description")
                self._options(item)
                variables = tuple(self._variables(item.get("vars")))
                self._combined += prod({**self._ways, **self._choices(item)}.values()) - 1
                yield TestCase(item.span, (title.text() if title else "") or "", variables)
            elif item.text():
                self._file(item, "tests")

    def _scenario(self, node: YamlNode, tests: list[TestCase]) -> Iterator[TestVariable]:
        if node.kind != "mapping":
            self._unknown = True
            return
        configurations = self._items(node.get("config"))
        own = list(self._tests(node.get("tests")))
        tests += own
        self._combined += max(0, len(configurations) - 1) * len(own)
        for each in configurations:
            if each.kind == "mapping":
                yield from self._variables(each.get("vars"))
            else:
                self._unknown = True

    def _variables(self, node: YamlNode | None) -> Iterator[TestVariable]:
        node = self._anchors.followed(node)
        if node is None:
            return
        if node.kind != "mapping":
            for each in self._items(node):
                self._file(each, "values")
            return
        entries = self._anchors.entries(node)
        if entries is None:
            self._computed = True
        for entry in entries or ():
            yield TestVariable(entry.name, content_span(self._document.text, entry.key))
            for value in self._items(entry.value):
                if (value.text() or "").startswith(_FILE):
                    path, span = self._path(value)
                    self._texts.append(Reference("value", path, span))

    def _file(self, node: YamlNode, kind: Literal["tests", "values", "default"]) -> None:
        path, span = self._path(node)
        if not path.endswith(_TABLES) or _GLOB.search(path) or _SCHEME.match(path):
            self._unknown = True
            return
        self._data.append(Reference(kind, path, span))

    def _words(self, node: YamlNode, path: tuple[str, ...]) -> Iterator[str]:
        """The texts in which a variable may be named: all but the prompts and plain values."""
        for entry in node.entries:
            if path or entry.name != "prompts":
                yield from self._words(entry.value, (*path, entry.name))
        for item in node.items:
            yield from self._words(item, (*path, ""))
        text = node.text()
        if text is None or not path:
            return
        is_value = "vars" in path[-3:]
        if (text.startswith(_FILE) and not is_value and path[0] != "tests") or _is_program(text):
            self._others.append(self._path(node)[0])
        if "{{" in text or "{%" in text:
            self._mentions += self._templates(node)
            yield text
        elif not is_value:
            yield text

    def _items(self, node: YamlNode | None) -> tuple[YamlNode, ...]:
        """What a list holds, aliases followed; a single value stands for a list of one."""
        node = self._anchors.followed(node)
        if node is None or node.kind == "missing":
            return ()
        items = node.items if node.kind == "sequence" else (node,)
        return tuple(each for each in map(self._anchors.followed, items) if each is not None)


def _looks_like_path(text: str) -> bool:
    """Whether promptfoo takes a text without `file://` for a path."""
    return not re.search(r"[{}\n]", text) and text.lower().endswith((*_TEXTS, *_PROGRAMS))


def _is_program(text: str) -> bool:
    return text.startswith(_FILE) and text.partition(":")[2].partition(":")[0].endswith(_PROGRAMS)
