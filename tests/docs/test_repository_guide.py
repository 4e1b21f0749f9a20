"""The commands of the guide to the repository do what the guide shows."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from tests.docs.test_guides import GUIDES, blocks

from promptwell.entrypoints.cli.commands import COMMANDS
from promptwell.entrypoints.cli.main import run_command_line

GUIDE = "prompt-repository.md"
REPLY = "---\nname: reply\nmetadata:\n  status: draft\n  tags: [mail]\n---\nuser:\nReply to {{ mail }}.\n"


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for path, text in {
        "promptwell.toml": "",
        "prompts/reply.prompty": REPLY,
        ".claude/skills/mend/SKILL.md": "---\nname: mend\ndescription: Mends.\n---\nMend it.\n",
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_commands_of_the_guide_print_what_it_shows(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for block in blocks(GUIDE, "console"):
        for part in block.split("$ ")[1:]:
            command, _, shown = part.partition("\n")
            assert run_command_line(shlex.split(command)[1:]) == 0
            printed = capsys.readouterr().out
            lines = printed.splitlines()
            for line in shown.splitlines():
                assert any(_begins(each, line) for each in lines), (line, printed)


def _begins(printed: str, shown: str) -> bool:
    """Whether a printed line says what the guide shows, though columns may be wider and more."""
    return printed.split()[: len(shown.split())] == shown.split()


def test_every_command_of_the_table_exists() -> None:
    rows = re.findall(r"^\| (`.+?`) \| ", (GUIDES / GUIDE).read_text(), re.MULTILINE)
    assert len(rows) == 12
    for named in rows:
        for command in named.replace("`", "").split(", "):
            assert " ".join(command.split()[:2]) in COMMANDS
