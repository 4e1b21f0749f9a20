"""Whether a case holds at a level, and if not, a text that shows why and can be pasted."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from tests.case_marks import Mark, first_line, with_marks
from tests.levels.base import OpenCase, Place, RefusedError, Reported
from tests.marked_cases import Case, MarkedFile

from promptwell.language.text.source import SourceText, Span


def faults(case: Case, opened: OpenCase) -> list[str]:
    """Everything in which a case does not hold; empty when it does."""
    return [
        *_diagnostics(case, opened),
        *_hovers(case, opened),
        *_places(case, opened),
        *_at_cursor(case, opened),
        *_renames(case, opened),
        *_afters(case, opened),
        *_symbols(case, opened),
        *_views(case, opened),
    ]


def report(case: Case, level: str, found: list[str]) -> str:
    """The message of a case that does not hold."""
    return "\n\n".join([f"{case.source}:{case.line} [{level}] {case.heading}", *found])


def _diagnostics(case: Case, opened: OpenCase) -> Iterator[str]:
    if not case.compares_diagnostics:
        return
    rules = case.compared_rules
    for file in case.files:
        if file.path.endswith((".json", ".jsonl")) and not file.marks:
            continue
        reported = opened.diagnostics(file.path)
        if reported is None:
            continue
        if rules is not None:
            reported = [each for each in reported if each.rule in rules]
        expected = [mark for mark in file.marks if mark.kind == "diagnostic"]
        missing, unexpected = _unmatched(file, expected, reported)
        if not missing and not unexpected:
            continue
        lines = [f"missing:    {_line(file, mark)}" for mark in missing]
        lines += [f"unexpected: {_line(file, _as_mark(each))}" for each in unexpected]
        actual = with_marks(file.text, [_as_mark(each) for each in reported])
        wanted = with_marks(file.text, expected)
        yield "\n".join(
            [*lines, f"--- {file.path}: expected", wanted, f"--- {file.path}: actual", actual]
        )


def _unmatched(
    file: MarkedFile, expected: list[Mark], reported: list[Reported]
) -> tuple[list[Mark], list[Reported]]:
    left = list(reported)
    missing = []
    for mark in expected:
        match = next((each for each in left if _matches(file, mark, each)), None)
        if match is None:
            missing.append(mark)
        else:
            left.remove(match)
    return missing, left


def _matches(file: MarkedFile, mark: Mark, reported: Reported) -> bool:
    if (mark.rule, mark.severity) != (reported.rule, reported.severity):
        return False
    if not reported.message.startswith(mark.text):
        return False
    source = SourceText(file.text)
    return _caret_width(first_line(source, mark.span)) == _caret_width(
        first_line(source, reported.span)
    )


def _caret_width(span: Span) -> Span:
    """An empty range is shown by one caret."""
    return Span(span.start, max(span.end, span.start + 1))


def _as_mark(reported: Reported) -> Mark:
    message = reported.message.split("\n")[0]
    return Mark("diagnostic", reported.span, message, reported.severity, reported.rule)


def _line(file: MarkedFile, mark: Mark) -> str:
    line, column = SourceText(file.text).line_column(mark.span.start)
    return f"{file.path}:{line + 1}:{column + 1} {mark.label()}"


def _hovers(case: Case, opened: OpenCase) -> Iterator[str]:
    for file in case.files:
        for mark in file.marks:
            if mark.kind != "hover":
                continue
            shown = opened.hover(Place(file.path, mark.span))
            if shown is None:
                continue
            holds = not shown if mark.text == "(none)" else _words(mark.text) in _words(shown)
            if not holds:
                yield f"{_line(file, mark)}\n--- actual hover\n{shown or '(none)'}"


def _words(text: str) -> str:
    return " ".join(text.split())


def _places(case: Case, opened: OpenCase) -> Iterator[str]:
    for group in sorted({mark.group for mark in case.marks("def", "ref")}):
        defined = _group(case, "def", group)
        used = _group(case, "ref", group)
        for place in used:
            yield from _difference(case, "definition", place, opened.definitions(place), defined)
        for place in [*defined, *used]:
            everywhere = [*defined, *used]
            yield from _difference(case, "references", place, opened.references(place), everywhere)
    for file in case.files:
        for mark in file.marks:
            if mark.kind != "opens":
                continue
            found = opened.definitions(Place(file.path, mark.span))
            if found is not None and mark.text not in [place.path for place in found]:
                yield f"{_line(file, mark)}\n--- actual definition\n{_listed(case, found)}"


def _group(case: Case, kind: str, group: str) -> list[Place]:
    return [
        Place(file.path, mark.span)
        for file in case.files
        for mark in file.marks
        if mark.kind == kind and mark.group == group
    ]


def _difference(
    case: Case, what: str, place: Place, actual: list[Place] | None, wanted: list[Place]
) -> Iterator[str]:
    if actual is None or sorted(set(actual)) == sorted(wanted):
        return
    asked = _listed(case, [place])
    yield (
        f"{what} of {asked}\n--- expected\n{_listed(case, wanted)}"
        f"\n--- actual\n{_listed(case, actual) or '(none)'}"
    )


def _listed(case: Case, places: list[Place]) -> str:
    lines = []
    for place in sorted(set(places)):
        known = [file for file in case.files if file.path == place.path]
        if not known:
            lines.append(f"{place.path} (no file of this case)")
            continue
        source = SourceText(known[0].text)
        line, column = source.line_column(place.span.start)
        lines.append(f"{place.path}:{line + 1}:{column + 1} {source.slice(place.span)!r}")
    return "\n".join(lines)


def _at_cursor(case: Case, opened: OpenCase) -> Iterator[str]:
    asked = [("completions", case.completions), ("actions", case.actions)]
    for what, wanted in asked:
        if not wanted:
            continue
        offered = opened.completions() if what == "completions" else opened.actions()
        if offered is None:
            continue
        missing = [label for label in wanted if not label.startswith("!") and label not in offered]
        if wanted == ("none",):
            missing = []
            refused = offered
        else:
            refused = [
                label[1:] for label in wanted if label.startswith("!") and label[1:] in offered
            ]
        if missing or refused:
            lines = [f"not offered: {label}" for label in missing]
            lines += [f"offered all the same: {label}" for label in refused]
            yield "\n".join([*lines, f"--- {what} offered", *(offered or ["(none)"])])


def _renames(case: Case, opened: OpenCase) -> Iterator[str]:
    if case.rename is None:
        return
    try:
        texts = opened.rename(case.rename.new_name)
    except RefusedError as refusal:
        if case.rename.refused is None or not str(refusal).startswith(case.rename.refused):
            yield f"rename refused: {refusal}"
        return
    if texts is None:
        return
    if case.rename.refused is not None:
        yield f"rename was expected to be refused: {case.rename.refused}"
        return
    wanted = {file.path: file.text for file in case.files}
    wanted.update({after.path: after.text for after in case.afters if after.how == "rename"})
    yield from _texts(wanted, {**{file.path: file.text for file in case.files}, **texts}, "rename")


def _afters(case: Case, opened: OpenCase) -> Iterator[str]:
    steps = {(after.how, after.title) for after in case.afters if after.how != "rename"}
    for how, title in sorted(steps):
        texts = opened.after(how, title, case.compared_rules)
        if texts is None:
            continue
        wanted = {
            after.path: after.text
            for after in case.afters
            if (after.how, after.title) == (how, title)
        }
        yield from _texts(wanted, texts, f"after {how} {title}".strip())


def _texts(wanted: dict[str, str], actual: dict[str, str], what: str) -> Iterator[str]:
    for path, text in wanted.items():
        got = actual.get(path, "")
        if got != text:
            diff = difflib.unified_diff(
                text.splitlines(keepends=True), got.splitlines(keepends=True), "expected", "actual"
            )
            yield f"{path}, {what}:\n" + "".join(
                line if line.endswith("\n") else line + "\n" for line in diff
            )


def _symbols(case: Case, opened: OpenCase) -> Iterator[str]:
    if not case.symbols:
        return
    outline = opened.symbols(case.main.path)
    if outline is not None and tuple(outline or ["none"]) != case.symbols:
        expected, actual = "\n".join(case.symbols), "\n".join(outline)
        yield f"symbols\n--- expected\n{expected}\n--- actual\n{actual}"


def _views(case: Case, opened: OpenCase) -> Iterator[str]:
    for what, wanted in case.shown:
        lines = opened.view(what)
        if lines is not None and tuple(lines or ["none"]) != wanted:
            yield "\n".join([what, "--- expected", *wanted, "--- actual", *(lines or ["none"])])
