"""Prompts that somebody wants to read: which are meant, and whether they may."""

from __future__ import annotations

from promptwell.domain.prompts.paths import known_path
from promptwell.domain.security.permission import Permission
from promptwell.errors import FileProblem, NotFoundError
from promptwell.services.context import Context
from promptwell.services.finding_prompts import find_prompt, look_again
from promptwell.services.permitting import require_for_prompts
from promptwell.services.prompt_reader import PromptReader


def seen_place(context: Context, reader: PromptReader, prompt: str, what: str) -> str:
    """The place of the prompt that a name or path means, as its file is now, for one who may see it.

    A prompt file that the index can't read, because it is not UTF-8 or too large, is found by its path.

    Raises:
        NotFoundError: there is none; the message names the nearest ones.
        UsageError: several are meant, or the path leads out of the workspace.
        Refused: they may not see it; `what` says what they wanted of it.
    """
    look_again(context, [prompt])
    try:
        with context.store.reading(context.root) as rows:
            record = find_prompt(context, rows, prompt)
            require_for_prompts(context, rows, [record], Permission.VIEW, what)
            path = record.path
    except NotFoundError as missing:
        if context.actor.role is None:
            raise
        try:
            return reader.place(known_path(prompt))
        except FileProblem:
            raise missing from None
    return reader.place(path)
