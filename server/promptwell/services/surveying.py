"""A look at a folder's prompt files: of which formats they are, and what else may be one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from typing import NamedTuple

_HOLE = re.compile(r"\{\{-?\s*[A-Za-z_][\w.]*\s*(?:\|[^{}\n]*)?-?\}\}")
_TAG = re.compile(r"\{%-?\s*(?:if|for|set|include|macro|extends)\b[^%\n]*%\}")


class Survey(NamedTuple):
    """How many prompt files of each format there are, and other files that look like templates."""

    formats: Counter[str]
    candidates: tuple[str, ...]


def survey_texts(
    prompts: Iterable[str], texts: Iterable[str], read: Callable[[str], str | None]
) -> Survey:
    """Count prompt files by format and dialect, and pick those texts in which variables stand."""
    from promptwell.language.syntax.detect import detect

    formats: Counter[str] = Counter()
    for path in prompts:
        text = read(path)
        found = detect(path, text) if text is not None else None
        if found:
            name, dialect = found
            formats[dialect if dialect.startswith(name) else f"{name} ({dialect})"] += 1
    candidates = tuple(path for path in texts if _looks_like_template(read(path) or ""))
    return Survey(formats, candidates)


def _looks_like_template(text: str) -> bool:
    return bool(_HOLE.search(text) or _TAG.search(text))
