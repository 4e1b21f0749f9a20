"""Tokenizers that are loaded in the background once something asks for them."""

from __future__ import annotations

import threading
from collections.abc import Callable

from promptwell.bootstrap.editing import editor_tokenizers
from promptwell.language.semantics.tokens.counting import Tokenizer


class BackgroundTokenizers:
    """Counts are estimates until the encoding that was asked for is there.

    An encoding takes a quarter of a second and 45 MB, so none is loaded before a prompt is so
    long that an estimate cannot decide, or somebody looks at a number of tokens.
    """

    def __init__(self) -> None:
        self._tokenizers = editor_tokenizers()
        self._asked: set[str] = set()
        self._tried: set[str] = set()
        self.on_ready: Callable[[], None] = _nothing
        """Called in the loading thread when counts have become exact."""

    def tokenizer(self, encoding: str) -> Tokenizer | None:
        """The tokenizer of an encoding, or None while it is being loaded."""
        found = self._tokenizers.tokenizer(encoding)
        if found is None and encoding not in self._asked:
            self._asked.add(encoding)
            threading.Thread(target=self._load, args=(encoding,), daemon=True).start()
        return found

    def is_awaited(self, encoding: str) -> bool:
        """Whether an encoding is not there, and may be once it is loaded."""
        return encoding not in self._tried and self._tokenizers.tokenizer(encoding) is None

    def load(self, encoding: str) -> None:
        """Have an encoding loaded before this returns, where it can be; not to be called on the loop."""
        self._asked.add(encoding)
        self._load(encoding)

    def _load(self, encoding: str) -> None:
        found = self._tokenizers.load_ranks(encoding)
        self._tried.add(encoding)
        if found:
            self.on_ready()


def _nothing() -> None:
    """Nobody waits."""
