"""What can stand in a tag of Handlebars: names, helpers, partials, roles, the ends of open blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from promptwell.language.features.available import available_names
from promptwell.language.features.completion.helper_arguments import (
    ROLE_TEXTS,
    named_arguments,
    texts,
)
from promptwell.language.features.completion.item import CompletionItem, ItemKind, snippet_text
from promptwell.language.features.completion.site import Site
from promptwell.language.features.describe import describe_available, describe_type, first_lines
from promptwell.language.semantics.handlebars.vocabulary import vocabulary_of
from promptwell.language.semantics.model import Reference
from promptwell.language.semantics.partials import is_partial_file, partial_name
from promptwell.language.semantics.paths import ancestors, folder_of, is_within, relative_to
from promptwell.language.semantics.types import ANY, Type
from promptwell.language.syntax.formats.prompt_files.messages import ROLES
from promptwell.language.syntax.templates.jinja.tree import Island
from promptwell.language.text.source import Span

_HEAD = re.compile(r"\{\{\{?~?(?P<mark>#>|[#/^>&])?\s*")
_WORD = re.compile(r"[^\s(){}\"'=|~]*\Z")
_REST = re.compile(r"[\w-]*")
_PARTIAL = re.compile(r"[\w./-]*")
_ITEM = re.compile(r"\[?\d+\]?")
_MOST_PARTIALS = 300


class _Place(NamedTuple):
    """Where in a tag the cursor is: the mark behind the braces, what stands before the word, the word."""

    island: Island
    mark: str
    before: str
    word: str


def in_handlebars(site: Site) -> Iterator[CompletionItem] | None:
    """What fits at the cursor; None where it is in no tag."""
    place = _place(site)
    return _items(site, place) if place is not None else None


def role_tags(site: Site) -> Iterator[CompletionItem]:
    """`{{role "system"}}` and the others, on a line that holds nothing yet."""
    source, offset = site.document.source, site.offset
    number = source.line_number(offset)
    line = source.line_span(number)
    if line.start < site.document.body.start or source.slice(line).strip():
        return
    if line.start > site.document.body.start and source.line_text(number - 1).strip():
        return
    for role in ROLES:
        text = f'{{{{role "{role}"}}}}'
        yield CompletionItem(
            text, "role", line, text, "role", ROLE_TEXTS[role], f"{snippet_text(text)}\n$0"
        )


def _place(site: Site) -> _Place | None:
    document, offset = site.document, site.offset
    island = document.template.island_at(offset)
    if island is None or island.kind not in ("output", "statement"):
        return None
    if offset < island.span.start + 2 or (island.closed and offset > island.span.end - 2):
        return None
    head = _HEAD.match(document.text, island.span.start, offset)
    if head is None:
        return None
    written = document.text[head.end() : offset]
    word = _WORD.search(written)
    cut = word.start() if word else len(written)
    return _Place(island, head["mark"] or "", written[:cut], written[cut:])


def _items(site: Site, place: _Place) -> Iterator[CompletionItem]:
    quote = place.before.count('"') % 2
    if quote or place.before.count("'") % 2:
        yield from texts(site, _span(site, place.word), quoted=True)
        return
    at_head = not place.before
    if place.mark == "/":
        yield from _ends(site, place)
    elif place.mark in (">", "#>") and at_head:
        yield from _partials(site, place)
    elif place.word.startswith("@") and "." not in place.word:
        yield from _data(site, place)
    elif "." in place.word or "/" in place.word:
        yield from _fields(site, place)
    else:
        yield from _names(site, place)
        if at_head or place.before.endswith("("):
            yield from _helpers(site, place, at_head)
        else:
            span = _span(site, place.word)
            yield from named_arguments(site, span)
            yield from texts(site, span, quoted=False)


def _span(site: Site, word: str, rest: re.Pattern[str] = _REST) -> Span:
    following = rest.match(site.document.text, site.offset)
    return Span(site.offset - len(word), following.end() if following else site.offset)


def _ends(site: Site, place: _Place) -> Iterator[CompletionItem]:
    """The blocks that are open here, the innermost first."""
    open_ = [
        block
        for block in site.document.template.blocks()
        if block.span.start < place.island.span.start
        and (block.end is None or block.end.span.start >= place.island.span.start)
    ]
    span = _span(site, place.word, re.compile(r"[\w./-]*"))
    for order, block in enumerate(reversed(open_)):
        yield CompletionItem(block.tag, "keyword", span, block.tag, "end of the block", order=order)


def _partials(site: Site, place: _Place) -> Iterator[CompletionItem]:
    span = _span(site, place.word, _PARTIAL)
    here = site.document.path
    root = site.project.files.root(here)
    folders = tuple(dict.fromkeys([folder_of(here), *ancestors(here, root)]))
    offered = 0
    for path in sorted(site.project.files.list(root)):
        if path == here or not is_partial_file(path):
            continue
        for name in _names_of_partial(site, path, folders):
            if offered == _MOST_PARTIALS:
                return
            offered += 1

            def text(path: str = path) -> str:
                return first_lines(site.project, path)

            yield CompletionItem(name, "file", span, name, "partial", text)


def _names_of_partial(site: Site, path: str, folders: tuple[str, ...]) -> list[str]:
    """How a partial may be written: its path, for Dotprompt's store; its name alone, for Genkit."""
    above = next((each for each in folders if is_within(path, each)), None)
    written = [partial_name(relative_to(path, above))] if above is not None else []
    written.append(partial_name(path.rpartition("/")[2]))
    return [
        name
        for name in dict.fromkeys(written)
        if site.project.resolve(site.document.path, Reference("partial", name, Span(0, 0))) == path
    ]


