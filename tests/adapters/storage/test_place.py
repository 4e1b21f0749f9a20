"""Where the store of a workspace lies, with repositories that git itself made."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
from pathlib import Path

import pytest
from tests.another_user import as_another_user, folder_for_all, needs_root

from promptwell.adapters.storage import place as place_module
from promptwell.adapters.storage.file_systems import is_local, kind_in, linux_mounts, mac_mounts
from promptwell.adapters.storage.opening import open_store
from promptwell.adapters.storage.place import StorePlace, key_in, place_of
from promptwell.domain.prompts.ports import FileState

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "data of the user"
    monkeypatch.setenv("XDG_DATA_HOME", str(folder))
    return folder


def git(*arguments: str, folder: Path) -> None:
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.com"]
    allowed = ["-c", "protocol.file.allow=always"]
    subprocess.run(
        ["git", *identity, *allowed, *arguments],
        cwd=folder,
        check=True,
        capture_output=True,
        timeout=60,
    )


def repository(folder: Path) -> Path:
    folder.mkdir(parents=True)
    git("init", "-q", folder=folder)
    git("commit", "-q", "--allow-empty", "-m", "first", folder=folder)
    return folder


@needs_git
def test_a_repository_keeps_its_store_in_its_git_folder(tmp_path: Path) -> None:
    repo = repository(tmp_path / "shop \U0001f600")
    (repo / "prompts" / "sales").mkdir(parents=True)
    wanted = StorePlace(str(repo / ".git" / "promptwell"), str(repo))
    assert place_of(str(repo)) == wanted
    assert place_of(str(repo / "prompts" / "sales")) == wanted
    assert key_in(wanted, str(repo)) == "."
    assert key_in(wanted, str(repo / "prompts" / "sales")) == "prompts/sales"


@needs_git
def test_worktrees_share_a_store_and_are_roots_of_their_own(tmp_path: Path) -> None:
    repo = repository(tmp_path / "shop")
    git("worktree", "add", "-q", "../other", folder=repo)
    place = place_of(str(tmp_path / "other"))
    assert place == place_of(str(repo))
    assert key_in(place, str(tmp_path / "other")) == str(tmp_path / "other")


@needs_git
def test_a_submodule_has_a_store_of_its_own(tmp_path: Path) -> None:
    inner = repository(tmp_path / "inner")
    outer = repository(tmp_path / "outer")
    git("submodule", "--quiet", "add", str(inner), "parts/inner", folder=outer)
    place = place_of(str(outer / "parts" / "inner"))
    assert place.folder == str(outer / ".git" / "modules" / "parts" / "inner" / "promptwell")
    assert place_of(str(outer)).folder == str(outer / ".git" / "promptwell")


@needs_git
def test_a_link_to_a_repository_leads_to_the_same_store_and_root(tmp_path: Path) -> None:
    repo = repository(tmp_path / "shop")
    link = tmp_path / "link"
    link.symlink_to(repo)
    place = place_of(str(link))
    assert place == place_of(str(repo))
    assert key_in(place, str(link)) == "."


@needs_git
def test_a_repository_that_is_moved_takes_its_memory_along(tmp_path: Path) -> None:
    repo = repository(tmp_path / "before")
    seen = {"a.prompty": FileState("a.prompty", 1, 2, "x")}
    place = place_of(str(repo))
    store = open_store(place.folder, place.home)
    with store.writing(str(repo)) as rows:
        rows.files.put(seen.values())
    store.close()
    repo.rename(tmp_path / "after")
    place = place_of(str(tmp_path / "after"))
    store = open_store(place.folder, place.home)
    with store.reading(str(tmp_path / "after")) as rows:
        assert rows.files.all() == seen
    store.close()


def test_a_folder_without_a_repository_has_a_store_that_git_will_not_see(tmp_path: Path) -> None:
    root = tmp_path / "plain"
    root.mkdir()
    place = place_of(str(root))
    assert place == StorePlace(str(root / ".promptwell"), str(root))
    store = open_store(place.folder, place.home)
    store.upgrade()
    store.close()
    assert (root / ".promptwell" / ".gitignore").read_text() == "*\n"


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
def test_what_is_made_belongs_to_the_user_alone(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    folder.mkdir(mode=0o755)
    store = open_store(str(folder))
    with store.writing("") as rows:
        rows.contents.put("secret")
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    store.close()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert modes == {"store.db": 0o600, "store.db-wal": 0o600, "store.db-shm": 0o600}


@pytest.mark.parametrize(
    "pointer",
    ["gitdir: ../elsewhere", "gitdir: /", "nothing of git", "gitdir: \0", ""],
)
def test_a_pointer_to_no_repository_is_not_followed(tmp_path: Path, pointer: str) -> None:
    root = tmp_path / "plain"
    (tmp_path / "elsewhere").mkdir()
    root.mkdir()
    (root / ".git").write_text(pointer)
    assert place_of(str(root)).folder == str(root / ".promptwell")


def test_a_link_that_came_with_the_files_is_not_written_through(
    tmp_path: Path, data_folder: Path
) -> None:
    root, target = tmp_path / "plain", tmp_path / "somewhere"
    root.mkdir()
    target.mkdir()
    (root / ".promptwell").symlink_to(target)
    place = place_of(str(root))
    assert Path(place.folder).parent == data_folder / "promptwell" / "stores"
    assert place.home == ""


def test_a_shared_file_system_gets_its_store_in_the_users_data_folder(
    tmp_path: Path, data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "on the network"
    root.mkdir()
    monkeypatch.setattr(place_module, "is_local", lambda folder: folder != str(root))
    place = place_of(str(root))
    assert Path(place.folder).parent == data_folder / "promptwell" / "stores"
    assert Path(place.folder).name.startswith("on the network-")
    assert key_in(place, str(root)) == str(root)
    assert place_of(str(root)) == place


@needs_root
def test_a_folder_of_somebody_else_gets_its_store_in_the_users_data_folder(
    data_folder: Path,
) -> None:
    with folder_for_all() as folder:
        (folder / "theirs").mkdir(mode=0o755)
        with as_another_user():
            place = place_of(str(folder / "theirs"))
    assert Path(place.folder).parent == data_folder / "promptwell" / "stores"


def test_mounts_are_told_by_their_longest_and_last_line() -> None:
    mounts = linux_mounts(
        "overlay / overlay rw 0 0\n"
        "server:/home /home nfs4 rw 0 0\n"
        "/dev/sda1 /home/ann/local\\040disk ext4 rw 0 0\n"
        "host /work virtiofs rw 0 0\n"
        "/dev/sdb /work ext4 rw 0 0\n"
        "\n"
    )
    assert kind_in(mounts, "/srv/x") == "overlay"
    assert kind_in(mounts, "/home/ann/shop") == "nfs4"
    assert kind_in(mounts, "/home/ann/local disk/shop") == "ext4"
    assert kind_in(mounts, "/homes") == "overlay"
    assert kind_in(mounts, "/work/shop") == "ext4"


def test_mounts_of_macos_are_told() -> None:
    mounts = mac_mounts(
        "/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)\n"
        "//ann@nas/team share on /Volumes/team share (smbfs, nodev, nosuid, mounted by ann)\n"
    )
    assert kind_in(mounts, "/Volumes/team share/shop") == "smbfs"
    assert kind_in(mounts, "/Users/ann") == "apfs"


def test_the_disk_of_this_machine_is_local(tmp_path: Path) -> None:
    assert is_local(str(tmp_path))
