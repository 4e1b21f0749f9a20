"""How near two vectors are, without a library: for the few that an answer shows."""

from __future__ import annotations

import sys
from array import array
from operator import mul


def similarity(one: bytes, other: bytes) -> float:
    """The cosine of two vectors of length 1, as an `Embedder` gives them; 0.0 where they are of two models."""
    if len(one) != len(other):
        return 0.0
    return float(sum(map(mul, _numbers(one), _numbers(other))))


def _numbers(vector: bytes) -> array[float]:
    numbers = array("f", vector)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
