"""Fields of an answer, and arguments of tools, that by their names run as code, SQL, commands or markup."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from promptwell.language.detectors.taint.names import words_of
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.yaml.node import YamlNode
from promptwell.language.text.source import Span

_SQL = frozenset({"sql"})
_SHELL = frozenset({"bash", "cmd", "commandline", "powershell", "shell"})
_CODE = frozenset({"javascript", "js", "python", "lambda"})
_MARKUP = frozenset({"html", "svg"})
_LANGUAGES = frozenset(
    {
        "complete",
        "executable",
        "final",
        "generated",
        "java",
        "javascript",
        "new",
        "output",
        "python",
        "source",
    }
)
_RUNS = re.compile(
    r"\b(?:execut(?:e|ed|es)|(?:is|be|to|will) run|runs|eval(?:uated|uates)?|interpolated|injected|rendered)\b",
    re.IGNORECASE,
)
_SQL_TEXT = re.compile(r"\bSQL\b")
_SHELL_TEXT = re.compile(
    r"\b(?:shell|bash|terminal|command line) ?(?:command|script)?s?\b", re.IGNORECASE
)
_CODE_TEXT = re.compile(
    r"\b(?:python|javascript|source) (?:code|script|function|snippet)\b", re.IGNORECASE
)
_MARKUP_TEXT = re.compile(r"\bHTML\b")
_TOOL_RUNS = frozenset({"eval", "exec", "execute", "run"})
# What bounds a text, so that not everything can stand in it.
_BOUNDS = ("enum", "enumValues", "pattern", "const", "format")
_TEXTS = frozenset({"", "string", "str", "any"})


class Sink(NamedTuple):
    """One place that runs what a model writes: where it is declared, its name, what it is, and by what.

    `runs` tells that a description or a tool says so outright.
    """

    span: Span
    name: str
    kind: str
    where: str
    runs: bool


def output_sinks(document: PromptDocument) -> Iterator[Sink]:
    """The fields of the answer and the arguments of tools that run, and that no schema bounds."""
    header = document.header
    for node in (
        header.get("outputs"),
        header.get("output", "schema", "properties"),
        header.get("output", "schema"),
    ):
        if node is not None and node.kind in ("mapping", "sequence"):
            yield from _fields(node)
            break
    for key in (("tools",), ("toolDefs",)):
        tools = header.get(*key)
        for tool in (*tools.items, *(each.value for each in tools.entries)) if tools else ():
            yield from _tool(tool)


def _fields(node: YamlNode) -> Iterator[Sink]:
    for name, span, value in _named(node):
        sink = _kind(name, _description(value))
        if sink and _is_unbounded(value):
            runs = bool(_RUNS.search(_description(value)))
            yield Sink(span, name, sink, "the answer's field", runs)


def _tool(tool: YamlNode) -> Iterator[Sink]:
    named = tool.get("name")
    name = named.text() if named is not None else ""
    words = words_of(name or "")
    if not name or named is None or _TOOL_RUNS.isdisjoint(words):
        return
    kind = _kind_of_words(words) or ("code" if "code" in words else "")
    if "command" in words:
        kind = kind or "a shell command"
    if not kind:
        return
    taken = tool.get("parameters") or tool.get("inputSchema")
    properties = taken.get("properties") if taken is not None else None
    for _, span, value in _named(properties or taken) if taken is not None else ():
        if _is_unbounded(value):
            what = "code" if kind == "code" else kind
            yield Sink(span, name, what, "an argument of the tool", True)
            return


def _named(node: YamlNode) -> Iterator[tuple[str, Span, YamlNode]]:
    for entry in node.entries:
        # Picoschema writes a field's type behind its name: `tags(array)`, `note?`.
        yield entry.name.split("(")[0].rstrip("?"), entry.key.span, entry.value
    for item in node.items:
        name = item.get("name")
        if name is not None and name.text():
            yield str(name.value), name.span, item


def _kind(name: str, description: str) -> str:
    words = words_of(name)
    found = _kind_of_words(words)
    if found:
        return found
    if words[-1:] == ("code",) and (len(words) == 1 or words[0] in _LANGUAGES):
        return "code"
    if not _RUNS.search(description):
        return ""
    for pattern, kind in (
        (_SQL_TEXT, "SQL"),
        (_SHELL_TEXT, "a shell command"),
        (_CODE_TEXT, "code"),
        (_MARKUP_TEXT, "HTML"),
    ):
        if pattern.search(description):
            return kind
    return ""


def _kind_of_words(words: tuple[str, ...]) -> str:
    if not words or words[-1] in (
        "explanation",
        "reason",
        "summary",
        "error",
        "id",
        "name",
        "count",
    ):
        return ""
    for known, kind in (
        (_SQL, "SQL"),
        (_SHELL, "a shell command"),
        (_CODE, "code"),
        (_MARKUP, "HTML"),
    ):
        if not known.isdisjoint(words):
            return kind
    return ""


def _description(value: YamlNode) -> str:
    if value.kind == "mapping":
        described = value.get("description")
        return (described.text() or "") if described is not None else ""
    return (value.text() or "").partition(",")[2]


def _is_unbounded(value: YamlNode) -> bool:
    if value.kind == "mapping":
        kind = value.get("kind") or value.get("type")
        named = (kind.text() or "") if kind is not None else ""
        return named in _TEXTS and all(value.get(each) is None for each in _BOUNDS)
    return (value.text() or "").partition(",")[0].strip() in _TEXTS
