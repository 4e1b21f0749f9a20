"""What a file means to its summary, for the index of a workspace."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from promptwell.language.semantics.analyze import analyze
from promptwell.language.semantics.declarations import name_place
from promptwell.language.semantics.model import Local, Reference, SemanticModel
from promptwell.language.semantics.summary import (
    DATA,
    LINKS,
    FileSummary,
    Link,
    NamedPlace,
    SymbolKind,
)
from promptwell.language.syntax.detect import Associations
from promptwell.language.syntax.parse import parse
from promptwell.language.text.source import SourceText, Span

_WORD = re.compile(r"[^\W\d]\w*")
_MOST_SYMBOLS = 200

_PLAIN = re.compile(r"[ -~]")


def summarize_text(text: str, path: str, associations: Associations) -> FileSummary:
    """The summary of a file's text."""
    return summarize(analyze(parse(text, path, associations=associations)))


def summarize(model: SemanticModel) -> FileSummary:
    """The summary of a file. It depends on the file's text alone, not on other files."""
    document = model.document
    given = {each.span for each in model.references if each.kind in DATA}
    own = [each for each in model.declarations if each.name_span not in given]
    declarations = [*((each.name, each.name_span) for each in own), *_trusted(model)]
    written = [(name, span) for name, span in declarations if document.source.slice(span) == name]
    uses = [(use.name, use.span) for use in model.free_uses]
    return FileSummary(
        document.dialect,
        tuple(_symbols(model)),
        tuple(_link(model, reference) for reference in model.references),
        bool(own) or document.root.entry("inputs") is not None,
        tuple(dict.fromkeys(each.name for each in own)),
        _pack(written),
        _pack(uses),
        _words(model, [name for name, _ in (*declarations, *uses)]),
    )


def trust_places(model: SemanticModel, name: str) -> Iterator[Span]:
    """Where `metadata.trust` speaks of an input: `{email: untrusted}` or `untrusted: [email]`."""
    return (span for each, span in _trusted(model) if each == name)


def _trusted(model: SemanticModel) -> Iterator[tuple[str, Span]]:
    trust = model.document.root.get("metadata", "trust")
    for entry in trust.entries if trust else ():
        if entry.value.kind == "sequence":
            for item in entry.value.items:
                yield item.text() or "", name_place(model.document, item)
        else:
            yield entry.name, name_place(model.document, entry.key)


def _link(model: SemanticModel, reference: Reference) -> Link:
    bare = replace(reference, island=None)
    if reference.kind not in LINKS:
        return Link(bare)
    if reference.kind == "extends":
        hidden: Iterable[str] = (local.name for local in model.locals)
    else:
        hidden = (*model.visible_locals(reference.span.start), *reference.given)
    return Link(bare, tuple(sorted(set(hidden))), _pack(imported_places(model, reference)))


def imported_places(model: SemanticModel, reference: Reference) -> Iterator[tuple[str, Span]]:
    """Where an import's file names the macros that it takes, each by its name in the other file."""
    if reference.island is None:
        return
    for local in model.locals:
        if local.island is not reference.island:
            continue
        if reference.kind == "import":
            for call in model.calls:
                if call.target is local and call.kind == "function" and call.name != local.name:
                    yield call.name, call.span
        elif reference.kind == "from":
            yield from _taken(model, local)


def _taken(model: SemanticModel, local: Local) -> Iterator[tuple[str, Span]]:
    for imported, binding in local.island.parsed.aliases:
        if binding != local.name:
            continue
        yield imported.name, local.island.absolute(imported.span)
        if binding == imported.name:
            for use in model.uses:
                if use.target is local:
                    yield imported.name, use.span


def _symbols(model: SemanticModel) -> Iterator[NamedPlace]:
    document = model.document
    if document.embedding is not None:
        return  # its file has told its name
    name = document.root.get("name")
    if name is not None and name.text():
        yield _named("prompt", name.text() or "", name_place(document, name), document.source)
    else:
        stem = document.path.rpartition("/")[2]
        yield NamedPlace("prompt", stem.rpartition(".")[0] or stem, 0, 0)
    for each in document.embedded[: _MOST_SYMBOLS - 1]:
        named = each.embedding
        if named.name_span.start < named.name_span.end:
            yield _named("prompt", named.name, named.name_span, document.source)
    told: set[str] = set()
    found = 1
    for declaration in model.declarations:
        if declaration.origin in ("inputs", "sample") and declaration.name not in told:
            told.add(declaration.name)
            yield _named("input", declaration.name, declaration.name_span, document.source)
            found += 1
            if found == _MOST_SYMBOLS:
                return
    for island in document.template.islands:
        parsed = island.parsed
        if parsed.name and (parsed.tag == "macro" or parsed.tag == "block"):
            kind: SymbolKind = "macro" if parsed.tag == "macro" else "block"
            yield _named(kind, parsed.name, island.absolute(parsed.name_span), document.source)
            found += 1
            if found == _MOST_SYMBOLS:
                return


def _named(kind: SymbolKind, name: str, span: Span, source: SourceText) -> NamedPlace:
    name = name.split("\n", 1)[0]
    line, column = source.line_column(span.start)
    before = source.text[span.start - column : span.start]
    if before.isascii():
        return NamedPlace(kind, name, line, column)
    # Summaries are kept on disk, and only the width of the characters is asked for.
    return NamedPlace(kind, name, line, column, _PLAIN.sub("x", before))


def _words(model: SemanticModel, names: Iterable[str]) -> str:
    document = model.document
    words = dict.fromkeys(names)
    for island in document.template.islands:
        words.update(dict.fromkeys(_WORD.findall(document.source.slice(island.span))))
    return f" {' '.join(words)} "


def _pack(places: Iterable[tuple[str, Span]]) -> str:
    """Places by name as a text: a line for each name, with the offsets at which it stands.

    A tuple for each place would take ten times the memory in a workspace of thousands of files.
    """
    by_name: dict[str, dict[int, None]] = {}
    for name, span in places:
        if span.end - span.start == len(name) and "\n" not in name and " " not in name:
            by_name.setdefault(name, {})[span.start] = None
    lines = (f"{name} {' '.join(map(str, starts))}\n" for name, starts in by_name.items())
    return "\n" + "".join(lines) if by_name else ""
