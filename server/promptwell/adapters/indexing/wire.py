"""Summaries and jobs as lines of JSON, as they pass to and from the worker and into the cache."""

from __future__ import annotations

import json
from sys import intern
from typing import Any, get_args

from promptwell.language.semantics.model import Reference, ReferenceKind
from promptwell.language.semantics.summary import FileSummary, Link, NamedPlace, SymbolKind
from promptwell.language.text.source import Span

FORM = 3
"""Grows whenever the form of what is written changes."""

_SYMBOLS: dict[str, SymbolKind] = {kind: kind for kind in get_args(SymbolKind)}
_REFERENCES: dict[str, ReferenceKind] = {kind: kind for kind in get_args(ReferenceKind)}


def line(data: Any) -> bytes:
    """A message as one line."""
    # Plain ASCII, so a line end occurs nowhere but at the end, and lone surrogates pass.
    return json.dumps(data, separators=(",", ":")).encode("ascii") + b"\n"


def pack_summary(summary: FileSummary) -> list[Any]:
    """A summary as plain values."""
    return [
        summary.dialect,
        [list(each) for each in summary.symbols],
        [_pack_link(each) for each in summary.links],
        summary.declares_inputs,
        list(summary.declared),
        summary.declarations,
        summary.uses,
        summary.words,
    ]


def unpack_summary(data: Any) -> FileSummary | None:
    """The summary that was packed, or None where something else stands in its place."""
    try:
        dialect, symbols, links, declares, declared, declarations, uses, words = data
        return FileSummary(
            intern(str(dialect)),
            # The same names occur in thousands of files, and need be kept once.
            tuple(NamedPlace(_SYMBOLS[kind], intern(name), *at) for kind, name, *at in symbols),
            tuple(_unpack_link(each) for each in links),
            bool(declares),
            tuple(intern(name) for name in declared),
            str(declarations),
            str(uses),
            str(words),
        )
    except (TypeError, ValueError, KeyError):
        return None


def _pack_link(link: Link) -> list[Any]:
    reference = link.reference
    flags = (reference.optional, reference.dynamic, reference.with_context)
    return [
        reference.kind,
        reference.target,
        *reference.span,
        sum(flag << place for place, flag in enumerate(flags)),
        list(reference.names),
        list(link.hidden),
        link.imported,
    ]


def _unpack_link(data: Any) -> Link:
    kind, target, start, end, flags, names, hidden, imported = data
    reference = Reference(
        _REFERENCES[kind],
        intern(target),
        Span(start, end),
        bool(flags & 1),
        bool(flags & 2),
        bool(flags & 4),
        tuple(names),
    )
    return Link(reference, tuple(hidden), imported)
