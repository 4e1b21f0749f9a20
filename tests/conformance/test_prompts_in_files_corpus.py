"""Prompts in YAML files as real projects committed them: read in place, and nothing is wrong with them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.conformance.folder_on_disk import FolderOnDisk

from promptwell.language.rules.base import Diagnostic, RuleContext, RuleSettings
from promptwell.language.rules.run import check_file
from promptwell.language.semantics.project import Project
from promptwell.language.syntax.detect import detect
from promptwell.language.syntax.yaml.read import read_yaml

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
FILES = sorted(
    path
    for folder in ("gh-models", "ai-inference")
    for path in (CORPUS / folder).rglob("*.yml")
    if detect(path.as_posix(), path.read_text(encoding="utf-8")) is not None
)

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not FILES, reason=f"no corpus at {CORPUS}"),
]


def test_all_prompts_of_the_samples_are_found_and_a_workflow_is_none() -> None:
    assert len(FILES) == 11
    assert not any(path.name == "evals_action.yml" for path in FILES)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_sample_prints_back_and_is_replaced_where_its_tools_replace(path: Path) -> None:
    text = path.read_bytes().decode()
    project = Project(FolderOnDisk(CORPUS))
    document = project.document(path.as_posix())
    assert document is not None
    assert document.print() == text
    root = read_yaml(text).root
    assert root is not None
    for each in document.embedded:
        contents = [item["content"] for item in root.plain()["messages"]]
        said = each.document.decoded
        assert [one for one in said if one in contents] == contents
        islands = each.document.template.islands
        holes = [text[island.span.start : island.span.end] for island in islands]
        assert holes == re.findall(r"\{\{[\w.-]+\}\}", "".join(said))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_sample_that_its_tool_accepts_has_nothing_worth_a_warning(path: Path) -> None:
    context = RuleContext(RuleSettings(), Project(FolderOnDisk(CORPUS)))
    found: list[Diagnostic] = check_file(path.as_posix(), context)
    assert [each for each in found if each.severity in ("error", "warning")] == []
