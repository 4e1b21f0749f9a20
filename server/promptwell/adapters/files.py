"""Files as text: read without losing a byte, kept within the workspace, written whole or not at all."""

from __future__ import annotations

import os
import stat
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import cached_property
from itertools import islice

from promptwell.adapters.paths import is_below, to_path
from promptwell.errors import FileProblem

# No prompt is so large; a file above this was not written by a person.
SIZE_LIMIT = 32 * 1024 * 1024

# A folder of more files is a store of data, in which nobody looks for one by its name.
_MOST_NAMES = 1000

_UTF16 = (b"\xff\xfe", b"\xfe\xff")


class WorkspaceFiles:
    """The files of a workspace as the project reads them: nothing outside its roots, never an error.

    `open_texts` holds texts that go before what is on disk: an editor's unsaved files, or
    standard input. `listing` gives the prompt files below a folder.
    """

    def __init__(
        self,
        roots: Iterable[str],
        *,
        open_texts: Mapping[str, str] | None = None,
        listing: Callable[[str], list[str]] | None = None,
    ) -> None:
        self.roots = tuple(
            sorted((root.rstrip("/") or "/" for root in roots), key=len, reverse=True)
        )
        self.open_texts = open_texts if open_texts is not None else {}
        self._listing = listing or (lambda _: [])
        self._real_roots: dict[str, str] = {}

    def read(self, path: str) -> str | None:
        """The text of a file, or None where it is missing, unreadable or outside the workspace."""
        if path in self.open_texts:
            return self.open_texts[path]
        try:
            if not self.holds(path):
                return None
            return read_text(path)
        except (FileProblem, ValueError):  # no file system has names with a NUL or a lone surrogate
            return None

    def exists(self, path: str) -> bool:
        """Whether the workspace has a file of any kind, or a folder, of that path."""
        if path in self.open_texts:
            return True
        try:
            return os.path.exists(path) and self.holds(path)
        except ValueError:  # no file system has names with a NUL or a lone surrogate
            return False

    def root(self, path: str) -> str:
        """The workspace root that holds a path; the file's own folder where none does."""
        for root in self.roots:
            if is_below(path, root):
                return root
        return path.rpartition("/")[0] or "/"

    def list(self, folder: str) -> list[str]:
        """Paths of the prompt files at or below a folder."""
        return self._listing(folder)

    def names_in(self, folder: str) -> tuple[str, ...]:
        """What stands directly in a folder of the workspace, folders with a `/` at the end.

        Hidden files are left out, and nothing is told of a folder outside the workspace.
        """
        try:
            if not any(is_below(_real(folder), _real(root)) for root in self.roots):
                return ()
            with os.scandir(folder) as found:
                names = [
                    f"{entry.name}/" if entry.is_dir() else entry.name
                    for entry in islice(found, _MOST_NAMES)
                    if not entry.name.startswith(".")
                ]
        except (OSError, ValueError):  # no file system has names with a NUL or a lone surrogate
            return ()
        return tuple(sorted(names))

    def holds(self, path: str) -> bool:
        """Whether a path leads to a file in the workspace, symbolic links and `..` followed."""
        root = self.root(path)
        real_root = self._real_roots.get(root)
        if real_root is None:
            real_root = self._real_roots[root] = _real(root)
        return is_below(_real(path), real_root)


class FilesReadOnce(WorkspaceFiles):
    """The same for a run in which files stay as they are: each is read once, whatever asks for it."""

    @cached_property
    def _known(self) -> dict[str, str | None]:
        return {}

    def read(self, path: str) -> str | None:
        """The text of a file, as it was when it was first asked for."""
        if path not in self._known:
            self._known[path] = super().read(path)
        return self._known[path]


def read_text(path: str) -> str:
    """The text of a file. Bytes that are not UTF-8 become surrogates and are written back as they were.

    Raises:
        FileProblem: the file is missing, unreadable, no plain file, too large or not in UTF-8's family.
    """
    return decode(path, read_bytes(path))


