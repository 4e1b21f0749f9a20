"""What can be wrong with declared metadata although each of its values has the right type."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from promptwell.language.semantics.metadata_declarations import OWN_KEYS
from promptwell.settings.fault import Fault, Place
from promptwell.settings.metadata import FieldSettings, MetadataSettings

# What needs no quotes as a key of YAML and as a field in a search.
_NAME = re.compile(r"[A-Za-z_][\w-]*", re.ASCII)


def metadata_faults(settings: MetadataSettings) -> Iterator[Fault]:
    """Faults that are reported and do no harm: such a field is read as far as it makes sense."""
    place: Place = ("metadata", "categories")
    if not settings.categories:
        yield Fault(place, False, "`metadata.categories`: at least one category is wanted")
    yield from _words(place, settings.categories)
    for name, each in settings.fields.items():
        yield from _of_field(("metadata", "fields", name), name, each)


def _of_field(place: Place, name: str, declared: FieldSettings) -> Iterator[Fault]:
    if name in OWN_KEYS:
        message = f"`{name}` is a key of Promptwell's own; call the field something else"
        yield Fault(place, True, message)
    elif not _NAME.fullmatch(name):
        message = f"`{name}` is no name for a field: letters, digits, `_` and `-` make one"
        yield Fault(place, True, message)
    if declared.type == "enum" and not declared.values:
        yield Fault(place, True, f"the field `{name}` is an `enum` and needs `values`")
    elif declared.values and declared.type not in ("enum", "list"):
        message = f"`values` mean nothing where `type` is `{declared.type}`; an `enum` has them"
        yield Fault((*place, "values"), True, message)
    yield from _words((*place, "values"), declared.values)


def _words(place: Place, words: Sequence[str]) -> Iterator[Fault]:
    """Words that are empty, have blanks around them, or stand there twice."""
    known: set[str] = set()
    for index, word in enumerate(words):
        if not word.strip() or word != word.strip():
            yield Fault((*place, index), False, "a word without blanks around it is wanted")
        elif word in known:
            yield Fault((*place, index), False, f"`{word}` is listed twice")
        known.add(word)
