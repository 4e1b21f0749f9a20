"""What `doctor` says: facts about the machine and the folder, each with a way out where one is needed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

State = Literal["ok", "note", "attention"]


class Finding(NamedTuple):
    """One fact: where it belongs, what it is about, what was found, and what to do about it.

    `note` marks what is missing without harm, `attention` what does not work.
    """

    area: str
    subject: str
    state: State
    value: str
    way_out: str = ""


class Diagnosis(NamedTuple):
    """All facts, those of one area together."""

    findings: tuple[Finding, ...]


class Machine(NamedTuple):
    """What was looked up outside: versions by package ("" for a missing one) and places.

    `tokenizers` maps an encoding to a problem, "" where it works.
    """

    promptwell: str
    python: str
    packages: Mapping[str, str]
    optional: Mapping[str, str]
    tokenizers: Mapping[str, str]
    git: str
    cache_folder: str
    cache_problem: str


class Folder(NamedTuple):
    """What was looked up in the folder; problems are (place, message)."""

    root: str
    repository: str
    settings_files: tuple[str, ...]
    settings_problems: tuple[tuple[str, str], ...]
    formats: Counter[str]
    candidates: int
    unreadable: tuple[tuple[str, str], ...]


def diagnose(machine: Machine, folder: Folder) -> Diagnosis:
    """Judge what was looked up."""
    return Diagnosis((*_of_machine(machine), *_of_folder(folder)))


def _of_machine(machine: Machine) -> Iterable[Finding]:
    yield Finding("Installed", "promptwell", "ok", machine.promptwell)
    yield Finding("Installed", "Python", "ok", machine.python)
    for name, version in machine.packages.items():
        if version:
            yield Finding("Installed", name, "ok", version)
        else:
            way_out = "Install it with: pip install --force-reinstall promptwell"
            yield Finding("Installed", name, "attention", "missing", way_out)
    for name, version in machine.optional.items():
        if version:
            yield Finding("Optional", name, "ok", version)
        else:
            yield Finding(
                "Optional", name, "note", "not installed", f"Install it with: pip install {name}"
            )
    for encoding, problem in machine.tokenizers.items():
        state: State = "note" if problem else "ok"
        value = "token counts are estimates" if problem else "exact, without a network"
        yield Finding("Tokenizers", encoding, state, value, problem)
    yield Finding("Machine", "git", "ok" if machine.git else "note", machine.git or "not found")
    if machine.cache_problem:
        way_out = f"{machine.cache_problem}; checks work without it, only slower"
        yield Finding("Machine", "cache", "note", machine.cache_folder, way_out)
    else:
        yield Finding("Machine", "cache", "ok", machine.cache_folder)


def _of_folder(folder: Folder) -> Iterable[Finding]:
    yield Finding("This folder", "root", "ok", folder.root)
    repository = folder.repository or "none"
    yield Finding("This folder", "repository", "ok" if folder.repository else "note", repository)
    if not folder.settings_files:
        way_out = "Defaults are used. Write one with: promptwell init"
        yield Finding("This folder", "settings", "note", "no settings file", way_out)
    for path in folder.settings_files:
        yield Finding("This folder", "settings", "ok", path)
    for place, message in folder.settings_problems:
        yield Finding("This folder", "settings", "attention", place, message)
    for place, message in folder.unreadable:
        yield Finding("This folder", "unreadable", "attention", place, message)
    for name, count in folder.formats.most_common():
        yield Finding("Prompt files", name, "ok", str(count))
    if not folder.formats:
        yield Finding("Prompt files", "any", "note", "none found")
    if folder.candidates:
        yield Finding(
            "Prompt files",
            "Markdown and text",
            "note",
            f"{folder.candidates} look like templates and are not checked",
            "Name their format under `formats` in promptwell.toml",
        )
