"""Plugins of coding agents: whose a skill in a plugin is, told by the file that makes the folder a plugin."""

from __future__ import annotations

from collections.abc import Callable

from promptwell.language.semantics.paths import folder_of, is_within, join

# A plugin's own file; or that of the collection in whose folder `plugins` it lies, which may stand for it.
_CLAUDE = (".claude-plugin/plugin.json", "../../.claude-plugin/marketplace.json")
_OTHERS = (".codex-plugin/plugin.json", ".cursor-plugin/plugin.json", ".github/plugin/plugin.json")


def plugin_files(path: str, root: str) -> tuple[str, ...]:
    """The files of the workspace, of which some may exist, that tell whose plugin a skill lies in."""
    return (*_within(path, root, _CLAUDE), *_within(path, root, _OTHERS))


def is_for_claude_alone(path: str, root: str, exists: Callable[[str], bool]) -> bool:
    """Whether a skill lies in a plugin that is made for Claude Code and for no other agent."""
    return any(map(exists, _within(path, root, _CLAUDE))) and not any(
        map(exists, _within(path, root, _OTHERS))
    )


def _within(path: str, root: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """The files of these names beside the folder `skills` in which a SKILL.md lies."""
    folder, name = folder_of(path), path.rpartition("/")[2]
    plugin, skills, _ = folder.rpartition("/skills/")
    if not skills or name.lower() != "skill.md":
        return ()
    found = (join(plugin, each) for each in names)
    return tuple(each for each in found if is_within(each, root))
