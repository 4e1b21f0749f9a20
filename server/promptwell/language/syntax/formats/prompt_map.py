"""Prompt maps: YAML and JSON files of names and texts, such as `prompts.yaml`.

No tool owns them, so what a file holds decides. A file is a prompt map where the settings say so
(`[formats]`), where it is called `prompts.yaml`, or where it has another usual name (`prompts.json`,
`chat_prompts.yaml`) or lies in a folder `prompts`, and its content is a mapping of which most of the text
is prompts. A text is a prompt when it takes several lines, is long,
or has placeholders, and its key does not say that it is something else (`description`, `model`).

- `greeting: |` is a prompt; so is `greeting: {template: |, input_variables: [name]}`.
- `{system: |, user: |}` is one prompt of two messages, for both get the same values.
- A list of `{role, content}` is one prompt.

Which placeholders a prompt has is told by its text, or by the settings (`[dialects]`): `f-string`,
`jinja2`, `mustache`, `handlebars`, `semantic-kernel`, `github-models`, `text`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.formats.base import KeySchema
from promptwell.language.syntax.formats.containers.build import Part, Prompt, container
from promptwell.language.syntax.formats.containers.shapes import (
    conversation,
    is_json,
    is_text,
    is_yaml,
    named_items,
    read_tree,
    text_items,
)
from promptwell.language.syntax.templates.styles import STYLES, style_named, style_of
from promptwell.language.syntax.yaml.kept import kept_per_entry
from promptwell.language.syntax.yaml.node import YamlEntry, YamlNode
from promptwell.language.syntax.yaml.read import YamlReading
from promptwell.language.text.source import Span

_DETECTED = "detected"
_NAMES = frozenset({"prompts.yaml", "prompts.yml"})
_NAME = re.compile(r"(?:^|[._-])prompts?(?:[._-]\w+)?\.(?:ya?ml|json)$")
_FOLDER = re.compile(r"(?:^|/)(?:[\w-]*_)?prompts?/")
_ROLE = re.compile(
    r"(?P<role>system|developer|user|human|assistant|ai)"
    r"(?:_?(?:prompt|message|template|instructions?|content))?(?:_template)?",
    re.IGNORECASE,
)
_ROLES = {"human": "user", "ai": "assistant"}
# What texts under these keys say is about a prompt, or about something else altogether.
_OTHER = frozenset(
    {
        *("_type", "alias", "author", "category", "changelog", "comment", "comments"),
        *("created", "date", "description", "doc", "docs", "engine", "family", "file"),
        *("format", "icon", "id", "kind", "label", "language", "license", "model"),
        *("model_name", "name", "note", "notes", "owner", "path", "provider", "purpose"),
        *("schema", "slug", "source", "summary", "tag", "tags", "title", "type"),
        *("updated", "url", "usage", "version"),
    }
)
# Files with these keys at the top belong to tools that have nothing to do with prompts, or to
# promptfoo, whose settings are read elsewhere.
_FOREIGN = frozenset(
    {
        *("apiVersion", "asyncapi", "components", "definitions", "dependencies"),
        *("devDependencies", "jobs", "openapi", "paths", "providers", "scripts"),
        *("services", "stages", "steps", "swagger", "testcases", "tests"),
    }
)
# Beside `template` these make a file one prompt of Semantic Kernel.
_OF_KERNEL = ("template_format", "input_variables", "execution_settings")
_NOT_INTO = frozenset({"examples", "variables", "input_variables"})
_LONG = 80
_DEEPEST = 12
_MOST = 2000


class PromptMapFormat:
    """Reads prompt maps."""

    name = "prompt-map"
    dialects = (_DETECTED, *STYLES)

    def owns(self, path: str) -> bool:
        """Whether the file is called `prompts.yaml` or `prompts.yml`."""
        return path.rpartition("/")[2].lower() in _NAMES

    def recognizes(self, path: str, text: str) -> bool:
        """Whether the file has a usual name or folder, and its content is mostly prompts."""
        return may_be_prompt_map(path) and _is_map(text, is_json(path))

    def dialect_of(self, path: str, text: str) -> str:
        """The placeholders of each prompt are told by its text."""
        return _DETECTED

    def schema(self, dialect: str) -> KeySchema | None:
        """None: the names are the author's."""
        return None

    def parse(self, text: str, path: str, dialect: str) -> PromptDocument:
        """Read a file."""
        reading = _tree(text, is_json(path))
        prompts = _found(text, is_json(path))
        if dialect in STYLES:
            style = style_named(dialect)
            prompts = tuple(each._replace(style=style) for each in prompts)
        return container(text, path, self.name, dialect, reading, prompts)


