"""Which of the models on offer somebody is likely to want: new ones of the main families, under short names."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from promptwell.language.semantics.models.table import ModelInfo, known_models

Standing = tuple[int, int, int, int, int, int]

_SNAPSHOT = re.compile(r"-20\d\d-?\d\d-?\d\d|-\d\d-20\d\d|-\d{4}(?=$|[-:@])")
_VERSION = re.compile(r"(?<![\d.])(\d{1,2})(?:[.-](\d{1,2}))?(?![\dbk])")
_SPECIAL = re.compile(
    r"\b(?:audio|computer|cyber|deep|exp|experimental|fim|ft|image|instruct|live|moderation|ocr"
    r"|preview|realtime|research|robotics|search|speech|transcribe|tts)\b"
)
# Two digits without a dot, as Azure writes `gpt-35-turbo`.
_UNDOTTED = 20


@cache
def is_main(model: ModelInfo) -> bool:
    """Whether a model is for conversation, for all purposes, and named without a day."""
    return (
        model.kind == "chat"
        and _SNAPSHOT.search(model.name) is None
        and _SPECIAL.search(model.name) is None
    )


@cache
def standing(model: ModelInfo) -> Standing:
    """A key that sorts the models of one provider, the likeliest to be wanted first.

    First those for all purposes, then by family, version and how much they can read; the tables
    tell no days of release.
    """
    bare = _SNAPSHOT.sub("", model.name)
    found = _VERSION.search(bare)
    major, minor = (int(found[1]), int(found[2] or 0)) if found else (0, 0)
    if major >= _UNDOTTED:
        major, minor = divmod(major, 10)
    size = _families()[model.provider, _family(model)]
    kind = 0 if is_main(model) else 1 if model.kind == "chat" else 2
    return kind, -size, -major, -minor, -(model.context_window or 0), len(model.name)


@cache
def _families() -> Counter[tuple[str, str]]:
    """How many models of a provider have names that begin with the same word."""
    return Counter((each.provider, _family(each)) for each in known_models() if each.listed)


def _family(model: ModelInfo) -> str:
    return re.split(r"[-.:]", model.name, maxsplit=1)[0]
