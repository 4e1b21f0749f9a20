"""The reference of the language server: every method it answers, every message it sends."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from lsprotocol import types

from promptwell.entrypoints.lsp.connection import Connection, Feature
from promptwell.entrypoints.lsp.differences import BASE_CHANGED
from promptwell.entrypoints.lsp.log import Log
from promptwell.entrypoints.lsp.server import assemble

PAGE = "docs/reference/protocol.md"
PACKAGE = Path(__file__).parents[2] / "server/promptwell/entrypoints/lsp"

_HEAD = """\
# Protocol

What `promptwell lsp` answers and sends, for those who set up an editor or write a client. It speaks the Language
Server Protocol 3.18 over standard input and output.

- **Positions** are counted in UTF-8, UTF-16 or UTF-32, whichever the client offers first; UTF-16 where it offers none.
  Lines end with `\\n`, `\\r\\n` and `\\r`, and with nothing else.
- **Documents** of any scheme are taken (`file:`, `untitled:`, `git:`, `vscode-notebook-cell:` ...); those that are no
  prompts get empty answers.
- **Diagnostics** are pulled where the client can be asked to pull again (`textDocument.diagnostic` and
  `workspace.diagnostics.refreshSupport`), and pushed everywhere else; never both for one file. What is wrong
  in settings files is always pushed.
- **Cancellation** is answered with -32800 at once, also while a request waits for its turn.
- **Errors**: -32803 says why a request is refused, in words for the user; its `data` has the `kind`, such as `conflict`
  or `not-found`, and with a conflict both sides (`yours`, `theirs`). -32801 says that an edit would have met a
  text which has changed since (and, to clients that retry, that what they show is outdated); -32602 that
  parameters have the wrong shape.
- **Settings** are asked for per folder under the section `promptwell` where the client answers
  `workspace/configuration`, else taken from `workspace/didChangeConfiguration`, else from the initialization
  options.
- **The log** goes to standard error, one JSON object a line, and not to `window/logMessage`, as editors show
  both. With a trace (`$/setTrace`) each message and its time is told in `$/logTrace`. Neither holds text of a
  document.
"""

_SENT = {
    types.CLIENT_REGISTER_CAPABILITY: "Asks to be told of files that change outside of the editor, and of settings.",
    types.WORKSPACE_CONFIGURATION: "Asks for the settings, of each folder.",
    types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS: "Tells what is wrong in a document, soon after an edit and once for many.",
    types.PROGRESS: "Sends parts of a workspace report, and how far the reading of the workspace has come.",
    types.WINDOW_WORK_DONE_PROGRESS_CREATE: "Announces the reading of a large workspace, which the user may cancel.",
    types.WINDOW_SHOW_DOCUMENT: "Opens the first test of a prompt, where its lens was chosen.",
    types.WINDOW_SHOW_MESSAGE: "Tells the user what could not be done, and why.",
    types.LOG_TRACE: "Tells of each message while the client traces.",
    types.WORKSPACE_DIAGNOSTIC_REFRESH: "Asks to be asked again: a partial, setting or tokenizer has changed findings.",
    types.WORKSPACE_SEMANTIC_TOKENS_REFRESH: "Asks to be asked again: settings or other files have changed.",
    types.WORKSPACE_INLAY_HINT_REFRESH: "Asks to be asked again: settings, other files or tokenizers have changed.",
    types.WORKSPACE_CODE_LENS_REFRESH: "Asks to be asked again: settings, other files or tokenizers have changed.",
    types.WORKSPACE_FOLDING_RANGE_REFRESH: "Asks to be asked again: settings have changed.",
    BASE_CHANGED: "Tells that what a document is compared with (`promptwell/diff`) says something else now.",
    types.WORKSPACE_APPLY_EDIT: "Asks to have an edit made that a command worked out.",
}


def generate() -> dict[str, str]:
    """The page."""
    return {PAGE: page(assemble(Log("critical")))}


def page(connection: Connection) -> str:
    """The page about what a connection answers."""
    lines = [_HEAD, "## Methods that are answered", ""]
    areas: dict[str, list[Feature]] = {}
    for feature in connection.features:
        areas.setdefault(feature.module, []).append(feature)
    for module in sorted(areas, key=_title):
        lines += _area(connection, module, areas[module])
    lines += _commands(connection.features)
    lines += ["## Methods that are sent", "", "| method | what for |", "|---|---|"]
    for method in sent():
        if method not in _SENT:
            raise SystemExit(f"docs/generators/protocol.py does not say what {method} is sent for")
        lines.append(f"| `{method}` | {_SENT[method]} |")
    return "\n".join([*lines, ""])


def sent() -> list[str]:
    """The methods that the server's modules send, as they name them."""
    found = {BASE_CHANGED}  # a method of our own
    for path in PACKAGE.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for call in _calls(tree, ("notify", "request", "start")):
            found.update(_methods(call.args))
        for value in (each.value for each in ast.walk(tree) if isinstance(each, ast.AnnAssign)):
            if isinstance(value, ast.Dict) and path.name == "refreshing.py":
                found.update(each for each in _methods(value.values) if each.endswith("/refresh"))
    return sorted(each for each in found if each in _SENT or _is_ours_to_send(each))