FORMAT = PromptMapFormat()


def may_be_prompt_map(path: str) -> bool:
    """Whether a name or folder is usual for prompt maps, so that it is worth looking into the file."""
    if not (is_yaml(path) or is_json(path)):
        return False
    lowered = path.lower()
    return bool(_NAME.search(lowered.rpartition("/")[2]) or _FOLDER.search(lowered))


def _tree(text: str, json: bool) -> YamlReading:
    return read_tree(text, ".json" if json else ".yaml", own_tags=True)


# Asked for several times with each keystroke: whether it is one, and what is in it.
@lru_cache(maxsize=8)
def _found(text: str, json: bool) -> tuple[Prompt, ...]:
    root = _tree(text, json).root
    return tuple(_prompts("", root, None)[:_MOST]) if root is not None else ()


@lru_cache(maxsize=16)
def _is_map(text: str, json: bool) -> bool:
    root = _tree(text, json).root
    if root is None or root.kind != "mapping" or not root.entries:
        return False
    if any(entry.name in _FOREIGN for entry in root.entries):
        return False
    if is_text(root.get("template")) and any(root.entry(key) for key in _OF_KERNEL):
        return False
    prompts = _found(text, json)
    if not any(map(_tells, prompts)):
        return False
    return sum(map(_length_of, prompts)) >= sum(map(_length_of_others, root.entries))


def _tells(prompt: Prompt) -> bool:
    """Whether a prompt's text looks like one, and not like any other text."""
    texts = [part.scalar for part in prompt.parts]
    return any("{" in (each.text() or "") or _is_long(each) for each in texts)


def _length_of(prompt: Prompt) -> int:
    return sum(_length(part.scalar) for part in prompt.parts)


@kept_per_entry
def _length_of_others(entry: YamlEntry) -> int:
    """How much is written in an entry, in long texts, that is no prompt."""
    if _is_prompt(entry):
        return _long(entry.key)
    prompts = _below(entry, "") if _is_looked_into(entry) else ()
    written = {part.scalar.span for each in prompts for part in each.at_its_place().parts}
    return sum(
        _long(node)
        for node in (entry.key, *entry.value.walk())
        if node.kind == "scalar" and node.span not in written
    )


def _long(node: YamlNode) -> int:
    length = _length(node)
    return length if length >= _LONG else 0


def _length(node: YamlNode) -> int:
    return len(node.value) if isinstance(node.value, str) else 4


def _prompts(name: str, node: YamlNode, key: YamlNode | None) -> list[Prompt]:
    """All prompts of a tree, in order."""
    spoken = conversation(node)
    if spoken:
        return [Prompt(name or "messages", _NO_HOLDER, spoken, key=key, kept={})]
    if node.kind == "mapping":
        return _in_mapping(name, node, key)
    found: list[Prompt] = []
    if name.count(".") < _DEEPEST:
        for index, item in enumerate(node.items):
            if item.kind in ("mapping", "sequence"):
                found += _prompts(f"{name}.{index}", item, None)
    return found


