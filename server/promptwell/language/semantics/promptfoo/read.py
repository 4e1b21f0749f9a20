"""Promptfoo's settings from their YAML tree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

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
        self._data: list[Reference] = []
        self._texts: list[Reference] = []
        self._others: list[str] = []
        self._mentions: list[Template] = []
        self._unknown = False
        self._combined = 0

    def read(self) -> Suite:
        prompts = tuple(self._prompts(self._root.get("prompts")))
        shared = list(self._defaults(self._root.get("defaultTest")))
        tests = list(self._tests(self._root.get("tests")))
        for scenario in _items(self._root.get("scenarios")):
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
        )

    # Prompts.

    def _prompts(self, node: YamlNode | None) -> Iterator[TestedPrompt]:
        if node is not None and node.kind == "mapping":
            for entry in node.entries:  # the older form: {path: label}
                yield self._prompt(entry.key)
            return
        for item in _items(node):
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
            self._file(node, "values")
        elif node is not None:
            yield from self._variables(node.get("vars"))

    def _tests(self, node: YamlNode | None) -> Iterator[TestCase]:
        for item in _items(node):
            if item.kind == "mapping" and item.entry("path") is not None:
                self._unknown = True  # a program that makes tests
            elif item.kind == "mapping":
                title = item.get("description")
                variables = tuple(self._variables(item.get("vars")))
                yield TestCase(item.span, (title.text() if title else "") or "", variables)
            elif item.text():
                self._file(item, "tests")

    def _scenario(self, node: YamlNode, tests: list[TestCase]) -> Iterator[TestVariable]:
        if node.kind != "mapping":
            self._unknown = True
            return
        configurations = _items(node.get("config"))
        own = list(self._tests(node.get("tests")))
        tests += own
        self._combined += max(0, len(configurations) - 1) * len(own)
        for each in configurations:
            if each.kind == "mapping":
                yield from self._variables(each.get("vars"))
            else:
                self._unknown = True

    def _variables(self, node: YamlNode | None) -> Iterator[TestVariable]:
        if node is None:
            return
        if node.kind != "mapping":
            for each in _items(node):
                self._file(each, "values")
            return
        for entry in node.entries:
            if entry.name == "<<":
                self._unknown = True
                continue
            yield TestVariable(entry.name, content_span(self._document.text, entry.key))
            for value in _items(entry.value):
                if (value.text() or "").startswith(_FILE):
                    path, span = self._path(value)
                    self._texts.append(Reference("value", path, span))

    def _file(self, node: YamlNode, kind: str) -> None:
        path, span = self._path(node)
        if not path.endswith(_TABLES) or _GLOB.search(path) or _SCHEME.match(path):
            self._unknown = True
            return
        self._data.append(Reference("tests" if kind == "tests" else "values", path, span))

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


def _items(node: YamlNode | None) -> tuple[YamlNode, ...]:
    """What a list holds; a single value stands for a list of one."""
    if node is None or node.kind in ("missing", "alias"):
        return ()
    return node.items if node.kind == "sequence" else (node,)


def _looks_like_path(text: str) -> bool:
    """Whether promptfoo takes a text without `file://` for a path."""
    return not re.search(r"[{}\n]", text) and text.lower().endswith((*_TEXTS, *_PROGRAMS))


def _is_program(text: str) -> bool:
    return text.startswith(_FILE) and text.partition(":")[2].partition(":")[0].endswith(_PROGRAMS)
