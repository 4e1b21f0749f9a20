"""Keeps what several rules compute from one document, so that each document is walked once."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from promptwell.language.syntax.document import PromptDocument

_Result = TypeVar("_Result")


def kept_per_document(
    compute: Callable[[PromptDocument], _Result],
) -> Callable[[PromptDocument], _Result]:
    """Let a function of a document compute once per document and give the same result again.

    The result lives in the document, so it goes when the document goes.
    """
    name = f"{compute.__module__}.{compute.__qualname__}"

    @wraps(compute)
    def kept(document: PromptDocument) -> _Result:
        # A frozen dataclass refuses attributes but not entries, as `cached_property` relies on too.
        store = document.__dict__
        if name not in store:
            store[name] = compute(document)
        result: _Result = store[name]
        return result

    return kept
