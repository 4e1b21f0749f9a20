"""A folder as the editor's workspace sees it, while its settings change."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from promptwell.bootstrap import editing


def test_settings_that_change_during_a_search_count_after_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "promptwell.toml").write_text("")
    (tmp_path / "a.prompty").write_text("Hi\n")
    path = (tmp_path / "a.prompty").as_posix()
    root = editing.editor_root(tmp_path.as_posix(), True, {})
    search = editing.discover

    def interrupted(*asked: Any) -> Any:
        root.editor = {"ignore": ["undefined-variable"]}
        root.forget()
        return search(*asked)

    monkeypatch.setattr(editing, "discover", interrupted)
    root.prompt_files()
    monkeypatch.undo()
    assert root.prompt_files() == (path,)
    assert root.rule_settings(path).severities["undefined-variable"] == "off"
