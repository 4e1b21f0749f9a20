"""A text cut into blocks whose token counts add up to the count of the whole."""

from __future__ import annotations

import re
from collections.abc import Iterator

LONG_BLOCK = 4_000

# Byte-pair tokenizers first cut a text with a pattern. In cl100k_base and o200k_base no piece
# reaches across a line end into a letter or digit, nor across a single space between a word and
# a letter, so tokens never span these places.
_PARAGRAPH = re.compile(r"\n\r?\n(?=[^\W_])")
_LINE = re.compile(r"\n(?=[^\W_])")
_WORD = re.compile(r"(?<=[A-Za-z0-9.,;:!?])(?= [A-Za-z])")


def text_blocks(text: str) -> Iterator[str]:
    """Yield the text's paragraphs; joined, they are the text.

    A paragraph longer than `LONG_BLOCK` is cut at lines or words. An edit changes one block
    only, so counts kept by block stay valid for the others. A stretch without any line end or
    space (minified code, base64) stays whole however long it is.
    """
    for block in _cut(text, _PARAGRAPH, 0):
        if len(block) <= LONG_BLOCK:
            yield block
            continue
        for lines in _cut(block, _LINE, LONG_BLOCK // 2):
            if len(lines) <= LONG_BLOCK:
                yield lines
            else:
                yield from _cut(lines, _WORD, LONG_BLOCK // 2)


def _cut(text: str, at: re.Pattern[str], least: int) -> Iterator[str]:
    start = 0
    for match in at.finditer(text):
        if match.end() - start > least:
            yield text[start : match.end()]
            start = match.end()
    if start < len(text):
        yield text[start:]
