"""What can be written at a cursor of an agent file: keys, their values, placeholders, paths."""

from __future__ import annotations

from collections.abc import Iterator

from promptwell.language.features.completion.agents.body import in_body
from promptwell.language.features.completion.agents.skeleton import agent_skeleton
from promptwell.language.features.completion.agents.values import listed_names
from promptwell.language.features.completion.comments import in_comment
from promptwell.language.features.completion.front_matter import in_front_matter
from promptwell.language.features.completion.item import CompletionItem
from promptwell.language.features.completion.site import Site
from promptwell.language.features.completion.yaml_cursor import in_reach, yaml_comment, yaml_cursor


def in_agent_file(site: Site) -> Iterator[CompletionItem]:
    """What fits at a cursor of a Markdown file that a coding agent reads."""
    document, offset = site.document, site.offset
    yield from agent_skeleton(site)
    if in_reach(document, offset):
        place = yaml_cursor(document, offset)
        if place is None:
            if yaml_comment(document, offset):
                yield from in_comment(site)
            return
        named = listed_names(site, place)
        yield from in_front_matter(site, place) if named is None else named
        return
    island = document.template.island_at(offset)
    if island is not None and island.kind == "comment" and offset < island.span.end:
        yield from in_comment(site)
        return
    yield from in_body(site)
