"""What Git's settings say about merges, and how it is told to merge prompts with Promptwell."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from promptwell.adapters.files import read_text, write_text
from promptwell.adapters.paths import is_below, shown, to_path
from promptwell.domain.versions.merging.attributes import patterns_of
from promptwell.errors import FileProblem, NotFoundError

if TYPE_CHECKING:
    from pygit2 import Repository

DRIVER = "promptwell"
_HEADING = "# Prompts are merged by what they say; each clone turns it on: promptwell merge-driver --install"


class DriverPlan(NamedTuple):
    """What is to be written so that Git merges prompts with Promptwell; empty where it is there already.

    `settings` are keys of the repository's own configuration, `patterns` lines of `attributes`.
    """

    settings: tuple[tuple[str, str], ...]
    patterns: tuple[str, ...]
    attributes: str


def conflict_style(folder: str) -> str:
    """How Git marks conflicts here by `merge.conflictStyle`; `merge` where nothing says."""
    import pygit2  # costs start-up time, and a merge without conflict never asks

    try:
        found = pygit2.discover_repository(folder)
        config = pygit2.Repository(found).config if found else pygit2.Config.get_global_config()
        return str(config["merge.conflictstyle"])
    except (KeyError, OSError, pygit2.GitError):
        return "merge"


def plan_driver(folder: str, command: str, paths: Iterable[str]) -> DriverPlan:
    """What has to be written into the repository around a folder.

    Args:
        folder: a folder in it.
        command: how `promptwell` is started.
        paths: the prompt files; those outside of the repository don't count.

    Raises:
        NotFoundError: there is no repository with working files.
        FileProblem: `.gitattributes` can't be read.
    """
    repository = _repository(folder)
    wanted = {
        f"merge.{DRIVER}.name": "prompts by what they say, by Promptwell",
        f"merge.{DRIVER}.driver": driver_line(command),
    }
    config = repository.config
    settings = tuple(
        (key, each) for key, each in wanted.items() if key not in config or config[key] != each
    )
    top = to_path(os.path.realpath(repository.workdir)).rstrip("/")
    attributes = f"{top}/.gitattributes"
    there = _lines(attributes)
    real = (to_path(os.path.realpath(each)) for each in paths)
    names = [shown(each, top) for each in real if is_below(each, top)]
    lines = [f"{pattern} merge={DRIVER}" for pattern in patterns_of(names)]
    known = {" ".join(each.split()) for each in there}
    missing = tuple(each for each in lines if each not in known)
    return DriverPlan(settings, missing, attributes)


def write_driver(folder: str, plan: DriverPlan) -> None:
    """Write what a plan says: the repository's configuration, and lines at the end of `.gitattributes`.

    Raises:
        FileProblem: one of them can't be written.
    """
    import pygit2

    config = _repository(folder).config
    try:
        for key, each in plan.settings:
            config[key] = each
    except (OSError, pygit2.GitError) as error:
        raise FileProblem(f"Git's configuration can't be written: {error}") from error
    if plan.patterns:
        text = read_text(plan.attributes) if os.path.exists(plan.attributes) else ""
        end = "\r\n" if "\r\n" in text else "\n"
        lead = f"{text}{end}" if text and text[-1] not in "\r\n" else text
        heading = () if _HEADING in text else (_HEADING,)
        write_text(
            plan.attributes, lead + "".join(f"{each}{end}" for each in (*heading, *plan.patterns))
        )


def driver_line(command: str) -> str:
    """The command line that Git runs for each file that both sides changed.

    Where Promptwell is not there (another machine, another virtual environment), Git's own merge of
    lines does it: a driver that can't be started would leave our side alone in the file.
    """
    labels = "--base-label=%S --ours-label=%X --theirs-label=%Y"
    ours = f"{command} merge-driver %O %A %B %P --marker-size=%L {labels}"
    plain = "git merge-file --marker-size=%L -L ours -L base -L theirs %A %O %B"
    return f"if command -v {command} >/dev/null 2>&1; then {ours}; else {plain}; fi"


def _lines(path: str) -> list[str]:
    if not os.path.exists(path):
        return []
    return read_text(path).replace("\r\n", "\n").split("\n")


def _repository(folder: str) -> Repository:
    import pygit2

    try:
        found = pygit2.discover_repository(folder)
        repository = pygit2.Repository(found) if found else None
    except pygit2.GitError as error:
        raise NotFoundError(f"{folder}: Git can't be asked about it: {error}") from error
    if repository is None:
        raise NotFoundError(
            f"{folder}: this is not in a git repository; run it in one, or `git init` first"
        )
    if repository.is_bare:
        raise NotFoundError(f"{folder}: the git repository around it has no working files")
    return repository
