"""Hidden text in the corpus of real files: none is reported that a reader did not find there."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from promptwell.language.rules.base import RuleContext, RuleSettings
from promptwell.language.rules.registry import all_rules
from promptwell.language.rules.run import check_file
from promptwell.language.semantics.project import Project

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
FILES = sorted(path for path in CORPUS.rglob("*") if path.is_file())
ONLY_HIDDEN = {rule.id(): "off" for rule in all_rules() if rule.group != "hidden"}
# Each was read: zero-width spaces that break the fence of a code block, and two copies of a prompt that
# makes the model end its answer with a control token.
FOUND = {
    ("agents/azure-verified-modules-owner-triage.agent.md", "invisible-text", "warning"): 2,
    ("eval-qna-rag-metrics/rag_generation_prompt.jinja2", "control-token", "warning"): 1,
    ("eval-qna-rag-metrics-maf/rag_generation_prompt.jinja2", "control-token", "warning"): 1,
}

pytestmark = pytest.mark.skipif(not FILES, reason=f"no corpus at {CORPUS}")


class OneFile:
    def __init__(self, path: str, text: str) -> None:
        self.path, self.text = path, text

    def read(self, path: str) -> str | None:
        return self.text if path == self.path else None

    def exists(self, path: str) -> bool:
        return path == self.path

    def root(self, path: str) -> str:
        return CORPUS.as_posix()

    def list(self, folder: str) -> list[str]:
        return []


def test_what_is_found_is_what_a_reader_found() -> None:
    settings = RuleSettings(severities=ONLY_HIDDEN)
    found: Counter[tuple[str, str, str]] = Counter()
    for file in FILES:
        path = file.as_posix()
        text = file.read_bytes().decode("utf-8", "replace")
        for each in check_file(path, RuleContext(settings, Project(OneFile(path, text)))):
            if each.group == "hidden":
                found["/".join(file.parts[-2:]), each.rule, each.severity] += 1
    assert found == FOUND
