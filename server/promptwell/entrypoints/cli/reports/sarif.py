"""The report as SARIF 2.1.0, which code scanning services read."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from promptwell import __version__
from promptwell.entrypoints.cli.reports.outcome import Entry, Outcome, file_uri, region
from promptwell.language.rules.base import Fix
from promptwell.language.text.source import SourceText
from promptwell.services.baseline import fingerprint

if TYPE_CHECKING:
    from promptwell.language.detectors.secrets.hiding import Hider
    from promptwell.language.rules.taxonomies import Taxon
    from promptwell.services.checking import FileReport

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {"error": "error", "warning": "warning", "information": "note", "hint": "note"}


def write_sarif(outcome: Outcome) -> str:
    """One run, with the rules that reported, their help, and the fixes as replacements."""
    entries = list(outcome.entries())
    known = list(outcome.known_entries())
    rules = sorted({entry.diagnostic.rule for entry in (*entries, *known)})
    texts = {report.path: SourceText(report.text) for report in outcome.reports}
    hiders = _hiders((*outcome.reports, *outcome.known))
    described = [_rule(name) for name in rules]
    taxonomies = _taxonomies(rules)
    run = {
        "tool": {
            "driver": {
                "name": "Promptwell",
                "version": __version__,
                "semanticVersion": __version__,
                "rules": described,
                "supportedTaxonomies": [{"name": each["name"]} for each in taxonomies],
            }
        },
        "taxonomies": taxonomies,
        "columnKind": "unicodeCodePoints",
        "artifacts": [
            {"location": {"uri": file_uri(outcome.shown(report.path))}}
            for report in outcome.reports
            if report.diagnostics
        ],
        "results": [
            *(
                _result(entry, rules, outcome, texts, hiders) | _state(outcome, "new")
                for entry in entries
            ),
            *(
                _result(entry, rules, outcome, texts, hiders) | _state(outcome, "unchanged")
                for entry in known
            ),
        ],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2)


def _rule(name: str) -> dict[str, Any]:
    # Their documentation is only needed here, so the rules are only loaded here.
    from promptwell.language.rules.registry import rule_named

    rule = rule_named(name)
    if rule is None:
        return {"id": name}
    from promptwell.language.rules.documentation import page_of

    page = page_of(rule)
    relationships = [
        {
            "target": {"id": each.id, "toolComponent": {"name": each.taxonomy.name}},
            "kinds": ["relevant"],
        }
        for each in _taxa_of(name)
    ]
    return {
        "id": name,
        "name": rule.__name__,
        "shortDescription": {"text": page.summary},
        "fullDescription": {"text": page.summary},
        "help": {"text": page.text, "markdown": page.text},
        "defaultConfiguration": {"level": _LEVELS[rule.severity], "enabled": rule.on_by_default},
        "properties": {
            "tags": ["prompt", rule.group, *(["security"] if relationships else [])],
        },
        **({"relationships": relationships} if relationships else {}),
    }


def _taxonomies(rules: list[str]) -> list[dict[str, Any]]:
    """The public lists of weaknesses that these rules refer to, with the entries in use."""
    used: dict[str, Taxon] = {each.id: each for name in rules for each in _taxa_of(name)}
    lists = dict.fromkeys(each.taxonomy for each in used.values())
    return [
        {
            "name": one.name,
            "organization": one.organization,
            "version": one.version,
            "informationUri": one.address,
            "isComprehensive": False,
            "taxa": [
                {
                    "id": each.id,
                    "name": each.title,
                    "shortDescription": {"text": each.title},
                    "helpUri": each.address,
                }
                for each in used.values()
                if each.taxonomy == one
            ],
        }
        for one in lists
    ]


def _taxa_of(name: str) -> list[Taxon]:
    from promptwell.language.rules.registry import rule_named
    from promptwell.language.rules.taxonomies import taxa

    rule = rule_named(name)
    return list(taxa(rule.cwe, rule.owasp)) if rule else []


def _result(
    entry: Entry,
    rules: list[str],
    outcome: Outcome,
    texts: dict[str, SourceText],
    hiders: list[Hider],
) -> dict[str, Any]:
    diagnostic = entry.diagnostic
    result: dict[str, Any] = {
        "ruleId": diagnostic.rule,
        "ruleIndex": rules.index(diagnostic.rule),
        "level": _LEVELS[diagnostic.severity],
        "message": {"text": diagnostic.message},
        "locations": [_location(entry.path, region(entry.source, diagnostic.span))],
        "partialFingerprints": {
            "ruleAndLine/v1": fingerprint(entry.path, entry.source, diagnostic)
        },
    }
    related = [
        {
            **_location(
                outcome.shown(each.path) if each.path else entry.path,
                _region_in(texts.get(each.path) if each.path else entry.source, each.span),
            ),
            "id": number,
            "message": {"text": each.message},
        }
        for number, each in enumerate(diagnostic.related, 1)
    ]
    if related:
        result["relatedLocations"] = related
    fixes = [_fix(fix, entry, outcome, texts) for fix in diagnostic.fixes]
    # SARIF has no fix without a change, such as one in a file that this run has not read.
    whole = [fix for fix in fixes if fix["artifactChanges"]]
    if hiders:
        whole = [fix for fix in whole if not _reveals(fix, hiders)]
    if whole:
        result["fixes"] = whole
    return result


def _state(outcome: Outcome, state: str) -> dict[str, Any]:
    """What a baseline says of a result; a known one is suppressed, so that services don't show it."""
    if outcome.baseline is None:
        return {}
    found: dict[str, Any] = {"baselineState": state}
    if state == "unchanged":
        reason = f"recorded in the baseline {outcome.baseline}"
        found["suppressions"] = [{"kind": "external", "justification": reason}]
    return found


def _location(path: str, where: dict[str, int] | None) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": file_uri(path)}}
    if where:
        physical["region"] = where
    return {"physicalLocation": physical}


def _region_in(source: SourceText | None, span: Any) -> dict[str, int] | None:
    """The range in a file that this run has read; without its text nobody knows the line."""
    return region(source, span) if source else None


def _fix(fix: Fix, entry: Entry, outcome: Outcome, texts: dict[str, SourceText]) -> dict[str, Any]:
    changes = [(entry.path, entry.source, fix.edits)] if fix.edits else []
    changes += [
        (outcome.shown(path), texts[path], edits)
        for path, edits in fix.other_files.items()
        if path in texts and edits
    ]
    return {
        "description": {"text": fix.title},
        "artifactChanges": [
            {
                "artifactLocation": {"uri": file_uri(path)},
                "replacements": [
                    {
                        "deletedRegion": region(source, edit.span),
                        "insertedContent": {"text": edit.new_text},
                    }
                    for edit in edits
                ],
            }
            for path, source, edits in changes
        ],
    }


def _hiders(reports: Iterable[FileReport]) -> list[Hider]:
    """What knows the secrets of the files that have any."""
    # Only a report with something in it needs the detector.
    from promptwell.language.detectors.secrets.hiding import Hider

    found = [Hider(each.text) for each in reports if each.diagnostics]
    return [each for each in found if each]


def _reveals(fix: dict[str, Any], hiders: list[Hider]) -> bool:
    """Whether a fix writes a secret anew; `--fix` makes such a one, but no report tells it."""
    written = [
        replacement["insertedContent"]["text"]
        for change in fix["artifactChanges"]
        for replacement in change["replacements"]
    ]
    return any(hides.reveals(text) for hides in hiders for text in written)
