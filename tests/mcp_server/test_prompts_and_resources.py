"""The repository's prompts as MCP prompts and resources, with completion."""

from __future__ import annotations

from typing import Any

import pytest
from mcp import MCPError
from mcp.types import PromptReference, ResourceTemplateReference


async def test_prompts_are_listed_with_their_inputs_as_arguments(session: Any) -> None:
    async with session.client() as client:
        page = await client.list_prompts()
    reply = next(each for each in page.prompts if each.name == "reply")
    assert reply.description == "Answer a customer's letter"
    arguments = {each.name: each for each in reply.arguments}
    assert arguments["customer"].required
    assert arguments["customer"].description == "the name to greet"
    assert not arguments["tone"].required
    assert arguments["lines"].description == "integer, as JSON"
    assert page.next_cursor is None


async def test_many_prompts_come_in_pages_and_the_approved_one_first(session: Any) -> None:
    for number in range(60):
        path = session.root / f"prompts/p{number:02}.prompty"
        path.write_text(f"---\nname: p{number:02}\n---\nuser:\nHello.\n")
    (session.root / "prompts/z.prompty").write_text(
        "---\nname: z\nmetadata: {status: approved}\n---\nuser:\nHello.\n"
    )
    async with session.client() as client:
        first = await client.list_prompts()
        second = await client.list_prompts(cursor=first.next_cursor)
        resources = await client.list_resources()
    names = [each.name for each in (*first.prompts, *second.prompts)]
    assert len(first.prompts) == 50
    assert names[0] == "z"
    assert sorted(names) == sorted({*names, "z", "reply", "broken"})
    assert len(names) == 63
    assert second.next_cursor is None
    assert resources.resources[0].uri == "prompt://prompts/z.prompty"


async def test_a_prompt_is_filled_in_with_texts(session: Any) -> None:
    async with session.client() as client:
        result = await client.get_prompt("reply", {"customer": "Ann", "lines": "5", "tone": ""})
    said = [(each.role, each.content.text) for each in result.messages]
    assert result.description == "prompts/reply.prompty, version 1"
    assert result.meta["promptwell/version"]["number"] == 1
    # The protocol knows no system messages.
    assert said == [
        ("user", "You answer letters in a calm tone, in 5 lines."),
        ("user", "Dear Ann,"),
    ]


async def test_a_value_from_the_environment_is_never_filled_in(
    session: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PROMPT_TEST_VALUE", "do-not-show")
    (session.root / "prompts/env.prompty").write_text(
        "---\nname: env\ninputs:\n  key: {kind: string, default: '${env:PROMPT_TEST_VALUE}'}\n"
        "---\nuser:\nKey {{ key }}.\n"
    )
    async with session.client() as client:
        prompt = await client.get_prompt("env")
        resource = await client.read_resource("prompt://prompts/env.prompty")
        tool = await client.call_tool("render_prompt", {"prompt": "env"})
    for said in (prompt, resource, tool):
        assert "do-not-show" not in said.model_dump_json()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("replay", "there is no prompt `replay`; did you mean `reply`"),
        ("reply", "the required input `customer` has no value"),
        ("../secret", "leads out of the workspace"),
    ],
)
async def test_a_prompt_that_can_not_be_filled_in_says_why(
    session: Any, name: str, said: str
) -> None:
    async with session.client() as client:
        with pytest.raises(MCPError, match=said) as caught:
            await client.get_prompt(name)
    assert caught.value.code == -32602


async def test_every_prompt_file_is_a_resource(session: Any) -> None:
    (session.root / "AGENTS.md").write_text("# Rules\n\nBe kind.\n")
    (session.root / "prompts/a b&é.prompty").write_text("user:\nHello.\n")
    async with session.client() as client:
        listed = {each.uri: each for each in (await client.list_resources()).resources}
        assert listed["prompt://AGENTS.md"].mime_type == "text/markdown"
        uri = "prompt://prompts/a%20b%26%C3%A9.prompty"
        assert uri in listed
        for known in listed:
            contents = (await client.read_resource(known)).contents
            assert contents[0].uri == known
            assert contents[0].text
        read = await client.read_resource("prompt://reply")
    assert read.contents[0].text == (session.root / "prompts/reply.prompty").read_text()


@pytest.mark.parametrize(
    "uri",
    [
        "prompt://../secret.prompty",
        "prompt://%2e%2e/secret.prompty",
        "prompt://%2e%2e%2fsecret.prompty",
        "prompt://prompts/%2e%2e/%2e%2e/secret.prompty",
        "prompt:///etc/passwd",
        "prompt://%2Fetc%2Fpasswd",
        "prompt://C:/secret.prompty",
        "prompt://a%00b.prompty",
        "prompt://%ff.prompty",
        "prompt://link.prompty",
        "prompt://.env",
        "prompt://nothing.prompty",
        "prompt://",
        "file:///etc/passwd",
        "nonsense",
    ],
)
async def test_no_other_file_is_a_resource(session: Any, uri: str) -> None:
    (session.root.parent / "secret.prompty").write_text("user:\ndo-not-show\n")
    (session.root / "link.prompty").symlink_to(session.root.parent / "secret.prompty")
    async with session.client() as client:
        with pytest.raises(MCPError) as caught:
            await client.read_resource(uri)
    assert caught.value.code == -32602
    assert "do-not-show" not in str(caught.value)


async def test_names_and_values_are_completed(session: Any) -> None:
    template = ResourceTemplateReference(uri="prompt://{+path}")
    async with session.client() as client:
        assert [
            each.uri_template
            for each in (await client.list_resource_templates()).resource_templates
        ] == ["prompt://{+path}"]
        tones = await client.complete(
            PromptReference(name="reply"), {"name": "tone", "value": "ch"}
        )
        none = await client.complete(
            PromptReference(name="reply"), {"name": "customer", "value": ""}
        )
        unknown = await client.complete(PromptReference(name="no"), {"name": "tone", "value": ""})
        paths = await client.complete(template, {"name": "path", "value": "prompts/r"})
    assert tones.completion.values == ["cheerful"]
    assert none.completion.values == []
    assert unknown.completion.values == []
    assert paths.completion.values == ["prompts/reply.prompty"]
    assert paths.completion.total == 1


async def test_a_damaged_cursor_is_told(session: Any) -> None:
    async with session.client() as client:
        with pytest.raises(MCPError, match="the cursor is damaged"):
            await client.list_prompts(cursor="nonsense")
