"""What an editor can do about a place: fixes of the findings there, and changes of the whole file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from promptwell.language.features.location import FileEdits
from promptwell.language.rules.base import Diagnostic, Fix
from promptwell.language.semantics.input_edits import declare_input
from promptwell.language.semantics.model import SemanticModel, Use
from promptwell.language.semantics.project import Project
from promptwell.language.syntax.suppressions import ignore_edit
from promptwell.language.text.edit import TextEdit, without_overlaps
from promptwell.language.text.source import Span

ActionKind = Literal["quickfix", "refactor.rewrite", "source.fixAll"]


class CodeAction(NamedTuple):
    """One thing to offer: its title and edits, the findings it answers, and whether it is the usual choice."""

    title: str
    kind: ActionKind
    edits: FileEdits
    diagnostics: tuple[Diagnostic, ...] = ()
    preferred: bool = False


def code_actions(
    project: Project, model: SemanticModel, span: Span, diagnostics: Sequence[Diagnostic]
) -> list[CodeAction]:
    """What to offer for a range.

    Args:
        project: the files.
        model: the file.
        span: the range that is selected; empty for a cursor.
        diagnostics: all findings in the file.
    """
    touched = [each for each in diagnostics if _touches(each.span, span)]
    actions = [
        *_fixes(model, touched),
        *_declarations(project, model, span, touched),
        *_all_of_rule(model, touched, diagnostics),
        *_ignores(model, touched),
        *_conversions(project, model, span),
    ]
    every = fix_all(model, diagnostics)
    if every is not None and any(each in touched for each in every.diagnostics):
        actions.append(every)
    seen: dict[tuple[str, ActionKind], CodeAction] = {}
    for action in actions:
        seen.setdefault((action.title, action.kind), action)
    return list(seen.values())


def fix_all(model: SemanticModel, diagnostics: Iterable[Diagnostic]) -> CodeAction | None:
    """The action that applies every safe fix of the file, or None where there is none."""
    edits, mended = _together(diagnostics)
    if not edits:
        return None
    path = model.document.path
    return CodeAction("Fix all that is safe to fix", "source.fixAll", {path: edits}, mended)


def _fixes(model: SemanticModel, diagnostics: Iterable[Diagnostic]) -> Iterator[CodeAction]:
    for diagnostic in diagnostics:
        for index, fix in enumerate(diagnostic.fixes):
            yield CodeAction(
                fix.title,
                "quickfix",
                _edits(model, fix),
                (diagnostic,),
                preferred=fix.safe and index == 0,
            )


def _declarations(
    project: Project, model: SemanticModel, span: Span, touched: Sequence[Diagnostic]
) -> Iterator[CodeAction]:
    """Declare the variable at hand, or all that are missing, in the front matter."""
    document = model.document
    missing = _undeclared(project, model)
    here = [name for name, uses in missing.items() if any(_touches(use.span, span) for use in uses)]
    for name in here:
        edit = declare_input(document, name, model.type_of_input(name))
        if edit is not None:
            about = tuple(each for each in touched if each.rule == "undefined-variable")
            title = f"Declare `{name}` as an input"
            yield CodeAction(title, "quickfix", {document.path: (edit,)}, about)
    if here and len(missing) > 1:
        edits = _one_after_the_other(model, list(missing))
        if edits:
            title = f"Declare all {len(missing)} missing inputs"
            yield CodeAction(title, "quickfix", {document.path: edits})


def _undeclared(project: Project, model: SemanticModel) -> dict[str, list[Use]]:
    from promptwell.language.syntax.templates.jinja.dialects import SPECIAL_NAMES, dialect

    document = model.document
    known = dialect(document.dialect).globals | SPECIAL_NAMES
    if not document.dialect.startswith("prompty") and document.front_matter is None:
        return {}
    if project.users(document.path) and not model.declares_inputs:
        return {}  # a partial takes its inputs from who brings it in
    found: dict[str, list[Use]] = {}
    for use in model.free_uses:
        if use.name not in model.declared and use.name not in known:
            found.setdefault(use.name, []).append(use)
    return found


def _one_after_the_other(model: SemanticModel, names: Sequence[str]) -> tuple[TextEdit, ...]:
    """The edits that declare several inputs; those at one place become one edit."""
    edits = [declare_input(model.document, name, model.type_of_input(name)) for name in names]
    places = {edit.span for edit in edits if edit}
    if len(places) != 1 or None in edits:
        return ()
    texts = [edit.new_text for edit in edits if edit]
    merged = texts[0]
    for text in texts[1:]:
        # A first declaration brings the key `inputs:` along, the others only their own lines.
        head = texts[0].find("inputs:")
        line = text.find("\n", text.find("inputs:")) + 1 if head >= 0 and "inputs:" in text else 0
        merged += text[line:]
    return (TextEdit(next(iter(places)), merged),)


def _all_of_rule(
    model: SemanticModel, touched: Sequence[Diagnostic], diagnostics: Sequence[Diagnostic]
) -> Iterator[CodeAction]:
    for rule in dict.fromkeys(each.rule for each in touched if each.fixes):
        same = [each for each in diagnostics if each.rule == rule]
        edits, mended = _together(same)
        if len(mended) > 1:
            title = f"Fix all {len(mended)} of `{rule}` in this file"
            yield CodeAction(title, "quickfix", {model.document.path: edits}, mended)


def _together(
    diagnostics: Iterable[Diagnostic],
) -> tuple[tuple[TextEdit, ...], tuple[Diagnostic, ...]]:
    """The edits of every safe fix that changes this file alone, as far as they go together."""
    mendable = []
    for diagnostic in diagnostics:
        fix = next((each for each in diagnostic.fixes if each.safe and not each.other_files), None)
        if fix is not None:
            mendable.append((diagnostic, fix.edits))
    edits = without_overlaps(edits for _, edits in mendable)
    kept = set(edits)
    return tuple(edits), tuple(each for each, wanted in mendable if kept.issuperset(wanted))


def _ignores(model: SemanticModel, diagnostics: Sequence[Diagnostic]) -> Iterator[CodeAction]:
    document = model.document
    for where, words in (("line", "on this line"), ("file", "in this file")):
        for rule in dict.fromkeys(each.rule for each in diagnostics):
            same = tuple(each for each in diagnostics if each.rule == rule)
            edit = ignore_edit(document, rule, same[0].span, where)  # type: ignore[arg-type]  # one of the two
            if edit is not None:
                title = f"Ignore `{rule}` {words}"
                yield CodeAction(title, "quickfix", {document.path: (edit,)}, same)


def _conversions(project: Project, model: SemanticModel, span: Span) -> Iterator[CodeAction]:
    document = model.document
    front_matter = document.front_matter
    if document.dialect != "prompty-v1" or front_matter is None:
        return
    if not front_matter.span.contains(span.start):
        return
    from promptwell.language.syntax.convert_v1 import conversion_fault, convert_v1

    data = {
        reference.target: project.data(document.path, reference)
        for reference in model.references
        if reference.kind in ("sample", "file") and not reference.dynamic
    }
    edits = convert_v1(document, data)
    if edits and conversion_fault(document, edits) is None:
        title = "Convert to Prompty v2"
        yield CodeAction(title, "refactor.rewrite", {document.path: tuple(edits)})


def _edits(model: SemanticModel, fix: Fix) -> FileEdits:
    edits = dict(fix.other_files)
    if fix.edits:
        edits[model.document.path] = fix.edits
    return edits


def _touches(one: Span, other: Span) -> bool:
    return one.start <= other.end and other.start <= one.end
