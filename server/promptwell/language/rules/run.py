"""Runs the rules over one file: which of them, how severe, and what a comment hides."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import lru_cache

from promptwell.language.detectors.secrets.hiding import hider
from promptwell.language.rules import kept
from promptwell.language.rules.base import Diagnostic, Finding, Fix, Rule, RuleContext, RuleSettings
from promptwell.language.rules.groups import SECURITY_GROUPS
from promptwell.language.rules.policy import SUPPRESSION_RULES, Policy
from promptwell.language.rules.registry import all_rules
from promptwell.language.rules.severity import SEVERITIES, Severity
from promptwell.language.semantics.containers import (
    edits_in_file,
    edits_in_files,
    file_of,
)
from promptwell.language.semantics.model import SemanticModel
from promptwell.language.semantics.project import Project
from promptwell.language.syntax.conflict_markers import unsettled
from promptwell.language.syntax.document import Embedded, PromptDocument
from promptwell.language.syntax.suppressions import Suppressions, suppressions
from promptwell.language.text.source import Span

_log = logging.getLogger(__name__)
_CONFLICTS = "conflict-markers"


def check(
    model: SemanticModel,
    context: RuleContext,
    *,
    large_file: bool = False,
    on_failure: Callable[[type[Rule], Exception], None] | None = None,
) -> list[Diagnostic]:
    """What the rules find in a file, in the order of the text.

    Args:
        model: the file's meaning.
        context: settings and the other files.
        large_file: run only the rules that are quick on any size; the rest wait for a save.
        on_failure: told when a rule itself breaks; without it the failure is logged. The other
            rules' findings are never lost to it.
    """
    return _check(model, suppressions(model.document), context, large_file, on_failure)


def _check(
    model: SemanticModel,
    hidden: Suppressions,
    context: RuleContext,
    large_file: bool,
    on_failure: Callable[[type[Rule], Exception], None] | None,
) -> list[Diagnostic]:
    found: list[Diagnostic] = []
    policy = context.settings.policy
    chosen = _chosen(context.settings)
    # The marks of a conflict break whatever they stand in, and each rule would say so in its own words.
    marked = unsettled(model.document.file.text) and any(
        each.id() == _CONFLICTS for each, _ in chosen
    )
    for rule, severity in chosen:
        if large_file and not rule.large_files:
            continue
        if marked and rule.id() != _CONFLICTS and rule.group not in SECURITY_GROUPS:
            continue
        try:
            findings = list(rule().check(model, context))
        except Exception as failure:  # noqa: BLE001  # a rule may come from another package
            (on_failure or _log_failure)(rule, failure)
            continue
        found.extend(
            _diagnostic(rule, severity, finding, policy)
            for finding in findings
            if not _hides(hidden, rule.id(), rule.group, finding.span, context.settings)
        )
    found.sort(key=lambda diagnostic: (diagnostic.span, diagnostic.rule))
    return _without_secrets(found, model.document.file.text)


def _without_secrets(found: list[Diagnostic], text: str) -> list[Diagnostic]:
    """The findings, none of which says a secret: many a rule quotes what it reports."""
    hides = hider(text) if found else None
    if not hides:
        return found
    return [
        each._replace(
            message=hides.hide(each.message),
            related=tuple(one._replace(message=hides.hide(one.message)) for one in each.related),
            fixes=tuple(fix._replace(title=hides.hide(fix.title)) for fix in each.fixes),
        )
        for each in found
    ]


def check_file(
    path: str,
    context: RuleContext,
    *,
    large_file: bool = False,
    on_failure: Callable[[type[Rule], Exception], None] | None = None,
) -> list[Diagnostic]:
    """What the rules find in a file and in the prompts that it holds, in the order of the text.

    The arguments are those of `check`.
    """
    outer = context.project.model(path)
    if outer is None:
        return []
    found = check(outer, context, large_file=large_file, on_failure=on_failure)
    embedded = outer.document.embedded
    if not embedded:
        return found
    around = suppressions(outer.document)
    every = {(each.rule, each.span, each.message): each for each in found}
    known = kept.KnownPrompts(
        outer.document, kept.settings_key(context.settings), large_file=large_file
    )
    marked = bool(unsettled(outer.document.text))
    for prompt in embedded:
        inside = None if marked else known.find(prompt)
        if inside is None:
            inside = _check_prompt(prompt, known, outer.document, context, large_file, on_failure)
        for each in inside:
            if not _hides(around, each.rule, each.group, each.span, context.settings):
                every.setdefault((each.rule, each.span, each.message), each)
    return sorted(every.values(), key=lambda diagnostic: (diagnostic.span, diagnostic.rule))


def _check_prompt(
    prompt: Embedded,
    known: kept.KnownPrompts,
    file: PromptDocument,
    context: RuleContext,
    large_file: bool,
    on_failure: Callable[[type[Rule], Exception], None] | None,
) -> tuple[Diagnostic, ...]:
    """The findings in one prompt of a file, as findings of the file."""
    model = context.project.model(prompt.path)
    if model is None:  # pragma: no cover - the file has just been read
        return ()
    failures: list[type[Rule]] = []

    def note_failure(rule: type[Rule], failure: Exception) -> None:
        failures.append(rule)
        (on_failure or _log_failure)(rule, failure)

    commented = "promptwell:" in file.text
    hidden = suppressions(model.document) if commented else Suppressions()
    diagnostics = _check(model, hidden, context, large_file, note_failure)
    found = tuple(_in_file(context.project, prompt.path, each) for each in diagnostics)
    if not failures and not unsettled(file.text):
        known.keep(prompt, model, context, found)
    return found


def _in_file(project: Project, path: str, diagnostic: Diagnostic) -> Diagnostic:
    """A finding in a prompt as one of the file that holds it; fixes that it can't hold are dropped."""
    fixes = []
    for fix in diagnostic.fixes:
        edits = edits_in_file(project, path, fix.edits)
        others = edits_in_files(project, fix.other_files)
        if edits is not None and others is not None:
            fixes.append(Fix(fix.title, edits, fix.safe, others))
    related = tuple(
        each._replace(path=file_of(project, each.path)) if each.path else each
        for each in diagnostic.related
    )
    return diagnostic._replace(fixes=tuple(fixes), related=related)


