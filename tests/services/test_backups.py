"""Backups, restoring and looking after the database, as operations on real stores and files."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, cast

import pytest
from tests.adapters.storage.records import prompt
from tests.adapters.storage.whole_store import everything, fill

from promptwell.adapters.storage.opening import open_store
from promptwell.adapters.storage.place import place_of
from promptwell.adapters.storage.store import SqlStore
from promptwell.bootstrap.operations import Operations
from promptwell.bootstrap.stores import files_of
from promptwell.domain.security.permission import Actor, Role
from promptwell.errors import ConflictError, PromptwellError, Refused, StoreError

ANY_TIME = datetime(2026, 7, 1, tzinfo=UTC)
ANN = Actor("ann", Role.ADMIN)


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    root = tmp_path / "shop"
    (root / "prompts").mkdir(parents=True)
    (root / "promptwell.toml").write_bytes(b"[rules]\r\n")
    (root / "prompts" / "promptwell.toml").write_text("# for the prompts\n")
    (root / "pyproject.toml").write_text("[tool.other]\n")
    return root


@contextmanager
def store_of(root: Path) -> Iterator[SqlStore]:
    place = place_of(str(root))
    store = open_store(place.folder, place.home)
    with closing(store):
        yield store


def run(root: Path, name: str, actor: Actor = ANN, **asked: str) -> dict[str, Any]:
    with store_of(root) as store:
        operations = Operations(store, partial(files_of, store), cast("Any", None))
        done = operations.run(name, asked, root=str(root), actor=actor)
    assert isinstance(done, dict)
    return done


def answers(root: Path) -> list[object]:
    with store_of(root) as store:
        return everything(store, str(root))


def backup_of(root: Path, destination: Path) -> dict[str, Any]:
    with store_of(root) as store:
        fill(store, str(root))
    return run(root, "backup", destination=str(destination))


def test_a_backup_restored_in_an_empty_folder_gives_the_same_answers(
    shop: Path, tmp_path: Path
) -> None:
    written = backup_of(shop, tmp_path / "shop.zip")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    restored = run(elsewhere, "restore", source=str(tmp_path / "shop.zip"))
    assert answers(elsewhere) == answers(shop)
    settings = ["promptwell.toml", "prompts/promptwell.toml"]
    assert written["settings"] == restored["settings"] == settings
    for name in settings:
        assert (elsewhere / name).read_bytes() == (shop / name).read_bytes()
    assert not (elsewhere / "pyproject.toml").exists()
    assert restored["created"] == written["created"]


def test_a_backup_tells_its_checksum_and_is_for_its_user_alone(shop: Path, tmp_path: Path) -> None:
    written = backup_of(shop, tmp_path / "shop.zip")
    content = (tmp_path / "shop.zip").read_bytes()
    assert written["size"] == len(content)
    assert written["checksum"] == hashlib.sha256(content).hexdigest()
    if os.name == "posix":
        assert (tmp_path / "shop.zip").stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == ["shop", "shop.zip"]


def test_what_is_there_is_put_aside_and_settings_that_differ_stay(
    shop: Path, tmp_path: Path
) -> None:
    backup_of(shop, tmp_path / "shop.zip")
    other = tmp_path / "other"
    other.mkdir()
    (other / "promptwell.toml").write_text("# mine\n")
    with store_of(other) as store, store.writing(str(other)) as rows:
        rows.prompts.insert([prompt("mine")])
    before = answers(other)
    restored = run(other, "restore", source=str(tmp_path / "shop.zip"))
    assert restored["kept"] == ["promptwell.toml"]
    assert (other / "promptwell.toml").read_text() == "# mine\n"
    assert answers(other) == answers(shop)
    run(other, "restore", source=restored["aside"])
    assert answers(other) == before


def test_a_store_in_the_data_folder_is_restored_to_a_workspace(
    shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # There roots are kept by their whole paths, which are others where it is restored.
    with closing(open_store(str(tmp_path / "far"))) as store:
        fill(store, str(shop))
        store.back_up(str(tmp_path / "shop.zip"), str(shop), ANY_TIME)
        before = everything(store, str(shop))
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    run(elsewhere, "restore", source=str(tmp_path / "shop.zip"))
    assert answers(elsewhere) == before


def test_any_damage_to_a_backup_is_refused_or_harmless(shop: Path, tmp_path: Path) -> None:
    backup_of(shop, tmp_path / "shop.zip")
    whole, right = (tmp_path / "shop.zip").read_bytes(), answers(shop)
    refused = 0
    step = max(1, len(whole) // 60)
    cuts = [whole[:at] for at in range(0, len(whole), step)]
    flips = [
        whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :]
        for at in range(7, len(whole), step)
    ]
    damaged = tmp_path / "damaged.zip"
    empty = tmp_path / "empty"
    for content in (*cuts, *flips, b"", b"PK", b"x" * 1000):
        damaged.write_bytes(content)
        empty.mkdir()
        try:
            run(empty, "restore", source=str(damaged))
        except PromptwellError as error:
            told = str(error)
            refused += 1
        else:
            told = ""
        if told:
            assert told.startswith(f"{damaged}: ")
            assert list(empty.rglob("promptwell.toml")) == []
        else:
            assert answers(empty) == right
        shutil.rmtree(empty)
    assert refused > len(cuts) + len(flips) // 2


@pytest.mark.parametrize(
    "change",
    [
        {"format": 2, "promptwell": "99.0"},
        {"members": {}},
        {"members": {"store.db": {"size": 1 << 60, "sha256": ""}}},
        {"created": "yesterday"},
    ],
)
def test_a_manifest_that_does_not_fit_is_refused(
    shop: Path, tmp_path: Path, change: dict[str, Any]
) -> None:
    backup_of(shop, tmp_path / "shop.zip")
    rewrite(tmp_path / "shop.zip", change, {})
    empty = tmp_path / "empty"
    empty.mkdir()
    wanted = "newer" if "format" in change else "no whole backup"
    with pytest.raises(StoreError, match=wanted):
        run(empty, "restore", source=str(tmp_path / "shop.zip"))


def test_a_backup_by_a_stranger_writes_nothing_but_settings_of_the_workspace(
    shop: Path, tmp_path: Path
) -> None:
    backup_of(shop, tmp_path / "shop.zip")
    outside = {
        "settings/../promptwell.toml": b"out",
        f"settings/{tmp_path}/promptwell.toml": b"out",
        "settings/link/promptwell.toml": b"out",
        "settings/.bashrc": b"out",
        "settings/inside/promptwell.toml": b"in",
    }
    rewrite(tmp_path / "shop.zip", {}, outside)
    empty = tmp_path / "empty"
    empty.mkdir()
    (tmp_path / "target").mkdir()
    (empty / "link").symlink_to(tmp_path / "target")
    restored = run(empty, "restore", source=str(tmp_path / "shop.zip"))
    assert "inside/promptwell.toml" in restored["settings"]
    assert sorted(restored["skipped"]) == sorted(
        name.removeprefix("settings/") for name in outside if "inside" not in name
    )
    assert not (tmp_path / "promptwell.toml").exists()
    assert list((tmp_path / "target").iterdir()) == []
    assert not (empty / ".bashrc").exists()


def rewrite(path: Path, change: dict[str, Any], more: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()} | more
    manifest = json.loads(members["manifest.json"])
    for name, content in more.items():
        digest = hashlib.sha256(content).hexdigest()
        manifest["members"][name] = {"size": len(content), "sha256": digest}
    members["manifest.json"] = json.dumps({**manifest, **change}).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)


def test_a_file_that_is_there_is_not_written_over(shop: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.zip").write_text("mine")
    with pytest.raises(ConflictError, match=r"mine\.zip: there is a file already"):
        run(shop, "backup", destination=str(tmp_path / "mine.zip"))
    assert (tmp_path / "mine.zip").read_text() == "mine"


def test_a_folder_that_is_not_there_is_told(shop: Path, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"far/x\.zip: the backup could not be written: no such"):
        run(shop, "backup", destination=str(tmp_path / "far" / "x.zip"))
    with pytest.raises(StoreError, match=r"x\.zip: can't be read: no such file"):
        run(shop, "restore", source=str(tmp_path / "x.zip"))


def test_a_database_that_is_not_there_is_not_restored_as_an_empty_one(
    shop: Path, tmp_path: Path
) -> None:
    backup_of(shop, tmp_path / "shop.zip")
    before = answers(shop)
    with store_of(shop) as store, pytest.raises(StoreError, match=r"gone\.db"):
        store.replace_with(str(tmp_path / "gone.db"))
    assert answers(shop) == before
    assert not (tmp_path / "gone.db").exists()


def test_a_disk_that_fills_up_leaves_no_half_backup(shop: Path, tmp_path: Path) -> None:
    backup_of(shop, tmp_path / "first.zip")
    code = (
        "import resource, sys\n"
        "from datetime import datetime, UTC\n"
        "from promptwell.adapters.storage.archive import write_archive\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (2000, resource.RLIM_INFINITY))\n"
        "write_archive(*sys.argv[1:6], datetime.now(UTC))\n"
    )
    store = place_of(str(shop)).folder + "/store.db"
    done = subprocess.run(
        [sys.executable, "-c", code, tmp_path / "second.zip", store, "0001", ".", shop],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "second.zip: the backup could not be written: file too large" in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["first.zip", "shop"]


def test_a_store_that_can_not_be_opened_is_checked_and_restored(shop: Path, tmp_path: Path) -> None:
    backup_of(shop, tmp_path / "shop.zip")
    before = answers(shop)
    assert run(shop, "db.check")["whole"] is True
    (shop / ".promptwell" / "store.db").write_bytes(b"nothing of a database " * 1000)
    checked = run(shop, "db.check")
    assert checked["whole"] is False
    assert "no database" in checked["faults"][0]
    assert "promptwell restore" in checked["way_out"]
    run(shop, "restore", source=str(tmp_path / "shop.zip"))
    assert answers(shop) == before
    assert run(shop, "db.check")["faults"] == []


def test_a_check_names_the_prompts_whose_kept_texts_are_wrong(shop: Path, tmp_path: Path) -> None:
    backup_of(shop, tmp_path / "shop.zip")
    path = shop / ".promptwell" / "store.db"
    path.write_bytes(path.read_bytes().replace(b"text 1 ", b"text 7 "))
    checked = run(shop, "db.check")
    assert checked["whole"] is False
    assert "1 kept texts are not what they were: é1.prompty" in checked["faults"][0]


def test_an_upgrade_says_what_it_did(shop: Path) -> None:
    done = run(shop, "db.upgrade")
    assert (done["before"], done["backup"]) == ("", "")
    assert run(shop, "db.upgrade")["before"] == done["after"]


@pytest.mark.parametrize("name", ["backup", "restore", "db.upgrade", "db.check"])
def test_only_an_admin_may_do_it(shop: Path, name: str) -> None:
    with pytest.raises(Refused):
        run(shop, name, Actor("bob", Role.REVIEWER), destination="x", source="x")
