"""Partials of Dotprompt: `{{>name}}` means the file `_name.prompt`."""

from __future__ import annotations

_SUFFIX = ".prompt"


def partial_files(name: str) -> tuple[str, ...]:
    """The files that a partial's name may mean, as paths from the folder in which it is looked up."""
    folder, slash, leaf = name.replace("\\", "/").rpartition("/")
    if not leaf:
        return ()
    return f"{folder}{slash}_{leaf}{_SUFFIX}", f"{folder}{slash}{leaf}{_SUFFIX}"


def partial_name(path: str) -> str:
    """The name by which a file is brought in, its path taken from the folder of the lookup; "" for others."""
    folder, slash, leaf = path.rpartition("/")
    if not leaf.endswith(_SUFFIX):
        return ""
    return f"{folder}{slash}{leaf.removesuffix(_SUFFIX).removeprefix('_')}"


def is_partial_file(path: str) -> bool:
    """Whether a file is a partial by its name."""
    leaf = path.rpartition("/")[2]
    return leaf.startswith("_") and leaf.endswith(_SUFFIX)
