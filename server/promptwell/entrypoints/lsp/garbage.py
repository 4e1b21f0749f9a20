"""Python's search for garbage, kept out of the way of whoever types.

What a long file means is hundreds of thousands of objects, and to look through all of them takes 100 ms:
a keystroke must not pay for it. Most of what an edit leaves behind goes without a search.
"""

from __future__ import annotations

import asyncio
import gc

# Nobody has typed for so long, in seconds.
_QUIET = 1.0
# Who types on and on gets one all the same after so many keystrokes, once the answers are out.
_MOST = 40
_SOON = 0.06
# A search through all comes by itself only after so many small ones: a client that never rests.
_RARELY = 1000


class Garbage:
    """Searches once nobody has typed for a moment."""

    def __init__(self) -> None:
        self._next: asyncio.TimerHandle | None = None
        self._typed = 0

    def begin(self) -> None:
        """All is loaded: what there is now stays, and is not looked through again."""
        gc.enable()
        gc.collect()
        gc.freeze()
        youngest, middle, _ = gc.get_threshold()
        gc.set_threshold(youngest, middle, _RARELY)

    def typed(self) -> None:
        """Wait with the search for the next pause."""
        if self._next is not None:
            self._next.cancel()
        self._typed += 1
        pause = _QUIET if self._typed < _MOST else _SOON
        self._next = asyncio.get_running_loop().call_later(pause, self._search)

    def _search(self) -> None:
        self._next = None
        self._typed = 0
        if gc.isenabled():
            gc.collect()
