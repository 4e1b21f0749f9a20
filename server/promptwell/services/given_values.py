"""Values for a prompt's inputs as people write them: `topic=tides`, `count=3`, or a file of values."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from promptwell.errors import UsageError
from promptwell.language.semantics.data_files import read_data
from promptwell.language.semantics.model import SemanticModel

_JSON_KINDS = frozenset({"array", "object", "thread"})


def given_values(
    written: Iterable[str], model: SemanticModel | None, read: Callable[[str], str]
) -> dict[str, Any]:
    """The values that arguments give, later ones over earlier ones.

    `name=value` gives one: the declared kind of the input says whether it is text or JSON; where
    none is declared, what is a JSON number, truth value, list or mapping is taken as that.
    `name=@file` takes the text of a file. Anything else names a file of values (JSON or YAML, one
    mapping), which `read` reads.

    Raises:
        UsageError: a value does not fit its input, or a file holds no mapping.
    """
    values: dict[str, Any] = {}
    for each in written:
        name, equals, text = each.partition("=")
        if equals and name.strip() and "/" not in name:
            values[name.strip()] = _value(name.strip(), text, model, read)
        else:
            values |= _values_of(each, read)
    return values


def _value(name: str, text: str, model: SemanticModel | None, read: Callable[[str], str]) -> Any:
    if text.startswith("@@"):
        return text[1:]
    if text.startswith("@"):
        return read(text[1:])
    declared = model.declared.get(name) if model else None
    kind = declared.type.kind if declared else "any"
    if kind in ("string", "image", "file", "audio"):
        return text
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        value = text
    if kind in _JSON_KINDS and not isinstance(value, (list, dict)):
        raise UsageError(
            f"the input `{name}` is {_article(kind)} {kind}: give it as JSON, such as {name}='[...]'"
        )
    if not _fits(value, kind):
        raise UsageError(f"the input `{name}` is {_article(kind)} {kind}, and `{text}` is none")
    # Text in quotes stays as it was typed: they may be meant.
    return text if isinstance(value, str) or value is None else value


def _fits(value: Any, kind: str) -> bool:
    if kind == "boolean" or isinstance(value, bool):
        return isinstance(value, bool) and kind not in ("integer", "float")
    if kind == "integer":
        return isinstance(value, int)
    return kind != "float" or isinstance(value, (int, float))


def _values_of(path: str, read: Callable[[str], str]) -> dict[str, Any]:
    content = read_data(read(path), path if path != "-" else "-.json")
    if not isinstance(content, dict):
        raise UsageError(
            f"{path}: this is no mapping of inputs to values; give name=value, or a JSON or YAML file "
            'such as {"topic": "tides"}'
        )
    return content


def _article(word: str) -> str:
    return "an" if word[0] in "aeiou" else "a"
