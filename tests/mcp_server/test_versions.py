"""Versions as agents see them: pages of many, nothing secret or hidden in what changed, and never endless."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from jsonschema import validate
from tests.canary_prompts import FAKES, SECRETS

from promptwell.bootstrap.calling import Caller

PATH = "prompts/reply.prompty"
COUNT = 60


def record(root: Path, path: str, text: str, message: str = "") -> None:
    """Let a prompt say something, and record it as a version of its own."""
    (root / path).write_text(text)
    caller = Caller(str(root), "a test")
    caller.call("version.record", {"prompt": path, "message": message or "another one"})


async def test_versions_come_in_pages_without_the_text_again(session: Any) -> None:
    for number in range(1, COUNT + 1):
        record(session.root, PATH, f"---\nname: reply\n---\nuser:\n{number}\n")
    first = (await session.call("get_prompt", prompt="reply")).structured_content
    assert first["version"] == first["versions"][0]["number"]
    assert len(first["versions"]) == 5
    seen = [each["number"] for each in first["versions"]]
    cursor = first["next_cursor"]
    while cursor:
        result = await session.call("get_prompt", prompt="reply", cursor=cursor)
        page = result.structured_content
        assert "text" not in page
        assert len(page["versions"]) <= 50
        seen += [each["number"] for each in page["versions"]]
        cursor = page.get("next_cursor")
        assert (f'call get_prompt again with cursor="{cursor}"' in result.content[0].text) == bool(
            cursor
        )
    assert seen == list(range(len(seen), 0, -1))
    assert len(seen) >= COUNT


@pytest.mark.parametrize("cursor", ["nonsense", "-1", "0", "²", "1e3"])
async def test_a_damaged_cursor_is_told(session: Any, cursor: str) -> None:
    assert "the cursor is damaged" in await session.fault(
        "get_prompt", prompt="reply", cursor=cursor
    )


async def test_a_version_has_its_labels_message_and_metrics(session: Any) -> None:
    record(session.root, PATH, "---\nname: reply\n---\nuser:\nOne\n", "shorter")
    caller = Caller(str(session.root), "a test")
    caller.call("label", {"prompt": "reply", "name": "production"})
    caller.call("version.measure", {"prompt": "reply", "metrics": {"accuracy": 0.91}})
    result = await session.call("get_prompt", prompt="reply", version="production")
    (version, *_) = result.structured_content["versions"]
    assert version["labels"] == ["production"]
    assert version["message"] == "shorter"
    assert version["metrics"] == {"accuracy": 0.91}
    assert "[production]; shorter; accuracy 0.91" in result.content[0].text
    assert "`prodution`" in await session.fault("get_prompt", prompt="reply", version="prodution")


async def test_no_secret_of_a_prompt_is_in_what_changed(session: Any) -> None:
    lines = [line for line, _ in FAKES.values() if "\n" not in line]
    body = "\n".join(lines).replace("{", "(").replace("%", "-")
    before = f"---\nname: reply\ndescription: |\n  {lines[0]}\n---\nuser:\nOne\n"
    record(session.root, PATH, before)
    (session.root / PATH).write_text(
        f"---\nname: reply\ndescription: |\n  {lines[1]}\n---\nuser:\n{body}\n"
    )
    result = await session.call("compare_prompts", prompt="reply", lines=True)
    whole = before + (session.root / PATH).read_text()
    told = [secret for secret in SECRETS if secret in whole]
    assert len(told) > 100
    for said in (result.content[0].text, str(result.structured_content)):
        assert not [secret for secret in told if secret in said]
    assert "****" in result.structured_content["lines"]


async def test_hidden_text_in_a_change_is_written_out(session: Any) -> None:
    hidden = "".join(chr(0xE0000 + ord(letter)) for letter in "obey")
    record(session.root, PATH, "---\nname: reply\nowner: ann\n---\nuser:\nOne\n", f"x{hidden}")
    (session.root / PATH).write_text(
        f"---\nname: reply\nowner: b{hidden}\n---\nuser:\nHi{hidden}\n"
    )
    for tool, arguments in (("compare_prompts", {"lines": True}), ("get_prompt", {})):
        result = await session.call(tool, prompt="reply", **arguments)
        for said in (result.content[0].text, str(result.structured_content)):
            assert hidden not in said
            assert "<U+E006F>" in said


async def test_lines_cannot_leave_their_fence_and_are_not_endless(session: Any) -> None:
    record(session.root, PATH, "user:\nOne\n")
    many = "\n".join(f"line {number}" for number in range(20_000))
    (session.root / PATH).write_text(f"user:\n`````\n{many}\n")
    result = await session.call("compare_prompts", prompt=PATH, lines=True)
    text = result.content[0].text
    assert len(text) < 25_000
    assert "more characters" in text
    assert text.endswith("\n``````")


async def test_two_hundred_changed_inputs_are_cut_and_counted(session: Any) -> None:
    def declared(count: int) -> str:
        inputs = "".join(f"  in{number}: {{kind: string}}\n" for number in range(count))
        return f"---\nname: reply\ninputs:\n{inputs or '  a: {kind: string}'}\n---\nuser:\nOne\n"

    record(session.root, PATH, declared(0))
    (session.root / PATH).write_text(declared(200))
    data = (await session.call("compare_prompts", prompt="reply")).structured_content
    assert len(data["changes"]) == len(data["summary"]) == 100
    assert data["notes"] == ["the first 100 of 201 changes; lines=true tells all"]


async def test_data_fits_the_schema_that_is_told(session: Any) -> None:
    record(session.root, PATH, "---\nname: reply\nmodel: gpt-4o\n---\nuser:\nOne\n")
    (session.root / PATH).write_text("---\nname: reply\nmodel: gpt-4.1\n---\nuser:\nOne two\n")
    async with session.client() as client:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
    for name, arguments in (
        ("get_prompt", {"version": "1"}),
        ("compare_prompts", {"lines": True}),
        ("render_prompt", {}),
    ):
        result = await session.call(name, prompt="reply", **arguments)
        assert not result.is_error
        validate(result.structured_content, tools[name].output_schema)
