"""Mustache partials put into the text: `{{>name}}` becomes what it names."""

from __future__ import annotations

import re

from promptwell.errors import BundleError
from promptwell.language.semantics.bundle.putting_in import prompt_start
from promptwell.language.semantics.model import Reference
from promptwell.language.semantics.project import Project
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.text.source import Span

_PARTIAL = re.compile(
    r"(?P<indent>^[ \t]*)?\{\{>\s*(?P<name>[^}\s]+)\s*\}\}(?P<end>[ \t]*\r?\n)?", re.MULTILINE
)
_DELIMITERS = re.compile(r"\{\{=")


def with_mustache_partials(
    project: Project, document: PromptDocument
) -> tuple[str, tuple[str, ...]]:
    """The prompt's text with its partials put in, and the paths of these.

    Raises:
        BundleError: a partial is missing or includes itself, or delimiters are changed.
    """
    parts: dict[str, None] = {}

    def expanded(text: str, path: str, trail: tuple[str, ...]) -> str:
        if _DELIMITERS.search(text):
            raise BundleError(f"{path}: a template that changes its delimiters can't be bundled")

        def put_in(match: re.Match[str]) -> str:
            target = _resolve(project, path, match["name"])
            if target is None:
                raise BundleError(
                    f"{path}: the partial '{match['name']}' is not there: correct its path or add the file"
                )
            if target in trail:
                circle = " -> ".join([*trail, target])
                raise BundleError(
                    f"{path}: partials that include each other can't be bundled: {circle}"
                )
            parts[target] = None
            inner = expanded(project.files.read(target) or "", target, (*trail, target))
            indent = match["indent"] or ""
            if match["indent"] is None or match["end"] is None:
                return indent + inner + (match["end"] or "")
            # Alone on its line: the line goes, and each line of the partial takes its indent.
            return "".join(indent + line for line in inner.splitlines(keepends=True))

        return _PARTIAL.sub(put_in, text)

    start = prompt_start(document)
    body = expanded(document.text[start : document.body.end], document.path, (document.path,))
    return body, tuple(parts)


def _resolve(project: Project, path: str, name: str) -> str | None:
    for written in (name, f"{name}.mustache"):
        target = project.resolve(path, Reference("include", written, Span(0, 0)))
        if target is not None:
            return target
    return None
