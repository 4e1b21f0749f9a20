"""What a kind of national number looks like and how it is checked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class NationalNumber:
    """One kind of number that a state gives to a person.

    `form` is what it is without separators, in capitals, and `lengths` how long that is; `check`
    tells a right one from others. `plain` is how it is written where it is unmistakable; a number
    written otherwise counts only with one of `words` before it. Without `plain` it always needs a word.
    """

    name: str
    lengths: tuple[int, ...]
    form: str
    words: str
    check: Callable[[str], bool] | None = None
    plain: str = ""
