"""A real VS Code with the extension, driven from inside by an extension and from outside by a browser."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

import pytest
from tests.canary_prompts import FAKES
from tests.entrypoints.lsp.raw_server import RawServer

ROOT = Path(__file__).parents[3]
HERE = Path(__file__).parent
EXTENSION = ROOT / "editors" / "vscode"
CACHE = ROOT / ".cache" / "vscode"
CODE_SERVER = CACHE / "node_modules" / "code-server"

# One session is asked everything: two workers would start two editors and end each other's server.
pytestmark = [pytest.mark.timeout(240), pytest.mark.xdist_group("vscode")]

KEY = next(secret for line, secret in FAKES.values() if line == f"use {secret} here")

PROMPT_FILE = """---
description: Review a change
---
Review {{ change }} as \u200b{{ reviewer }}.
"""


def node() -> str:
    """Node, where everything that `make test-editors` fetches is there."""
    if not (CODE_SERVER / "lib" / "vscode" / "node_modules").is_dir():
        pytest.skip("VS Code is not fetched; `make test-editors` does")
    beside = ROOT / ".cache" / "node" / "bin" / "node"
    return str(beside) if beside.exists() else "node"


@pytest.fixture(scope="module")
def browser() -> str:
    """The browser that VS Code is shown in."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        found = shutil.which(name)
        if found:
            return found
    pytest.skip("no Chromium on this machine (on Debian: apt install chromium)")


