"""What a file says of one of the prompts in it, and how that is put back without touching the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from promptwell.domain.versions.identity import text_id
from promptwell.domain.versions.one_of_several import says_the_same, with_prompt_of
from promptwell.errors import UsageError
from promptwell.language.syntax.parse import parse
from promptwell.language.text.edit import apply_edits

if TYPE_CHECKING:
    from promptwell.domain.prompts.record import PromptRecord
    from promptwell.domain.versions.version import Version
    from promptwell.language.syntax.document import PromptDocument
    from promptwell.services.context import Context, Transaction

_MOST_COMPARED = 200


def own_text(context: Context, path: str, text: str) -> str | None:
    """What a file's text says of one of its prompts: all of it, unless the prompt is one of several."""
    file, mark, _ = path.partition("#")
    if not mark:
        return text
    # What is written of it, whatever it is called and however its text is quoted.
    found = (each for each in context.files.prompts(file, text) if each.path == path)
    return next((each.sighting.content for each in found), None)


def version_saying(
    context: Context, rows: Transaction, record: PromptRecord, text: str
) -> Version | None:
    """The newest version that says of the prompt what the file's text says."""
    found = rows.versions.with_text(record.id, text_id(text))
    if found is not None or "#" not in record.path:
        return found
    said = own_text(context, record.path, text)
    for each in rows.versions.select(record.id, 0, _MOST_COMPARED):
        held = rows.contents.get(each.content)
        if held is not None and own_text(context, each.path, held) == said:
            return each
    return None


def put_back(record: PromptRecord, now: str, then: str, path_then: str) -> str:
    """The file's text once it says of the prompt what another text of it says.

    Raises:
        UsageError: it can't be told what to write so that the other prompts stay as they are.
    """
    _, mark, name = record.path.partition("#")
    if not mark:
        return then
    before, meant = _read(record, now), _read(record, then)
    name_then = path_then.partition("#")[2]
    edit = with_prompt_of(before, name, meant, name_then)
    text = apply_edits(now, [edit]) if edit is not None else ""
    if edit is None or not says_the_same(before, _read(record, text), name, meant, name_then):
        raise UsageError(
            f"{record.path}: this is one of several prompts in a file, and it can't be put back by itself "
            "without a change of the others; "
            f"copy what you need from: promptwell version show {record.path} REF"
        )
    return text


def _read(record: PromptRecord, text: str) -> PromptDocument:
    return parse(text, record.file, format=record.format)
