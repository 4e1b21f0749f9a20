"""Files of BAML and POML are left to their own language servers."""

from __future__ import annotations

from pathlib import Path

from tests.entrypoints.lsp.raw_server import RawServer


def test_one_message_in_a_session_says_who_serves_the_file(tmp_path: Path) -> None:
    with RawServer(cwd=tmp_path) as server:
        server.initialize(tmp_path)
        for name in ("a.baml", "b.baml", "c.poml"):
            server.open(
                (tmp_path / name).as_uri(), "function F(x: string) -> {{ string", language="x"
            )
        server.open((tmp_path / "d.j2").as_uri(), "{% if %}")
        server.told((tmp_path / "d.j2").as_uri(), "template-syntax")
        said = [each for each in server.said if each.get("method") == "window/showMessage"]
        uri = (tmp_path / "a.baml").as_uri()
        found = [
            each["params"]["diagnostics"]
            for each in server.said
            if each.get("method") == "textDocument/publishDiagnostics"
            and each["params"]["uri"] == uri
        ]
    assert [each["params"] for each in said] == [
        {
            "type": 3,
            "message": "BAML has a language server of its own: Promptwell leaves its files to it.",
        }
    ]
    assert not any(found)
