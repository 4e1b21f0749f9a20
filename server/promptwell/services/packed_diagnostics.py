"""Diagnostics as plain lists, for what lies between processes and on disk."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from promptwell.language.rules.base import Diagnostic, Fix, Related
from promptwell.language.text.edit import TextEdit
from promptwell.language.text.source import Span

Packed = list[list[Any]]


def pack(diagnostics: Iterable[Diagnostic]) -> Packed:
    """The diagnostics as lists, numbers and texts; `unpack` gives them back."""
    return [
        [
            each.rule,
            each.group,
            each.severity,
            [*each.span],
            each.message,
            [_packed_fix(fix) for fix in each.fixes],
            [[[*related.span], related.message, related.path] for related in each.related],
            [*each.tags],
            each.kind,
        ]
        for each in diagnostics
    ]


def unpack(packed: Packed) -> tuple[Diagnostic, ...]:
    """The diagnostics that were packed.

    Raises:
        ValueError, TypeError: the lists were not made by `pack`.
    """
    return tuple(
        Diagnostic(
            rule,
            group,
            severity,
            Span(*span),
            message,
            tuple(_fix(*fix) for fix in fixes),
            tuple(Related(Span(*place), text, path) for place, text, path in related),
            tuple(tags),
            kind,
        )
        for rule, group, severity, span, message, fixes, related, tags, kind in packed
    )


def _packed_fix(fix: Fix) -> list[Any]:
    others = {path: _packed_edits(edits) for path, edits in fix.other_files.items()}
    return [fix.title, _packed_edits(fix.edits), fix.safe, others]


def _packed_edits(edits: Iterable[TextEdit]) -> list[list[Any]]:
    return [[edit.span.start, edit.span.end, edit.new_text] for edit in edits]


def _fix(title: str, edits: Packed, safe: bool, others: dict[str, Packed]) -> Fix:
    return Fix(title, _edits(edits), safe, {path: _edits(each) for path, each in others.items()})


def _edits(packed: Packed) -> tuple[TextEdit, ...]:
    return tuple(TextEdit(Span(start, end), text) for start, end, text in packed)
