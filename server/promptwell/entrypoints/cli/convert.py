"""Convert prompt files: Prompty v1 to v2, and with `--to prompty` other formats to managed prompts.

Without `--to`, Prompty v1 files are rewritten as version 2. Keys are renamed and moved; comments, order
and quotes stay, and so does the prompt itself. A sample becomes the inputs' defaults.

With `--to prompty`, every prompt of a file in another format becomes a `.prompty` file beside it: GitHub
Models, Semantic Kernel, Dotprompt, prompt maps, and JSON files of messages that are named
themselves. What Prompty has no place for is listed as lost; a prompt that would not render the same
messages is refused, with the line and the reason. The originals stay unless `--replace` is given.

Without `--write` nothing is changed. `--patch` writes a patch that undoes it all: `git apply` it in
the repository's root.

Exit code: 0 where everything can be converted, 1 where something can't, 2 where the command was used
wrongly.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable

from promptwell.bootstrap import Workspace, open_paths, shown_path, write_output
from promptwell.entrypoints.cli.terminal import say
from promptwell.errors import UsageError
from promptwell.language.text.counted import counted
from promptwell.services.conversion import Converted, convert_prompts
from promptwell.services.managing import ManagedFile, make_managed
from promptwell.services.undo_patch import FileChange, undo_patch, unified

SUMMARY = "Convert Prompty v1 files to v2, and other formats to managed prompts"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="+", metavar="PATHS", help="files and folders to convert")
    parser.add_argument(
        "--to", choices=("prompty",), help="make managed prompts of files in other formats as well"
    )
    how = parser.add_mutually_exclusive_group()
    how.add_argument(
        "--dry-run", action="store_true", help="only tell what would change (the default)"
    )
    how.add_argument("--write", action="store_true", help="write the files")
    parser.add_argument(
        "--replace",
        action="store_true",
        help="with --to: remove the originals of which everything was converted",
    )
    parser.add_argument(
        "--patch", metavar="FILE", help="with --write: write a patch that undoes the changes"
    )
    parser.add_argument(
        "--format",
        choices=("text", "json"),
        default="text",
        help="with --to: how the report is written (default: text)",
    )


def run(arguments: argparse.Namespace) -> int:
    if arguments.patch and not arguments.write:
        raise UsageError("--patch goes with --write: without it there is nothing to undo")
    if arguments.replace and not arguments.to:
        raise UsageError("--replace goes with --to prompty")
    return _to_prompty(arguments) if arguments.to else _to_version_2(arguments)


def _to_prompty(arguments: argparse.Namespace) -> int:
    from promptwell.entrypoints.cli.reports.conversion import conversion_json, conversion_text

    done: list[ManagedFile] = []
    changes: list[FileChange] = []
    for workspace, paths in open_paths(arguments.paths):
        files = make_managed(workspace.project, paths)
        if arguments.write:
            changes += [
                change
                for each in files
                for change in _write(workspace, each, replace=arguments.replace)
            ]
        done += files
    _save_patch(arguments, changes)
    if arguments.format == "json":
        print(conversion_json(done, shown_path, written=arguments.write))
    elif done:
        print(conversion_text(done, shown_path))
    _tell_of_others(arguments.paths, [each.path for each in done])
    prompts = [prompt for each in done for prompt in each.prompts]
    refused = sum(bool(each.refusals) for each in prompts)
    say(_summary(len(prompts) - refused, refused, written=arguments.write))
    return 1 if refused else 0


def _tell_of_others(paths: Iterable[str], done: Iterable[str]) -> None:
    """Whoever names a file wants to hear of it; those found in a folder may be anything."""
    for path in filter(os.path.isfile, paths):
        if all(os.path.realpath(path) != os.path.realpath(each) for each in done):
            say(f"{path}: no prompt in it that could be converted")


def _write(workspace: Workspace, file: ManagedFile, *, replace: bool) -> list[FileChange]:
    """Write what a file becomes, and remove it where that is wanted and nothing in it is left."""
    changes: list[FileChange] = []
    for prompt in file.prompts:
        if not prompt.refusals:
            before = file.text if prompt.path == file.path else None
            workspace.write(prompt.path, prompt.text)
            changes.append(FileChange(workspace.name_of(prompt.path), before, prompt.text))
    is_new = all(prompt.path != file.path for prompt in file.prompts)
    if replace and is_new and file.whole:
        workspace.remove(file.path)
        changes.append(FileChange(workspace.name_of(file.path), file.text, None))
    return changes


def _summary(converted: int, refused: int, *, written: bool) -> str:
    verb = "converted" if written else "would be converted (--write does it)"
    parts = [f"{counted(converted, 'prompt')} {verb}"] if converted else []
    parts += [f"{counted(refused, 'prompt')} refused"] if refused else []
    return ", ".join(parts) or "nothing to convert"


def _to_version_2(arguments: argparse.Namespace) -> int:
    done: list[Converted] = []
    changes: list[FileChange] = []
    for workspace, paths in open_paths(arguments.paths):
        converted = convert_prompts(workspace.project, paths)
        for each in converted:
            if each.changed and arguments.write:
                workspace.write(each.path, each.after)
                changes.append(FileChange(workspace.name_of(each.path), each.before, each.after))
            elif each.changed:
                name = shown_path(each.path).lstrip("/")
                _print(unified(each.before, each.after, f"a/{name}", f"b/{name}"))
        done += converted
    _save_patch(arguments, changes)
    for each in done:
        for remark in each.remarks:
            say(f"{shown_path(each.path)}: {remark}")
    changed = sum(each.changed for each in done)
    verb = "converted" if arguments.write else "would be converted (--write does it)"
    say(f"{counted(changed, 'file')} {verb}" if changed else "no Prompty v1 file to convert")
    return 0 if changed == len(done) else 1


def _save_patch(arguments: argparse.Namespace, changes: list[FileChange]) -> None:
    if arguments.patch and changes:
        write_output(arguments.patch, undo_patch(changes), ())


def _print(diff: str) -> None:
    if sys.stdout.isatty():
        from promptwell.entrypoints.cli.reports.visible import visible

        diff = "\n".join("".join(visible(line)) for line in diff.split("\n"))
    sys.stdout.write(diff)
