"""Sorted front matter holds the same values, the same comments, and nothing else."""

from __future__ import annotations

from collections import Counter

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.language.features.in_memory import ROOT, MemoryFiles

from promptwell.language.features.actions.action import Question
from promptwell.language.features.actions.offer import code_actions
from promptwell.language.semantics.project import Project
from promptwell.language.text.edit import apply_edits
from promptwell.language.text.source import Span

KIND = "source.sortKeys.promptwell"
PIECES = st.sampled_from(
    [
        *("name: a\n", "description: |+\n  x\n\n", "# note\n", "\n", "inputs:\n  b: {kind: string}\n"),
        *("model:\n  options:\n    temperature: 1\n  # id\n  id: &m gpt-4o\n", "metadata: {x: *m}\n"),
        *("x-own: 'y'\n", "outputs:\n- name: c\n  kind: string\n", "  # further in\n", "tools: []\n"),
        *("template:\n  parser: prompty\n  format: jinja2\n", "displayName: >\n  a\n  b\n", "# 2\n"),
    ]
)  # fmt: skip


@given(st.lists(PIECES, max_size=8, unique=True).map("".join))
@settings(max_examples=500, deadline=None)
def test_sorting_moves_lines_and_changes_nothing_else(content: str) -> None:
    after = _sorted(content)
    if after is None:
        return
    assert Counter(after.split("\n")) == Counter(content.split("\n"))
    assert yaml.safe_load(after) == yaml.safe_load(content)
    assert _sorted(after) is None


def _sorted(content: str) -> str | None:
    """The front matter once it is sorted; None where it is, or can't be."""
    text = f"---\n{content}---\nuser:\nHello.\n"
    project = Project(MemoryFiles({"a.prompty": text}))
    model = project.model(f"{ROOT}/a.prompty")
    assert model is not None
    for action in code_actions(Question(project, model, Span(0, 0), (), (KIND,))):
        if not action.refusal:
            after = apply_edits(text, action.change().edits[f"{ROOT}/a.prompty"])
            return after.removeprefix("---\n").removesuffix("---\nuser:\nHello.\n")
    return None
