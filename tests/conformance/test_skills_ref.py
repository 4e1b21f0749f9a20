"""The Agent Skills validator and these rules agree on real and on made-up skills, or the difference is listed."""

from __future__ import annotations

from pathlib import Path

import pytest

from promptwell.language.rules.base import RuleContext, RuleSettings
from promptwell.language.rules.run import check
from promptwell.language.semantics.project import Project
from promptwell.language.syntax.detect import Associations

skills_ref = pytest.importorskip("skills_ref")

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
SKILLS = sorted(CORPUS.rglob("SKILL.md"))

# The rules that say what the validator says.
SAME = {
    "incomplete-agent-file",
    "invalid-front-matter",
    "malformed-name",
    "name-not-folder",
    "text-too-long",
    "unknown-key",
    "unportable-key",
    "foreign-key",
    "duplicate-key",
}
# Faults that the validator finds and these rules don't, each with the reason.
STRICTER: dict[str, str] = {
    "Disallowed": "its YAML reader refuses anchors, tags and lists in brackets, which agents read",
    "While scanning": "its YAML reader refuses lists in brackets, which agents read",
}
# The real skills on which it is: this one lists its tools in brackets.
STRICTER_ON = {"azure-role-selector"}


class Disk:
    def read(self, path: str) -> str | None:
        try:
            return Path(path).read_bytes().decode()
        except (OSError, UnicodeDecodeError):
            return None

    def exists(self, path: str) -> bool:
        return Path(path).exists()

    def root(self, path: str) -> str:
        return Path(path).parents[1].as_posix()

    def list(self, folder: str) -> list[str]:
        return []


def faults(path: Path) -> list[str]:
    """What these rules find, with the specification alone as the file's reader."""
    project = Project(Disk(), Associations(dialects={"SKILL.md": "agentskills"}))
    model = project.model(path.as_posix())
    assert model is not None
    assert model.document.dialect == "agentskills"
    found = check(model, RuleContext(RuleSettings(), project))
    return [f"{each.rule}: {each.message}" for each in found if each.rule in SAME]


def refusals(path: Path) -> tuple[list[str], list[str]]:
    """What the validator finds; and of that what only it finds for a reason that is listed."""
    found = skills_ref.validate(path.parent)
    excused = [each for each in found if any(reason in each for reason in STRICTER)]
    return [each for each in found if each not in excused], excused


@pytest.mark.corpus
@pytest.mark.skipif(not SKILLS, reason=f"no corpus at {CORPUS}")
def test_every_real_skill_is_judged_as_the_validator_judges_it() -> None:
    refused, stricter = 0, set()
    for path in SKILLS:
        found, excused = refusals(path)
        if excused:
            stricter.add(path.parent.name)
        else:
            assert bool(found) == bool(faults(path)), (path, found, faults(path))
        refused += bool(found)
    assert len(SKILLS) == 202
    assert refused == 17
    assert stricter == STRICTER_ON


@pytest.mark.parametrize(
    "front_matter",
    [
        "name: a\ndescription: x",
        "name: A\ndescription: x",
        "name: b\ndescription: x",
        "name: a-\ndescription: x",
        "name: a--b\ndescription: x",
        "name: a_b\ndescription: x",
        f"name: {'a' * 65}\ndescription: x",
        f"name: a\ndescription: {'x' * 1025}",
        f"name: a\ndescription: {'x' * 1024}",
        f"name: a\ndescription: x\ncompatibility: {'y' * 501}",
        "name: a",
        "description: x",
        "name: a\ndescription:",
        "name: 'a'\ndescription: ' '",
        "name: a\ndescription: x\nlicense: MIT\nallowed-tools: Bash(git:*) Read",
        "name: a\ndescription: x\nmetadata:\n  author: me\n  version: '1.0'",
        "name: a\ndescription: x\nversion: 1.0",
        "name: a\ndescription: x\nuser-invocable: false",
        "name: a\ndescription: use when: asked",
        "name: a\ndescription: 5",
        "name: a\nname: a\ndescription: x",
        "name: ａ\ndescription: x",
        "- name",
    ],
)
def test_a_made_up_skill_is_judged_as_the_validator_judges_it(
    front_matter: str, tmp_path: Path
) -> None:
    path = tmp_path / "a" / "SKILL.md"
    path.parent.mkdir()
    path.write_text(f"---\n{front_matter}\n---\nDo it.\n", encoding="utf-8")
    assert bool(skills_ref.validate(path.parent)) == bool(faults(path)), (
        skills_ref.validate(path.parent),
        faults(path),
    )


def test_a_skill_without_front_matter_is_refused_by_both(tmp_path: Path) -> None:
    path = tmp_path / "SKILL.md"
    path.write_text("# Title\n", encoding="utf-8")
    assert skills_ref.validate(tmp_path)
    assert faults(path)
