"""Files are read without losing a byte, kept within the workspace, and written whole."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from promptwell.adapters import files
from promptwell.adapters.files import (
    FilesReadOnce,
    WorkspaceFiles,
    decode,
    read_head,
    read_optional,
    read_text,
    write_text,
)
from promptwell.errors import FileProblem


@given(
    st.binary(max_size=200).filter(
        lambda each: b"\0" not in each and each[:2] not in (b"\xff\xfe", b"\xfe\xff")
    )
)
def test_any_bytes_come_back_as_they_were(content: bytes) -> None:
    assert decode("/a", content).encode("utf-8", "surrogateescape") == content


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(st.text(st.characters(exclude_characters="\0"), max_size=50))
def test_any_text_is_written_as_it_is(tmp_path: Path, text: str) -> None:
    path = (tmp_path / "a.j2").as_posix()
    if text.encode("utf-8", "surrogatepass") != text.encode("utf-8", "replace"):
        return
    write_text(path, text)
    assert read_text(path) == text


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("gone.j2", "there is no such file"),
        (".", "not a plain file"),
        ("nu\0ll", "not a file's name"),
    ],
)
def test_what_can_not_be_read_is_said_with_its_path(tmp_path: Path, name: str, reason: str) -> None:
    with pytest.raises(FileProblem, match=reason):
        read_text(f"{tmp_path.as_posix()}/{name}")
    assert read_optional(f"{tmp_path.as_posix()}/{name}") is None


@pytest.mark.skipif(sys.platform == "win32", reason="named pipes are POSIX")
def test_a_pipe_is_refused_and_does_not_block(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.j2")
    with pytest.raises(FileProblem, match="not a plain file"):
        read_text((tmp_path / "pipe.j2").as_posix())


def test_a_file_far_too_large_is_refused(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(files, "SIZE_LIMIT", 10)
    (tmp_path / "a.j2").write_text("x" * 11)
    with pytest.raises(FileProblem, match="11 bytes, more than a prompt can have"):
        read_text((tmp_path / "a.j2").as_posix())


def test_the_workspace_is_never_left_by_dots_or_links(tmp_path: Path) -> None:
    root = tmp_path / "root"
    root.mkdir()
    (tmp_path / "secret.j2").write_text("secret")
    (root / "in.j2").write_text("in")
    (root / "link.j2").symlink_to(tmp_path / "secret.j2")
    (root / "inner.j2").symlink_to("in.j2")
    workspace = WorkspaceFiles([root.as_posix()])
    base = root.as_posix()
    assert workspace.read(f"{base}/in.j2") == "in"
    assert workspace.read(f"{base}/inner.j2") == "in"
    assert workspace.read(f"{base}/link.j2") is None
    assert workspace.read(f"{base}/../secret.j2") is None


def test_a_workspace_below_a_link_is_read(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real/a.j2").write_text("a")
    (tmp_path / "alias").symlink_to("real", target_is_directory=True)
    workspace = WorkspaceFiles([(tmp_path / "alias").as_posix()])
    assert workspace.read(f"{tmp_path.as_posix()}/alias/a.j2") == "a"


def test_open_texts_go_before_what_is_on_disk(tmp_path: Path) -> None:
    path = (tmp_path / "a.j2").as_posix()
    workspace = WorkspaceFiles([tmp_path.as_posix()], open_texts={path: "typed"})
    assert workspace.read(path) == "typed"
    assert workspace.root(path) == tmp_path.as_posix()


def test_the_innermost_root_holds_a_path(tmp_path: Path) -> None:
    base = tmp_path.as_posix()
    workspace = WorkspaceFiles([base, f"{base}/inner"])
    assert workspace.root(f"{base}/inner/a.j2") == f"{base}/inner"
    assert workspace.root(f"{base}/innermost/a.j2") == base


def test_a_failed_write_leaves_the_file_and_nothing_else(tmp_path: Path, monkeypatch) -> None:
    path = tmp_path / "a.j2"
    path.write_text("old")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "replace", fail)
    with pytest.raises(FileProblem, match="could not be written: no space left on device"):
        write_text(path.as_posix(), "new")
    monkeypatch.undo()
    assert [each.name for each in tmp_path.iterdir()] == ["a.j2"]
    assert path.read_text() == "old"


@pytest.mark.skipif(sys.platform == "win32", reason="modes are POSIX")
def test_a_new_file_gets_the_usual_mode(tmp_path: Path) -> None:
    old = os.umask(0o027)
    try:
        write_text((tmp_path / "a.j2").as_posix(), "new")
    finally:
        os.umask(old)
    assert stat.S_IMODE((tmp_path / "a.j2").stat().st_mode) == 0o640


@pytest.mark.parametrize(
    ("content", "head"),
    [
        (b"one\ntwo\nthree\n", "one\ntwo\n"),
        ("aaaaaaaaé-and-more".encode(), "aaaaaaaa"),
        (b"\x80" * 12, "\udc80" * 10),
        (b"short\n", None),
    ],
)
def test_the_head_of_a_large_file_ends_at_a_line_or_a_character(
    tmp_path: Path, content: bytes, head: str | None
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    assert read_head(path.as_posix(), 10) == head


def test_files_that_are_read_once_stay_as_they_were(tmp_path: Path) -> None:
    path = tmp_path / "a.prompty"
    path.write_text("first")
    root = tmp_path.as_posix()
    once, anew = FilesReadOnce([root]), WorkspaceFiles([root])
    missing = f"{root}/b.prompty"
    assert once.read(path.as_posix()) == anew.read(path.as_posix()) == "first"
    assert once.read(missing) is None
    path.write_text("second")
    Path(missing).write_text("there by now")
    assert once.read(path.as_posix()) == "first"
    assert once.read(missing) is None
    assert anew.read(path.as_posix()) == "second"
