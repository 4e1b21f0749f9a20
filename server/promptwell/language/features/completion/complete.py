"""What an editor offers at a cursor."""

from __future__ import annotations

from collections.abc import Iterator

from promptwell.language.features.completion.agents.complete import in_agent_file
from promptwell.language.features.completion.comments import in_comment
from promptwell.language.features.completion.cursor import island_cursor
from promptwell.language.features.completion.expressions import in_expression
from promptwell.language.features.completion.front_matter import in_front_matter
from promptwell.language.features.completion.handlebars import in_handlebars, role_tags
from promptwell.language.features.completion.holes import has_holes, in_hole
from promptwell.language.features.completion.item import CompletionItem
from promptwell.language.features.completion.picoschema import kinds_of_field
from promptwell.language.features.completion.roles import role_lines
from promptwell.language.features.completion.site import NamesIn, Site
from promptwell.language.features.completion.skeleton import skeleton
from promptwell.language.features.completion.statements import in_statement
from promptwell.language.features.completion.suites import in_suite
from promptwell.language.features.completion.usage import Usage
from promptwell.language.features.completion.yaml_cursor import in_reach, yaml_comment, yaml_cursor
from promptwell.language.rules.base import RuleSettings
from promptwell.language.semantics.agent_files import is_agent_file
from promptwell.language.semantics.model import SemanticModel
from promptwell.language.semantics.project import Project
from promptwell.language.semantics.promptfoo.suite import is_suite

# A client shows no more of a list, so a longer one is filtered before it is cut.
_MANY = 200
_NO_SETTINGS = RuleSettings()


def complete(
    project: Project,
    model: SemanticModel,
    offset: int,
    settings: RuleSettings = _NO_SETTINGS,
    *,
    names_in: NamesIn = lambda _: (),
) -> list[CompletionItem]:
    """What can be written at an offset, the likeliest first; nothing in plain prose.

    Of what is equally likely, that comes first which the file uses most. Works in text that is
    half typed: outputs and tags that are not closed, front matter that is no YAML yet.
    `names_in` tells what stands in a folder, folders with a `/` at the end.
    """
    found: dict[str, CompletionItem] = {}
    for item in _items(Site(project, model, offset, settings, names_in)):
        found.setdefault(item.label, item)
    usage = Usage(model)
    items = sorted(found.values(), key=lambda item: (item.order, -usage.of(item), item.label))
    if len(items) > _MANY:
        text = model.document.text
        items = [item for item in items if _fits(text[item.span.start : offset], item.label)]
    return items


def _fits(typed: str, label: str) -> bool:
    """Whether the letters typed occur in the label in this order, as editors filter."""
    letters = iter(label.lower())
    return all(letter in letters for letter in typed.lower())


def _items(site: Site) -> Iterator[CompletionItem]:
    document, offset = site.document, site.offset
    if is_suite(document):
        yield from in_suite(site)
        return
    if is_agent_file(document):
        yield from in_agent_file(site)
        return
    in_tag = _in_template(site)
    if in_tag is not None:
        yield from in_tag
        return
    yield from skeleton(site)
    if in_reach(document, offset):
        place = yaml_cursor(document, offset)
        if place is not None:
            yield from in_front_matter(site, place)
        elif yaml_comment(document, offset):
            yield from in_comment(site)
        else:
            yield from kinds_of_field(site)
        return
    island = document.template.island_at(offset)
    if island is not None and offset < island.span.end + (not island.closed):
        if island.kind == "comment":
            yield from in_comment(site)
        return
    yield from _roles(site)


def _in_template(site: Site) -> Iterator[CompletionItem] | None:
    """What fits in the tag or hole at the cursor; None where there is none."""
    document = site.document
    if document.engine == "handlebars":
        return in_handlebars(site)
    if has_holes(document.engine):
        return in_hole(site)
    cursor = island_cursor(document, site.offset)
    if cursor is None:
        return None
    if cursor.is_tag and document.engine != "mustache":
        return in_statement(site, cursor)
    return in_expression(site, cursor)


def _roles(site: Site) -> Iterator[CompletionItem]:
    """What begins a message where the cursor is."""
    document = site.document
    if document.dialect == "dotprompt":
        return role_tags(site)
    if document.engine == "handlebars":
        return iter(())
    if document.format == "dotprompt" and document.engine != "jinja2":
        return iter(())
    return role_lines(site.model, site.offset)
