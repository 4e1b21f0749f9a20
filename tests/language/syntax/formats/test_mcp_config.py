"""The settings of AI tools: found by name, read with exact places, in each of their syntaxes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promptwell.language.syntax.formats.mcp_config import FORMAT, is_mcp_config
from promptwell.language.syntax.json_comments import without_comments

JSONC = """\
{ // servers
  "mcpServers": { /* one */ "a": {"command": "npx", "args": ["-y", "x",], "url": "http://h/*p"}, },
}
"""
TOML = """\
[mcp_servers.a]
command = "npx"
args = ["-y", "x"]
url = "http://h/*p"
[[projects]]
name = "one"
"""
YAML = """\
mcpServers:
  a: {command: npx, args: [-y, x], url: http://h/*p}
"""


@pytest.mark.parametrize(
    ("path", "text", "servers"),
    [
        ("/w/.mcp.json", JSONC, "mcpServers"),
        ("/w/.codex/config.toml", TOML, "mcp_servers"),
        ("/w/.continue/mcpServers/a.yaml", YAML, "mcpServers"),
    ],
)
def test_the_tree_has_exact_places(path: str, text: str, servers: str) -> None:
    document = FORMAT.parse(text, path, "mcp-config")
    server = document.root.get(servers, "a")
    assert server
    assert server.plain() == {"command": "npx", "args": ["-y", "x"], "url": "http://h/*p"}
    for name, value in (("command", "npx"), ("url", "http://h/*p")):
        node = server.get(name)
        assert node
        assert text[node.span.start : node.span.end].strip('"') == value
    assert document.print() == text


@pytest.mark.parametrize(
    ("path", "known"),
    [
        ("/w/.mcp.json", True),
        ("/w/mcp.json", True),
        ("/w/.cursor/mcp.json", True),
        ("/h/Claude/claude_desktop_config.json", True),
        ("/w/.gemini/settings.json", True),
        ("/w/.claude/settings.local.json", True),
        ("/w/.codex/config.toml", True),
        ("/w/opencode.jsonc", True),
        ("/w/.vscode/settings.json", False),
        ("/w/config.toml", False),
        ("/w/my-mcp.json", False),
        ("/w/mcp.json.bak", False),
    ],
)
def test_files_are_known_by_the_names_that_tools_give_them(path: str, known: bool) -> None:
    assert is_mcp_config(path) is known


@given(
    st.text(alphabet='{}[]"\\/*,: \n=.a1', max_size=60), st.sampled_from(["json", "toml", "yaml"])
)
def test_any_text_is_read_without_an_error(text: str, suffix: str) -> None:
    document = FORMAT.parse(text, f"/w/mcp.{suffix}", "mcp-config")
    assert document.print() == text


@given(st.text(alphabet='{}[]"\\/*,: \n\r1', max_size=60))
def test_taking_out_comments_moves_nothing(text: str) -> None:
    plain = without_comments(text)
    assert len(plain) == len(text)
    assert [at for at, each in enumerate(text) if each in "\r\n"] == [
        at for at, each in enumerate(plain) if each in "\r\n"
    ]


def test_deep_nesting_is_no_error() -> None:
    text = "a = " + "[" * 5000 + "]" * 5000
    assert FORMAT.parse(text, "/w/.codex/config.toml", "mcp-config").root.entries == ()
