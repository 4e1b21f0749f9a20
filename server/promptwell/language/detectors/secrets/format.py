"""The published format of a token, as data: by which letters it is known, and what must follow."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import NamedTuple


class Document(NamedTuple):
    """Where a format is described, and the day on which that was read; None: known from hearsay."""

    title: str
    address: str
    read: date | None


class Format(NamedTuple):
    """One format.

    `keywords`, in lower case, are where a match begins, or `lead` characters behind its beginning;
    `within_word` tells that it may go on from other letters, as a name in `MY_ALGOLIA_KEY`.
    `pattern` is of the kind that both RE2 and Python read; its first group, where it has one, is
    the secret. No more than `reach` characters from the keyword are looked at. `tail` are
    characters that would continue the token, so none may follow. `entropy` is the least number of
    bits for each character, and `checksum` tells whether the token can have been issued. Where
    `certain` is False only the provider's name gives it away.
    """

    id: str
    name: str
    keywords: tuple[str, ...]
    pattern: str
    source: Document
    entropy: float = 2.5
    checksum: Callable[[str], bool] | None = None
    lead: int = 0
    reach: int = 300
    certain: bool = True
    tail: str = "_"
    within_word: bool = False


def prefixed(
    id: str,  # noqa: A002  # the format's own word for it
    name: str,
    prefix: str | tuple[str, ...],
    body: str,
    source: Document,
    *,
    entropy: float = 2.5,
    checksum: Callable[[str], bool] | None = None,
    reach: int = 300,
    certain: bool = True,
    tail: str = "_",
) -> Format:
    """A format that is known by how it begins."""
    beginnings = (prefix,) if isinstance(prefix, str) else prefix
    escaped = "|".join(_escaped(each) for each in beginnings)
    keywords = tuple(dict.fromkeys(each.lower() for each in beginnings))
    pattern = f"(?:{escaped}){body}"
    return Format(
        id,
        name,
        keywords,
        pattern,
        source,
        entropy,
        checksum,
        reach=reach,
        certain=certain,
        tail=tail,
    )


def named(
    id: str,  # noqa: A002  # the format's own word for it
    name: str,
    owner: str | tuple[str, ...],
    value: str,
    source: Document,
    *,
    entropy: float = 3.0,
    reach: int = 180,
    tail: str = "_-",
) -> Format:
    """A format without marks of its own: it counts where the provider's name is on the left of it."""
    owners = (owner,) if isinstance(owner, str) else owner
    escaped = "|".join(_escaped(each) for each in owners)
    pattern = (
        rf"(?i:{escaped})[\w .-]{{0,40}}?[\"'`\]]{{0,2}}\s{{0,3}}(?:=>|:=|=|:|,|\()\s{{0,5}}"
        rf"[\"'`]{{0,2}}(?:Bearer\s)?({value})"
    )
    keywords = tuple(dict.fromkeys(each.lower() for each in owners))
    return Format(
        id,
        name,
        keywords,
        pattern,
        source,
        entropy,
        reach=reach,
        certain=False,
        tail=tail,
        within_word=True,
    )


def _escaped(literal: str) -> str:
    return "".join(f"\\{each}" if each in r".+*?()[]{}|^$\/" else each for each in literal)
