"""Where prompts are: `prompt move`, `prompt copy`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from promptwell.domain.prompts.paths import file_name, is_in_folder, known_path, new_path
from promptwell.domain.prompts.ports import Selection
from promptwell.domain.prompts.record import PromptRecord
from promptwell.domain.security.permission import Permission
from promptwell.errors import ConflictError, UsageError
from promptwell.language.syntax.parse import parse
from promptwell.language.syntax.yaml.mapping_edits import mapping_edits
from promptwell.language.text.edit import apply_edits
from promptwell.services.context import Context
from promptwell.services.finding_prompts import find_all, find_prompt, look_again
from promptwell.services.permitting import may_everywhere, require_for_prompts
from promptwell.services.prompts.approving import APPROVED, DRAFT
from promptwell.services.prompts.editing import editing
from promptwell.services.prompts.shown import ShownPrompt, shown

if TYPE_CHECKING:
    from promptwell.services.context import Transaction

_MOST_IN_FOLDER = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveRequest:
    """A prompt, a file of several or a folder, and where it goes."""

    prompt: str = field(
        metadata={
            "description": "the prompt's name or path; a folder takes all prompts in it along",
            "is": "prompt",
        }
    )
    target: str = field(
        metadata={"description": "its new path, or the folder it goes to", "is": "path"}
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedPrompts:
    """The prompts as they are now, and the files in which includes and links were mended."""

    prompts: tuple[ShownPrompt, ...]
    mended: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyRequest:
    """A prompt and where its copy goes."""

    prompt: str = field(metadata={"description": "the prompt's name or path", "is": "prompt"})
    target: str = field(
        metadata={"description": "the copy's path, or the folder it goes to", "is": "path"}
    )
    name: str = field(
        default="", metadata={"description": "the copy's name; else it is that of its file"}
    )


def move(context: Context, request: MoveRequest) -> MovedPrompts:
    """Move or rename the file of a prompt, or a folder with all prompts in it.

    The prompt keeps its identity, its projects and what else is known of it. Includes and links that lead
    to it, and its own, are mended in their files.
    """
    look_again(context, [request.prompt])
    with editing(context) as work:
        files = _moved_files(context, work.rows, request)
        texts = context.files.relinked(files)
        for file in (*files, *texts):
            held = work.rows.prompts.in_file(file)
            require_for_prompts(context, work.rows, held, Permission.EDIT, "moving or mending")
        places: dict[str, str] = {}
        for file, target in files.items():
            if file != target:
                held = work.rows.prompts.in_file(file)
                places |= {each.path: f"{target}{each.path[len(file) :]}" for each in held}
        work.relabel(places)
        for file, target in files.items():
            if file != target:
                work.move(file, target)
        for file, text in texts.items():
            work.mend(files.get(file, file), text)
        moved = [each for target in files.values() for each in work.rows.prompts.in_file(target)]
        return MovedPrompts(
            prompts=tuple(shown(work.rows, each) for each in moved),
            mended=tuple(sorted(files.get(file, file) for file in texts)),
        )


def copy(context: Context, request: CopyRequest) -> ShownPrompt:
    """Copy a prompt into a file of its own, as another prompt.

    The copy's name is that of its file unless another one is given. It belongs to no project, and is a
    draft where an approved prompt is copied by somebody who may not approve.
    """
    look_again(context, [request.prompt])
    with editing(context) as work:
        record = find_prompt(context, work.rows, request.prompt)
        _refuse_one_of_several(record)
        require_for_prompts(context, work.rows, [record], Permission.EDIT, "copying")
        context.require(Permission.EDIT, "making a prompt")
        target = _target(request.target, record.file)
        text = _named(work.text_of(record), record, target, request.name)
        made = work.create(target, text)[0]
        if record.kept:
            wanted = {name: value for name, value in record.kept.items() if value}
            made = work.set_metadata(made, wanted)
        if made.status == APPROVED and not may_everywhere(context, Permission.REVIEW):
            made = work.set_metadata(made, {"status": DRAFT})
        return shown(work.rows, made)


def _moved_files(context: Context, rows: Transaction, request: MoveRequest) -> dict[str, str]:
    """The files that move, by their paths now, with their new ones."""
    folder = _folder(rows, request.prompt)
    if folder:
        target = new_path(request.target.rstrip("/"))
        if target == folder or is_in_folder(target, folder):
            raise UsageError(f"{folder}: a folder can't be moved into itself")
        selection = Selection(folder=folder, archived=None)
        files = dict.fromkeys(
            each.file for each in rows.prompts.select(selection, "", _MOST_IN_FOLDER)
        )
        return {file: f"{target}{file[len(folder) :]}" for file in files}
    found = find_all(context, rows, request.prompt)
    if len({each.file for each in found}) > 1:
        find_prompt(context, rows, request.prompt)  # says that it is several
    _refuse_one_of_several(found[0], whole=_as_path(request.prompt) == found[0].file)
    return {found[0].file: _target(request.target, found[0].file)}


def _folder(rows: Transaction, name: str) -> str:
    """The folder that is asked for, if it is one and holds prompts; "" else."""
    folder = _as_path(name)
    if not folder or "#" in name or rows.prompts.in_file(folder) or rows.prompts.by_name(name):
        return ""
    found = rows.prompts.select(Selection(folder=folder, archived=None), "", 1)
    if not found and name.endswith("/"):
        raise UsageError(f"{name}: there is no prompt in this folder")
    return folder if found else ""


def _as_path(name: str) -> str:
    try:
        return known_path(name)
    except UsageError:
        return ""


def _target(written: str, file: str) -> str:
    """The path that a file gets, by one that is written or a folder."""
    leaf = file.rpartition("/")[2]
    if written in ("", ".", "./"):
        return leaf
    is_folder = written.endswith("/") or "." not in written.rpartition("/")[2]
    target = new_path(f"{written.rstrip('/')}/{leaf}" if is_folder else written)
    suffix = _suffix(leaf)
    if suffix and not target.lower().endswith(suffix):
        raise UsageError(
            f"{target}: by this name it would no longer be a prompt of its format; "
            f"let the name end with `{suffix}`, or give a folder, with `/` at the end"
        )
    return target


def _suffix(leaf: str) -> str:
    """What a file's name must end with to say the same of its format."""
    stem, dot, last = leaf.lower().rpartition(".")
    second = stem.rpartition(".")[2] if "." in stem else ""
    known = second in ("prompt", "agent", "chatmode", "instructions")
    return f".{second}.{last}" if known else f"{dot}{last}" if dot else ""


def _refuse_one_of_several(record: PromptRecord, *, whole: bool = False) -> None:
    if "#" in record.path and not whole:
        raise UsageError(
            f"{record.path}: this is one of several prompts in a file; do it with {record.file} as a whole, "
            "or edit that file"
        )


def _named(text: str, record: PromptRecord, target: str, name: str) -> str:
    """The text with another name in its front matter, if it has one."""
    document = parse(text, record.file, format=record.format)
    entry = document.root.entry("name")
    if entry is None:
        if name and file_name(name) != file_name(target.rpartition("/")[2].partition(".")[0]):
            raise UsageError(
                f"{record.path}: the file says no name; the copy is called like its file, "
                f"so let `target` end with {file_name(name)}"
            )
        return text
    leaf = target.rpartition("/")[2]
    wanted = name or leaf.removesuffix(_suffix(leaf)) or leaf
    if document.front_matter is None or not document.front_matter.strict:
        raise ConflictError(
            f"{record.path}: the front matter is no YAML that can be changed safely; mend it first"
        )
    return apply_edits(text, mapping_edits(document.source, document.root, {"name": wanted}))