def npm(*arguments: str) -> None:
    folder = Path(node()).parent
    environment = {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}
    environment["VSCODE_EXTENSIONS"] = str(CODE_SERVER / "lib" / "vscode" / "extensions")
    done = subprocess.run(
        ["npm", *arguments],
        cwd=EXTENSION,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def extension(tmp_path_factory: pytest.TempPathFactory) -> Path:
    node()
    file = tmp_path_factory.mktemp("extension") / "promptwell.vsix"
    npm("run", "--silent", "package", "--", "--out", str(file))
    return file


def run(
    scenario: str, folder: Path, browser: str, extension: Path, settings: dict[str, Any], path: str
) -> dict[str, Any]:
    """What the driver saw in a VS Code with these settings and this PATH."""
    workspace, profile, exchange = (folder / name for name in ("support", "profile", "exchange"))
    exchange.mkdir()
    for place in ("User", "Machine"):  # settings of a machine count only in the latter
        (profile / place).mkdir(parents=True)
        (profile / place / "settings.json").write_text(json.dumps(settings), encoding="utf-8")
    shutil.copytree(HERE / "driver", profile / "extensions" / "promptwell-tests.driver-0.0.1")
    # The session's own link lets it find playwright-core, wherever the checkout is.
    (folder / "node_modules").symlink_to(CACHE / "node_modules")
    shutil.copy(HERE / "session.mjs", folder / "session.mjs")
    environment = {name: value for name, value in os.environ.items() if "VSCODE" not in name}
    environment |= {
        "PATH": path,
        "VSCODE_CLI": "1",  # else it takes PATH from what a login shell says
        "PROMPTWELL_EXCHANGE": str(exchange),
        "PROMPTWELL_SCENARIO": scenario,
    }
    configuration = {
        "codeServer": str(CODE_SERVER / "out" / "node" / "entry.js"),
        "browser": browser,
        "workspace": str(workspace),
        "profile": str(profile),
        "exchange": str(exchange),
        "extension": str(extension),
        "environment": environment,
        "seconds": 180,
    }
    (folder / "session.json").write_text(json.dumps(configuration), encoding="utf-8")
    done = subprocess.run(
        [node(), str(folder / "session.mjs"), str(folder / "session.json")],
        capture_output=True,
        text=True,
        timeout=220,
        check=False,
    )
    result = exchange / "result.json"
    assert result.exists(), done.stdout + done.stderr
    seen: dict[str, Any] = json.loads(result.read_text(encoding="utf-8"))
    assert "problem" not in seen, f"{seen['problem']}\npictures are in {exchange}"
    return seen


QUIET = {
    "workbench.startupEditor": "none",
    "workbench.secondarySideBar.defaultVisibility": "hidden",
    "chat.disableAIFeatures": True,
    "telemetry.telemetryLevel": "off",
    "extensions.autoUpdate": False,
    "extensions.ignoreRecommendations": True,
}


@pytest.fixture(scope="module")
def seen(browser: str, tmp_path_factory: pytest.TempPathFactory, extension: Path) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("vscode")
    shutil.copytree(ROOT / "examples" / "support", folder / "support")
    (folder / "support" / "review.prompt.md").write_text(PROMPT_FILE, encoding="utf-8")
    with (folder / "support" / "promptwell.toml").open("a", encoding="utf-8") as file:
        file.write('\n[formats]\n"*.prompt.md" = "jinja"\n')
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return run("editing", folder, browser, extension, QUIET, path)


@pytest.fixture(scope="module")
def without_server(
    browser: str, tmp_path_factory: pytest.TempPathFactory, extension: Path
) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("bare")
    shutil.copytree(ROOT / "examples" / "support", folder / "support")
    base = Path(sysconfig.get_config_var("BINDIR")) / f"python{sysconfig.get_python_version()}"
    programs = folder / "programs"
    programs.mkdir()
    (programs / "python3").symlink_to(base)
    settings = {**QUIET, "promptwell.server.package": str(ROOT)}
    return run("setting_up", folder, browser, extension, settings, f"{programs}{os.pathsep}/bin")


def test_what_is_pure_in_the_extension_holds() -> None:
    node()
    npm("test")


def test_the_package_is_small(extension: Path) -> None:
    assert extension.stat().st_size < 1_000_000


def test_findings_are_shown_where_they_are(seen: dict[str, Any]) -> None:
    assert seen["language"] == "prompty"
    found = {(each["line"], each["rule"], each["severity"]) for each in seen["opened"]}
    assert {(27, "undefined-variable", "Warning"), (29, "include-not-found", "Warning")} <= found


def test_a_finding_is_shown_once(seen: dict[str, Any]) -> None:
    found = [(each["line"], each["rule"], each["message"]) for each in seen["opened"]]
    assert len(found) == len(set(found))


def test_findings_follow_the_text(seen: dict[str, Any]) -> None:
    edited = seen["edited"]
    lines = [each["line"] for each in edited["findings"] if each["rule"] == "include-not-found"]
    assert lines == [edited["line"]] == [30]
    assert edited["isSameVersion"]


def test_the_settings_of_the_repository_hold(seen: dict[str, Any]) -> None:
    rules = {each["rule"] for each in seen["opened"] + seen["edited"]["findings"]}
    assert "non-portable-template" not in rules


def test_a_fix_is_offered_and_applied(seen: dict[str, Any]) -> None:
    assert any(each["kind"] == "quickfix" for each in seen["actions"])
    assert "sign as {{ agent }}." in seen["fixed"]


def test_brackets_of_a_tag_close_themselves_while_typing(seen: dict[str, Any]) -> None:
    assert seen["accepted"] == "Dear {{ ticket }}"


def test_attributes_are_offered_while_typing(seen: dict[str, Any]) -> None:
    assert {"customer", "order"} <= set(seen["offered"])


def test_what_is_typed_on_a_keyboard_is_completed(seen: dict[str, Any]) -> None:
    assert any("ticket" in row for row in seen["keyboard"]["rows"])


def test_hover_tells_what_an_input_is_and_trusts_no_text(seen: dict[str, Any]) -> None:
    ours = [
        each for each in seen["hovers"] if "The ticket as the help desk exports it" in each["text"]
    ]
    assert len(ours) == 1
    assert not any(each["isTrusted"] or each["supportsHtml"] for each in seen["hovers"])


def test_definitions_lead_into_front_matter_and_other_files(seen: dict[str, Any]) -> None:
    assert seen["definitionOfInput"] == [{"file": "reply.prompty", "line": 16}]
    assert [each["file"] for each in seen["definitionOfInclude"]] == ["tone.j2"]
    assert {"reply.prompty", "tone.j2"} <= set(seen["references"])


def test_the_outline_has_roles_and_inputs(seen: dict[str, Any]) -> None:
    assert {"system", "user"} <= set(seen["symbols"])


def test_semantic_tokens_color_what_the_server_knows(seen: dict[str, Any]) -> None:
    assert seen["tokens"]["types"]
    assert seen["tokens"]["numbers"] > 0


def test_front_matter_and_messages_fold(seen: dict[str, Any]) -> None:
    assert any(start == 1 for start, _ in seen["folds"])
    assert any(start == 35 for start, _ in seen["folds"])


def test_a_rename_reaches_other_files_and_is_taken_back_at_once(seen: dict[str, Any]) -> None:
    prompt, partial, _ = seen["renamed"]
    assert "name: colleague" in prompt
    assert "{{ colleague }}" in prompt
    assert "{{ colleague }}" in partial
    assert seen["isUndone"] is True


def test_a_rename_offers_to_change_data_and_does_not_unasked(seen: dict[str, Any]) -> None:
    assert '"agent"' in seen["renamed"][2]


def test_a_setting_takes_effect_at_once(seen: dict[str, Any]) -> None:
    assert "include-not-found" not in seen["configured"]


def test_prompt_files_of_vs_code_have_findings_too(seen: dict[str, Any]) -> None:
    assert seen["promptLanguage"] == "prompt"
    assert {each["source"] for each in seen["inPromptFile"]} == {"promptwell"}


def test_invisible_characters_are_shown_in_all_prompts(seen: dict[str, Any]) -> None:
    assert seen["showsInvisible"] == ["prompty", "prompt", "instructions", "chatagent", "skill"]


def test_a_document_without_a_file_has_findings(seen: dict[str, Any]) -> None:
    assert "undefined-variable" in seen["untitled"]


def test_one_server_runs_at_a_time_and_is_started_again(seen: dict[str, Any]) -> None:
    assert [len(each) for each in seen["servers"]] == [1, 1, 1]
    assert len({each[0] for each in seen["servers"]}) == 3


def test_the_report_tells_version_and_command(seen: dict[str, Any]) -> None:
    assert "found by path" in seen["report"]
    assert "promptwell lsp" in seen["report"]
    assert "pygls" in seen["report"]


def test_a_wrong_setting_is_told_with_the_way_out(seen: dict[str, Any]) -> None:
    missing = seen["missing"]
    assert "there is no such program" in missing["text"]
    assert missing["ways"] == ["Open Setting", "Show Log"]
    assert "failed" in missing["status"]
    assert seen["mended"] is True


def test_without_a_server_one_is_set_up_after_asking(without_server: dict[str, Any]) -> None:
    assert "pip install promptwell" in without_server["message"]["text"]
    assert without_server["message"]["ways"] == ["Set Up", "Open Setting"]
    assert "Nothing else on this machine is changed" in without_server["question"]["text"]
    assert "undefined-variable" in without_server["findings"]


@pytest.fixture(scope="module")
def compared(
    browser: str, tmp_path_factory: pytest.TempPathFactory, extension: Path
) -> dict[str, Any]:
    """What the inline diff shows in a git repository, and what the server answers of the same texts."""
    folder = tmp_path_factory.mktemp("compared")
    workspace = folder / "support"
    shutil.copytree(ROOT / "examples" / "support", workspace)
    identity = ("-c", "user.name=a", "-c", "user.email=a@example.com")
    for words in (("init", "-q", "-b", "main"), ("add", "."), ("commit", "-qm", "First words")):
        subprocess.run(["git", *identity, *words], cwd=workspace, check=True)
    shutil.copytree(workspace, folder / "as_it_was")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PROMPTWELL_FAKE_KEY", KEY)
        found = run("differing", folder, browser, extension, QUIET, path)
    return {**found, "folder": str(folder / "as_it_was")}


def answer(folder: str, text: str, level: str = "word") -> dict[str, Any]:
    """What the server answers of a text of the prompt, in the repository as it was committed first."""
    uri = (Path(folder) / "prompts" / "reply.prompty").as_uri()
    with RawServer(cwd=Path(folder)) as server:
        server.initialize(Path(folder))
        server.open(uri, text)
        told = server.request("promptwell/diff", {"textDocument": {"uri": uri}, "level": level})
        found: dict[str, Any] = told["result"]
        return found


def ranges(found: dict[str, Any]) -> dict[str, list[Any]]:
    """The lines and the words that are to be marked."""
    inside = [each for each in found["hunks"] if each["kind"] in ("changed", "white-space")]
    words = [each["range"] for hunk in inside for each in hunk.get("tokens", hunk["words"])]
    lines = [each["range"] for each in found["hunks"] if each["kind"] != "removed"]
    return {"lines": lines, "words": [each for each in words if each["start"] != each["end"]]}


@pytest.mark.parametrize("moment", ["on", "typed", "reverted", "undone", "against"])
def test_what_is_drawn_is_what_the_server_answers(compared: dict[str, Any], moment: str) -> None:
    seen = compared[moment]
    wanted = ranges(answer(compared["folder"], seen["text"]))
    assert {"lines": seen["lines"], "words": seen["words"]} == wanted
    assert wanted["lines"]


def test_tokens_are_drawn_as_the_server_answers_them(compared: dict[str, Any]) -> None:
    seen = compared["byToken"]
    found = answer(compared["folder"], seen["text"], "token")
    assert {"lines": seen["lines"], "words": seen["words"]} == ranges(found)
    assert seen["words"] != compared["against"]["words"]
    counted = found["tokens"]
    status = f"+{counted['added']} −{counted['removed']} tokens"
    assert status in compared["tokensOnScreen"]["status"]


def test_what_git_has_is_chosen_for_all_prompts(compared: dict[str, Any]) -> None:
    assert "production no changes" in compared["other"]


def test_a_conflict_is_told_and_either_side_is_taken(compared: dict[str, Any]) -> None:
    conflict = compared["conflict"]
    assert conflict["line"] == 1
    around = "system:\n{}\nuser:\nHi\n".format
    assert conflict["texts"] == [
        around("Be brief."),
        around("Be verbose."),
        around("Be brief.\nBe verbose."),
    ]
    # The file is new: what would empty it is not offered.
    assert not any("Revert" in each for each in conflict["titles"])


def test_what_went_is_on_the_screen_beside_what_came(compared: dict[str, Any]) -> None:
    shown = compared["onScreen"]
    assert "on behalf of" in shown["ghosts"]
    assert "No order is attached to this ticket." in shown["ghosts"]
    assert shown["marks"] >= 3
    assert "HEAD +2 −2" in shown["status"]


def test_nothing_is_drawn_before_it_is_turned_on_and_after_it_is_turned_off(
    compared: dict[str, Any],
) -> None:
    assert (compared["before"]["ghosts"], compared["before"]["marks"]) == ([], 0)
    assert compared["off"]["drawn"] is None
    assert (compared["off"]["ghosts"], compared["off"]["marks"]) == ([], 0)
    assert compared["off"]["status"] == ""


def test_a_change_is_reverted_by_an_edit_that_is_undone(compared: dict[str, Any]) -> None:
    assert "on behalf of {{ agent }}" in compared["reverted"]["text"]
    assert "Never promise a refund" in compared["reverted"]["text"]
    assert compared["undone"]["text"] == compared["typed"]["text"]


def test_the_next_change_is_gone_to(compared: dict[str, Any]) -> None:
    assert "warmly but formal, always for" in compared["next"]


def test_a_commit_empties_the_drawing_by_itself(compared: dict[str, Any]) -> None:
    assert compared["committed"]["lines"] == []
    assert compared["committed"]["isSaved"] is True


def test_what_to_compare_with_is_picked_and_drawn_in_the_gutter(compared: dict[str, Any]) -> None:
    assert any("First words" in each for each in compared["picked"]["rows"])
    assert compared["againstOnScreen"]["gutter"] >= 2
    assert "production +2 −2" in compared["againstOnScreen"]["status"]


def test_the_base_is_opened_beside_the_text(compared: dict[str, Any]) -> None:
    prompt = ROOT / "examples" / "support" / "prompts" / "reply.prompty"
    assert compared["base"] == prompt.read_text(encoding="utf-8")


def test_where_vs_code_draws_the_changes_itself_they_are_not_drawn_twice(
    compared: dict[str, Any],
) -> None:
    assert compared["sideBySide"]["ghosts"] == []
    assert compared["sideBySide"]["marks"] == 0


def test_a_secret_that_went_is_shown_in_stars(compared: dict[str, Any]) -> None:
    drawn = [each["text"] for each in compared["hard"]["ghosts"]]
    shown = "".join(drawn + compared["hard"]["onScreen"]["ghosts"])
    assert "***" in shown
    assert not any(KEY[at : at + 8] in shown for at in range(len(KEY) - 8))


def test_in_a_long_line_it_is_marked_where_words_went(compared: dict[str, Any]) -> None:
    (cut,) = compared["hard"]["cuts"]
    (word,) = [each for each in compared["hard"]["words"] if each["start"]["line"] == 2]
    assert cut == word["start"]


def test_what_went_in_and_below_a_line_stands_at_its_end_once(compared: dict[str, Any]) -> None:
    (ghost,) = [each for each in compared["hard"]["ghosts"] if each["place"]["line"] == 2]
    assert ghost["text"].replace("\u00a0", " ") == "kind · (2 lines) One."


def test_a_revert_leaves_the_cursor_where_it_is(compared: dict[str, Any]) -> None:
    assert compared["hard"]["cursor"] == 0


def test_in_high_contrast_what_came_has_a_border_and_else_none(compared: dict[str, Any]) -> None:
    assert compared["contrast"]["bordered"] >= 2
    assert compared["hard"]["onScreen"]["bordered"] == 0


def test_of_many_changes_those_in_sight_are_drawn(compared: dict[str, Any]) -> None:
    assert len(compared["many"]["ghosts"]) == 300
    assert "kind" in compared["many"]["bottom"]
