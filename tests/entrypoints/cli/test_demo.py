"""`promptwell demo`, run as users run it: a real language server on the examples and on other folders."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
TITLES = [
    "What is underlined",
    "Completion of attributes",
    "Completion of names",
    "Hover",
    "Go to definition",
    "Rename across files",
    "Code actions",
    "A change in a partial checks its users again",
]


def demo(*arguments: str, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    environment = {
        key: value for key, value in os.environ.items() if key not in ("FORCE_COLOR", "NO_COLOR")
    }
    return subprocess.run(
        [sys.executable, "-m", "promptwell", "demo", *arguments],
        cwd=folder,
        env={**environment, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        timeout=100,
        check=False,
    )


def scenes(output: str) -> dict[str, str]:
    parts = re.split(r"^\d\. (.*?) ─+.*$", output, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


@pytest.fixture(scope="module")
def examples() -> subprocess.CompletedProcess[str]:
    return demo()


def test_the_examples_are_shown_without_being_named(
    examples: subprocess.CompletedProcess[str],
) -> None:
    assert examples.returncode == 0, examples.stderr
    assert "Prompt files found: 16 (4 .j2, 2 .jinja2, 10 .prompty)" in examples.stdout
    assert list(scenes(examples.stdout)) == TITLES


def test_findings_stand_under_their_lines(examples: subprocess.CompletedProcess[str]) -> None:
    assert (
        "   27 | You write for Fernhill, a shop for house plants, and sign as {{ agnet }}.\n"
        "                                                                        ^^^^^ "
        "warning[undefined-variable]\n"
        "        `agnet` is not declared; did you mean `agent`?\n"
    ) in scenes(examples.stdout)["What is underlined"]


def test_every_planted_mistake_is_among_the_findings(
    examples: subprocess.CompletedProcess[str],
) -> None:
    page = (ROOT / "examples" / "README.md").read_text(encoding="utf-8")
    planted = re.findall(r"^\| `prompts/drafts/\S+` \| \d+ \| `([a-z-]+)` \|", page, re.MULTILINE)
    shown = re.findall(r"\^ \w+\[([a-z-]+)\]", scenes(examples.stdout)["What is underlined"])
    assert set(planted) <= set(shown)


def test_attributes_and_names_are_offered(examples: subprocess.CompletedProcess[str]) -> None:
    attributes = scenes(examples.stdout)["Completion of attributes"]
    assert "`{{ ticket.` is typed" in attributes
    assert re.search(r"^ +customer +object$", attributes, re.MULTILINE)
    assert re.search(r"^ +subject +string$", attributes, re.MULTILINE)
    names = scenes(examples.stdout)["Completion of names"]
    assert re.search(r"^ +\w+ +string, input$", names, re.MULTILINE)


def test_hover_tells_what_an_input_is(examples: subprocess.CompletedProcess[str]) -> None:
    assert "Why the ticket leaves the normal queue" in scenes(examples.stdout)["Hover"]


def test_a_definition_leads_into_another_file(examples: subprocess.CompletedProcess[str]) -> None:
    shown = scenes(examples.stdout)["Go to definition"]
    assert "support/prompts/reply.prompty: go to the definition of `order_lines`" in shown
    assert "leads to support/partials/macros.j2, line 2" in shown


def test_a_rename_changes_front_matter_body_partials_and_data(
    examples: subprocess.CompletedProcess[str],
) -> None:
    shown = scenes(examples.stdout)["Rename across files"]
    assert "`ticket` is renamed to `ticket_name`, which changes 4 files" in shown
    for line in (
        "-  - name: ticket",
        "+  - name: ticket_name",
        "+{{ ticket_name.body | e }}",
        "+++ support/partials/tone.j2 (changed)",
        "+++ support/partials/policy.j2 (changed)",
        "+++ support/data/tickets.jsonl (changed)",
    ):
        assert f"  {line}\n" in shown


def test_a_code_action_is_applied_and_its_finding_goes(
    examples: subprocess.CompletedProcess[str],
) -> None:
    shown = scenes(examples.stdout)["Code actions"]
    before, after = re.findall(r"(\d+) before, (\d+) after", shown)[0]
    assert int(after) < int(before)


def test_a_change_in_a_partial_is_seen_in_its_user(
    examples: subprocess.CompletedProcess[str],
) -> None:
    shown = scenes(examples.stdout)["A change in a partial checks its users again"]
    assert "support/partials/tone.j2: `{{ locale }}` is deleted" in shown
    assert "`locale` is declared but never used" in shown


def test_the_last_line_sums_up(examples: subprocess.CompletedProcess[str]) -> None:
    last = examples.stdout.rstrip().split("\n")[-1]
    assert re.fullmatch(
        r"16 files, 17 findings \(5 errors, 7 warnings, 3 information, 2 hints\); "
        r"\d+ requests answered in \d+\.\d\d s, 0 refused; \d+\.\d s in all",
        last,
    )


def test_nothing_in_the_output_commands_the_terminal(
    examples: subprocess.CompletedProcess[str],
) -> None:
    assert all(letter.isprintable() or letter == "\n" for letter in examples.stdout)


def test_no_file_of_the_workspace_is_changed(tmp_path: Path) -> None:
    text = "---\ninputs:\n  a: {kind: string, required: true}\n---\nuser:\n{{ b }} {{ a }}\n"
    folder = tmp_path / "prompts"
    folder.mkdir()
    (folder / "a.prompty").write_text(text, encoding="utf-8")
    assert demo(str(folder)).returncode == 0
    assert [path.name for path in folder.iterdir()] == ["a.prompty"]
    assert (folder / "a.prompty").read_text(encoding="utf-8") == text


def test_broken_hostile_and_empty_files_are_shown_too(tmp_path: Path) -> None:
    (tmp_path / "empty.j2").write_text("", encoding="utf-8")
    (tmp_path / "bytes.j2").write_bytes(b"\xff\xfe{{ a }}\x00")
    (tmp_path / "latin.j2").write_bytes("{{ größe }} {{ ".encode("latin-1"))
    (tmp_path / "esc\x1b[31m.j2").write_text("{{ \x1b[2J }} {% if", encoding="utf-8")
    (tmp_path / "deep.j2").write_text("{% if a %}" * 500 + "{{ " + "(" * 500, encoding="utf-8")
    done = demo(str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert "\x1b" not in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


def test_many_files_are_shown_in_part_with_totals_for_the_rest(tmp_path: Path) -> None:
    for number in range(30):
        (tmp_path / f"p{number}.j2").write_text("{% if a %}", encoding="utf-8")
    done = demo(str(tmp_path))
    assert done.returncode == 0
    assert done.stdout.count("[unclosed-block]\n") == 12
    assert re.search(r"… and \d+ findings in 18 more files", done.stdout)


def test_a_folder_without_prompts_is_told_what_is_looked_for(tmp_path: Path) -> None:
    done = demo(str(tmp_path))
    assert done.returncode == 2
    assert "no prompt files found" in done.stderr
    assert "*.prompty" in done.stderr


def test_a_folder_that_does_not_exist_is_told(tmp_path: Path) -> None:
    done = demo(str(tmp_path / "nothing"))
    assert done.returncode == 2
    assert "no such folder" in done.stderr
