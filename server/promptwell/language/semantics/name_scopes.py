"""Where names have to differ: the files that one tool reads together, each under a name.

- Claude Code finds the agents of `.claude/agents` by their `name`, in whatever folder below, and the
  skills of one folder by theirs. A skill and a command of one `.claude` share what is typed behind
  `/`, and the skill goes first. What stands in another plugin, or in the `.claude` of a
  folder further down, has a name of its own.
- VS Code finds agents and prompts by `name` or by their file's name, and reads skills from
  `.github/skills`, `.claude/skills` and `.agents/skills` together.
- Managed prompts are found by `name` in all of a workspace.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from promptwell.language.semantics.paths import folder_of, is_within

SKILLS = frozenset({"skill", "agentskills", "claude-skill", "vscode-skill"})
"""The dialects of SKILL.md."""

NAMED_FILES = (".md", ".prompty")
"""How the files end that tools find by a name."""

MANAGED = "prompty-v2"

_SKILL_FOLDERS = frozenset({".claude", ".github", ".agents"})
_NAMING = ("/commands", "/agents")
_PROMPT_SUFFIXES = (".prompt.md", ".agent.md", ".chatmode.md", ".md")
# What is kept in such folders only plays a part in tests, or was copied in from elsewhere.
_STAGED = frozenset(
    {"test", "tests", "__tests__", "testdata", "fixture", "fixtures", "snapshots", "vendor"}
    | {"__snapshots__", "node_modules"}
)
_SHOWN = frozenset({"example", "examples", "sample", "samples", "spec", "specs", "docs"})
_READ = 8192
_FRONT_MATTER = re.compile(r"\s*---[^\r\n]*\r?\n(.*?)(?:^---|\Z)", re.DOTALL | re.MULTILINE)
_NAME = re.compile(r"^[\"']?name[\"']?[ \t]*:[ \t]*(.+?)[ \t]*$", re.MULTILINE)


class Scope(NamedTuple):
    """The files of one place that a tool finds by the same kind of names.

    `copy` are skills that lie in a folder for each tool, often the same ones.
    """

    tool: str
    names: Literal["agent", "skill", "prompt", "/", "copy"]
    place: str


def scopes(path: str, dialect: str, root: str) -> tuple[Scope, ...]:
    """Where the name of a file has to be its own; nowhere for one that no tool reads by name.

    Args:
        path: the file.
        dialect: what kind of file it is.
        root: the folder of the workspace that it belongs to.
    """
    inner = path[len(root) :] if is_within(path, root) else path
    folders = frozenset(inner.lower().split("/")[:-1])
    if _STAGED & folders:
        return ()
    if dialect == MANAGED:
        return () if _SHOWN & folders else (Scope("Promptwell", "prompt", root),)
    return tuple(_of_agents(path, dialect))


def name_without_key(path: str, dialect: str) -> str:
    """The name that a file has without one in its front matter; "" where it then has none."""
    folder, _, file = path.rpartition("/")
    if dialect in SKILLS:
        return folder.rpartition("/")[2]
    if dialect in ("claude-command", "vscode-prompt", "vscode-agent"):
        return _stem(file)
    return ""


def possible_names(path: str, text: str) -> Iterator[str]:
    """The names that a file may have, by its path and first lines: all of them, and few others."""
    lowered = path.lower()
    if not lowered.endswith(NAMED_FILES):
        return
    folder, _, file = path.rpartition("/")
    if lowered.endswith("/skill.md"):
        yield folder.rpartition("/")[2]
    elif lowered.endswith(_PROMPT_SUFFIXES[:-1]) or any(each in folder.lower() for each in _NAMING):
        yield _stem(file)
    found = _FRONT_MATTER.match(text[:_READ].lstrip("\ufeff"))
    written = _NAME.search(found[1]) if found else None
    if written:
        yield written[1].split(" #")[0].rstrip().strip("\"'")


def _of_agents(path: str, dialect: str) -> Iterator[Scope]:
    folder = folder_of(path)
    if dialect in SKILLS:
        beside = folder_of(folder)
        if beside.rpartition("/")[2] != "skills":
            return
        above = folder_of(beside)
        owner = above.rpartition("/")[2]
        if owner == ".claude":
            yield Scope("Claude Code", "/", above)
        else:
            yield Scope("an agent", "skill", beside)
        if owner in _SKILL_FOLDERS:
            yield Scope("VS Code", "copy", folder_of(above))
    elif dialect == "claude-command":
        if folder.endswith("/.claude/commands"):  # in folders below it a command has a prefix
            yield Scope("Claude Code", "/", folder_of(folder))
    elif dialect == "claude-agent":
        yield Scope("Claude Code", "agent", _above(path, "/.claude/agents/") or folder)
    elif dialect == "vscode-agent":
        yield Scope("VS Code", "agent", _above(path, "/.github/agents/") or folder)
    elif dialect == "vscode-prompt":
        yield Scope("VS Code", "prompt", _above(path, "/.github/prompts/") or folder)


def _above(path: str, part: str) -> str:
    at = path.rfind(part)
    return path[: at + len(part) - 1] if at >= 0 else ""


def _stem(file: str) -> str:
    lowered = file.lower()
    for suffix in _PROMPT_SUFFIXES:
        if lowered.endswith(suffix):
            return file[: -len(suffix)]
    return file
