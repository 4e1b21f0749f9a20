"""Keeps secrets out of what is written about a text: messages, quoted lines, hovers, logs."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache

from promptwell.language.detectors.secrets.find import find_secrets
from promptwell.language.detectors.secrets.secret import Secret

_NOT_SPACE = re.compile(r"\S")
_PIECE = re.compile(r"[^\s`\"'()\[\]{}<>,;]{8,}")
_LINE = re.compile(r"(?:[^\r\n\\]|\\(?![rn]))+")
# A part as short as this tells little, and would be found in words that have nothing to do with it.
_SHORTEST = 8


class Hider:
    """Knows the secrets of one text and keeps them out of others.

    It looks for them when it is first asked about something long enough to show one.
    """

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _secrets(self) -> tuple[Secret, ...]:
        return find_secrets(self._text)

    def __bool__(self) -> bool:
        return bool(self._secrets)

    @property
    def text(self) -> str:
        """The text itself with a star for each character of a secret: all places stay what they are.

        A secret is hidden wherever it stands, also where nothing gave it away.
        """
        parts: list[str] = []
        position = 0
        for secret in self._secrets:
            start, end = secret.span
            parts += [self._text[position:start], _NOT_SPACE.sub("*", self._text[start:end])]
            position = end
        text = "".join([*parts, self._text[position:]])
        for value in self.values:
            text = text.replace(value, "*" * len(value))
        return text

    def hide(self, said: str) -> str:
        """What is said of the text, with stars in place of its secrets, whole or in part."""
        if len(said) < _SHORTEST or not self._secrets:
            return said
        for value in self.values:
            said = said.replace(value, "***")
        return _PIECE.sub(lambda piece: "***" if self._is_part(piece[0]) else piece[0], said)

    def reveals(self, said: str) -> bool:
        """Whether something that is said of the text holds one of its secrets."""
        return self.hide(said) != said

    @cached_property
    def values(self) -> tuple[str, ...]:
        """The secrets, and each line of those that have several; what is common or short is no secret."""
        found: set[str] = set()
        for secret in self._secrets:
            value = self._text[secret.span.start : secret.span.end]
            if not secret.weak:
                found.add(value)
                found.update(line.strip() for line in _LINE.findall(value))
        long = [each for each in found if len(each) >= _SHORTEST]
        return tuple(sorted(long, key=lambda each: (-len(each), each)))

    @cached_property
    def _joined(self) -> str:
        return "\n".join(self.values)

    def _is_part(self, piece: str) -> bool:
        # Markdown may have marked some characters, and a text that is cut short ends with dots.
        plain = piece.replace("\\", "").rstrip(".\u2026")
        return len(plain) >= _SHORTEST and plain in self._joined


@lru_cache(maxsize=4)
def hider(text: str) -> Hider:
    """What hides the secrets of a text."""
    return Hider(text)


def without_secrets(said: str, *texts: str) -> str:
    """What is said, without the secrets of the texts that it is said of and without its own."""
    for text in texts:
        said = hider(text).hide(said)
    return Hider(said).text
