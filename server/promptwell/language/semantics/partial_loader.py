"""Partials as Genkit's loader finds them: by the file's name alone, anywhere below the prompt folder.

Dotprompt's own store takes `{{>parts/card}}` as a path from its folder. Genkit reads its folder with all
folders below and knows each `_card.prompt` there as `card`, whatever the folder. Which of them loads a
file nothing in it tells, so that what either finds is there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from promptwell.language.semantics.partials import is_partial_file, partial_name
from promptwell.language.semantics.paths import ancestors, folder_of, is_within

PROMPT_FOLDER = "prompts"
"""The folder that Genkit reads unless it is told another."""

_PACKAGE_FILES = ("package.json", "go.mod", "pyproject.toml", "pubspec.yaml")

ByName = Mapping[str, Sequence[str]]


def partials_by_name(paths: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The partials among some files, by the names under which Genkit knows them."""
    found: dict[str, list[str]] = {}
    for path in paths:
        if is_partial_file(path):
            found.setdefault(partial_name(path.rpartition("/")[2]), []).append(path)
    return {name: tuple(each) for name, each in found.items()}


def loaded_partials(
    path: str, name: str, root: str, partials: ByName, exists: Callable[[str], bool]
) -> list[str]:
    """The files that Genkit may know by a partial's name, those nearest to the asking file first."""
    named = [each for each in partials.get(name, ()) if each != path]
    if not named:
        return []
    folder = prompt_folder(path, root, exists)
    inside = [each for each in named if is_within(each, folder)]
    return sorted(inside, key=lambda each: (_way(path, each), each))


def prompt_folder(path: str, root: str, exists: Callable[[str], bool]) -> str:
    """The folder that Genkit is likely to read: the outermost `prompts` of the package, else the package.

    Without the package as a bound, a partial of one sample application would be found from the next.
    """
    folder = folder_of(path)
    found = ""
    for folder in ancestors(path, root):
        if folder.rpartition("/")[2] == PROMPT_FOLDER:
            found = folder
        if any(exists(f"{folder}/{each}") for each in _PACKAGE_FILES):
            break
    return found or folder


def _way(path: str, other: str) -> tuple[int, int]:
    """How far it is from one file to another: steps up, then steps down."""
    here, there = path.split("/")[:-1], other.split("/")[:-1]
    shared = 0
    for mine, its in zip(here, there, strict=False):
        if mine != its:
            break
        shared += 1
    return len(here) - shared, len(there) - shared
