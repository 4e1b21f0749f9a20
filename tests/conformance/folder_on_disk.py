"""A folder of real files as a workspace."""

from __future__ import annotations

from pathlib import Path


class FolderOnDisk:
    """The files under a folder, which is their workspace's root; what is no UTF-8 can't be read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def read(self, path: str) -> str | None:
        try:
            return Path(path).read_bytes().decode()
        except (OSError, UnicodeDecodeError):
            return None

    def exists(self, path: str) -> bool:
        return Path(path).exists()

    def root(self, path: str) -> str:
        return self.folder.as_posix()

    def list(self, folder: str) -> list[str]:
        return [path.as_posix() for path in sorted(self.folder.rglob("*")) if path.is_file()]
