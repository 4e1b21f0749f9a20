"""What a prompt said before anything was recorded of it: its first version, once it says something else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from promptwell.domain.versions.identity import plain_blob_id, text_id
from promptwell.domain.versions.version import MAIN, Branch, Version
from promptwell.services.prompts.records import new_identity

if TYPE_CHECKING:
    from promptwell.domain.prompts.record import PromptRecord
    from promptwell.services.context import Transaction


def begin_history(rows: Transaction, record: PromptRecord) -> Version | None:
    """Let the text that the store knows of a prompt be its first version; None where it has some already."""
    text = rows.contents.get(record.content)
    if text is None or rows.versions.last_number(record.id):
        return None
    version = Version(
        id=new_identity(),
        prompt=record.id,
        number=1,
        content=record.content,
        text_id=text_id(text),
        blob_id=plain_blob_id(text),
        path=record.path,
        cause="save",
        author="",
        time=record.updated,
        message="as it was found",
    )
    rows.versions.insert([version])
    rows.versions.put_branch(Branch(prompt=record.id, name=MAIN, head=version.id, current=True))
    return version
