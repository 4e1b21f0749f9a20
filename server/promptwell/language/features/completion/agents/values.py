"""Tools, skills, agents and globs: what the values of an agent file's keys are names of."""

from __future__ import annotations

import re
from collections.abc import Iterator

from promptwell.language.detectors.agent_keys import profile_of
from promptwell.language.features.completion.item import CompletionItem
from promptwell.language.features.completion.models import models
from promptwell.language.features.completion.site import Site
from promptwell.language.features.completion.yaml_cursor import YamlCursor
from promptwell.language.features.describe import first_lines
from promptwell.language.semantics.agent_names import named_files, tools_in_use
from promptwell.language.semantics.paths import folder_of, join, relative_to
from promptwell.language.syntax.formats.agents.profile import Profile
from promptwell.language.text.source import Span

# A name within a list, whether in brackets, with commas or with blanks; a glob may hold more.
_BEFORE = re.compile(r"[^\s,\[\]\"':()]*\Z")
_BEHIND = re.compile(r"[^\s,\[\]\"'()]*")
_GLOB_BEFORE = re.compile(r"[^\s,\[\]\"':]*\Z")
_SUFFIX = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,4}\Z")
_MOST_SUFFIXES = 12


def listed_names(site: Site, cursor: YamlCursor) -> Iterator[CompletionItem] | None:
    """The names that fit at a cursor; None where the key's values are no names."""
    profile = profile_of(site.document)
    keys = [step for step in cursor.path if isinstance(step, str)]
    in_value = not cursor.at_key or cursor.path[-1:] == (0,)
    if profile is None or not keys or not in_value:
        return None
    kind = profile.names.get(keys[-1])
    if kind == "tool":
        return _tools(site, profile, _word(site, _BEFORE))
    if kind == "glob":
        return _globs(site, _word(site, _GLOB_BEFORE))
    if kind is not None:
        return _files(site, profile, kind, _word(site, _BEFORE))
    return _models(site, profile, cursor) if keys == ["model"] else None


def _word(site: Site, before: re.Pattern[str]) -> Span:
    text = site.document.text
    line = site.document.source.line_span(site.document.source.line_number(site.offset))
    behind = _BEHIND.match(text, site.offset, line.end)
    found = before.search(text[line.start : site.offset])
    start = line.start + found.start() if found else site.offset
    return Span(start, behind.end() if behind else site.offset)


def _tools(site: Site, profile: Profile, word: Span) -> Iterator[CompletionItem]:
    written = {each.target for each in site.model.references if not each.span.contains(site.offset)}
    for name, words in profile.tools.items():
        if name not in written:
            yield CompletionItem(name, "function", word, name, words, order=1, origin=profile.tool)
    for name, path in tools_in_use(site.project, profile, site.document.path).items():
        if name not in written and name.partition("(")[0] not in profile.tools:
            where = relative_to(path, folder_of(site.document.path) or "/")
            yield CompletionItem(name, "function", word, name, f"named in {where}", order=2)


def _files(site: Site, profile: Profile, kind: str, word: Span) -> Iterator[CompletionItem]:
    for each in named_files(site.project, profile, kind):
        if each.path != site.document.path:
            where = relative_to(each.path, folder_of(site.document.path) or "/")

            def shown(path: str = each.path) -> str:
                return first_lines(site.project, path)

            yield CompletionItem(each.name, "value", word, each.name, where, shown, origin=kind)


def _globs(site: Site, word: Span) -> Iterator[CompletionItem]:
    """All files, those of a kind that the workspace has, and the folders from its root on."""
    typed = site.document.text[word.start : site.offset]
    before, slash, _ = typed.rpartition("/")
    root = site.project.files.root(site.document.path)
    names = [] if "*" in before else list(site.names_in(join(root, before)))
    suffixes = {found[0]: None for each in names if (found := _SUFFIX.search(each))}
    if not slash:
        known = (_SUFFIX.search(each) for each in site.project.paths)
        suffixes.update({found[0]: None for found in known if found})
    yield CompletionItem(f"{before}{slash}**", "value", word, f"{before}{slash}**", "all files")
    for suffix in sorted(suffixes)[:_MOST_SUFFIXES]:
        glob = f"{before}{slash}**/*{suffix}"
        yield CompletionItem(glob, "value", word, glob, f"all files with {suffix}", order=6)
    for name in names:
        path = f"{before}{slash}{name}"
        detail = "folder" if name.endswith("/") else "file"
        yield CompletionItem(path, "file", word, path, detail, order=7)


def _models(site: Site, profile: Profile, cursor: YamlCursor) -> Iterator[CompletionItem] | None:
    """The names that the tool has for models, those of their maker, or those that other files name."""
    schema = profile.keys.child("model") if profile.keys else None
    if schema is not None and schema.values:
        return _known_models(site, schema.values, cursor)
    return _used_models(site, cursor)


def _known_models(
    site: Site, names: tuple[str, ...], cursor: YamlCursor
) -> Iterator[CompletionItem]:
    for order, name in enumerate(names):
        yield CompletionItem(name, "value", cursor.span, name, "model", order=order - len(names))
    yield from models(site, cursor.span, "anthropic")


def _used_models(site: Site, cursor: YamlCursor) -> Iterator[CompletionItem]:
    seen: set[str] = set()
    for path in site.project.paths:
        model = site.project.known_model(path)
        node = model.document.root.get("model") if model and path != site.document.path else None
        for each in (node.items or (node,)) if node else ():
            name = each.text()
            if name and profile_of(model.document) and name not in seen:  # type: ignore[union-attr]  # has a node
                seen.add(name)
                where = relative_to(path, folder_of(site.document.path) or "/")
                yield CompletionItem(name, "model", cursor.span, name, f"named in {where}")
