"""Finding the prompt files of a folder, as a careful person would: no caches, nothing that Git ignores."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, Protocol

from promptwell.adapters.files import read_optional
from promptwell.adapters.gitignore import GitIgnore
from promptwell.adapters.paths import to_path
from promptwell.domain.versions.label_file import LABEL_FILE

# Folders whose names begin with a dot are left out, save for these, in which prompts are kept.
PROMPT_DOT_FOLDERS = frozenset(
    {
        ".agents",
        ".claude",
        ".clinerules",
        ".codex",
        ".continue",
        ".cursor",
        ".gemini",
        ".github",
        ".opencode",
        ".prompts",
        ".roo",
        ".windsurf",
    }
)
NEVER_READ = frozenset({"node_modules", "bower_components", "__pycache__", "site-packages"})


_ROOT_FILES = ("promptwell.toml", LABEL_FILE)


class Choice(Protocol):
    """Which files count: the settings' answer, asked by the walk."""

    def wants(self, path: str) -> bool:
        """Whether a file is a prompt file, by its name and the settings."""

    def considers(self, path: str) -> bool:
        """Whether a file that is not wanted for its name may be wanted for its content."""

    def recognizes(self, path: str, text: str) -> bool:
        """Whether a file that is considered is a prompt file."""

    def skips(self, path: str) -> bool:
        """Whether the settings leave out a file or folder."""

    def honors_gitignore(self, folder: str) -> bool:
        """Whether what Git ignores is left out of a folder."""

    def enters(self, folder: str) -> bool:
        """Whether the settings ask for a folder that is else left out for its name."""


class Discovery(NamedTuple):
    """The files found, in order and each once, and (path, reason) of what could not be read."""

    files: tuple[str, ...]
    problems: tuple[tuple[str, str], ...]


def discover(
    paths: Iterable[str], choice: Choice, repository: Callable[[str], str | None]
) -> Discovery:
    """The prompt files at and below the paths; a file that is named itself is always among them.

    Symbolic links to folders are not followed: what they lead to is checked where it lies, and a
    loop of links ends nowhere else. `repository` gives the root of the Git repository that holds
    a folder, or None.
    """
    found: dict[str, None] = {}
    problems: list[tuple[str, str]] = []
    for path in paths:
        if os.path.isdir(path):
            root = repository(path)
            ignore = GitIgnore(root) if root else None
            found.update(dict.fromkeys(_walk(path, choice, ignore, problems)))
        else:
            found[path] = None
    return Discovery(tuple(found), tuple(problems))


def _walk(
    top: str, choice: Choice, ignore: GitIgnore | None, problems: list[tuple[str, str]]
) -> Iterator[str]:
    folders = [top.rstrip("/") or "/"]
    while folders:
        folder = folders.pop()
        try:
            with os.scandir(folder) as listing:
                entries = sorted(listing, key=lambda entry: entry.name)
        except OSError as error:
            problems.append((folder, (error.strerror or str(error)).lower()))
            continue
        if folder != top and any(entry.name == "pyvenv.cfg" for entry in entries):
            continue
        git = ignore if ignore and choice.honors_gitignore(folder) else None
        inner: list[str] = []
        base = folder.rstrip("/")
        for entry in entries:
            path = f"{base}/{entry.name}"
            if _is_folder(entry):
                if _enters(entry.name, path, choice) and not (
                    git and git.ignores(path, is_folder=True)
                ):
                    inner.append(path)
                continue
            # Asked once: of large workspaces this is half of the time.
            wanted = choice.wants(path)
            if (wanted or choice.considers(path)) and _counts(entry, path, choice):
                if not (git and git.ignores(path)) and (wanted or _is_recognized(path, choice)):
                    yield path
        folders.extend(reversed(inner))


def would_find(
    paths: Iterable[str], top: str, choice: Choice, repository: Callable[[str], str | None]
) -> tuple[str, ...]:
    """Those of some files that a search of a folder would find, without searching it."""
    root = repository(top)
    ignore = GitIgnore(root) if root else None
    entered = {top.rstrip("/"): True}
    return tuple(path for path in paths if _would_find(path, choice, ignore, entered))


def _would_find(
    path: str, choice: Choice, ignore: GitIgnore | None, entered: dict[str, bool]
) -> bool:
    folder = path.rpartition("/")[0]
    if not _would_enter(folder, choice, ignore, entered):
        return False
    wanted = choice.wants(path)
    if not (wanted or choice.considers(path)) or choice.skips(path) or not os.path.isfile(path):
        return False
    if ignore and choice.honors_gitignore(folder) and ignore.ignores(path):
        return False
    return wanted or _is_recognized(path, choice)


def _would_enter(
    folder: str, choice: Choice, ignore: GitIgnore | None, entered: dict[str, bool]
) -> bool:
    if not folder:
        return False  # it is not below the top
    known = entered.get(folder)
    if known is None:
        outer, _, name = folder.rpartition("/")
        known = (
            _would_enter(outer, choice, ignore, entered)
            and _enters(name, folder, choice)
            and not os.path.islink(folder)
            and not os.path.isfile(f"{folder}/pyvenv.cfg")
            and not (
                ignore and choice.honors_gitignore(outer) and ignore.ignores(folder, is_folder=True)
            )
        )
        entered[folder] = known
    return known


def _enters(name: str, path: str, choice: Choice) -> bool:
    if name == ".git" or choice.skips(path):
        return False
    usual = name in PROMPT_DOT_FOLDERS if name.startswith(".") else name not in NEVER_READ
    return usual or choice.enters(path)


def _counts(entry: os.DirEntry[str], path: str, choice: Choice) -> bool:
    return not choice.skips(path) and _is_file(entry)


def _is_recognized(path: str, choice: Choice) -> bool:
    text = read_optional(path)
    return text is not None and choice.recognizes(path, text)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False


def _is_file(entry: os.DirEntry[str]) -> bool:
    """Whether the entry is a file or leads to one; a link that leads nowhere is none."""
    try:
        return entry.is_file()
    except OSError:  # a loop of links
        return False


def workspace_root(path: str, current: str) -> str:
    """The folder whose settings and files belong together with a path.

    It is the nearest folder above with a `.git`, else the nearest with a file of ours that only stands at a
    root (settings, labels), else the current folder where that holds the path, else the path's own folder.
    """
    start = path if os.path.isdir(path) else path.rpartition("/")[0] or "/"
    found = repository_root(start)
    if found:
        return found
    for folder in _upward(start):
        if has_root_file(folder):
            return folder
    if start == current or start.startswith(current.rstrip("/") + "/"):
        return current
    return start


def has_root_file(folder: str) -> bool:
    """Whether a folder has settings or labels of ours, as it still has where it was copied without its `.git`."""
    return any(os.path.isfile(f"{folder.rstrip('/')}/{name}") for name in _ROOT_FILES)


def repository_root(folder: str) -> str | None:
    """The nearest folder at or above this one that has a `.git`, or None."""
    for above in _upward(folder):
        if os.path.exists(f"{above.rstrip('/')}/.git"):
            return above
    return None


def _upward(folder: str) -> Iterator[str]:
    folder = to_path(folder)
    while True:
        yield folder
        above = folder.rpartition("/")[0] or "/"
        if above == folder or above.endswith(":"):
            return
        folder = above
