"""Make managed prompts of files in other formats: what each becomes, before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from promptwell.language.semantics.managed import (
    Managed,
    is_convertible,
    managed_chat,
    managed_prompts,
)
from promptwell.language.semantics.project import Project
from promptwell.language.syntax.document import PromptDocument
from promptwell.services.conversion import Converted, convert_prompts


class ManagedFile(NamedTuple):
    """One file and the managed prompts that it becomes.

    `text` is the file's own. A Prompty v1 file becomes itself: its prompt has the same path.
    """

    path: str
    text: str
    prompts: tuple[Managed, ...]

    @property
    def whole(self) -> bool:
        """Whether everything in the file can be converted."""
        return all(not each.refusals for each in self.prompts)


def make_managed(project: Project, paths: Iterable[str]) -> list[ManagedFile]:
    """Those of the files that have prompts to convert, each with what they become.

    Managed prompts and formats that can't become one are left out. A prompt whose new file is
    there already, or would be that of another prompt, is refused.
    """
    taken: set[str] = set()
    return [
        each._replace(
            prompts=tuple(_placed(project, one, each.path, taken) for one in each.prompts)
        )
        for each in _files(project, paths)
    ]


def _files(project: Project, paths: Iterable[str]) -> Iterator[ManagedFile]:
    for path in paths:
        document = project.document(path)
        if document is None:
            continue
        prompts = _prompts(project, document)
        if prompts:
            yield ManagedFile(path, document.text, tuple(prompts))


def _prompts(project: Project, document: PromptDocument) -> list[Managed]:
    if document.dialect == "prompty-v1":
        return [_of_v1(each) for each in convert_prompts(project, [document.path])]
    if is_convertible(document):
        return managed_prompts(document, project.files.read)
    chat = None
    if document.path.lower().endswith(".json"):
        chat = managed_chat(document.path, document.text)
    return [chat] if chat else []


def _of_v1(converted: Converted) -> Managed:
    if converted.changed:
        return Managed("", converted.path, converted.after, converted.remarks, ())
    return Managed("", converted.path, "", (), tuple((each, 0) for each in converted.remarks))


def _placed(project: Project, prompt: Managed, source: str, taken: set[str]) -> Managed:
    if prompt.refusals or prompt.path == source:
        return prompt
    leaf = prompt.path.rpartition("/")[2]
    if prompt.path in taken:
        reason = f"another prompt would become `{leaf}` as well"
    elif project.files.read(prompt.path) is not None:
        reason = f"`{leaf}` is there already"
    else:
        taken.add(prompt.path)
        return prompt
    return prompt._replace(text="", refusals=((reason, 0),))
