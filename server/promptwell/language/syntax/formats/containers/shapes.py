"""What the texts of YAML and JSON files look like where they are prompts."""

from __future__ import annotations

import re

from promptwell.language.syntax.formats.containers.build import Part
from promptwell.language.syntax.json_text import read_json
from promptwell.language.syntax.yaml.node import YamlNode
from promptwell.language.syntax.yaml.read import YamlReading, read_yaml

_TOP_KEY = r"(?:^|[\r\n])(?:{})[ \t]*:"
_JSON_KEY = r"[\"'](?:{})[\"'][ \t\r\n]*:"

# The readers of keys look no further: what tells a format stands near the top.
_LOOK_AT = 256 * 1024

YAML_SUFFIXES = (".yaml", ".yml")
JSON_SUFFIXES = (".json",)


def suffix_of(path: str) -> str:
    """The suffix of a file in small letters, with its dot."""
    name = path.rpartition("/")[2].lower()
    return f".{name.rpartition('.')[2]}" if "." in name else ""


def is_yaml(path: str) -> bool:
    """Whether the suffix is one of YAML's."""
    return suffix_of(path) in YAML_SUFFIXES


def is_json(path: str) -> bool:
    """Whether the suffix is that of JSON."""
    return suffix_of(path) in JSON_SUFFIXES


def read_tree(text: str, path: str, *, own_tags: bool = False) -> YamlReading:
    """The tree of a YAML or JSON file, whose program may know tags of its own such as `!Template`."""
    return read_json(text) if is_json(path) else read_yaml(text, own_tags=own_tags)


def has_top_keys(text: str, path: str, *keys: str) -> bool:
    """Whether a text seems to have all of these keys at its top level, to be told without reading it."""
    head = text[:_LOOK_AT]
    pattern = _JSON_KEY if is_json(path) else _TOP_KEY
    return all(re.search(pattern.format(re.escape(key)), head) for key in keys)


def is_text(node: YamlNode | None) -> bool:
    """Whether a node is a text, and not a number, a word of YAML's, or nothing."""
    return node is not None and node.kind == "scalar" and isinstance(node.value, str)


def conversation(node: YamlNode | None) -> tuple[Part, ...]:
    """The messages of a list of roles and contents; none where a node is no such list.

    A content may be one text, or a list of parts some of which are `{type: text, text: ...}`.
    """
    if node is None or node.kind != "sequence":
        return ()
    parts: list[Part] = []
    for item in node.items:
        role, content = item.get("role"), item.get("content")
        if role is None or content is None or not is_text(role):
            continue
        said = str(role.value)
        if is_text(content):
            parts.append(Part(content, said, role))
        for each in content.items:
            words = each.get("text")
            if words is not None and is_text(words):
                parts.append(Part(words, said, role))
    return tuple(parts)


def text_items(node: YamlNode | None) -> tuple[YamlNode, ...]:
    """The texts of a list."""
    return tuple(item for item in (node.items if node else ()) if is_text(item))


def named_items(node: YamlNode | None) -> tuple[YamlNode, ...]:
    """The names of a list of mappings: `- name: topic`."""
    named = [item.get("name") for item in (node.items if node else ())]
    return tuple(each for each in named if each is not None and is_text(each))


def keys_of_rows(node: YamlNode | None) -> tuple[YamlNode, ...]:
    """The keys of all mappings in a list."""
    rows = node.items if node else ()
    return tuple(entry.key for row in rows for entry in row.entries if is_text(entry.key))
