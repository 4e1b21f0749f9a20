"""Write `promptwell.toml` for this repository, with every choice explained beside it.

The repository is searched for prompt files first, so that the settings fit what is there. A
settings file that exists already is never overwritten. The store is made as well, out of git's sight: what an
editor saves is kept as versions of the prompts from then on.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable

from promptwell.bootstrap import current_folder, open_workspace, survey
from promptwell.entrypoints.cli.terminal import say
from promptwell.errors import PromptwellError, UsageError
from promptwell.language.text.counted import counted

_PROMPT_FOLDERS = frozenset({"prompt", "prompts", "prompt-templates", "prompt_templates"})
_MOST_FOLDERS = 12

SUMMARY = "Write a settings file that fits this repository"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "folder", nargs="?", default=".", metavar="FOLDER", help="where to write it (default: here)"
    )


def run(arguments: argparse.Namespace) -> int:
    workspace = open_workspace(arguments.folder)
    target = f"{workspace.root.rstrip('/')}/promptwell.toml"
    existing = workspace.settings_file()
    if existing is not None:
        raise UsageError(f"{existing}: settings are there already; edit them, or delete them first")
    found = survey(workspace)
    workspace.write(target, settings_text(found.formats, found.candidates, workspace.root))
    say(_told(target, found.formats))
    if found.candidates:
        one = len(found.candidates) == 1
        files = f"{len(found.candidates)} Markdown or text {'file looks' if one else 'files look'}"
        way = f"the settings file shows how to include {'it' if one else 'them'}"
        say(f"{files} like {'a template' if one else 'templates'}; {way}.")
    _make_store(workspace.root)
    return 0


def _make_store(root: str) -> None:
    """Index the prompts; the settings stand whether that succeeds or not."""
    from promptwell.bootstrap.calling import Caller, root_of

    try:
        found = Caller(root_of(root), "promptwell init").call("index", {})
    except PromptwellError as error:
        say(f"The store could not be made: {error}")
        return
    prompts = counted(found["prompts"], "prompt")
    say(
        f"The store knows {prompts} now; what an editor saves is kept: `promptwell history PROMPT`."
    )


def settings_text(formats: Counter[str], candidates: Iterable[str], root: str) -> str:
    """A settings file for a repository with these formats, and these files that may be prompts."""
    folders = sorted({_glob(path, root) for path in candidates})[:_MOST_FOLDERS]
    lines = [
        "# Settings of Promptwell. Every one is explained in its reference page, settings.md;",
        "# what is commented out here is the default or an example.",
        "",
        _found_comment(formats),
        "",
        "# Leave out files and folders, besides what Git ignores.",
        '# exclude = ["archive/"]',
        "",
        "# Rules or groups to turn off; `promptwell rule` lists them all.",
        '# ignore = ["wording"]',
        "",
        "# Names that your application registers itself, so that they are not unknown here.",
        '# filters = ["money"]',
        '# globals = ["now"]',
        "",
        "# The most tokens that a prompt may take.",
        "# budget-tokens = 4000",
        "",
        "# How severe a rule or a group is: error, warning, information, hint, off or default.",
        "[rules]",
        '# unused-input = "error"',
        '# wording = "default"',
        "",
        "# Rules that are off in some files.",
        "[per-file-ignores]",
        '# "tests/**" = ["variables"]',
        "",
        "# The format of files whose names don't tell it.",
        "[formats]",
        *(f'{"" if _holds_prompts(glob) else "# "}"{glob}" = "jinja"' for glob in folders),
        *([] if folders else ['# "prompts/**/*.md" = "jinja"']),
        "",
    ]
    return "\n".join(lines)


def _holds_prompts(glob: str) -> bool:
    """Whether the folders' names say that prompts are kept there."""
    return not _PROMPT_FOLDERS.isdisjoint(glob.split("/")[:-1])


def _found_comment(formats: Counter[str]) -> str:
    if not formats:
        return "# No prompt files were found when this was written."
    listed = ", ".join(f"{count} {name}" for name, count in formats.most_common())
    return f"# Found when this was written: {listed}. They are checked without any setting."


def _told(target: str, formats: Counter[str]) -> str:
    total = sum(formats.values())
    shown = target.removeprefix(current_folder().rstrip("/") + "/")
    files = counted(total, "prompt file")
    return f"Wrote {shown}. It fits {files}; `promptwell check` checks them."


def _glob(path: str, root: str) -> str:
    """A glob for the files beside one: its folder and suffix."""
    inside = path[len(root.rstrip("/")) + 1 :]
    folder, _, name = inside.rpartition("/")
    suffix = name.rpartition(".")[2]
    return f"{folder}/*.{suffix}" if folder else f"/*.{suffix}"
