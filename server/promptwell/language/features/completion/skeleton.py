"""The beginning of a prompt file in which nothing is written yet."""

from __future__ import annotations

from collections.abc import Iterator

from promptwell.language.features.completion.item import CompletionItem, snippet_text
from promptwell.language.features.completion.site import Site
from promptwell.language.semantics.input_edits import declare_input
from promptwell.language.semantics.types import STRING
from promptwell.language.text.source import Span

_HEAD = """---
name: ${{1:{name}}}
description: ${{2:What the prompt is for}}
model:
  id: ${{3:gpt-4o}}
inputs:
  ${{4:topic}}:
    kind: ${{5:string}}
    description: ${{6:What it is about}}
---
"""
_BODY = """system:
${7:You are a helpful assistant.}

user:
{{ ${4:topic} \\}\\}$0
"""


def skeleton(site: Site) -> Iterator[CompletionItem]:
    """Front matter, and messages where the file holds no text, at the top of a prompt without any."""
    document = site.document
    line = blank_line(site) if document.format == "prompty" else None
    if line is None:
        return
    after = document.text[line.end :]
    name = document.path.rpartition("/")[2].partition(".")[0] or "prompt"
    snippet = _HEAD.format(name=snippet_text(name)) + ("" if after.strip() else _BODY)
    plain = declare_input(document, "topic", STRING)
    yield CompletionItem(
        "---",
        "snippet",
        Span(line.start, line.end),
        plain.new_text if plain else "---",
        "front matter and messages of a new prompt",
        "",
        snippet.rstrip("\n") if after.startswith(("\n", "\r")) else snippet,
        0,
        origin="new prompt",
    )


def blank_line(site: Site) -> Span | None:
    """The cursor's line where a front matter can begin there; None where there is one or a text above."""
    document = site.document
    line = document.source.line_span(document.source.line_number(site.offset))
    above = document.text[: line.start].strip("\ufeff \t\r\n")
    if above or document.source.slice(line).strip("\ufeff \t").strip("-") or not _is_bare(site):
        return None
    return line


def _is_bare(site: Site) -> bool:
    """Whether the file has no front matter, or nothing but the mark that opens it."""
    front_matter = site.document.front_matter
    if front_matter is None:
        return True
    is_open = front_matter.content.end >= front_matter.span.end
    return is_open and not site.document.source.slice(front_matter.content).strip()
