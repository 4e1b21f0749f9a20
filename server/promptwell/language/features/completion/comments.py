"""What can stand in a comment: `promptwell: ignore[...]` with the names of rules and groups."""

from __future__ import annotations

import re
from collections.abc import Iterator

from promptwell.language.features.completion.item import CompletionItem
from promptwell.language.features.completion.site import Site
from promptwell.language.features.describe_rule import describe_rule
from promptwell.language.rules.table import RULES
from promptwell.language.text.source import Span

_NAMES = re.compile(
    r"promptwell:[ \t]*ignore(?:-start|-end|-file)?[ \t]*\[(?P<before>[^\]\r\n]*?)(?P<name>[\w-]*)$"
)
_KIND = re.compile(r"promptwell:[ \t]*(?P<kind>[a-z-]*)$")
_WORD = re.compile(r"(?:^|[ \t#!{-])(?P<word>p[a-z]*:?)$")
_REST = re.compile(r"[\w-]*")
_KINDS = {
    "ignore": "on this line, or alone on a line on the next one",
    "ignore-file": "in the whole file",
    "ignore-start": "from here on",
    "ignore-end": "up to here",
}


def in_comment(site: Site) -> Iterator[CompletionItem]:
    """What completes a comment that speaks to Promptwell; nothing in any other comment."""
    text = site.document.text
    start = text.rfind("\n", 0, site.offset) + 1
    written = text[start : site.offset]
    named = _NAMES.search(written)
    if named is not None:
        yield from _rules(site, named)
        return
    kind = _KIND.search(written)
    if kind is not None:
        for order, (name, words) in enumerate(_KINDS.items()):
            yield _directive(site, name, len(kind["kind"]), name, words, order)
        return
    word = _WORD.search(written)
    if word is not None and "promptwell:".startswith(word["word"]):
        for order, (name, words) in enumerate(_KINDS.items()):
            label = f"promptwell: {name}"
            yield _directive(site, label, len(word["word"]), label, words, order)


def _rules(site: Site, named: re.Match[str]) -> Iterator[CompletionItem]:
    taken = {each.strip() for each in named["before"].split(",")}
    span = _typed(site, len(named["name"]))
    for name, facts in RULES.items():
        if name not in taken:
            yield CompletionItem(
                name,
                "rule",
                span,
                name,
                facts.summary,
                lambda name=name: describe_rule(name),  # type: ignore[misc]  # bound to this name
                order=1,
                origin=facts.group,
            )
    for group in dict.fromkeys(facts.group for facts in RULES.values()):
        if group not in taken:
            yield CompletionItem(group, "rule", span, group, "all rules of the group", order=3)
    if "all" not in taken:
        yield CompletionItem("all", "rule", span, "all", "every rule", order=4)


def _directive(
    site: Site, label: str, typed: int, text: str, words: str, order: int
) -> CompletionItem:
    span = _typed(site, typed)
    ends = text.endswith("-end") or site.followed_by(span, "[")
    snippet = "" if ends else f"{text}[$1]"
    return CompletionItem(label, "keyword", span, text, words, "", snippet, order)


def _typed(site: Site, length: int) -> Span:
    """What is being typed, with the letters behind the cursor."""
    rest = _REST.match(site.document.text, site.offset)
    return Span(site.offset - length, rest.end() if rest else site.offset)
