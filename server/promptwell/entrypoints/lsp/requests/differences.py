"""Differences: what changed in a document since a commit, a branch, a label or a version."""

from __future__ import annotations

from typing import Any, Literal

import attrs
from lsprotocol import types

from promptwell.entrypoints.lsp.connection import Connection
from promptwell.entrypoints.lsp.convert.differences import (
    add_tokens,
    to_base,
    to_difference,
    to_offered,
    to_structure,
)
from promptwell.entrypoints.lsp.differences import require_file
from promptwell.entrypoints.lsp.session import Asked, Session
from promptwell.entrypoints.lsp.uris import path_of
from promptwell.services.editor import changes

DIFF = "promptwell/diff"
BASE = "promptwell/base"
BASES = "promptwell/bases"
STOP = "promptwell/didHideDiff"

_HEAD = "HEAD"


@attrs.frozen
class DiffParams:
    """Which document, and what to compare it with; at `token` also the tokens that differ."""

    text_document: types.TextDocumentIdentifier
    against: str | None = None
    level: Literal["word", "token"] = "word"
    structure: bool = True


@attrs.frozen
class BaseParams:
    """Which document, and what it is compared with."""

    text_document: types.TextDocumentIdentifier
    against: str | None = None


@attrs.frozen
class DocumentParams:
    """Which document."""

    text_document: types.TextDocumentIdentifier


def register(connection: Connection, session: Session) -> None:
    """Answer what a client that shows differences asks."""

    async def diff(params: DiffParams) -> dict[str, Any]:
        """What changed in a document since its last commit, or since `against`.

        That is a version's number, a label, a branch, or whatever git knows. Lines and words are ranges of
        the text at hand, each with what stood there; where that holds a secret, `shownText` is what to show of it.
        Line ends that are others in all of git's text are not compared: `otherLineEnds` of the base names them.
        The changes are told in sentences, unless `structure` is false. At the level `token` each change of lines
        has its tokens as well, and `tokens` tells how many there are; it is null where nobody knows how the model
        cuts a text. From then on hovers and code actions know of the changes. Asked again after an edit it compares
        only what was edited.
        """
        asked = Asked(session, params.text_document.uri)
        text = asked.positions.source.text
        root = asked.snapshot.root.path
        followed = await session.differences.follow(asked.path, root, params.against or _HEAD, text)
        by_token = params.level == "token"
        encoding = await tokenizer_for(asked, anew=params.structure) if by_token else None

        def answer() -> dict[str, Any]:
            version = asked.document.version if asked.document else None
            found = to_difference(followed, asked.positions, version)
            if params.structure:
                found["structure"] = to_structure(
                    changes.structure(asked.snapshot, asked.path, followed)
                )
            if by_token:
                tokens = changes.tokens(asked.snapshot, encoding, followed)
                add_tokens(found, tokens, followed, asked.positions)
            return found

        return await asked.answer(answer)

    async def tokenizer_for(asked: Asked, *, anew: bool) -> str | None:
        """The encoding of a document's model, loaded: words in the place of tokens would be taken for them."""
        encoding = await asked.answer(
            lambda: session.differences.encoding(
                asked.path,
                anew=anew,
                find=lambda: changes.encoding_for(asked.snapshot, asked.path),
            )
        )
        if encoding is not None and session.tokenizers.is_awaited(encoding):
            await session.analyst.aside(lambda: session.tokenizers.load(encoding))
        return encoding

    async def base(params: BaseParams) -> dict[str, Any]:
        """The text that a document is compared with."""
        asked = Asked(session, params.text_document.uri)
        root = asked.snapshot.root.path
        text = asked.positions.source.text
        found = await session.differences.base(asked.path, root, params.against or _HEAD, text)
        return {**to_base(found), "text": found.text}

    async def bases(params: DocumentParams) -> list[dict[str, Any]]:
        """What a document can be compared with.

        Its last commit, its labels, branches and versions, then Git's branches and tags, and the commits that
        changed it.
        """
        from promptwell.bootstrap.difference_bases import bases_offered

        asked = Asked(session, params.text_document.uri)
        root = asked.snapshot.root.path
        require_file(asked.path)
        return to_offered(await session.analyst.aside(lambda: bases_offered(asked.path, root)))

    def stop(params: DocumentParams) -> None:
        """The client shows no differences of a document any more."""
        session.differences.stop(path_of(params.text_document.uri))

    connection.on_request(DIFF, diff, params=DiffParams)
    connection.on_request(BASE, base, params=BaseParams)
    connection.on_request(BASES, bases, params=DocumentParams)
    connection.on_notification(STOP, stop, params=DocumentParams)
