"""What `promptwell merge-driver` works with: the three files that Git hands over, and the settings."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from dataclasses import replace

from promptwell.adapters.discovery import workspace_root
from promptwell.adapters.files import decode, read_bytes, write_bytes
from promptwell.adapters.git.merge_settings import (
    DriverPlan,
    conflict_style,
    plan_driver,
    write_driver,
)
from promptwell.adapters.paths import to_path
from promptwell.bootstrap import Workspace, current_folder, open_workspace
from promptwell.domain.versions.merging.result import Markers, Merged
from promptwell.errors import FileProblem, PromptwellError
from promptwell.language.syntax.detect import NO_ASSOCIATIONS, Associations
from promptwell.services.versions.merging import merge_texts

__all__ = ["DriverPlan", "merge_files", "plan_for", "write_plan"]


def merge_files(
    base: str, ours: str, theirs: str, path: str, markers: Markers, *, style: str | None = None
) -> Merged | None:
    """Merge three files and write the result over ours; None where one is no text, and ours stays.

    Args:
        base: the file as both sides began with it.
        ours: the file as it is here; it is overwritten.
        theirs: the file as the other side has it.
        path: what the file is called, from the top of the working files.
        markers: how conflicts are marked.
        style: `merge` or `diff3`; None for what Git's settings say.

    Raises:
        FileProblem: one of them can't be read or written; ours is as it was.
    """
    contents = [read_bytes(to_path(os.path.abspath(each))) for each in (base, ours, theirs)]
    try:
        texts = [decode(path, each) for each in contents]
    except FileProblem:
        return None
    full = to_path(os.path.join(current_folder(), path))
    associations = _associations(full)

    def merged_with(wanted: Markers) -> Merged:
        before, here, there = texts
        return merge_texts(before, here, there, full, associations=associations, markers=wanted)

    merged = merged_with(markers)
    if not merged.clean and (style or conflict_style(current_folder())) in ("diff3", "zdiff3"):
        merged = merged_with(replace(markers, style="diff3"))
    write_bytes(to_path(os.path.abspath(ours)), merged.text.encode("utf-8", "surrogateescape"))
    return merged


def _associations(path: str) -> Associations:
    """What the settings say about formats; a merge does not stop at settings that are broken."""
    try:
        workspace = Workspace(workspace_root(path, current_folder()), known=(path,))
        workspace.settings.at(path)
        return workspace.settings.associations()
    except PromptwellError:
        return NO_ASSOCIATIONS


def plan_for(folder: str) -> DriverPlan:
    """What has to be written so that Git merges the prompts of a repository with Promptwell.

    Raises:
        NotFoundError: there is no repository with working files.
    """
    workspace = open_workspace(folder)
    return plan_driver(workspace.root, _command(), workspace.prompt_files)


def write_plan(folder: str, plan: DriverPlan) -> None:
    """Write what a plan says."""
    write_driver(open_workspace(folder).root, plan)


def _command() -> str:
    """How Git starts this Promptwell: by its name where that finds it, else by its path."""
    own = os.path.abspath(sys.argv[0])
    found = shutil.which("promptwell")
    if found and os.path.realpath(found) == os.path.realpath(own):
        return "promptwell"
    if os.path.basename(own).startswith("promptwell"):
        return shlex.quote(to_path(own))
    return "promptwell"
