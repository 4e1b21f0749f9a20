"""Names in a folder of the workspace, as completion of paths asks for them."""

from __future__ import annotations

from pathlib import Path

from promptwell.adapters.files import WorkspaceFiles


def test_names_of_a_folder_are_told_and_hidden_ones_are_not(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    for name in ("rows.jsonl", ".env", "a.prompty"):
        (tmp_path / name).write_text("")
    files = WorkspaceFiles([tmp_path.as_posix()])
    assert files.names_in(tmp_path.as_posix()) == ("a.prompty", "data/", "rows.jsonl")


def test_nothing_is_told_of_folders_outside_or_missing(tmp_path: Path) -> None:
    (tmp_path / "inside").mkdir()
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "key").write_text("")
    (tmp_path / "inside" / "link").symlink_to(tmp_path / "secret")
    files = WorkspaceFiles([(tmp_path / "inside").as_posix()])
    for folder in ("secret", "inside/link", "inside/../secret", "inside/none", "inside/\0"):
        assert files.names_in(f"{tmp_path.as_posix()}/{folder}") == ()
