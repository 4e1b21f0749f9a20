"""What can be written in promptfoo's settings: variables of the prompts, and paths of files."""

from __future__ import annotations

import re
from collections.abc import Iterator

from promptwell.language.features.completion.item import CompletionItem
from promptwell.language.features.completion.paths import paths_beside
from promptwell.language.features.completion.site import Site
from promptwell.language.features.completion.yaml_cursor import yaml_cursor
from promptwell.language.semantics.paths import folder_of, relative_to
from promptwell.language.semantics.promptfoo.join import JoinedSuite
from promptwell.language.semantics.promptfoo.variables import known_prompts, variables_of
from promptwell.language.text.source import Span

_PATH = re.compile(r"file://(?P<path>[^\s\"'{}]*)\Z")
_REST = re.compile(r"[^\s\"'{}]*")
_USE = re.compile(r"\{\{-?\s*(?P<name>\w*)\Z")
_WORD = re.compile(r"\w*")
_MOST = 200


def in_suite(site: Site) -> Iterator[CompletionItem]:
    """What fits at the cursor in promptfoo's settings."""
    suite = site.project.suite(site.document.path)
    if suite is None:
        return
    source = site.document.source
    line = source.line_span(source.line_number(site.offset))
    before = source.slice(Span(line.start, site.offset))
    path = _PATH.search(before)
    if path:
        yield from _paths(site, path["path"])
        return
    use = _USE.search(before)
    if use:
        yield from _uses(site, suite, use["name"])
        return
    cursor = yaml_cursor(site.document, site.offset)
    if cursor is None:
        return
    if cursor.at_key and cursor.path[-1:] == ("vars",):
        for name in _needed(site, suite):
            if name not in cursor.siblings:
                text = name if cursor.has_colon else f"{name}: "
                origin = "supplied elsewhere" if name in suite.supplied else "no test gives it yet"
                order = 1 if name in suite.supplied else 0
                yield CompletionItem(
                    name, "variable", cursor.span, text, "variable", order=order, origin=origin
                )
    elif cursor.path[:1] == ("prompts",):
        yield from _prompts(site, suite, cursor.span)


def _paths(site: Site, typed: str) -> Iterator[CompletionItem]:
    """What stands in the folder that has been typed so far."""
    rest = _REST.match(site.document.text, site.offset)
    span = Span(site.offset - len(typed), rest.end() if rest else site.offset)
    for written in paths_beside(site, typed):
        words = "folder" if written.endswith("/") else "file"
        yield CompletionItem(written, "file", span, written, words)


def _prompts(site: Site, suite: JoinedSuite, span: Span) -> Iterator[CompletionItem]:
    """The prompts of the workspace that are not tested yet."""
    folder = folder_of(suite.path)
    for path in site.project.paths[: _MOST * 5]:
        if not site.project.is_suite(path) and not suite.tests_prompt(path):
            written = f"file://{relative_to(path, folder)}"
            yield CompletionItem(written, "file", span, written, "prompt")


def _uses(site: Site, suite: JoinedSuite, typed: str) -> Iterator[CompletionItem]:
    """The variables that the tests give a value."""
    rest = _WORD.match(site.document.text, site.offset)
    span = Span(site.offset - len(typed), rest.end() if rest else site.offset)
    for name in suite.supplied:
        yield CompletionItem(name, "variable", span, name, "variable", origin="tests")


def _needed(site: Site, suite: JoinedSuite) -> Iterator[str]:
    """The variables that the prompts under test use, in their order."""
    found = {use.name: None for each in suite.suite.prompts for use in each.uses}
    for path in known_prompts(site.project, suite):
        model = site.project.model(path)
        found.update(dict.fromkeys(variables_of(site.project, model) if model else ()))
    return iter(found)
