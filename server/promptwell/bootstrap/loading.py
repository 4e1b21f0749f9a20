"""Prompts for programs: `promptwell.load("name@label").render(topic="spiders")`.

No store is needed for that: a label's text is found in the file as it is, among the versions of a store where there
is one, or in git.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any
from warnings import warn

from promptwell.adapters.discovery import workspace_root
from promptwell.adapters.files import read_text
from promptwell.adapters.git.history import WorkspaceHistory
from promptwell.adapters.git.renames import git_renames
from promptwell.adapters.paths import is_below, to_path
from promptwell.bootstrap import Workspace, is_workspace, loaded_with
from promptwell.bootstrap.labelled_texts import labelled_text, labels_in
from promptwell.bootstrap.stores import has_store
from promptwell.domain.prompts.reading import read_prompts
from promptwell.domain.versions.labels import Labels
from promptwell.errors import LoadError, NotFoundError, UsageError
from promptwell.language.syntax.conflict_markers import unsettled_line
from promptwell.language.text.counted import counted
from promptwell.language.text.nearest import nearest

if TYPE_CHECKING:
    from promptwell.services.rendering import RenderedPrompt


@dataclass(frozen=True)
class LoadedPrompt:
    """A prompt with the text of one version. Its includes are those of the workspace as they are now."""

    path: str
    ref: str
    text: str = field(repr=False)
    root: str = field(repr=False)

    def render(self, values: Mapping[str, Any] | None = None, /, **more: Any) -> list[Any]:
        """The messages as they would be sent, each with `role` and `content`.

        A name that is no input, and a name without a value, are told as warnings.

        Raises:
            LoadError: a required input has no value.
            RenderError: the template is at fault, or a value is refused.
        """
        try:
            rendered = self._rendered({**(values or {}), **more})
        except LoadError as error:
            if error.reason != "input":
                raise
            raise LoadError(
                f"{self.path}: the required input `{error.name}` has no value; give it: "
                f"render({error.name}=...), or write a default for it in the front matter",
                reason=error.reason,
                name=error.name,
            ) from None
        empty = dict.fromkeys(use.name for use in rendered.undefined)
        told = (f"{self.path}: `{name}` has no value, and stays empty" for name in empty)
        for each in (*rendered.warnings, *told):
            warn(each, stacklevel=2)
        return [each.plain() for each in rendered.messages]

    def _rendered(self, values: Mapping[str, Any]) -> RenderedPrompt:
        from promptwell.bootstrap.prompt_reader import shared_renderer
        from promptwell.services.rendering import render_prompt

        place = to_path(self.path, self.root)
        return render_prompt(self._workspace.project, shared_renderer(), place, values)

    @cached_property
    def _workspace(self) -> Workspace:
        file = to_path(self.path.partition("#")[0], self.root)
        known = loaded_with([file], self.root)
        return Workspace(self.root, open_texts={file: self.text}, known=known)


def load(prompt: str, *, root: str = ".") -> LoadedPrompt:
    """Load a prompt by its name or path, with `@` and a label, number, branch or ref of git for a version.

    Args:
        prompt: `summary`, `prompts/summary.prompty`, `summary@production`, `summary@3`.
        root: a folder of the workspace; paths are relative to the workspace's root.

    Raises:
        NotFoundError: there is no such prompt or version; the message names the nearest ones.
        LoadError: the text has marks of a merge that nobody settled.
    """
    folder = to_path(root)
    if not os.path.isdir(folder):
        raise NotFoundError(f"there is no folder {folder}; `root` is a folder of the workspace")
    base = workspace_root(folder, folder)
    name, ref = _split(prompt, base)
    path = _path_of(name, base)
    text = _text_of(path, ref, base)
    line = unsettled_line(text)
    if line is not None:
        raise LoadError(
            f"{prompt}: line {line}: a conflict of a merge is left here; settle it first",
            reason="conflict",
        )
    return LoadedPrompt(path, ref, text, base)


def _split(prompt: str, root: str) -> tuple[str, str]:
    head, mark, ref = prompt.rpartition("@")
    if not mark or not head or os.path.isfile(to_path(prompt.partition("#")[0], root)):
        return prompt, ""
    return head, ref


def _path_of(name: str, root: str) -> str:
    """The path of a prompt from the root."""
    file, mark, entry = name.partition("#")
    place = to_path(file, root)
    if os.path.isfile(place):
        if not is_below(place, root):
            raise UsageError(f"{name}: this is not in the workspace {root}")
        return place[len(root.rstrip("/")) + 1 :] + mark + entry
    workspace = Workspace(root)
    named: dict[str, list[str]] = {}
    known: list[str] = []
    for each in workspace.prompt_files:
        text = workspace.files.read(each)
        shown = each[len(root.rstrip("/")) + 1 :]
        for found in read_prompts(text or "", shown, workspace.settings.associations(), each):
            named.setdefault(found.name, []).append(found.path)
            known.append(found.path)
    paths = named.get(name, [])
    if len(paths) > 1:
        shown = ", ".join(f"`{each}`" for each in paths)
        raise UsageError(f"`{name}` is {len(paths)} prompts; give the path of one: {shown}")
    if not paths:
        # A file may be called so whose prompt has another name.
        files = {each.rpartition("/")[2].partition(".")[0]: each for each in known}
        close = nearest(name, [*named, *files])
        close = close if close in named else files.get(close or "")
        way_out = (
            f"did you mean `{close}`?" if close else f"{root} has {counted(len(named), 'prompt')}"
        )
        if not is_workspace(root):
            way_out = (
                f"give its path, or the workspace: load({name!r}, root=FOLDER); {root} is not searched, "
                "it has no .git, promptwell.toml or promptwell.labels"
            )
        raise NotFoundError(f"there is no prompt `{name}`; {way_out}")
    return paths[0]


def _text_of(path: str, ref: str, root: str) -> str:
    """The text of a prompt's file at a ref."""
    file = path.partition("#")[0]
    if not ref:
        return read_text(to_path(file, root))
    if has_store(root):
        # Loaded only where there is a store.
        from promptwell.bootstrap.calling import Caller

        caller = Caller(root, "promptwell.load")
        found = caller.call("version.show", {"prompt": path, "ref": ref})
        return str(found["text"])
    read = labels_in(root)
    labels = read.of(path)
    wanted, before = labels.get(ref), file
    if wanted is None:
        wanted, before = _before_a_move(read, path, ref, root)
    if wanted is None:
        return _at_git_ref(WorkspaceHistory(root), path, ref, labels, read.problem_with(ref))
    return labelled_text(root, file, ref, wanted, before).text


def _before_a_move(read: Labels, path: str, name: str, root: str) -> tuple[str | None, str]:
    """A label that still stands under what the prompt was called before git moved it: its text, and that file."""
    file = path.partition("#")[0]
    others = {each.prompt.partition("#")[0] for each in read.labels if each.name == name}
    gone = [each for each in others if not os.path.isfile(to_path(each, root))]
    for before, now in (git_renames(root, gone) if gone else {}).items():
        if now == file:
            return read.of(before + path[len(file) :]).get(name), before
    return None, file


def _at_git_ref(
    history: WorkspaceHistory, path: str, ref: str, labels: Iterable[str], problem: str
) -> str:
    try:
        return history.text_at(path.partition("#")[0], ref).text
    except NotFoundError as error:
        close = nearest(ref, [*labels, *history.refs(path.partition("#")[0])])
        way_out = f"did you mean `{close}`?" if close else str(error)
        if problem:
            way_out += f". A line of the labels can't be read: {problem}"
        raise NotFoundError(f"{path}: there is no label `{ref}`; {way_out}") from error
