"""Where a rule comes from: the weaknesses it belongs to, its sources, and how well it was seen to do."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple


class Source(NamedTuple):
    """A document that a rule follows: what it is, its address, and the day it was last read.

    `read` is None where the document is known only from what others say of it: the rule's page
    then calls it unverified.
    """

    title: str
    address: str
    read: date | None


class Measurement(NamedTuple):
    """How a rule did on real texts that people had labelled or read through.

    `precision` and `recall` are shares from 0 to 1; `recall` is None where nobody counted what
    was missed. `texts` says what it was measured on, with their number.
    """

    texts: str
    precision: float | None
    recall: float | None
    measured: date
