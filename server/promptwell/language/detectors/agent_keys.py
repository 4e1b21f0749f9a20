"""The front matter of an agent file beside the profile of its tool: what is dropped, what is misspelled."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from promptwell.language.detectors.kept import kept_per_document
from promptwell.language.semantics.plugins import is_for_claude_alone
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.formats.agents.profile import Drop, Profile
from promptwell.language.syntax.formats.agents.profiles import FORMAT_NAME, profile_named
from promptwell.language.syntax.yaml.node import YamlEntry, YamlNode

if TYPE_CHECKING:
    from promptwell.language.semantics.project import Project


class DroppedValue(NamedTuple):
    """A value that the tool passes over without a word, and what its profile says of that."""

    entry: YamlEntry
    drop: Drop


def profile_of(document: PromptDocument) -> Profile | None:
    """The profile of an agent file; None for other files."""
    return profile_named(document.dialect) if document.format == FORMAT_NAME else None


def reader_of(document: PromptDocument, project: Project) -> Profile | None:
    """The profile of an agent file where it lies: a skill in a plugin of Claude Code's is Claude Code's."""
    if document.dialect == "skill":
        root = project.files.root(document.path)
        if is_for_claude_alone(document.path, root, project.exists):
            return profile_named("claude-skill")
    return profile_of(document)


def other_spelling(document: PromptDocument, key: str) -> str | None:
    """The key that the file's tool reads where another tool's spelling stands; None for other keys."""
    profile = profile_of(document)
    name = profile.spellings.get(key) if profile else None
    if profile is None or name is None:
        return None
    if profile.names.get(name) == "tool" and not _names_tools(document.root.get(key), profile):
        return None  # it lists something else, such as the agents that the file is for
    return name


@kept_per_document
def dropped_values(document: PromptDocument) -> tuple[DroppedValue, ...]:
    """The values of the front matter that have a shape the tool passes over, in the order of the text."""
    profile = profile_of(document)
    if profile is None or document.front_matter is None:
        return ()
    return tuple(
        DroppedValue(entry, drop)
        for entry in document.root.entries
        for drop in profile.drops
        if drop.key == entry.name and _has_shape(entry.value, drop)
    )


def _names_tools(node: YamlNode | None, profile: Profile) -> bool:
    """Whether a value may list tools: one of them is known, or is a server's, or nothing is known of tools."""
    if node is None or not profile.tools:
        return True
    texts = [item.text() or "" for item in node.items] or [node.text() or ""]
    words = re.findall(r"[^\s,]+", " ".join(texts))
    return not words or any(
        word.partition("(")[0] in profile.tools or "__" in word or word == "*" for word in words
    )


def _has_shape(node: YamlNode, drop: Drop) -> bool:
    if node.kind in ("missing", "alias") or (node.kind == "scalar" and node.value is None):
        return drop.shape == "empty"
    if drop.shape == "list":
        return node.kind == "sequence"
    if drop.shape == "mapping":
        return node.kind == "mapping"
    if drop.shape == "not boolean":
        return not isinstance(node.value, bool)
    if drop.shape == "quoted":
        return node.kind == "scalar" and node.style in ("single", "double")
    return drop.shape == "text" and node.kind == "scalar"
