"""E-mail addresses of persons."""

from __future__ import annotations

import re
from collections.abc import Iterator

from promptwell.language.detectors.personal_data.context import in_url
from promptwell.language.detectors.personal_data.found import PersonalData
from promptwell.language.detectors.personal_data.made_up import is_made_up_mailbox
from promptwell.language.text.source import Span

# RFC 5321 allows 64 characters before the sign and 255 behind it.
_LONGEST_LOCAL = 64
_LOCAL = re.compile(r"[^\W_][\w.%+'-]{0,63}\Z")
_DOMAIN = re.compile(
    r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.){1,8}(?P<top>[^\W\d_]{2,24}|xn--[a-z0-9-]{2,59})(?![\w-]|\.\w|@)"
)
# What looks like a domain's end and is a file's or a unit's.
_NO_TOP_TEXT = """
avif bmp bz2 cfg class cjs conf cpp css csv dll doc docx exe ext gif gz htm html ico ini ipynb
jar java jpeg jpg js json json5 jsx kt lock log lua mdx mjs mov mp3 mp4 mount net6 pdf php plist
png ppt pptx prompt prompty proto py pyc rb rst scss service sock socket sql svg swift tar
target tex tgz tif tiff timer toml ts tsv tsx ttf txt vue wasm wav webp whl woff xls xlsx xml
yaml yml
"""
_NO_TOP = frozenset(_NO_TOP_TEXT.split())
_REPOSITORY = re.compile(r":[\w~.-]{0,80}/")
_ESCAPED = "nrtbf"


def find_emails(text: str, start: int, end: int) -> Iterator[PersonalData]:
    """E-mail addresses between two offsets, in order; those of nobody in particular are left out."""
    sign = text.find("@", start, end)
    while sign >= 0:
        found = _address(text, sign)
        if found is not None:
            yield found
        sign = text.find("@", sign + 1, end)


def _address(text: str, sign: int) -> PersonalData | None:
    domain = _DOMAIN.match(text, sign + 1)
    if domain is None or domain["top"].lower() in _NO_TOP or not _in_one_case(domain["top"]):
        return None
    window = max(0, sign - _LONGEST_LOCAL - 2)
    local = _local(text[window:sign])
    if not local:
        return None
    start = sign - len(local)
    # `://user@host` is a URL's, `{{name}}@` a template's, `git@host:path` a repository's.
    if text[max(0, start - 1) : start] in ("/", "}", "@", "$", "&") or in_url(text, start):
        return None
    end = domain.end()
    if text.startswith(":", end) and _REPOSITORY.match(text, end):
        return None
    if is_made_up_mailbox(local, domain[0]):
        return None
    value = f"{local}@{domain[0]}".lower()
    return PersonalData(Span(start, end), "email", value, "e-mail address")


def _local(window: str) -> str:
    """The part before the sign: the longest run of its characters that may begin one."""
    position = len(window)
    while position and (window[position - 1].isalnum() or window[position - 1] in "_.%+'-"):
        position -= 1
    run = window[position:]
    if position and window[position - 1] == "\\" and run[:1] in _ESCAPED:
        run = run[1:]  # the letter belongs to an escape, as in "\nann@..."
    match = _LOCAL.search(run.lstrip("_.%+'-"))
    if match is None or len(run) > _LONGEST_LOCAL or match[0].endswith("."):
        return ""
    return match[0]


def _in_one_case(top: str) -> bool:
    """Whether a domain ends as one does: `COM` and `com`, but no name of a field such as `FormattedValue`."""
    return top.islower() or top.isupper() or not top.isascii()