def _area(connection: Connection, module: str, features: Iterable[Feature]) -> list[str]:
    lines = [f"### {_title(module)}", "", "| method | what it does |", "|---|---|"]
    options: list[str] = []
    for feature in features:
        if not feature.documentation:
            raise SystemExit(f"{module}: the handler of {feature.method} has no docstring")
        lines.append(f"| `{feature.method}` | {_one_line(feature.documentation)} |")
        stated = ", ".join(_stated(connection.plain(feature.options)))
        if stated:
            options.append(f"- `{feature.method}`: {stated}")
    if options:
        lines += ["", "Options:", "", *options]
    asked = sorted(set(_capabilities(module)))
    if asked:
        lines += ["", f"Depends on the client's {', '.join(f'`{each}`' for each in asked)}."]
    return [*lines, ""]


def _commands(features: Iterable[Feature]) -> list[str]:
    lines = ["## Commands and methods of our own", ""]
    executed = next(
        (each for each in features if each.method == types.WORKSPACE_EXECUTE_COMMAND), None
    )
    names = list(getattr(executed.options, "commands", ())) if executed else []
    own = [each for each in features if each.method not in types.METHOD_TO_TYPES]
    lines += [f"- `{name}` (command)" for name in names]
    lines += [f"- `{each.method}`: {_one_line(each.documentation)}" for each in own]
    if not names and not own:
        lines.append(
            "None: every action carries its edit, and any client that knows the protocol can do everything."
        )
    return [*lines, ""]


def _title(module: str) -> str:
    documentation = import_module(module).__doc__ or ""
    return documentation.strip().split("\n")[0].rstrip(".")


def _one_line(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _stated(options: Any) -> Iterator[str]:
    """What the server tells of a method when it is initialized."""
    for name, value in (options if isinstance(options, dict) else {}).items():
        if value in (None, False):
            continue
        if isinstance(value, list | tuple):
            yield f"{name} {' '.join(f'`{_shown(each)}`' for each in value)}"
        elif value is True:
            yield name
        else:
            yield f"{name} `{_shown(value)}`"


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        pattern = value.get("pattern")
        return str(pattern["glob"]) if pattern else " ".join(name for name in value if value[name])
    return {" ": "space", "\n": "line end"}.get(str(value), str(value))


def _capabilities(module: str) -> Iterator[str]:
    """The capabilities that a module asks about, as the protocol writes them."""
    tree = ast.parse(Path(str(import_module(module).__file__)).read_text(encoding="utf-8"))
    constants = {
        target.id: node.value.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for call in _calls(tree, ("can",)):
        parts = [
            str(each.value)
            if isinstance(each, ast.Constant)
            else constants.get(getattr(each, "id", ""))
            for each in call.args
        ]
        if all(parts):
            yield ".".join(_camel(str(part)) for part in parts)


def _calls(tree: ast.AST, names: tuple[str, ...]) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in names
        ):
            yield node


def _methods(values: Iterable[ast.expr]) -> Iterator[str]:
    for value in values:
        for node in ast.walk(value):
            if isinstance(node, ast.Attribute) and getattr(node.value, "id", "") == "types":
                method = getattr(types, node.attr, None)
                if isinstance(method, str) and method in types.METHOD_TO_TYPES:
                    yield method


def _is_ours_to_send(method: str) -> bool:
    """Whether a method is the server's to send; one without a line in the table is an error."""
    direction = types.message_direction(method)
    return direction in ("serverToClient", "both")


def _camel(name: str) -> str:
    return re.sub(r"_([a-z])", lambda found: found[1].upper(), name)