def _data(site: Site, place: _Place) -> Iterator[CompletionItem]:
    span = _span(site, place.word)
    for name, text in vocabulary_of(site.document).data.items():
        label = f"@{name}"
        yield CompletionItem(label, "local", span, label, "of Handlebars", text, order=1)


def _fields(site: Site, place: _Place) -> Iterator[CompletionItem]:
    """The fields of what the path names so far."""
    written, _, typed = place.word.rpartition("/" if place.word.endswith("/") else ".")
    separators = max(place.word.rfind("."), place.word.rfind("/"))
    written, typed = place.word[:separators], place.word[separators + 1 :]
    owner = _type_of(site, written)
    if owner is None:
        return
    span = _span(site, typed)
    for name, known in owner.fields.items():
        detail = "" if known == ANY else str(known)

        def text(name: str = name, known: Type = known) -> str:
            return describe_type(f"{written}.{name}", known)

        yield CompletionItem(
            name, "field", span, name, detail, text, beside=f": {detail}" if detail else ""
        )


def _type_of(site: Site, written: str) -> Type | None:
    """The type of a path such as `user.address`, `this`, `..` or `@root`."""
    steps = [each for each in re.split(r"[./]", written.replace("..", "\0")) if each]
    steps = ["[]" if _ITEM.fullmatch(each) else each for each in steps]
    inputs = Type(
        "object", fields={name: site.model.type_of_input(name) for name in site.model.declared}
    )
    frames = [inputs, *_frames(site)]
    locals_ = site.model.visible_locals(site.offset)
    first, *rest = steps or ["this"]
    if first == "\0":
        climbs = 1
        while rest and rest[0] == "\0":
            climbs, rest = climbs + 1, rest[1:]
        known = frames[max(0, len(frames) - 1 - climbs)]
    elif first == "this":
        known = frames[-1]
    elif first == "@root":
        known = inputs
    elif first in locals_:
        known = locals_[first].type
    else:
        known = frames[-1].attribute(first)
    for step in rest:
        known = known.attribute(step)
    return known


def _frames(site: Site) -> list[Type]:
    """The types of the values that blocks around the cursor read their names from, outermost first."""
    offset = site.offset
    around = [
        local
        for local in site.model.locals
        if local.name == "this" and local.scope.start <= offset <= local.scope.end
    ]
    return [local.type for local in sorted(around, key=lambda local: local.scope.start)]


def _names(site: Site, place: _Place) -> Iterator[CompletionItem]:
    span = _span(site, place.word)
    frames = _frames(site)
    for name in available_names(site.project, site.model, site.offset).values():
        is_local = name.origin == "local"
        if name.name == "this" and is_local:
            continue
        label = name.name if is_local or not frames else f"@root.{name.name}"
        known = "" if name.type == ANY else str(name.type)
        kind: ItemKind = "local" if is_local else "variable"

        def text(name: object = name) -> str:
            return describe_available(name)  # type: ignore[arg-type]

        yield CompletionItem(
            label,
            kind,
            span,
            label,
            known or ("block's own" if is_local else "input"),
            text,
            order=0 if is_local else 1 + 2 * bool(frames),
            beside=f": {known}" if known else "",
            filter_text=name.name,
        )
    if frames:
        for name_, known_ in frames[-1].fields.items():
            detail = "" if known_ == ANY else str(known_)
            yield CompletionItem(name_, "field", span, name_, detail or "field", order=0)
        yield CompletionItem("this", "local", span, "this", "the item", order=1)
        yield CompletionItem("../", "keyword", span, "../", "one step out", order=4)


def _helpers(site: Site, place: _Place, at_head: bool) -> Iterator[CompletionItem]:
    span = _span(site, place.word)
    opens = place.mark in ("#", "^")
    for name, helper in vocabulary_of(site.document).helpers.items():
        if at_head and helper.is_block != opens:
            continue
        snippet = ""
        if opens and not place.island.closed:
            value = "value"
            if name == "message":
                value = 'role="user"'
            elif name.endswith("Equals") or name == "raw":
                value = ""
            snippet = (
                f"{name} ${{1:{value}}}"
                + snippet_text("}}")
                + "\n$0\n"
                + snippet_text(f"{{{{/{name}}}}}")
            )
        elif name == "role" and not place.island.closed:
            snippet = f'role "${{1|{",".join(ROLES)}|}}"' + snippet_text("}}")
        yield CompletionItem(
            name, "function", span, name, helper.signature, helper.text, snippet, order=5
        )
    if at_head and not place.mark:
        if any(block.span.contains(site.offset) for block in site.document.template.blocks()):
            yield CompletionItem("else", "keyword", span, "else", "of the block", order=6)
        return
