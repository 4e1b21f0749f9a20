"""Placeholders, mentions, attachments and links in the text of an agent file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from promptwell.language.detectors.agent_keys import profile_of
from promptwell.language.features.completion.item import CompletionItem, snippet_text
from promptwell.language.features.completion.paths import paths_beside
from promptwell.language.features.completion.site import Site
from promptwell.language.features.describe import first_lines
from promptwell.language.semantics.agent_names import tools_in_use
from promptwell.language.semantics.paths import folder_of, join, relative_to
from promptwell.language.semantics.written_paths import written_path
from promptwell.language.syntax.formats.agents.profile import LinkStyle, Profile
from promptwell.language.syntax.markdown.code import code_spans, in_code
from promptwell.language.syntax.templates.placeholders.agent_files import (
    CLAUDE_VALUES,
    VSCODE_VALUES,
)
from promptwell.language.text.source import Span

_ARGUMENT = re.compile(r"\$\{?\w*\Z")
_VARIABLE = re.compile(r"\$\{?[\w:]*\Z")
_REST = re.compile(r"[\w:]*\}?")
_PATH_REST = re.compile(r"[\w./%\\-]*")
# What stands on the line before the cursor where something is to be named, and how it is named.
_OPENINGS: tuple[tuple[LinkStyle, re.Pattern[str]], ...] = (
    ("link", re.compile(r"\]\([ \t]*<?(?P<typed>[^\s()<>#]*)\Z")),
    ("mention", re.compile(r"(?<![^\s(\[\"'])@(?P<typed>(?:\\ |[^\s\\,;:!?()\[\]\"'`*<>@])*)\Z")),
    ("attachment", re.compile(r"#file:(?P<typed>[^\s#)\]]*)\Z", re.IGNORECASE)),
    ("tool", re.compile(r"#tool:(?P<typed>[\w./-]*)\Z", re.IGNORECASE)),
)
_HASH = re.compile(r"(?<![^\s(\[])#(?P<typed>\w*)\Z")


def in_body(site: Site) -> Iterator[CompletionItem]:
    """What fits at a cursor of the text; nothing in plain prose."""
    profile = profile_of(site.document)
    if profile is None:
        return
    source = site.document.source
    line = source.line_span(source.line_number(site.offset))
    before = site.document.text[line.start : site.offset]
    if profile.placeholders == "arguments" and (opened := _ARGUMENT.search(before)):
        yield from _arguments(site, _span(site, line.start + opened.start(), _REST))
        return
    if profile.placeholders == "variables" and (opened := _VARIABLE.search(before)):
        yield from _variables(site, _span(site, line.start + opened.start(), _REST))
        return
    for style, opening in _OPENINGS:
        found = opening.search(before) if style in profile.links else None
        if found is not None and not _is_code(site, line.start + found.start()):
            word = _span(site, line.start + found.start("typed"), _PATH_REST)
            yield from _named(site, profile, style, word, found["typed"])
            return
    hash_ = _HASH.search(before) if "attachment" in profile.links else None
    if hash_ is not None and not _is_code(site, line.start + hash_.start()):
        word = Span(line.start + hash_.start(), site.offset)
        yield CompletionItem("#file:", "keyword", word, "#file:", "a file goes along", order=0)
        yield CompletionItem("#tool:", "keyword", word, "#tool:", "a tool is to be used", order=0)


def _span(site: Site, start: int, rest: re.Pattern[str]) -> Span:
    behind = rest.match(site.document.text, site.offset)
    return Span(start, behind.end() if behind else site.offset)


def _is_code(site: Site, offset: int) -> bool:
    return in_code(code_spans(site.document.text, site.document.body.start), offset)


def _arguments(site: Site, word: Span) -> Iterator[CompletionItem]:
    for name in site.model.declared:
        yield _placeholder(f"${name}", word, "argument, declared in this file", 0)
    yield _placeholder("$ARGUMENTS", word, CLAUDE_VALUES["ARGUMENTS"], 1)
    used = {use.name for use in site.model.uses if use.name.isdigit()}
    highest = max((int(each) for each in used), default=0)
    for number in range(1, min(max(highest + 1, 3), 9) + 1):
        yield _placeholder(f"${number}", word, f"Argument {number}.", 2)
    for name, words in CLAUDE_VALUES.items():
        if name != "ARGUMENTS":
            yield _placeholder(f"${{{name}}}", word, words, 4)


def _variables(site: Site, word: Span) -> Iterator[CompletionItem]:
    for name in dict.fromkeys(use.name for use in site.model.uses):
        if name not in VSCODE_VALUES:
            yield _placeholder(f"${{input:{name}}}", word, "asked for, used in this file", 0)
    yield CompletionItem(
        "${input:…}",
        "snippet",
        word,
        "${input:name}",
        "asks for a value",
        snippet=snippet_text("${input:") + "${1:name}" + snippet_text("}"),
        order=1,
        filter_text="${input:}",
    )
    for name, words in VSCODE_VALUES.items():
        yield _placeholder(f"${{{name}}}", word, words, 3)


def _placeholder(text: str, word: Span, words: str, order: int) -> CompletionItem:
    return CompletionItem(text, "variable", word, text, words, order=order)


def _named(
    site: Site, profile: Profile, style: LinkStyle, word: Span, typed: str
) -> Iterator[CompletionItem]:
    if style == "tool":
        for name, words in profile.tools.items():
            yield CompletionItem(name, "function", word, name, words, order=1)
        for name, path in tools_in_use(site.project, profile, site.document.path).items():
            where = relative_to(path, folder_of(site.document.path) or "/")
            yield CompletionItem(name, "function", word, name, f"named in {where}", order=2)
        return
    for order, path, target in _paths(site, typed):
        text = written_path(style, path)
        detail = "folder" if path.endswith("/") else "file"
        yield CompletionItem(
            text, "file", word, text, detail, _shown(site, target), order=order, origin=detail
        )


def _paths(site: Site, typed: str) -> Iterator[tuple[int, str, str]]:
    """The paths that a half-written one can become, from the file's folder and from the root."""
    plain = typed.replace("\\ ", " ").replace("%20", " ")
    here = folder_of(site.document.path)
    for path in paths_beside(site, plain):
        yield 1, path, join(here, path)
    root = site.project.files.root(site.document.path)
    before, slash, _ = plain.rpartition("/")
    if here and root != here and not plain.startswith("."):
        for name in site.names_in(join(root, before.lstrip("/"))):
            path = f"{before}{slash}{name}"
            target = join(root, path.lstrip("/"))
            if target != site.document.path:
                yield 3, path, target


def _shown(site: Site, path: str) -> Callable[[], str]:
    def shown() -> str:
        return first_lines(site.project, path) if site.project.files.read(path) else ""

    return shown
