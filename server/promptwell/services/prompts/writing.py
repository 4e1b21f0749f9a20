"""Making prompts and changing them: `prompt new`, `prompt update`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Annotated, Any

from annotated_types import Ge, MinLen

from promptwell.domain.prompts.paths import file_name, new_path
from promptwell.domain.prompts.record import PromptRecord
from promptwell.domain.security.permission import Permission
from promptwell.errors import ConflictError, UsageError
from promptwell.language.semantics.metadata_from_text import metadata_from_text
from promptwell.language.semantics.metadata_validation import change_problems, missing_fields
from promptwell.language.semantics.new_prompt import DEFAULT_BODY, new_prompt
from promptwell.services.context import Context
from promptwell.services.finding_projects import find_project
from promptwell.services.finding_prompts import find_prompt, look_again
from promptwell.services.permitting import require_for_project, require_for_prompts
from promptwell.services.prompts.approving import require_approvable
from promptwell.services.prompts.editing import Editing, editing
from promptwell.services.prompts.shown import ShownPrompt, Value, shown

DEFAULT_FOLDER = "prompts"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRequest:
    """A prompt to be made."""

    name: Annotated[str, MinLen(1)] = field(metadata={"description": "the prompt's name"})
    path: str = field(
        default="",
        metadata={
            "description": "its file or its folder; else it is NAME.prompty in `prompts`",
            "is": "path",
        },
    )
    description: str = field(default="", metadata={"description": "what it is for"})
    body: str = field(
        default="",
        metadata={"description": "what it says, with its role lines", "is": "text"},
    )
    text: str = field(
        default="",
        metadata={"description": "the whole file instead, in any format", "is": "text"},
    )
    tag: tuple[str, ...] = field(default=(), metadata={"description": "a tag of it"})
    owner: str = field(default="", metadata={"description": "who answers for it"})
    category: str = field(default="", metadata={"description": "what kind of work it does"})
    set: Mapping[str, Value] = field(
        default_factory=dict, metadata={"description": "a field of the metadata"}
    )
    project: str = field(default="", metadata={"description": "the project that it belongs to"})


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateRequest:
    """A change of a prompt."""

    prompt: str = field(metadata={"description": "the prompt's name or path", "is": "prompt"})
    revision: Annotated[int, Ge(1)] = field(
        metadata={"description": "the revision that was seen, as `prompt show` tells it"}
    )
    text: str | None = field(
        default=None, metadata={"description": "the file's new text", "is": "text"}
    )
    set: Mapping[str, Value] = field(
        default_factory=dict,
        metadata={"description": "status, category, owner, tags or a field of the metadata"},
    )
    unset: tuple[str, ...] = field(
        default=(), metadata={"description": "take this out of the metadata"}
    )


def new(context: Context, request: NewRequest) -> ShownPrompt:
    """Make a managed prompt: a `.prompty` file of the workspace, with its metadata.

    A file of another format is made where the whole text is given. Nothing is written over.
    """
    path = _path_of(request)
    text = request.text or _text_of(context, path, request)
    if request.text and request.body:
        raise UsageError("`body` and `text` are two ways to say the same; give one of them")
    look_again(context, [path], everywhere=False)
    with editing(context) as work:
        project = find_project(context, work.rows, request.project) if request.project else None
        if project is not None:
            require_for_project(context, work.rows, project, Permission.EDIT, "making prompts in")
        else:
            context.require(Permission.EDIT, "making a prompt")
        same = work.rows.prompts.by_name(request.name)
        if same:
            raise ConflictError(
                f"there is a prompt `{request.name}`: {same[0].path}; choose another name"
            )
        made = work.create(path, text)[0]
        if request.text:
            given = _metadata_of(context, path, request)
            made = work.set_metadata(made, given) if given else made
        if project is not None:
            work.rows.projects.add(project.id, [made.id])
        require_approvable(work, made)
        return shown(work.rows, made)


def update(context: Context, request: UpdateRequest) -> ShownPrompt:
    """Change a prompt's text or metadata, if it still is what was seen.

    Metadata is written into the file where its format has a place for it, and else kept in the store.
    Where somebody else has changed the prompt meanwhile nothing is written, and both sides are told.
    """
    look_again(context, [request.prompt])
    with editing(context) as work:
        record = find_prompt(context, work.rows, request.prompt)
        require_for_prompts(context, work.rows, [record], Permission.EDIT, "changing")
        wanted: dict[str, Any] = {**request.set, **dict.fromkeys(request.unset)}
        if record.revision != request.revision:
            raise _conflict(context, work, record, request, wanted)
        changed = record
        if request.text is not None:
            if "#" in record.path:
                raise UsageError(
                    f"{record.path}: this is one of several prompts in a file; "
                    f"change the text of {record.file}"
                )
            before = work.text_of(record)
            changed = work.write(record, before, request.text) if before != request.text else record
        if wanted:
            changed = work.set_metadata(changed, wanted)
        # Tags and the like may change without a review, what is approved may not.
        if request.text is not None or changed.status != record.status:
            require_approvable(work, changed, record.status)
        return shown(work.rows, work.by_id(changed))


def _path_of(request: NewRequest) -> str:
    leaf = f"{file_name(request.name)}.prompty"
    if not request.path:
        return new_path(f"{DEFAULT_FOLDER}/{leaf}")
    is_folder = request.path.endswith("/") or "." not in request.path.rpartition("/")[2]
    return new_path(f"{request.path.rstrip('/')}/{leaf}" if is_folder else request.path)


def _text_of(context: Context, path: str, request: NewRequest) -> str:
    if not path.lower().endswith(".prompty"):
        raise UsageError(
            f"{path}: a managed prompt is a `.prompty` file; give the whole `text` for another format"
        )
    return new_prompt(
        request.name,
        description=request.description,
        metadata=_metadata_of(context, path, request),
        body=request.body or DEFAULT_BODY,
    )


def _metadata_of(context: Context, path: str, request: NewRequest) -> dict[str, Any]:
    """The metadata that is asked for, all of it allowed."""
    given: dict[str, Any] = {
        "tags": request.tag,
        "owner": request.owner,
        "category": request.category,
        **request.set,
    }
    declarations = context.files.declarations(path)
    read = {
        name: metadata_from_text(name, value, declarations) if isinstance(value, str) else value
        for name, value in given.items()
    }
    wanted = {name: value for name, value in read.items() if value not in (None, (), [])}
    problems = list(change_problems(wanted, declarations))
    if not request.text:
        problems += missing_fields(wanted, declarations)
    if problems:
        raise UsageError(f"{path}: " + "; ".join(each.message for each in problems))
    return wanted


def _conflict(
    context: Context,
    work: Editing,
    record: PromptRecord,
    request: UpdateRequest,
    wanted: Mapping[str, Any],
) -> ConflictError:
    theirs = asdict(shown(work.rows, record))
    for name in ("created", "updated", "deleted"):
        moment = theirs[name]
        theirs[name] = moment.isoformat() if moment is not None else None
    return ConflictError(
        f"{record.path} is at revision {record.revision} now, and revision {request.revision} was seen; "
        "look at it again, and change what it says now",
        yours={"revision": request.revision, "text": request.text, "metadata": dict(wanted)},
        theirs={**theirs, "text": context.files.read(record.file)},
    )
