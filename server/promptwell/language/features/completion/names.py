"""The names that an expression may begin with: inputs, the template's own, macros, Jinja's."""

from __future__ import annotations

from collections.abc import Iterator

from promptwell.language.features.available import Available, available_names, in_loop
from promptwell.language.features.completion.arguments import arguments
from promptwell.language.features.completion.attributes import fields
from promptwell.language.features.completion.calls import builtin, called, required_parameters
from promptwell.language.features.completion.cursor import IslandCursor
from promptwell.language.features.completion.declaring import declaring
from promptwell.language.features.completion.item import CompletionItem, ItemKind
from promptwell.language.features.completion.site import Site
from promptwell.language.features.completion.tags import open_blocks
from promptwell.language.features.data.names import CONSTANTS, GLOBALS, SPECIAL
from promptwell.language.features.describe import describe_available
from promptwell.language.features.symbol import owner_name
from promptwell.language.semantics.paths import folder_of, relative_to
from promptwell.language.semantics.sections import ITEM, may_have_more, sections_at
from promptwell.language.semantics.types import ANY

# What stands before a name that is no value: the end of a section, a partial.
_MUSTACHE_ENDS = frozenset({"/", ">"})
_LISTS = frozenset({"array", "thread", "object"})
_KINDS: dict[str, ItemKind] = {"local": "local", "macro": "macro"}
_ORDERS = {"local": 0, "macro": 2, "input": 1, "used": 3, "global": 6}
_ORIGINS = {"macro": "macro", "used": "used in this file", "global": "of the application"}
_INPUTS = {
    "inputs": "input",
    "sample": "sample",
    "sample-file": "sample file",
    "dataset": "dataset",
}
_LOCALS = {
    "loop": "loop variable",
    "set": "set here",
    "parameter": "parameter",
    "import": "import",
    "with": "set by with",
    "call": "parameter",
    "block": "block",
    "macro": "macro",
}


def names(site: Site, cursor: IslandCursor) -> Iterator[CompletionItem]:
    """Every name that can be used at the cursor, the nearest scope's first."""
    model, word = site.model, cursor.word
    if site.document.engine == "mustache" and cursor.last in _MUSTACHE_ENDS:
        yield from _open_sections(site, cursor)
        return
    seen: set[str] = set()
    # A tag's own names can't be used in it, save for the condition of a `for`.
    is_own = cursor.is_tag and not any(token.text == "if" for token in cursor.tokens)
    loops = cursor.is_tag and cursor.last == "in" and cursor.tokens[0].text == "for"
    available = available_names(site.project, model, site.offset)
    if site.document.engine == "mustache":
        yield from _fields_of_sections(site, cursor)
        available.pop(ITEM, None)
    for each in available.values():
        if is_own and each.local is not None and each.local.island is cursor.island:
            continue
        seen.add(each.name)
        item = _name(site, cursor, each)
        # What a loop can run over comes first where a loop asks.
        yield item._replace(order=item.order - 4) if loops and each.type.kind in _LISTS else item
    # A new name in a section is rather a field of the section's value than an input.
    in_section = any(may_have_more(each.type) for each in sections_at(model, site.offset))
    yield from declaring(site, word, "" if in_section else cursor.prefix, available)
    if site.document.engine != "jinja2":
        return
    yield from arguments(site, cursor)
    if in_loop(model, site.offset) and "loop" not in seen:
        yield builtin(site, "loop", "local", word, SPECIAL["loop"], order=2)
    for name in _special(site, cursor):
        if name not in seen:
            item = builtin(site, name, "function", word, SPECIAL[name], order=2)
            yield item if site.followed_by(word, "(") else item._replace(new_text=f"{name}()")
    for name in sorted(site.dialect.globals - seen):
        if name in GLOBALS:
            yield builtin(site, name, "function", word, GLOBALS[name], order=6, parentheses=True)
    for name, text in CONSTANTS.items():
        yield CompletionItem(name, "keyword", word, name, documentation=text, order=7)
    yield CompletionItem("not", "keyword", word, "not", order=7)


def _name(site: Site, cursor: IslandCursor, name: Available) -> CompletionItem:
    origin = _origin(site, name)
    known = "" if name.type == ANY else str(name.type)
    snippet, beside = "", f": {known}" if known else ""
    if name.local is not None and name.local.kind == "macro":
        snippet = called(site, name.name, cursor.word, required_parameters(name.local))
        beside = name.signature[len(name.local.name) :]
    return CompletionItem(
        name.name,
        _KINDS.get(name.origin, "variable"),
        cursor.word,
        name.name,
        ", ".join(each for each in (known, name.signature or origin) if each),
        lambda: describe_available(name),
        snippet,
        _ORDERS[name.origin] + (name.name == "_"),  # else it stands above all other functions
        beside=beside,
        origin=origin,
    )


def _origin(site: Site, name: Available) -> str:
    """Where a name comes from, in a few words; with the file where that is another one."""
    if name.declaration is not None:
        words = _INPUTS[name.declaration.origin]
    elif name.origin == "local" and name.local is not None:
        words = _LOCALS[name.local.kind]
    else:
        words = _ORIGINS[name.origin]
    path = site.document.path
    if name.path == path:
        return words
    other = relative_to(name.path, folder_of(path) or "/")
    return f"used in {other}" if name.origin == "used" else f"{words} of {other}"


def _special(site: Site, cursor: IslandCursor) -> Iterator[str]:
    """What Jinja gives inside a block that replaces another, and inside a macro."""
    around = {block.tag for block in open_blocks(site, cursor)}
    if "block" in around and any(each.kind == "extends" for each in site.model.references):
        yield "super"
    if "macro" in around:
        yield "caller"


def _fields_of_sections(site: Site, cursor: IslandCursor) -> Iterator[CompletionItem]:
    """What the values of the sections around the cursor are known to have, the innermost first."""
    if cursor.last == ".":
        return
    seen: set[str] = set()
    for section in sections_at(site.model, site.offset):
        owner = owner_name(site.model, section)
        for item in fields(section.type, cursor, owner):
            if item.label not in seen:
                seen.add(item.label)
                yield item._replace(origin=f"of {owner}", order=0)


def _open_sections(site: Site, cursor: IslandCursor) -> Iterator[CompletionItem]:
    """The names of the Mustache sections around the cursor, the innermost first."""
    if cursor.last != "/":
        return  # a partial's name, of which nothing is known
    for number, block in enumerate(reversed(open_blocks(site, cursor))):
        name = block.branches[0].island.parsed.name
        yield CompletionItem(name, "block", cursor.word, name, "ends the section", order=number)
