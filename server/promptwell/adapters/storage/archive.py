"""A backup: one ZIP file with the store, settings files, and what both have to be like.

`manifest.json` names the version, the root that it is about, and the size and SHA-256 of each other
member. Nothing is taken from a file in which anything is not as the manifest says.
"""

from __future__ import annotations

import json
import os
import sqlite3
import zlib
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from promptwell import __version__
from promptwell.adapters.storage.columns import storable
from promptwell.adapters.storage.settings_files import PutSettings, put_settings, settings_files
from promptwell.domain.prompts.upkeep import Backup
from promptwell.errors import ConflictError, StoreError

_MANIFEST, _STORE, _SETTINGS = "manifest.json", "store.db", "settings/"
_FORMAT = 1
_DATABASE = b"SQLite format 3\0"
_CHUNK = 1 << 20
_LARGEST_MANIFEST = 4 << 20
# What `zipfile` raises for files that are none or are damaged.
_BROKEN = (
    BadZipFile,
    EOFError,
    KeyError,
    NotImplementedError,
    OverflowError,
    RuntimeError,
    TypeError,
    ValueError,
    zlib.error,
)


@dataclass(frozen=True, slots=True)
class Archive:
    """A backup that was read and is whole; `store` is the file of its store."""

    store: str
    root: str
    created: datetime
    settings: Mapping[str, bytes]

    def call_root(self, root: str) -> None:
        """Let the root that the backup was made for be called as it is called here."""
        if not self.root:
            return
        # What is wrong with the file is told by who opens it next.
        with (
            suppress(sqlite3.Error),
            closing(sqlite3.connect(self.store)) as connection,
            connection,
        ):
            connection.execute(
                "UPDATE OR IGNORE roots SET path = ? WHERE path = ?",
                (storable(root), storable(self.root)),
            )

    def put_settings(self, root: str) -> PutSettings:
        """Write the settings files that are missing."""
        return put_settings(root, self.settings) if root else PutSettings()


def write_archive(
    destination: str, store: str, schema: str, key: str, root: str, created: datetime
) -> Backup:
    """Write a backup to a file that is not there yet, whole or not at all.

    Raises:
        ConflictError: it is there already.
        StoreError: it can't be written.
    """
    settings = settings_files(root) if root else {}
    members = {f"{_SETTINGS}{name}": content for name, content in settings.items()}
    manifest = {
        "format": _FORMAT,
        "promptwell": __version__,
        "schema": schema,
        "created": created.isoformat(),
        "root": key,
        "members": {
            _STORE: _measured_file(store),
            **{name: _measured(content) for name, content in members.items()},
        },
    }
    unfinished = f"{destination}.unfinished"
    try:
        # Whoever comes second finds the first one's file.
        os.close(os.open(destination, os.O_CREAT | os.O_EXCL, 0o600))
        try:
            with open(unfinished, "wb", opener=_private) as stream:
                with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
                    archive.writestr(_MANIFEST, json.dumps(manifest, indent=2))
                    archive.write(store, _STORE)
                    for name, content in members.items():
                        archive.writestr(name, content)
                stream.flush()
                os.fsync(stream.fileno())
            os.replace(unfinished, destination)
        except BaseException:
            for path in (unfinished, destination):
                with suppress(OSError):
                    os.unlink(path)
            raise
        size, checksum = _measured_file(destination).values()
    except FileExistsError:
        raise ConflictError(f"{destination}: there is a file already; name another one") from None
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise StoreError(f"{destination}: the backup could not be written: {reason}") from error
    except ValueError as error:  # no file system has names with a NUL or a lone surrogate
        raise StoreError(f"{destination!r}: no file can have this name") from error
    return Backup(
        path=destination,
        size=size,
        checksum=checksum,
        schema=schema,
        created=created,
        settings=tuple(settings),
    )


@contextmanager
def opened_archive(source: str) -> Iterator[Archive]:
    """A backup, once all of it is known to be as it was written.

    Raises:
        StoreError: it can't be read, is damaged, or is of a newer Promptwell.
    """
    with TemporaryDirectory(prefix="promptwell-") as folder:
        try:
            found = _read(source, folder)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise StoreError(f"{source}: can't be read: {reason}") from error
        except _BROKEN as error:
            raise StoreError(
                f"{source}: this is no whole backup ({error}). Nothing was changed; take another one"
            ) from error
        yield found


def _read(source: str, folder: str) -> Archive:
    if _is_database(source):
        created = datetime.fromtimestamp(os.path.getmtime(source), UTC)
        return Archive(source, "", created, {})
    with ZipFile(source) as archive:
        if archive.getinfo(_MANIFEST).file_size > _LARGEST_MANIFEST:
            raise ValueError("its manifest is too large")
        manifest = json.loads(archive.read(_MANIFEST))
        if manifest["format"] > _FORMAT:
            raise StoreError(
                f"{source}: written by Promptwell {manifest['promptwell']}, which is newer. "
                f"Upgrade: pip install --upgrade promptwell"
            )
        members = dict(manifest["members"])
        if {_STORE, _MANIFEST} | members.keys() != set(archive.namelist()):
            raise ValueError("it does not hold what its manifest names")
        store = os.path.join(folder, _STORE)
        settings: dict[str, bytes] = {}
        for name, measured in members.items():
            target = store if name == _STORE else os.path.join(folder, "member")
            with archive.open(name) as packed, open(target, "wb", opener=_private) as stream:
                _copy(name, packed, stream, measured)
            if name != _STORE:
                with open(target, "rb") as stream:
                    settings[name.removeprefix(_SETTINGS)] = stream.read()
        created = datetime.fromisoformat(manifest["created"])
        return Archive(store, str(manifest["root"]), created, settings)


def _is_database(path: str) -> bool:
    """Whether a file is a store itself, as those in `backups` are."""
    with open(path, "rb") as stream:
        return stream.read(len(_DATABASE)) == _DATABASE


def _copy(name: str, packed: Any, stream: BinaryIO, measured: Mapping[str, Any]) -> None:
    digest, left = sha256(), int(measured["size"])
    while part := packed.read(_CHUNK):
        left -= len(part)
        if left < 0:
            break  # it would go on, who knows for how long
        digest.update(part)
        stream.write(part)
    if left or digest.hexdigest() != measured["sha256"]:
        raise ValueError(f"`{name}` is not what was saved")


def _measured(content: bytes) -> dict[str, Any]:
    return {"size": len(content), "sha256": sha256(content).hexdigest()}


def _measured_file(path: str) -> dict[str, Any]:
    digest = sha256()
    with open(path, "rb") as stream:
        while part := stream.read(_CHUNK):
            digest.update(part)
        return {"size": stream.tell(), "sha256": digest.hexdigest()}


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
