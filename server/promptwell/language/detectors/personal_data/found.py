"""What the detector of personal data gives."""

from __future__ import annotations

from typing import Literal, NamedTuple

from promptwell.language.text.source import Span

Kind = Literal["email", "phone", "card", "iban", "national", "ip"]


class PersonalData(NamedTuple):
    """One value of personal data: where it stands, its kind, and what exactly it is.

    `value` is the value without separators and in one case, so that the same value is known again
    in another spelling. `name` says what it is to a reader: `Visa card`, `US Social Security number`.
    """

    span: Span
    kind: Kind
    value: str
    name: str
