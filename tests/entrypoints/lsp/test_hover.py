"""Hovers that have an expression rendered."""

from __future__ import annotations

from pathlib import Path

from tests.entrypoints.lsp.raw_server import RawServer
from tests.entrypoints.lsp.test_snapshots import position

HEAD = "---\ninputs:\n  - {name: mail, kind: string, example: Hi}\n---\nuser:\n"


def shown(folder: Path, body: str) -> str:
    """What a server shows at the `^` of a prompt's body."""
    text = HEAD + body
    path = folder / "a.prompty"
    with RawServer(cwd=folder) as server:
        server.initialize(folder)
        server.open(path.as_uri(), text.replace("^", ""))
        place = position(text, "^")
        params = {"textDocument": {"uri": path.as_uri()}, "position": place}
        found = server.request("textDocument/hover", params)["result"]
        return str(found["contents"]["value"]) if found else ""


def test_the_braces_of_an_output_show_what_it_writes(tmp_path: Path) -> None:
    assert shown(tmp_path, "^{{ mail ~ '!' }}") == "With example values: `Hi!`"


def test_a_template_without_end_is_described_without_its_value(tmp_path: Path) -> None:
    body = "{% macro m(x) %}{{ m(x) }}{{ m(x) }}{% endmacro %}{{ ^m(mail) }}"
    found = shown(tmp_path, body)
    assert "macro" in found
    assert "With example values" not in found


def test_a_value_that_is_no_number_is_described_without_its_value(tmp_path: Path) -> None:
    found = shown(tmp_path, "{{ mail | rou^nd }}")
    assert "round" in found
    assert "With example values" not in found
