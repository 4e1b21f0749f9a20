"""The files of a workspace together: what an include means, who uses a partial."""

from __future__ import annotations

from typing import Protocol


class Files(Protocol):
    """What the project asks of the outside: texts by path.

    Paths are absolute with forward slashes (`/repo/prompts/a.prompty`, `C:/repo/a.prompty`),
    or a URI for a document that has no file.
    """

    def read(self, path: str) -> str | None:
        """The text of a file, or None where it is missing, unreadable or outside the workspace."""

    def root(self, path: str) -> str:
        """The workspace root that holds a path; the file's own folder where none does."""

    def list(self, folder: str) -> list[str]:
        """Paths of the prompt files at or below a folder, for completion of include paths."""
