"""From the process's arguments to one command, and from anything it raises to an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from importlib import import_module

from promptwell.entrypoints.cli.commands import AREAS, COMMANDS
from promptwell.entrypoints.cli.terminal import prepare_streams, say
from promptwell.errors import PromptwellError, UsageError

SUCCESS, FOUND_ERRORS, USAGE = 0, 1, 2
INTERRUPTED = 130

_WITH_VALUE = ("--log-level", "--log-file")


def run_command_line(arguments: list[str]) -> int:
    """Run the command that the arguments name and return the exit code; never raises."""
    prepare_streams()
    name = "promptwell"
    try:
        leading, name, rest = _split(arguments)
        if not name:
            return _without_command(leading)
        code = _run(name, [*leading, *rest])
        sys.stdout.flush()
    except BrokenPipeError:
        return _closed_pipe()
    except KeyboardInterrupt:
        return INTERRUPTED
    except UsageError as error:
        say(f"promptwell: {error}")
        return USAGE
    except PromptwellError as error:
        say(f"promptwell: {error}")
        return FOUND_ERRORS
    except SystemExit as end:  # argparse ends the process after `--help`
        return end.code if isinstance(end.code, int) else USAGE
    except Exception as error:  # noqa: BLE001  # the one place where the unforeseen becomes a message
        return _unforeseen(name, error)
    return code


def _split(arguments: list[str]) -> tuple[list[str], str, list[str]]:
    """The options before the command, the command ("" for none) and what follows it."""
    leading: list[str] = []
    position = 0
    while position < len(arguments) and arguments[position].startswith("-"):
        width = 2 if arguments[position] in _WITH_VALUE else 1
        leading += arguments[position : position + width]
        position += width
    if position >= len(arguments):
        return leading, "", []
    return leading, arguments[position], arguments[position + 1 :]


def _without_command(options: list[str]) -> int:
    if "--version" in options or "-V" in options:
        from promptwell import __version__

        print(f"promptwell {__version__}")
        return SUCCESS
    if not options:
        print(_help_page(), file=sys.stderr)
        return USAGE
    if options[0] in ("--help", "-h"):
        print(_help_page())
        return SUCCESS
    from promptwell.language.text.nearest import nearest

    close = nearest(options[0], ["--help", "--version", *_WITH_VALUE])
    way_out = f"did you mean `{close}`?" if close else "see `promptwell --help`"
    if options[0] in _WITH_VALUE:
        raise UsageError("which command? See `promptwell --help`")
    raise UsageError(f"unknown option `{options[0]}`; {way_out}")


def _run(name: str, arguments: list[str]) -> int:
    if name == "help":
        name, arguments = " ".join(arguments), ["--help"]
        if not name:
            return _without_command(["--help"])
    name, arguments = _with_subcommand(name, arguments)
    command = COMMANDS.get(name)
    if command is None:
        return _without_subcommand(name, arguments)
    from promptwell.entrypoints.cli.arguments import command_parser

    module: object = import_module(command.module)
    if command.operation:
        module = module.OperationCommand(command.operation)  # type: ignore[attr-defined]  # it has
    chosen = command_parser(name, command, module).parse_all(arguments)
    if chosen.log_level or chosen.log_file:
        from promptwell.bootstrap import start_logging

        start_logging(chosen.log_level or "info", chosen.log_file)
    code = module.run(chosen)  # type: ignore[attr-defined]  # every command module has it
    return code if isinstance(code, int) else SUCCESS


def _with_subcommand(name: str, arguments: list[str]) -> tuple[str, list[str]]:
    """The whole name of a command of two words, such as `prompt new`, and its arguments."""
    for position, argument in enumerate(arguments):
        if not argument.startswith("-"):
            whole = f"{name} {argument}"
            if whole in COMMANDS:
                return whole, [*arguments[:position], *arguments[position + 1 :]]
            break
    return name, arguments


def _without_subcommand(name: str, arguments: list[str]) -> int:
    """Answer a name that is no command: the commands that begin with it, or the nearest one."""
    from promptwell.language.text.nearest import nearest

    group = [each for each in COMMANDS if each.startswith(f"{name} ")]
    given = next((each for each in arguments if not each.startswith("-")), "")
    if group and not given:
        page = _list_of(group, f"Usage: promptwell {name} COMMAND [OPTIONS]")
        if set(arguments) & {"--help", "-h"}:
            print(page)
            return SUCCESS
        print(page, file=sys.stderr)
        return USAGE
    wanted = f"{name} {given}" if group else name
    close = nearest(wanted, group or COMMANDS)
    way_out = f"did you mean `{close}`?" if close else "see `promptwell --help`"
    raise UsageError(f"unknown command `{wanted}`; {way_out}")


def _list_of(names: list[str], usage: str) -> str:
    width = max(map(len, names))
    lines = [f"  {name:<{width}}  {COMMANDS[name].summary}" for name in names]
    return "\n".join([usage, "", "Commands:", *lines])


def _help_page() -> str:
    listed = {
        name: each.summary
        for name, each in COMMANDS.items()
        if name.partition(" ")[0] not in AREAS or " " not in name
    }
    listed |= {f"{name} ...": summary for name, summary in AREAS.items()}
    width = max(map(len, listed))
    commands: list[str] = []
    for title, names in _grouped(listed):
        commands += [
            f"{title}:",
            *(f"  {name:<{width}}  {listed[name]}" for name in names),
            "",
        ]
    lines = [
        "Prompts as code: checks, an editor's help and evaluation for the prompt files in your repository.",
        "",
        "Usage: promptwell COMMAND [OPTIONS]",
        "",
        *commands,
        "Options:",
        "  -h, --help     show this page; `promptwell COMMAND --help` shows a command's",
        "  -V, --version  show the version",
        "",
        "Begin with `promptwell check` in a repository that has prompt files.",
    ]
    return "\n".join(lines)


def _grouped(names: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    """The commands by what they are for, each with those whose name goes on: `index`, `index embed`."""
    from promptwell.entrypoints.cli.command_groups import GROUPS, REST

    left = sorted(names)
    for title, words in GROUPS.items():
        group = [name for word in words for name in left if name.partition(" ")[0] == word]
        left = [name for name in left if name not in group]
        yield title, group
    if left:
        yield REST, left


def _closed_pipe() -> int:
    # The reader (`head`) is gone. Without this, Python's own flush at exit would complain.
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, sys.stdout.fileno())
    return SUCCESS


def _unforeseen(name: str, error: Exception) -> int:
    import logging

    logging.getLogger(__name__).debug("%s failed", name, exc_info=error)
    reason = " ".join(str(error).split()) or "no reason given"
    say(
        f"promptwell {name}: could not finish ({type(error).__name__}: {reason}). "
        "This is a fault of promptwell; `--log-level debug` shows where it happened"
    )
    return USAGE
