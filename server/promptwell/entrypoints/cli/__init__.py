"""The command line. Each command is one module of this folder, all of the same shape.

A command module `<name>.py` has:

- a docstring: the command's description, on its help page and in the reference;
- `SUMMARY: str`: one line for the list of commands;
- `add_arguments(parser: argparse.ArgumentParser) -> None`: its arguments, each with a `help`;
- `run(arguments: argparse.Namespace) -> int`: does the work and returns the exit code,
  0 for success, 1 when the work found errors, 2 when it was asked wrongly.

To add one, write the module and run `make generate`: that lists it in `commands.py`, the static
table that lets `promptwell --help` answer without importing any of them, and writes its
reference page. Only the chosen command's module is imported, so its imports at the top are what
its users wait for; what only some of its runs need is imported where it is needed.

A module prints its results to standard output, and says what it did or why it could not with
`say` of `terminal.py`, which writes to standard error. For something the user must put right it
raises `UsageError` (exit 2) or another `PromptwellError` (exit 1) with a message that names the
file, the place and the way out. `main.py` turns these, a closed pipe, Ctrl-C and anything
unexpected into a message of one line and an exit code. Adapters come from `bootstrap`: a way in
never imports them itself.
"""
