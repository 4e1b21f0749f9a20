"""What a YAML scalar's text means: numbers, booleans and null as PyYAML resolves them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from yaml.constructor import SafeConstructor
from yaml.nodes import ScalarNode
from yaml.resolver import Resolver

_PREFIX = "tag:yaml.org,2002:"

# Dates and `=` stay text: a prompt's data is JSON, which has no dates.
_CONSTRUCT = {"int": "construct_yaml_int", "float": "construct_yaml_float"}

# The tags that PyYAML's safe loader can construct; any other makes it refuse the file.
SAFE_TAGS = frozenset(
    _PREFIX + name
    for name in (
        *("null", "bool", "int", "float", "binary", "timestamp"),
        *("omap", "pairs", "set", "str", "seq", "map", "value", "merge"),
    )
)

_RESOLVER = Resolver()
_CONSTRUCTOR = SafeConstructor()
_BOOLEANS = {"yes": True, "no": False, "true": True, "false": False, "on": True, "off": False}

# What every implicit type but text begins with; anything else needs no look at the resolver.
_MAYBE_TYPED = re.compile(r"[-+0-9.~nNtTfFyYoO=<]|$")


def plain_value(text: str) -> Any:
    """The value of an unquoted scalar: `5`, `1.5`, `yes`, `~` ...; everything else is the text itself."""
    if len(text) > 400 or not _MAYBE_TYPED.match(text):
        return text
    return _implicit(text)


def tagged_value(text: str, tag: str) -> Any:
    """The value of a scalar with a tag that fixes its type (`!!int "5"`); the text where it does not fit."""
    kind = tag.removeprefix(_PREFIX)
    if kind == "null":
        return None
    if kind == "bool":
        return _BOOLEANS.get(text.lower(), text)
    method = _CONSTRUCT.get(kind)
    if method is None:
        return text
    try:
        return getattr(_CONSTRUCTOR, method)(ScalarNode(tag, text))
    except (ValueError, IndexError, OverflowError):
        return text


@lru_cache(maxsize=4096)
def _implicit(text: str) -> Any:
    tag = _RESOLVER.resolve(ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]  # PyYAML's stubs lack it
    return tagged_value(text, str(tag))
