"""Outside text in the templates of the corpus, against labels that were written by hand."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from promptwell.language.detectors.taint.landings import taint_of
from promptwell.language.detectors.taint.sources import place_of
from promptwell.language.detectors.taint.trust import TrustSettings
from promptwell.language.rules.base import Diagnostic, RuleContext, RuleSettings
from promptwell.language.rules.run import check_file
from promptwell.language.semantics.project import Project
from promptwell.language.text.edit import apply_edits

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
LABELS: dict[str, dict[str, dict[str, Any]]] = tomllib.loads(
    (Path(__file__).parent / "taint_labels.toml").read_text(encoding="utf-8")
)
BARE = frozenset({"input-in-system-role", "undelimited-input"})
RULES = RuleSettings(dict.fromkeys((*BARE, "breakable-delimiter"), "default"))

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not CORPUS.is_dir(), reason=f"no corpus at {CORPUS}"),
]


class CorpusFiles:
    """The corpus, with some texts in place of its own."""

    def __init__(self, changed: dict[str, str] | None = None) -> None:
        self._changed = changed or {}

    def read(self, path: str) -> str | None:
        if path in self._changed:
            return self._changed[path]
        try:
            return Path(path).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return None

    def exists(self, path: str) -> bool:
        return Path(path).exists()

    def root(self, path: str) -> str:
        return CORPUS.as_posix()

    def list(self, folder: str) -> list[str]:
        return []


def reported(project: Project, path: str) -> dict[str, set[str]]:
    """The inputs that each rule reports in a file, by the rule."""
    found: dict[str, set[str]] = {}
    names = {
        place_of(source.use): source.input
        for model in models(project, path)
        for _, source in taint_of(model, project, TrustSettings()).outputs
        if source.use is not None
    }
    for each in check_file(path, RuleContext(RULES, project)):
        if each.span in names:
            found.setdefault(each.rule, set()).add(names[each.span])
    return found


def models(project: Project, path: str) -> Iterator[Any]:
    document = project.document(path)
    assert document is not None
    for each in (path, *(one.path for one in document.embedded)):
        yield project.model(each)


def test_each_label_says_what_the_value_is_and_where_it_lands() -> None:
    assert sum(map(len, LABELS.values())) > 550
    for file, inputs in LABELS.items():
        assert (CORPUS / file).is_file(), file
        for name, label in inputs.items():
            assert set(label) in ({"own"}, {"outside", "lands"}), (file, name)
            assert label.get("own") or (label["outside"] and label["lands"]), (file, name)


def test_precision_and_recall_are_at_least_nine_in_ten(
    record_property: pytest.RecordProperty,
) -> None:
    found = {
        (file, name)
        for file in LABELS
        for rule, names in reported(Project(CorpusFiles()), str(CORPUS / file)).items()
        if rule in BARE
        for name in names
    }
    expected = {
        (file, name)
        for file, inputs in LABELS.items()
        for name, label in inputs.items()
        if any(each.endswith(" bare") for each in label.get("lands", ()))
    }
    right = len(found & expected)
    precision, recall = right / len(found), right / len(expected)
    record_property("precision", precision)
    record_property("recall", recall)
    print(f"\nfindings {len(found)}, labelled {len(expected)}: {precision=:.3f} {recall=:.3f}")
    for file, name in sorted(found ^ expected):
        print(f"  {'missed' if (file, name) in expected else 'false'}: {name} in {file}")
    assert precision >= 0.9
    assert recall >= 0.9


def test_the_role_is_told_as_labelled() -> None:
    """What is labelled to stand in a system message is told by the one rule, what elsewhere by the other."""
    wrong = []
    for file, inputs in LABELS.items():
        found = reported(Project(CorpusFiles()), str(CORPUS / file))
        for name, label in inputs.items():
            lands = label.get("lands", ())
            if "system bare" in lands and name not in found.get("input-in-system-role", ()):
                wrong.append((file, name))
            if {"user bare", "any bare"} & set(lands):
                if name not in found.get("undelimited-input", ()):
                    wrong.append((file, name))
    assert len(wrong) <= 0.1 * sum(map(len, LABELS.values())), wrong


def test_nothing_is_worse_than_a_hint_where_nobody_declared_anything() -> None:
    for file in LABELS:
        path = str(CORPUS / file)
        for each in check_file(path, RuleContext(RULES, Project(CorpusFiles()))):
            if each.rule in RULES.severities:
                assert each.severity == "hint", (file, each.message)


def test_fixes_settle_what_they_are_for_and_bring_no_error() -> None:
    settled = 0
    for file in LABELS:
        path = str(CORPUS / file)
        before = Project(CorpusFiles())
        text = before.text(path) or ""
        errors = count_errors(before, path)
        fixed = text
        for each in reversed(bare(before, path)):
            if each.fixes:
                fixed = apply_edits(fixed, each.fixes[0].edits)
        if fixed == text:
            continue
        after = Project(CorpusFiles({path: fixed}))
        assert not bare(after, path), (file, fixed)
        assert count_errors(after, path) <= errors, file
        settled += 1
    assert settled > 90


def bare(project: Project, path: str) -> list[Diagnostic]:
    findings = check_file(path, RuleContext(RULES, project))
    spans: dict[Any, Diagnostic] = {}
    for each in findings:
        if each.rule in BARE:
            key = each.fixes[0].edits[0].span if each.fixes else each.span
            spans.setdefault(key, each)  # two inputs in one output are set apart together
    return list(spans.values())


def count_errors(project: Project, path: str) -> int:
    findings = check_file(path, RuleContext(RuleSettings(), project))
    return sum(each.severity == "error" for each in findings)
