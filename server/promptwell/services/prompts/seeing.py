"""Prompts that somebody wants to read: which are meant, and whether they may."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from promptwell.domain.prompts.paths import known_path
from promptwell.domain.prompts.record import PromptRecord
from promptwell.domain.security.permission import Permission
from promptwell.errors import FileProblem, NotFoundError
from promptwell.services.context import Context
from promptwell.services.finding_prompts import find_prompt, look_again, split
from promptwell.services.permitting import require_for_prompts
from promptwell.services.prompt_reader import PromptReader
from promptwell.services.versions.refs import WORKING, RefText, text_at


@dataclass(frozen=True, slots=True)
class SeenPrompt:
    """A prompt that somebody reads, and its place; `record` is None where the index can't read its file.

    `at` is the ref that was asked for, with the text it had there; None for the file as it is.
    """

    place: str
    record: PromptRecord | None = None
    at: RefText | None = None

    @property
    def texts(self) -> Mapping[str, str]:
        """What its file says where that is not what it says now, by its place."""
        return {} if self.at is None else {self.place.partition("#")[0]: self.at.text}


def seen_prompt(context: Context, reader: PromptReader, prompt: str, what: str) -> SeenPrompt:
    """The prompt that NAME or NAME@REF means, for one who may see it.

    A prompt file that the index can't read, because it is not UTF-8 or too large, is found by its path.

    Raises:
        NotFoundError: there is none; the message names the nearest ones.
        UsageError: several are meant, or the path leads out of the workspace.
        Refused: they may not see it; `what` says what they wanted of it.
    """
    name, ref = split(context, prompt)
    look_again(context, [name])
    try:
        with context.store.reading(context.root) as rows:
            record = find_prompt(context, rows, name)
            require_for_prompts(context, rows, [record], Permission.VIEW, what)
            at = text_at(context, rows, record, ref) if ref not in ("", WORKING) else None
    except NotFoundError as missing:
        if ref or context.actor.role is None:
            raise
        try:
            return SeenPrompt(reader.place(known_path(prompt)))
        except FileProblem:
            raise missing from None
    return SeenPrompt(reader.place(record.path), record, at)
