"""The page of all formats of tokens that `provider-token` knows, with where each is described."""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType

from promptwell.language.detectors.secrets.catalogue import all_formats, families
from promptwell.language.detectors.secrets.format import Format

PATH = "docs/reference/secret-formats.md"
_INTRODUCTION = """\
# Formats of secrets

The {count} formats that the rule [provider-token](rules/provider-token.md) looks for. *Known by* is what a
token begins with or has in it; where it is a provider's name, only that name beside it gives the token away,
and the finding is a warning. A checksum means that only a token which can have been issued is reported.
*Unverified* formats are known from tokens seen in use, not from a document.
"""


def generate() -> dict[str, str]:
    """The page."""
    lines = [_INTRODUCTION.format(count=len(all_formats()))]
    for family in families():
        lines += [f"## {_title(family)}", "", *_table(family.FORMATS), ""]
    return {PATH: "\n".join(lines)}


def _title(family: ModuleType) -> str:
    return (family.__doc__ or "").split("\n")[0].rstrip(".")


def _table(formats: tuple[Format, ...]) -> Iterator[str]:
    yield "| format | id | known by | checksum | described in |"
    yield "|---|---|---|---|---|"
    for form in formats:
        marks = ", ".join(f"`{each}`" for each in form.keywords[:3])
        marks += " and more" if len(form.keywords) > 3 else ""
        source = form.source
        where = f"[{source.title}]({source.address})" if source.read else "unverified"
        checksum = "yes" if form.checksum else ""
        yield f"| {form.name} | `{form.id}` | {marks} | {checksum} | {where} |"
