"""A value with most of it hidden: enough to find it again, too little to learn it."""

from __future__ import annotations

import re

from promptwell.language.detectors.personal_data.found import Kind

_KEPT: dict[Kind, int] = {"phone": 2, "card": 4, "iban": 2, "national": 2}
_SHOWN = re.compile(r"[^\W_]")


def masked(kind: Kind, written: str) -> str:
    """A value as it may be shown: `j***@e***.com`, `**** **** **** 4242`, `203.***`."""
    if kind == "email":
        local, _, domain = written.rpartition("@")
        name, _, top = domain.rpartition(".")
        return f"{local[:1]}***@{name[:1]}***.{top}"
    if kind == "ip":
        first, mark = re.split(r"[.:]", written, maxsplit=1)[0], "." if "." in written else ":"
        return f"{first}{mark}***"
    hidden = len(_SHOWN.findall(written)) - _KEPT[kind]
    return _SHOWN.sub("*", written, count=max(hidden, 0))
