"""The Markdown of a body that gives it a shape: headings, and code between fences."""

from __future__ import annotations

from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.markdown.headings import Heading, Sections, sections_of

__all__ = ["Heading", "Sections", "sections"]

_MOST_HEADINGS = 1000


def sections(document: PromptDocument) -> Sections:
    """The headings and fences of a body. Lines in fenced code and inside template tags are no headings.

    A fence that nothing closes ends with its message.
    """
    source = document.source
    body = source.slice(document.body)
    if "#" not in body and "```" not in body and "~~~" not in body:
        return Sections((), ())
    roles = {
        source.line_starts[source.line_number(each.marker.start)]
        for each in document.messages
        if each.marker.start < each.marker.end
    }
    return sections_of(
        document.text,
        document.body,
        breaks=roles,
        is_text=lambda place: document.template.island_at(place + 1) is None,
        most=_MOST_HEADINGS,
    )
