"""What VS Code's own validator shows is not shown twice there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.entrypoints.lsp.raw_server import RawServer

AGENT = (
    "---\ndescription: Plans\nuser-invokable: false\nhandoffs: {}\n---\n[x](none.md)\n[\u202e]\n"
)


def rules(folder: Path, client: str, **settings: Any) -> set[str]:
    """The rules that find something in an agent of VS Code."""
    path = folder / ".github" / "agents" / "planner.agent.md"
    with RawServer(cwd=folder) as server:
        options = {"settings": settings}
        server.initialize(folder, clientInfo={"name": client}, initializationOptions=options)
        server.open(path.as_uri(), AGENT)
        found = server.diagnostics(path.as_uri())
        return {each["code"] for each in found}


def test_vs_code_shows_them_once(tmp_path: Path) -> None:
    assert rules(tmp_path, "Visual Studio Code") == {"invisible-text"}


def test_other_editors_show_everything(tmp_path: Path) -> None:
    assert rules(tmp_path, "Neovim") > {"foreign-key", "dropped-value", "invisible-text"}


def test_a_setting_shows_them_in_vs_code_as_well(tmp_path: Path) -> None:
    assert "foreign-key" in rules(tmp_path, "Visual Studio Code", alsoShownByVscode=True)
