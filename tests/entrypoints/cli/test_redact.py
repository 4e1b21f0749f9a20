"""`promptwell scan --redact`: cleaned copies, the originals as they were, nothing written over."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from tests.entrypoints.cli.conftest import Cli

Write = Callable[[str, str], Path]


def test_copies_are_clean_and_the_originals_stay(cli: Cli, write: Write, clean: str) -> None:
    texts = {
        "prompts/a.prompty": clean.replace("You explain", "You\u200b explain\u202e"),
        ".mcp.json": '{"mcpServers": {"a\u200b": {"command": "npx"}}}',
        "b.csv": 'id,text\n1,"a\u200b, b"\n',
        "fine.j2": "Hello.\n",
    }
    for name, text in texts.items():
        write(name, text)
    answer = cli("scan", ".", "b.csv", "--redact", "../clean")
    assert "a.prompty: hidden characters 2" in answer.err
    for name, text in texts.items():
        assert Path(name).read_text(encoding="utf-8") == text
    copies = {
        path.relative_to("../clean").as_posix(): path.read_text(encoding="utf-8")
        for path in Path("../clean").rglob("*")
        if path.is_file()
    }
    assert copies == {
        "prompts/a.prompty": clean,
        ".mcp.json": '{"mcpServers": {"a": {"command": "npx"}}}',
        "b.csv": 'id,text\n1,"a, b"\n',
    }


def test_nothing_is_written_over(cli: Cli, write: Write) -> None:
    write("a.j2", "a\u200b\n")
    write("b.j2", "b\u200b\n")
    there = write("clean/b.j2", "mine\n")
    answer = cli("scan", "a.j2", "b.j2", "--redact", "clean")
    assert answer.code == 2
    assert "clean/b.j2 is there already; name a new folder" in answer.err
    assert there.read_text(encoding="utf-8") == "mine\n"
    assert not Path("clean/a.j2").exists()


def test_the_folder_itself_can_not_take_the_copies(cli: Cli, write: Write) -> None:
    file = write("a.j2", "a\u200b\n")
    assert cli("scan", "--redact", ".").code == 2
    assert file.read_text(encoding="utf-8") == "a\u200b\n"


def test_more_findings_than_a_report_lists_are_all_taken_out(cli: Cli, write: Write) -> None:
    write("rows.jsonl", '{"a": "x\u200by"}\n' * 2500)
    cli("scan", "rows.jsonl", "--redact", "clean")
    lines = Path("clean/rows.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in lines] == [{"a": "xy"}] * 2500


def test_what_is_too_large_to_be_read_whole_is_left_out(cli: Cli, write: Write) -> None:
    row = "some words in a row of data, again and again\n"
    write("big.csv", "a\u200b\n" + row * (9 * 1024 * 1024 // len(row)))
    answer = cli("scan", "big.csv", "--redact", "clean")
    assert "big.csv: left out: it is too large to be cleaned whole" in answer.err
    assert not Path("clean").exists()


def test_escapes_and_separators_in_json_go_and_its_rows_stay(cli: Cli, write: Write) -> None:
    write("rows.jsonl", '{"a": "x\\u200by\u2028z"}\n{"a": "\\ud83d\\ude00"}\n')
    cli("scan", "rows.jsonl", "--redact", "clean")
    text = Path("clean/rows.jsonl").read_text(encoding="utf-8")
    assert text == '{"a": "xy z"}\n{"a": "\\ud83d\\ude00"}\n'