def read_head(path: str, limit: int) -> str | None:
    """The whole lines in the first bytes of a file that is larger than a limit; None for others.

    Raises:
        FileProblem: as `read_text`, save that no file is too large.
    """
    try:
        if not os.path.isfile(path) or os.path.getsize(path) <= limit:
            return None
        with open(path, "rb") as stream:
            head = stream.read(limit)
    except OSError as error:
        raise FileProblem(f"{path}: {_reason(error)}") from error
    end = head.rfind(b"\n") + 1
    if not end:  # one line alone: don't end within a character
        starts = (at for at in range(len(head) - 1, -1, -1) if head[at] & 0xC0 != 0x80)
        end = next(starts, len(head))
    return decode(path, head[:end])


def read_optional(path: str) -> str | None:
    """The text of a file, or None where there is none to be had."""
    try:
        return read_text(path)
    except FileProblem:
        return None


def read_bytes(path: str) -> bytes:
    """The bytes of a plain file.

    Raises:
        FileProblem: the file is missing, unreadable, no plain file (a pipe would block) or too large.
    """
    try:
        flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
        descriptor = os.open(path, flags)
        try:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                raise FileProblem(f"{path}: not a plain file")
            if status.st_size > SIZE_LIMIT:
                raise FileProblem(
                    f"{path}: {status.st_size:,} bytes, more than a prompt can have; exclude it in promptwell.toml"
                )
            with os.fdopen(descriptor, "rb", closefd=False) as stream:
                return stream.read(SIZE_LIMIT + 1)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise FileProblem(f"{path}: {_reason(error)}") from error
    except ValueError as error:  # a null character in the name
        raise FileProblem(f"{path!r}: not a file's name") from error


def decode(path: str, content: bytes) -> str:
    """The text of a file's bytes; see `read_text`."""
    if content.startswith(_UTF16):
        raise FileProblem(f"{path}: this is UTF-16; save it as UTF-8")
    if b"\0" in content[:8192]:
        raise FileProblem(f"{path}: this looks like a binary file, not like a prompt")
    return content.decode("utf-8", "surrogateescape")


def write_text(path: str, text: str) -> None:
    """Replace a file's content in one step, or leave it as it was; its mode is kept.

    The text is written as it is: line ends are not changed.

    Raises:
        FileProblem: the file can't be written.
    """
    write_bytes(path, text.encode("utf-8", "surrogateescape"))


def write_bytes(path: str, content: bytes) -> None:
    """Replace a file's content in one step, or leave it as it was; its mode is kept.

    Raises:
        FileProblem: the file can't be written.
    """
    target = _real(path) if os.path.islink(path) else path
    folder, _, name = target.rpartition("/")
    temporary = ""
    try:
        descriptor, temporary = tempfile.mkstemp(
            prefix=f".{name}.", suffix=".tmp", dir=folder or "/"
        )
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        _copy_mode(target, temporary)
        os.replace(temporary, target)
    except OSError as error:
        if temporary:
            with suppress(OSError):
                os.unlink(temporary)
        raise FileProblem(f"{path}: could not be written: {_reason(error)}") from error


def remove_file(path: str) -> None:
    """Remove a file.

    Raises:
        FileProblem: it can't be removed.
    """
    try:
        os.unlink(path)
    except OSError as error:
        raise FileProblem(f"{path}: could not be removed: {_reason(error)}") from error


def _copy_mode(source: str, target: str) -> None:
    try:
        mode = stat.S_IMODE(os.stat(source).st_mode)
    except OSError:  # a new file gets what the user's mask allows, which `mkstemp` does not ask
        if sys.platform == "win32":
            return
        mask = os.umask(0)
        os.umask(mask)
        mode = 0o666 & ~mask
    os.chmod(target, mode)


def _real(path: str) -> str:
    return to_path(os.path.realpath(path))


def _reason(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such file"
    if isinstance(error, PermissionError):
        return "permission denied"
    if isinstance(error, IsADirectoryError):
        return "this is a folder"
    return (error.strerror or str(error) or type(error).__name__).lower()