def _hides(hidden: Suppressions, rule: str, group: str, span: Span, settings: RuleSettings) -> bool:
    """Whether a comment hides a finding: it covers it, its day is not over, and the policy lets it."""
    for entry in hidden.entries:
        if not entry.covers(rule, span, group) or entry.expired(settings.today):
            continue
        about_itself = rule in SUPPRESSION_RULES and entry.comment.covers(span)
        if not about_itself and not settings.policy.refusal(entry, rule, group, settings.today):
            return True
    return False


def _diagnostic(
    rule: type[Rule], severity: Severity | None, finding: Finding, policy: Policy
) -> Diagnostic:
    given = severity or finding.severity or rule.severity
    return Diagnostic(
        rule.id(),
        rule.group,
        policy.at_least(given, rule.id(), rule.group),
        finding.span,
        finding.message,
        finding.fixes,
        finding.related,
        finding.tags,
        finding.kind,
    )


def _chosen(settings: RuleSettings) -> tuple[tuple[type[Rule], Severity | None], ...]:
    return _chosen_by(tuple(sorted(settings.severities.items())), settings.policy)


@lru_cache(maxsize=64)
def _chosen_by(
    severities: tuple[tuple[str, str], ...], policy: Policy
) -> tuple[tuple[type[Rule], Severity | None], ...]:
    """The rules to run, each with the severity that the settings give it, or None for its own."""
    given = dict(severities)
    chosen: list[tuple[type[Rule], Severity | None]] = []
    for rule in all_rules():
        wanted = given.get(rule.id()) or given.get(rule.group)
        off = wanted == "off" or (wanted is None and not rule.on_by_default)
        if off and not policy.requires(rule.id(), rule.group):
            continue
        chosen.append((rule, next((each for each in SEVERITIES if each == wanted), None)))
    return tuple(chosen)


def _log_failure(rule: type[Rule], failure: Exception) -> None:
    _log.error("rule %s failed", rule.id(), exc_info=failure)
