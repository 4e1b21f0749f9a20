"""Paths of prompts as users write them, and as the repository knows them."""

from __future__ import annotations

import re

from promptwell.errors import UsageError

_DRIVE = re.compile(r"[A-Za-z]:")
_NOWHERE = re.compile(r'[\0-\x1f\x7f<>:"|?*#]')
_DEVICES = re.compile(r"(?:con|prn|aux|nul|(?:com|lpt)[0-9])(?:\..*)?", re.IGNORECASE)
_UNFIT = re.compile(r"[^\w.-]+")
_LONGEST_NAME = 200


def known_path(written: str) -> str:
    """A path without what makes no difference: `./`, other slashes, one at the end. "" is the root.

    Raises:
        UsageError: it leads out of the workspace.
    """
    path = written.replace("\\", "/")
    parts = [part for part in path.split("/") if part not in ("", ".")]
    if path.startswith("/") or _DRIVE.match(path) or ".." in parts or "\0" in path:
        raise UsageError(
            f"{written!r} leads out of the workspace; give a path relative to its folder"
        )
    return "/".join(parts)


def new_path(written: str) -> str:
    """The path of a file that is to be made, of a name that every system takes.

    Raises:
        UsageError: it leads out of the workspace, or some system can't have such a file.
    """
    path = known_path(written)
    for part in path.split("/"):
        bad = _NOWHERE.search(part)
        if bad:
            raise UsageError(f"{written!r}: a file's name can't have {bad.group()!r}; leave it out")
        device = _DEVICES.fullmatch(part) is not None
        if not part or part[-1] in " ." or part[0] == " " or device or part.lower() == ".git":
            raise UsageError(f"{written!r}: {part!r} is no name for a file; choose another one")
        if len(part.encode("utf-8", "replace")) > _LONGEST_NAME:
            raise UsageError(f"{written!r}: this name is too long; choose a shorter one")
    return path


def file_name(name: str) -> str:
    """A prompt's name as the name of a file, without a suffix."""
    return _UNFIT.sub("-", name).strip("-. ")[:100] or "prompt"


def is_in_folder(path: str, folder: str) -> bool:
    """Whether a path lies in a folder; all lie in the root, ""."""
    return not folder or path.startswith(folder.rstrip("/") + "/")
