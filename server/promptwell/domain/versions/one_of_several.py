"""One of several prompts in a file, put back as another text of the file has it; nothing else is touched."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from promptwell.language.syntax.document import Embedded, PromptDocument
from promptwell.language.syntax.yaml.anchors import Anchors
from promptwell.language.syntax.yaml.node import YamlNode
from promptwell.language.text.edit import TextEdit
from promptwell.language.text.source import SourceText, Span
from promptwell.language.text.whole_lines import line_end


class _Part(NamedTuple):
    """What a file says of a prompt: from behind its key, or an item of a list; and the column it hangs on."""

    span: Span
    column: int
    node: YamlNode


def with_prompt_of(
    now: PromptDocument, name: str, then: PromptDocument, name_then: str
) -> TextEdit | None:
    """The edit by which a file says of one of its prompts what another text of it says.

    The prompt keeps the style that it had then, at the depth that it has now. None where that can't be told.
    """
    here, there = _part(now, name), _part(then, name_then)
    if here is None or there is None:
        return None
    if not _stands_for_the_same(now, here, then, there):
        return None
    text = _at_depth(_with_lf(then.source, there.span), here.column - there.column)
    return None if text is None else TextEdit(here.span, text.replace("\n", line_end(now.source)))


def says_the_same(
    before: PromptDocument, after: PromptDocument, name: str, then: PromptDocument, name_then: str
) -> bool:
    """Whether a file says of one prompt what another text said, and of all others what it said before."""
    wanted, found, meant = map(_said_by_name, (before, after, then))
    if name not in wanted or name_then not in meant or len(after.problems) > len(before.problems):
        return False
    wanted[name] = meant[name_then]
    return wanted == found


def _stands_for_the_same(
    now: PromptDocument, here: _Part, then: PromptDocument, there: _Part
) -> bool:
    """Whether all that the aliases of a part stand for, elsewhere in the text of then, is said above it now."""
    meant, found = _anchors(then), _anchors(now)
    outside = {
        name: values
        for name, values in meant.behind([there.node]).items()
        if not any(there.node.span.covers(each.span) for each in meant.named(name))
    }
    return all(
        values
        and values == [each.plain() for each in found.named(name)]
        and all(each.span.end <= here.span.start for each in found.named(name))
        for name, values in outside.items()
    )


def _anchors(document: PromptDocument) -> Anchors:
    root = document.front_matter.root if document.front_matter is not None else None
    return Anchors(document.text, root or YamlNode("missing", Span(0, 0)))


def _with_lf(source: SourceText, span: Span) -> str:
    """A part of a text with LF line ends."""
    return source.slice(span).replace("\r\n", "\n").replace("\r", "\n")


def _by_name(document: PromptDocument) -> dict[str, Embedded]:
    return {each.path.rpartition("#")[2]: each for each in document.embedded}


def _said_by_name(document: PromptDocument) -> dict[str, tuple[object, ...]]:
    """What each prompt says and what describes it, however it is written."""
    starts = _starts(document)
    found: dict[str, tuple[object, ...]] = {}
    for name, each in _by_name(document).items():
        roles = tuple(message.role for message in each.document.messages)
        about = each.embedding.holder.plain() if _is_described(each, starts) else None
        found[name] = (each.document.decoded, roles, about)
    return found


def _starts(document: PromptDocument) -> list[int]:
    """Where the texts of all prompts begin, in order."""
    spans = (scalar.span for each in document.embedded for scalar in each.embedding.scalars)
    return sorted(span.start for span in spans)


def _is_described(found: Embedded, starts: list[int]) -> bool:
    """Whether the mapping that a prompt stands in is that prompt's alone."""
    span = found.embedding.holder.span
    inside = bisect_left(starts, span.end) - bisect_left(starts, span.start)
    return inside == len(found.embedding.scalars)


def _part(document: PromptDocument, name: str) -> _Part | None:
    found = _by_name(document).get(name)
    root = document.front_matter.root if document.front_matter is not None else None
    if found is None or root is None:
        return None
    spans = list(found.embedding.own)
    if found.embedding.holder.span != root.span and _is_described(found, _starts(document)):
        spans.append(found.embedding.holder.span)
    reach = Span(min(each.start for each in spans), max(each.end for each in spans))
    best: _Part | None = None
    for part in _parts(document.source, root):
        if part.node.span.start <= reach.start and reach.end <= part.node.span.end:
            best = part
    return best


def _parts(source: SourceText, node: YamlNode) -> Iterator[_Part]:
    """All values of a tree from the outside in, each as it can be exchanged."""
    for entry in node.entries:
        key, value = entry.key, entry.value
        column = source.line_column(key.span.start)[1]
        yield _Part(Span(key.span.end, value.span.end), column, value)
        yield from _parts(source, value)
    for item in node.items:
        column = source.line_column(item.span.start)[1]
        yield _Part(item.span, column, item)
        yield from _parts(source, item)


def _at_depth(text: str, by: int) -> str | None:
    """The text with all lines but the first moved to the right, or to the left where they have blanks enough."""
    first, *rest = text.split("\n")
    if by >= 0:
        moved = [f"{' ' * by}{line}" if line.strip() else line for line in rest]
        return "\n".join([first, *moved])
    if any(line.strip() and line[:-by].strip() for line in rest):
        return None
    return "\n".join([first, *(line[-by:] for line in rest)])
