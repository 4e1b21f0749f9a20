"""What an editor adds while somebody types: the end of a block, the indentation of a new line."""

from __future__ import annotations

import re

from promptwell.language.features.formatting.indentation import STEP
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.templates.jinja.dialects import dialect
from promptwell.language.syntax.templates.jinja.tree import Island
from promptwell.language.text.edit import TextEdit
from promptwell.language.text.source import Span

TRIGGERS = ("}", "\n")

_OPENS = re.compile(r"(?::|:[ \t]+[|>][-+\d]*)(?:[ \t]+#.*)?$")
_DASHES = re.compile(r"[ ]*(?:-[ ]+)*")


def on_type(document: PromptDocument, offset: int, typed: str) -> tuple[TextEdit, ...]:
    """The edits behind a character that was just typed; `offset` is where the cursor stands now."""
    edit = _end_of_block(document, offset) if typed == "}" else None
    if typed == "\n":
        edit = _indentation(document, offset)
    return (edit,) if edit else ()


def _end_of_block(document: PromptDocument, offset: int) -> TextEdit | None:
    """The end tag of the block that was just opened, unless it has one or words follow on the line."""
    island = document.template.island_at(offset)
    if document.engine != "jinja2" or island is None or island.span.end != offset:
        return None
    line = document.source.line_span(document.source.line_number(offset))
    end = _missing_end(document, island)
    if end is None or document.text[offset : line.end].strip():
        return None
    opening = document.source.slice(island.span)
    before, after = (mark if mark in "-+" else "" for mark in (opening[2], opening[-3]))
    tag = f"{{%{before} {end} {after}%}}"
    lead = document.text[line.start : island.span.start]
    if not lead.strip() and line.start >= document.body.start:
        eol = "\r\n" if "\r\n" in document.text else "\n"
        return TextEdit(Span(offset, offset), f"{eol}{lead}{tag}")
    return TextEdit(Span(offset, offset), tag)


def _missing_end(document: PromptDocument, island: Island) -> str | None:
    """The name of the end tag that an opening tag lacks."""
    if island.kind == "raw":
        return None if island.closed else "endraw"
    if island.kind != "statement" or not island.closed or island.parsed.problems:
        return None
    blocks = dialect(document.dialect).blocks
    tag = island.parsed.tag
    own = next(
        (each for each in document.template.blocks() if each.branches[0].island is island), None
    )
    if own is None or tag not in blocks:
        return None
    # The new block may have taken the end of one around it.
    around = (
        each
        for each in document.template.blocks()
        if each.tag == tag and each.end is None and each.span.covers(own.span)
    )
    return blocks[tag][0] if own.end is None or any(around) else None


def _indentation(document: PromptDocument, offset: int) -> TextEdit | None:
    """The indentation of a new, empty line of the front matter."""
    source, front_matter = document.source, document.front_matter
    number = source.line_number(offset)
    if front_matter is None or number == 0 or not front_matter.content.contains(offset):
        return None
    above, line = source.line_text(number - 1), source.line_span(number)
    present = source.slice(line)
    if (
        present.strip()
        or not above.strip()
        or source.line_starts[number - 1] < (front_matter.content.start)
    ):
        return None
    wanted = len(above) - len(above.lstrip(" "))
    if not _in_text(document, source.line_starts[number - 1]):
        begins = len(_DASHES.match(above).group())  # type: ignore[union-attr]  # it fits any text
        is_key = re.match(r"[^\s#'\"\[{][^#]*?:(?:\s|$)", above[begins:])
        wanted = begins if is_key else wanted
        wanted += STEP if is_key and _OPENS.search(above) else 0
    if present == " " * wanted:
        return None
    return TextEdit(line, " " * wanted)


def _in_text(document: PromptDocument, line_start: int) -> bool:
    """Whether a line lies in a value that takes several lines."""
    return any(
        node.kind == "scalar" and node.span.start < line_start <= node.span.end
        for node in document.root.walk()
    )
