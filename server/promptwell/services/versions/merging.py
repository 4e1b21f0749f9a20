"""Merge two changes of one prompt file."""

from __future__ import annotations

import logging
from functools import partial

from promptwell.domain.versions.merging.merge import merge
from promptwell.domain.versions.merging.result import Markers, Merged
from promptwell.language.syntax.detect import NO_ASSOCIATIONS, Associations, detect
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.parse import parse

_log = logging.getLogger(__name__)


def merge_texts(
    base: str,
    ours: str,
    theirs: str,
    path: str = "",
    *,
    format_name: str = "",
    associations: Associations = NO_ASSOCIATIONS,
    markers: Markers | None = None,
) -> Merged:
    """What becomes of a prompt that two sides changed. Never raises on any text.

    Args:
        base: the text that both sides began with; "" where both made the file.
        ours: what one side made of it.
        theirs: what the other made of it.
        path: the file's, which tells its format; where it is no prompt file, its lines are merged.
        format_name: the format where it is known.
        associations: what the settings say about formats.
        markers: how conflicts are marked.
    """
    name = format_name or "prompty"
    if path and not format_name:
        name = _format(path, (ours, theirs, base), associations) or ""
    if not name:
        return merge(base, ours, theirs, None, markers)
    read = partial(_read, path=path, name=name, associations=associations)
    try:
        return merge(base, ours, theirs, read, markers)
    except Exception:  # noqa: BLE001  # else the user would be left with one side only
        _log.exception("%s: the structure could not be merged", path)
        return merge(base, ours, theirs, None, markers)


def _format(path: str, texts: tuple[str, ...], associations: Associations) -> str | None:
    """The one format of all sides: a side that is broken may not be told by its content."""
    found = (detect(path, each, associations) for each in texts)
    return next((each[0] for each in found if each), None)


def _read(text: str, path: str, name: str, associations: Associations) -> PromptDocument:
    return parse(text, path, format=name, associations=associations)
