"""Prompts that an engine finds by their words and by what they mean, as names of the workspace."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection, Mapping
from typing import Any

from lsprotocol import types

from promptwell.entrypoints.lsp.engine import ask_running_engine
from promptwell.entrypoints.lsp.session import Session
from promptwell.errors import PromptwellError

log = logging.getLogger(__name__)

_LEAST_LETTERS = 3
_MOST_HITS = 20
_PATIENCE_SECONDS = 0.5
"""The names that the workspace gives by itself wait no longer for what the engine adds."""


async def found_prompts(
    session: Session, query: str, shown: Collection[str]
) -> list[types.WorkspaceSymbol]:
    """What the engine finds, where one runs, but for the files whose names are shown already."""
    if len(query.strip()) < _LEAST_LETTERS:
        return []
    roots = list(dict.fromkeys(each.path for each in session.workspace.roots()))
    answers = await asyncio.gather(*(_search(root, query) for root in roots))
    return [
        _symbol(session, root, hit)
        for root, hits in zip(roots, answers, strict=True)
        for hit in hits
        if _file(root, hit) not in shown
    ]


async def _search(root: str, query: str) -> list[Mapping[str, Any]]:
    asked = {"query": query, "limit": _MOST_HITS, "detail": "concise"}
    try:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            answer = await ask_running_engine(root, "search", asked)
    except TimeoutError:
        log.info("the engine did not answer a search within %s seconds", _PATIENCE_SECONDS)
        return []
    except PromptwellError as error:  # half of a query, such as `"refund`, is often none
        log.debug("the engine did not search: %s", error)
        return []
    return list(answer["hits"]) if answer else []


def _file(root: str, hit: Mapping[str, Any]) -> str:
    return f"{root.rstrip('/')}/{hit['path'].partition('#')[0]}"


def _symbol(session: Session, root: str, hit: Mapping[str, Any]) -> types.WorkspaceSymbol:
    """The passage stands behind the name: editors show only what has the words somewhere."""
    start = types.Position(hit["line"] - 1, 0)
    passage = hit["snippet"].replace("**", "")
    return types.WorkspaceSymbol(
        types.Location(session.uri(_file(root, hit)), types.Range(start, start)),
        hit["name"],
        types.SymbolKind.File,
        container_name=f"{hit['path']}: {passage}",
    )
