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


class Optional(NamedTuple):
    """A package that is installed on request: its version, "" where it is missing, and what brings it."""

    version: str
    brought_by: str


class Machine(NamedTuple):
    """What was looked up outside: versions by package ("" for a missing one) and places.

    `tokenizers` maps an encoding to a problem, "" where it works.
    """

    promptwell: str
    python: str
    packages: Mapping[str, str]
    optional: Mapping[str, Optional]
    tokenizers: Mapping[str, str]
    git: str
    cache_folder: str
    cache_problem: str


class Folder(NamedTuple):
    """What was looked up in the folder; problems are (place, message).

    `store` is where its store lies, `engine` the one that runs and `server` the team's that is called
    instead, each "" for none; `server_ignored` is the settings file whose server does not count.
    """

    root: str
    repository: str
    settings_files: tuple[str, ...]
    settings_problems: tuple[tuple[str, str], ...]
    formats: Counter[str]
    candidates: int
    unreadable: tuple[tuple[str, str], ...]
    store: str = ""
    engine: str = ""
    server: str = ""
    server_ignored: str = ""


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
    for name, each in machine.optional.items():
        if each.version:
            yield Finding("Optional", name, "ok", each.version)
        else:
            way_out = f"Install it with: pip install '{each.brought_by}'"
            yield Finding("Optional", name, "note", "not installed", way_out)
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
    yield from _of_store(folder)
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


def _of_store(folder: Folder) -> Iterable[Finding]:
    if folder.server_ignored:
        way_out = f"Look at {folder.server_ignored}, then run: promptwell trust"
        yield Finding("Repository of prompts", "server", "note", "does not count", way_out)
    if folder.server:
        yield Finding("Repository of prompts", "server", "ok", folder.server)
        return
    if not folder.store:
        yield Finding(
            "Repository of prompts", "store", "note", "none yet", "Make it with: promptwell index"
        )
        return
    yield Finding("Repository of prompts", "store", "ok", folder.store)
    yield Finding(
        "Repository of prompts", "engine", "ok", folder.engine or "none runs, none is needed"
    )