def _in_mapping(name: str, node: YamlNode, key: YamlNode | None) -> list[Prompt]:
    """The prompts that stand right in a mapping, then those further below."""
    shares = [(entry, _share(entry, name)) for entry in node.entries]
    texts = [(entry, share) for entry, share in shares if share.alone is not None]
    prompts: list[Prompt] = []
    roles = [(entry, share.role) for entry, share in texts if share.role]
    if len(roles) > 1 and len({role for _, role in roles}) == len(roles):
        parts = tuple(Part(entry.value, role) for entry, role in roles)
        prompts.append(_prompt(name or "messages", node, parts, key))
        texts = [(entry, share) for entry, share in texts if not share.role]
    if len(texts) == 1:
        entry, share = texts[0]
        part = Part(entry.value, share.role)
        prompts.append(_prompt(_joined(name, entry.name), node, (part,), entry.key))
    else:
        prompts += [share.alone.moved(entry.by) for entry, share in texts if share.alone]
    deeper = [(entry, share.below) for entry, share in shares if share.below]
    return prompts + [each.moved(entry.by) for entry, below in deeper for each in below]


class _Share(NamedTuple):
    """What an entry adds to the prompts of its mapping: its own text as one of several, and what is further below."""

    alone: Prompt | None
    role: str
    below: tuple[Prompt, ...]


@kept_per_entry
def _share(entry: YamlEntry, name: str) -> _Share:
    """The same, as if the entry stood where it was read."""
    alone = _alone(entry, name) if _is_prompt(entry) else None
    is_deep = name.count(".") >= _DEEPEST
    below = _below(entry, name) if _is_looked_into(entry) and not is_deep else ()
    return _Share(alone, _role(entry.name) if alone else "", below)


def _is_looked_into(entry: YamlEntry) -> bool:
    return entry.name not in _NOT_INTO and entry.name not in _OTHER


@kept_per_entry
def _below(entry: YamlEntry, name: str) -> tuple[Prompt, ...]:
    """The prompts in what an entry of a mapping holds, as if it stood where it was read."""
    node = entry.value
    if node.kind not in ("mapping", "sequence"):
        return ()
    return tuple(_prompts(_joined(name, entry.name), node, entry.key))


def _alone(entry: YamlEntry, name: str) -> Prompt:
    """The prompt that the text of an entry is, one of several in its mapping."""
    part = Part(entry.value, _role(entry.name))
    return Prompt(_joined(name, entry.name), _NO_HOLDER, (part,), key=entry.key, kept={})


def _prompt(name: str, holder: YamlNode, parts: Sequence[Part], key: YamlNode | None) -> Prompt:
    """A prompt; what its mapping lists as variables is its own where it is the only one there."""
    written = holder.get("template_format")
    style = style_named(written.text() or "") if written is not None else None
    names: list[YamlNode] = []
    for key_of_list in ("input_variables", "variables"):
        listed = holder.get(key_of_list)
        names += (*text_items(listed), *named_items(listed))
    return Prompt(name, holder, tuple(parts), style, tuple(names), key, kept={})


@kept_per_entry
def _is_prompt(entry: YamlEntry) -> bool:
    node = entry.value
    said = node.text() or ""
    if not is_text(node):
        return False
    if entry.name.lower() in _OTHER:
        return _is_long(node) and style_of(said).name != "text"
    if " " not in said.strip() and "\n" not in said.strip():
        return False  # a word, a path, an address
    return _is_long(node) or style_of(said).name != "text" or bool(_role(entry.name))


def _is_long(node: YamlNode) -> bool:
    said = (node.text() or "").strip()
    return len(said) >= _LONG or "\n" in said


@lru_cache(maxsize=1024)
def _role(key: str) -> str:
    found = _ROLE.fullmatch(key)
    role = found["role"].lower() if found else ""
    return _ROLES.get(role, role)


def _joined(name: str, key: str) -> str:
    return f"{name}.{key}" if name else key


_NO_HOLDER = YamlNode("mapping", Span(0, 0))
