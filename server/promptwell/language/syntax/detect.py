"""Which format and dialect a file has: by settings, name, folder, suffix, then content."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from promptwell.language.syntax.formats.base import (
    Format,
    all_formats,
    format_named,
    further_formats,
)
from promptwell.language.text.globs import matches


@dataclass(frozen=True)
class Associations:
    """What the settings say about files: globs to a format's name, globs to a dialect's.

    The first glob that fits a path counts. `scanned` are files that a scan reads besides prompts,
    by their paths.
    """

    formats: Mapping[str, str] = field(default_factory=dict)
    dialects: Mapping[str, str] = field(default_factory=dict)
    scanned: Mapping[str, str] = field(default_factory=dict)

    def format_of(self, path: str) -> str | None:
        """The format that the settings give to a path."""
        return _first(self.formats, path) or self.scanned.get(path)

    def dialect_of(self, path: str) -> str | None:
        """The dialect that the settings give to a path."""
        return _first(self.dialects, path)


NO_ASSOCIATIONS = Associations()

_PLUGIN_FOLDERS = frozenset({"agents", "commands"})


def detect(
    path: str, text: str, associations: Associations = NO_ASSOCIATIONS
) -> tuple[str, str] | None:
    """The format and the dialect of a file, or None where it is no prompt file.

    Settings go first. Then what a name, a folder or a suffix says: `.prompty` is Prompty, v1 or
    v2 by its keys; `.j2`, `.jinja` and `.jinja2` are Jinja templates. Then the content, for
    formats that can be told by it.
    """
    found = _format_of(path, text, associations)
    if found is None:
        return None
    dialect = associations.dialect_of(path)
    if dialect in found.dialects:
        return found.name, dialect
    return found.name, found.dialect_of(path, text)


def owned(path: str, associations: Associations = NO_ASSOCIATIONS) -> bool:
    """Whether a path alone says that the file is a prompt, so that discovery need not read it."""
    return associations.format_of(path) is not None or any(
        each.owns(path) for each in all_formats()
    )


def may_hold_prompts(path: str) -> bool:
    """Whether a file is worth reading to learn if it is a prompt, although its name doesn't say so.

    YAML or JSON whose own name or folder's name speaks of prompts; Markdown in a folder `agents` or
    `commands`, or one below it, where plugins of coding agents keep them.
    """
    lowered = path.lower()
    if lowered.endswith(".md"):
        return not _PLUGIN_FOLDERS.isdisjoint(lowered.rsplit("/", 3)[1:-1])
    return lowered.endswith((".yaml", ".yml", ".json")) and any(
        "prompt" in part for part in lowered.rsplit("/", 2)[1:]
    )


def _format_of(path: str, text: str, associations: Associations) -> Format | None:
    named = associations.format_of(path)
    if named:
        found = format_named(named)
        if found:
            return found
    owners = [each for each in all_formats() if each.owns(path)]
    if owners:
        # A suffix that two tools use: the content tells whose the file is.
        return next((each for each in owners[1:] if each.recognizes(path, text)), owners[0])
    return _told_by_content(path, text)


# Asked of each file with every question about it, and some formats have to read the whole file.
@lru_cache(maxsize=128)
def _told_by_content(path: str, text: str) -> Format | None:
    for each in (*all_formats(), *further_formats()):
        if each.owns(path) or each.recognizes(path, text):
            return each
    return None


def _first(globs: Mapping[str, str], path: str) -> str | None:
    return next((value for glob, value in globs.items() if matches(glob, path)), None)
