"""A shell text as its words, command by command, as far as that shows without running it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_TOKEN = re.compile(
    r"(?P<blank>(?:[ \t\r]|\\\r?\n)+)"
    r"|(?P<comment>(?<![^\s;|&()])#[^\n]*)"
    r"|(?P<end>&&|\|\||[;|&\n()])"
    r"|(?P<word>(?:\\.|\"(?:\\.|[^\"\\])*\"|'[^']*'|\$\([^()\n]{0,200}\)|[^\s;|&()\\\"'])+)"
    r"|(?P<rest>.)",
    re.DOTALL,
)
_PROMPT = frozenset({"$", ">", "%", "PS>"})
_ASSIGNMENT = re.compile(r"[A-Za-z_]\w*=")
# Commands whose arguments are the command that really runs.
_BEFORE = frozenset(
    {"sudo", "env", "time", "exec", "nohup", "command", "then", "do", "else", "if", "!"}
)


class Word(NamedTuple):
    """One word: what it says without quotes, and where it stands in the text."""

    said: str
    start: int
    end: int


def simple_commands(text: str) -> Iterator[tuple[Word, ...]]:
    """The commands of a shell text, each as its words; what stands in a comment is left out.

    What only comes before a command goes: a prompt sign, assignments, `sudo` and its like.
    """
    words: list[Word] = []
    joined = False
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        if kind in ("word", "rest"):
            piece = match.group()
            if joined and words:
                last = words[-1]
                words[-1] = Word(last.said + _said(piece), last.start, match.end())
            else:
                words.append(Word(_said(piece), match.start(), match.end()))
            joined = True
            continue
        joined = False
        if kind == "end" and words:
            yield from _command(words)
            words = []
    if words:
        yield from _command(words)


def _command(words: list[Word]) -> Iterator[tuple[Word, ...]]:
    index = 0
    options = False
    while index < len(words):
        said = words[index].said
        if (index == 0 and said in _PROMPT) or said in _BEFORE or _ASSIGNMENT.match(said):
            options = said in ("sudo", "env")
        elif not (options and said.startswith("-")):
            break
        index += 1
    if index < len(words):
        yield tuple(words[index:])


def _said(piece: str) -> str:
    if "'" not in piece and '"' not in piece and "\\" not in piece:
        return piece
    return re.sub(r"\\(.)|[\"']", lambda match: match[1] or "", piece, flags=re.DOTALL)
