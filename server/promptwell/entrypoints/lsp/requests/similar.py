"""The code action that shows prompts like the one that is open, and the command behind it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from lsprotocol import types

from promptwell.entrypoints.lsp.connection import Connection
from promptwell.entrypoints.lsp.engine import call_engine, engine_may_run
from promptwell.entrypoints.lsp.session import Asked, Session
from promptwell.entrypoints.lsp.uris import is_file, path_of

SHOW_SIMILAR = "promptwell.showSimilar"
"""The server's own command: lets somebody choose among similar prompts, and opens the chosen one."""

SIMILAR_KIND = "source.similarPrompts.promptwell"
"""The kind of the code action."""

ShowSimilar = Callable[[Sequence[Any]], Awaitable[None]]

_TITLE = "Show similar prompts"
_MOST = 5
_CHOOSING_SECONDS = 600.0


async def similar_action(
    session: Session, params: types.CodeActionParams
) -> types.CodeAction | None:
    """The action, where an engine runs and somebody asks for actions; nobody is bothered with it while typing."""
    context = params.context
    only = [str(getattr(each, "value", each)) for each in context.only or ()]
    wanted = not only or any(f"{SIMILAR_KIND}.".startswith(f"{each}.") for each in only)
    uri = params.text_document.uri
    automatic = context.trigger_kind == types.CodeActionTriggerKind.Automatic
    if automatic or not wanted or not is_file(path_of(uri)):
        return None
    if not await engine_may_run(Asked(session, uri).snapshot.root.path):
        return None
    command = types.Command(_TITLE, SHOW_SIMILAR, arguments=[uri])
    return types.CodeAction(_TITLE, kind=SIMILAR_KIND, command=command)


def similar_shower(connection: Connection, session: Session) -> ShowSimilar:
    """What the command does."""

    async def show_similar(arguments: Sequence[Any]) -> None:
        """Let somebody choose among the prompts like one, given its URI, and open the chosen one."""
        if not arguments or not isinstance(arguments[0], str):
            return
        asked = Asked(session, arguments[0])
        root = asked.snapshot.root.path
        path = asked.path.removeprefix(root.rstrip("/") + "/")
        answer = await call_engine(root, "similar", {"prompt": path, "limit": _MOST})
        hits = answer["hits"]
        if not hits:
            text = " ".join([f"No prompt is like {path}.", *answer["notes"]])
            connection.notify(
                types.WINDOW_SHOW_MESSAGE, types.ShowMessageParams(types.MessageType.Info, text)
            )
            return
        await _choose(root, path, hits)

    async def _choose(root: str, path: str, hits: Sequence[Mapping[str, Any]]) -> None:
        choices = {f"{hit['path']} ({_share(hit)})": hit for hit in hits}
        question = types.ShowMessageRequestParams(
            types.MessageType.Info,
            f"Prompts like {path}:",
            [types.MessageActionItem(title) for title in choices],
        )
        chosen = await connection.request(
            types.WINDOW_SHOW_MESSAGE_REQUEST, question, _CHOOSING_SECONDS
        )
        title = chosen.get("title") if isinstance(chosen, Mapping) else getattr(chosen, "title", "")
        if title in choices and session.can("window", "show_document", "support"):
            file = f"{root.rstrip('/')}/{choices[title]['path'].partition('#')[0]}"
            await connection.request(
                types.WINDOW_SHOW_DOCUMENT,
                types.ShowDocumentParams(session.uri(file), take_focus=True),
            )

    return show_similar


def _share(hit: Mapping[str, Any]) -> str:
    share = f"{hit['wording']:.0%} of the wording"
    if hit["near_duplicate"]:
        return f"near-duplicate: {share}"
    meaning = hit["similarity"]
    return share if meaning is None else f"{share}, similarity {meaning:.2f}"
