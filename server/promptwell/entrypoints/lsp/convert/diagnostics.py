"""Findings."""

from __future__ import annotations

from collections.abc import Mapping

from lsprotocol import types

from promptwell.entrypoints.lsp.convert.places import PositionsOf, UriOf, to_range
from promptwell.language.rules.base import Diagnostic, Tag
from promptwell.language.rules.severity import Severity

# Where the pages of the rules are; None while they are published nowhere.
RULE_PAGES: str | None = None
SOURCE = "promptwell"

_SEVERITIES: Mapping[Severity, types.DiagnosticSeverity] = {
    "error": types.DiagnosticSeverity.Error,
    "warning": types.DiagnosticSeverity.Warning,
    "information": types.DiagnosticSeverity.Information,
    "hint": types.DiagnosticSeverity.Hint,
}
_TAGS: Mapping[Tag, types.DiagnosticTag] = {
    "unnecessary": types.DiagnosticTag.Unnecessary,
    "deprecated": types.DiagnosticTag.Deprecated,
}


def to_diagnostic(
    diagnostic: Diagnostic, path: str, positions_of: PositionsOf, uri_of: UriOf
) -> types.Diagnostic:
    """A finding with its places, its tags, its rule's page and the titles of its fixes."""
    page = types.CodeDescription(f"{RULE_PAGES}/{diagnostic.rule}") if RULE_PAGES else None
    related = [
        types.DiagnosticRelatedInformation(
            types.Location(
                uri_of(each.path or path), to_range(positions_of(each.path or path), each.span)
            ),
            each.message,
        )
        for each in diagnostic.related
    ]
    fixes = [fix.title for fix in diagnostic.fixes]
    return types.Diagnostic(
        range=to_range(positions_of(path), diagnostic.span),
        message=diagnostic.message,
        severity=_SEVERITIES[diagnostic.severity],
        code=diagnostic.rule,
        code_description=page,
        source=SOURCE,
        tags=[_TAGS[tag] for tag in diagnostic.tags] or None,
        related_information=related or None,
        data={"fixes": fixes} if fixes else None,
    )
