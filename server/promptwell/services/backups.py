"""A store in one file, and back."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from promptwell.domain.prompts.upkeep import Backup, Restored
from promptwell.errors import FileProblem
from promptwell.services.context import Context


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupRequest:
    """Where the backup shall lie."""

    destination: str = field(
        metadata={
            "description": "the file to write; there may be none of that name",
            "is": "place",
            "metavar": "DEST",
        }
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoreRequest:
    """Which backup is wanted."""

    source: str = field(
        metadata={
            "description": "a file that `promptwell backup` wrote, or a `.db` of the store's `backups`",
            "is": "place",
            "metavar": "SOURCE",
        }
    )
    replace: bool = field(
        default=False,
        metadata={"description": "let it take the place of all that a team's database holds"},
    )


def backup(context: Context, request: BackupRequest) -> Backup:
    """Write the store and the settings files of the workspace to one file.

    The file is a ZIP archive with a manifest of checksums. It holds the store as it was at one
    moment, while others go on reading and writing: prompts with all the texts that they had,
    tags, projects, grants, tokens (without their secrets) and vectors. Your prompt files
    themselves are in your repository. `--database URL` saves a team's database in the same
    way. Keep it as you keep the store: whoever reads it reads all of it.
    """
    context.progress(0, 1, "saving the store")
    written = context.store.back_up(request.destination, context.root, context.now())
    context.progress(1, 1, "saved")
    return written


def restore(context: Context, request: RestoreRequest) -> Restored:
    """Let a backup take the place of the store.

    The backup is read as a whole first: where anything in it is not as it was written, or a newer
    Promptwell wrote it, it is refused and nothing is touched. An older one is upgraded. The store
    from before is put aside, and the answer says where. Settings files that are missing are written;
    those that are there stay as they are. Where the workspace has no prompt file at all, those that it
    had are written as well; those that can't be are named. A store that is too damaged to be opened can be
    restored, too. A team's database, `--database URL`, has to be empty, or `--replace` has to be given.
    """
    context.progress(0, 1, "reading the backup")
    restored = context.store.restore(request.source, context.root, replace=request.replace)
    context.store.looks.clear()  # what was looked at was told to the other store
    context.meaning.renew()
    files, skipped = _write_files(context)
    context.progress(1, 1, "restored")
    return replace(restored, files=files, skipped=(*restored.skipped, *skipped))


def _write_files(context: Context) -> tuple[int, list[str]]:
    """Write the prompt files that the store knows, if the workspace has none: how many, and which could not be.

    In a workspace that has some, a file that is missing may have been removed on purpose.
    """
    if not context.root or context.files.list().files:
        return 0, []
    with context.store.reading(context.root) as rows:
        known = rows.files.all()
        written: list[str] = []
        skipped: list[str] = []
        for path, state in known.items():
            text = rows.contents.get(state.content)
            if text is None:
                continue
            try:
                context.files.create(path, text)
            except FileProblem:
                skipped.append(path)  # such a prompt counts as deleted then
                continue
            written.append(path)
    prompts = set(context.files.among(written).files)
    for path in written:
        if path not in prompts:  # nobody is to write any other file by a backup
            context.files.remove(path)
            skipped.append(path)
    return len(prompts), skipped
