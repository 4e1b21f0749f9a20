"""What can stand in a `${...}` of the front matter: files and names of environment variables."""

from __future__ import annotations

import re
from collections.abc import Iterator

from promptwell.language.features.completion.item import CompletionItem, ItemKind, snippet_text
from promptwell.language.features.completion.paths import paths_beside
from promptwell.language.features.completion.site import Site
from promptwell.language.features.completion.yaml_cursor import YamlCursor
from promptwell.language.text.source import Span

_OPEN = re.compile(r"\$\{?(?P<protocol>env|file)?(?P<colon>:)?(?P<name>[^}:\s\"']*)")
_REST = re.compile(r"[^}\s\"',]*\}?")
_PROTOCOLS = {
    "env": ("NAME", "an environment variable, read when the prompt is run"),
    "file": ("path", "the content of a file, read when the prompt is loaded"),
}


def outside_value(site: Site, cursor: YamlCursor) -> Iterator[CompletionItem] | None:
    """What completes a value that begins as `${`; None for any other value.

    Names of environment variables are those that stand elsewhere in the file: the environment
    itself is never looked at.
    """
    if not cursor.prefix.startswith("$"):
        return None
    opened = _OPEN.fullmatch(cursor.prefix)
    return _items(site, opened) if opened is not None else iter(())


def _items(site: Site, opened: re.Match[str]) -> Iterator[CompletionItem]:
    start = site.offset - len(opened.group())
    rest = _REST.match(site.document.text, site.offset)
    span = Span(start, rest.end() if rest else site.offset)
    protocol = opened["protocol"] or ""
    if not opened["colon"]:
        for name, (hole, words) in _PROTOCOLS.items():
            text = f"${{{name}:"
            closed = snippet_text(text) + f"${{1:{hole}}}" + snippet_text("}")
            yield CompletionItem(f"{text}…}}", "value", span, text, words, "", closed, 0)
    names = _variables(site) if protocol != "file" else {}
    paths = _files(site, opened["name"]) if protocol != "env" else {}
    for name, where in names.items():
        yield _whole(span, f"${{env:{name}}}", where, opened)
    for path, where in paths.items():
        text = f"${{file:{path}"  # a folder is gone on from, so its brace stays open
        yield _whole(span, text if path.endswith("/") else f"{text}}}", where, opened)


def _whole(span: Span, text: str, words: str, opened: re.Match[str]) -> CompletionItem:
    name = text[2:].partition(":")[2].removesuffix("}")
    label = name if opened["colon"] else text
    kind: ItemKind = "value" if text.startswith("${env") else "file"
    return CompletionItem(label, kind, span, text, words, order=2, filter_text=text)


def _variables(site: Site) -> dict[str, str]:
    """Names of environment variables that the file names elsewhere."""
    found: dict[str, str] = {}
    for reference in site.model.references:
        if reference.kind == "env" and not reference.span.contains(site.offset):
            found.setdefault(reference.target, "environment variable, named in this file")
    return found


def _files(site: Site, typed: str) -> dict[str, str]:
    """The files that the file names elsewhere, and those that stand where a path has come to."""
    found: dict[str, str] = {}
    for reference in site.model.references:
        if reference.kind in ("file", "sample", "dataset") and reference.target:
            if not reference.span.contains(site.offset):
                found.setdefault(reference.target, "file, named in this file")
    for path in paths_beside(site, typed):
        found.setdefault(path, "folder" if path.endswith("/") else "file")
    return found
