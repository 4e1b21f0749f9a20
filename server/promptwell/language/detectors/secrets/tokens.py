"""Tokens of a published format, at the place where one of its keywords stands."""

from __future__ import annotations

from promptwell.language.detectors.secrets.engine import compiled
from promptwell.language.detectors.secrets.format import Format
from promptwell.language.detectors.secrets.placeholders import entropy, is_sample
from promptwell.language.detectors.secrets.secret import Secret
from promptwell.language.text.source import Span


def token_at(
    text: str, start: int, form: Format, *, standard_library: bool = False
) -> Secret | None:
    """The token of a format whose keyword begins at an offset."""
    begin = max(0, start - form.lead)
    if not form.within_word and not form.lead and _continues(text, start):
        return None
    pattern = compiled(form.pattern, standard_library=standard_library)
    piece = text[begin : start + form.reach]
    match = pattern.search(piece) if form.lead else pattern.match(piece)
    if match is None:
        return None
    whole = match.span()
    if form.lead and _continues(text, begin + whole[0]):
        return None
    first, last = match.span(1) if pattern.groups else whole
    span = Span(begin + first, begin + last)
    following = text[span.end : span.end + 1]
    if following and (following in form.tail or (following.isascii() and following.isalnum())):
        return None
    value = text[span.start : span.end]
    if is_sample(value) or entropy(value) < form.entropy:
        return None
    if form.checksum is not None and not form.checksum(value):
        return None
    return Secret(span, "token", form.name, form.id, certain=form.certain)


def _continues(text: str, start: int) -> bool:
    """Whether a word goes on at an offset; the letter of an escaped line end is no part of one."""
    before = text[start - 1 : start] if start else ""
    if not before or not (before == "_" or (before.isascii() and before.isalnum())):
        return False
    return not (before in "nrt" and text[start - 2 : start - 1] == "\\")
