"""A file where there is none: made or moved there, and never over another one."""

from __future__ import annotations

import errno
import os
import tempfile
from contextlib import suppress

from promptwell.adapters.files import write_text
from promptwell.errors import FileProblem

# File systems without hard links say one of these.
_NO_LINKS = frozenset(
    {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EMLINK, errno.EXDEV, errno.ENOSYS}
)


def create_text(path: str, text: str) -> None:
    """Write a file whole, with the folders that are missing, where there is none.

    Raises:
        FileProblem: something of that path is there, or it can't be written.
    """
    folder, _, name = path.rpartition("/")
    temporary = ""
    try:
        os.makedirs(folder or "/", exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(prefix=f".{name}.", suffix=".tmp", dir=folder)
        os.close(descriptor)
        os.unlink(temporary)  # so that it gets the mode of any new file
        write_text(temporary, text)
        _put(temporary, path)
    except OSError as error:
        raise FileProblem(f"{path}: could not be written: {_reason(error)}") from error
    finally:
        if temporary:
            with suppress(OSError):
                os.unlink(temporary)


def move_file(path: str, target: str) -> None:
    """Move a file, with the folders that are missing, to where there is none.

    Raises:
        FileProblem: something of that path is there, or it can't be moved.
    """
    try:
        os.makedirs(target.rpartition("/")[0] or "/", exist_ok=True)
        if _is_same(path, target):  # another spelling, where case makes no difference
            os.rename(path, target)
        else:
            _put(path, target)
    except OSError as error:
        raise FileProblem(f"{target}: could not be written: {_reason(error)}") from error


def differs_in_case(path: str, root: str) -> str | None:
    """The file or folder that some systems take for a part of a path, since only its case differs."""
    folder = root.rstrip("/")
    for name in path[len(folder) + 1 :].split("/"):
        try:
            names = os.listdir(folder or "/")
        except OSError:
            return None
        if name not in names:
            close = next((each for each in names if each.casefold() == name.casefold()), None)
            return f"{folder}/{close}" if close else None
        folder = f"{folder}/{name}"
    return None


def _put(source: str, target: str) -> None:
    """Give a file another path, in one step where the file system can."""
    if os.path.islink(source) or os.name == "nt":
        _rename(source, target)
        return
    try:
        os.link(source, target)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        _rename(source, target)
    else:
        os.unlink(source)


def _rename(source: str, target: str) -> None:
    if os.path.lexists(target):
        raise FileExistsError(errno.EEXIST, "there is one already")
    os.rename(source, target)


def _is_same(path: str, target: str) -> bool:
    try:
        return os.path.samefile(path, target)
    except OSError:
        return False


def _reason(error: OSError) -> str:
    if isinstance(error, FileExistsError):
        return "there is a file or folder of that name already"
    if isinstance(error, PermissionError):
        return "permission denied"
    return (error.strerror or str(error)).lower()
