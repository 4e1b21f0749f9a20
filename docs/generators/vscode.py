"""The manifest of the VS Code extension: its settings and its version."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from generators.settings import SCHEMA
from generators.settings import generate as generate_settings
from promptwell import __version__

MANIFEST = "editors/vscode/package.json"

_ROOT = Path(__file__).parents[2]

# A folder that is opened must not be able to say which files of the machine are written.
_MACHINE_ONLY = ("log.file",)
_PER_WINDOW = ("log.level",)
# They are about processes that several editors share, and count from files alone.
_IN_FILES_ONLY = ("engine", "server")

# The extension's own settings, which the server never sees.
_OWN: dict[str, Any] = {
    "promptwell.server.path": {
        "type": "string",
        "default": "",
        "scope": "machine-overridable",
        "markdownDescription": "The `promptwell` program to start: an absolute path, which may begin "
        "with `~` or `${workspaceFolder}`. Empty: the one in the workspace's `.venv` or `venv`, beside "
        "the interpreter that the Python extension has selected, on `PATH`, or set up by "
        "*Promptwell: Set Up Server*, whichever comes first.",
    },
    "promptwell.server.package": {
        "type": "string",
        "default": "promptwell",
        "scope": "machine",
        "markdownDescription": "What *Promptwell: Set Up Server* gives to `pip install`: a name, a "
        "name with a version (`promptwell==0.1.0`), or the path of a wheel.",
    },
    "promptwell.trace.server": {
        "type": "string",
        "enum": ["off", "messages", "verbose"],
        "default": "off",
        "scope": "window",
        "description": "Write the messages between the editor and the server to the log.",
    },
}
_INLINE_DIFF: dict[str, Any] = {
    "promptwell.inlineDiff.level": {
        "type": "string",
        "enum": ["word", "token"],
        "enumDescriptions": [
            "The words that changed.",
            "The tokens that changed, as the prompt's model cuts the text; words if nobody knows how.",
        ],
        "default": "word",
        "scope": "window",
        "description": "What the inline diff marks in lines that changed.",
    },
}


def generate() -> dict[str, str]:
    """The manifest with the settings and the version of today; the rest of it stays as it is."""
    manifest = json.loads((_ROOT / MANIFEST).read_text(encoding="utf-8"))
    manifest["version"] = __version__
    manifest["contributes"]["configuration"] = [
        {"title": "Checks", "order": 1, "properties": _checks()},
        {"title": "Inline Diff", "order": 2, "properties": _INLINE_DIFF},
        {"title": "Server", "order": 3, "properties": _OWN},
    ]
    return {MANIFEST: json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"}


def _checks() -> dict[str, Any]:
    schema = json.loads(generate_settings()[SCHEMA])
    return dict(_properties("", schema, schema))


def _properties(
    prefix: str, table: dict[str, Any], schema: dict[str, Any]
) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, setting in table["properties"].items():
        if not prefix and name in _IN_FILES_ONLY:
            continue
        if "$ref" in setting:
            inner = schema["$defs"][setting["$ref"].rpartition("/")[2]]
            yield from _properties(f"{prefix}{name}.", inner, schema)
        else:
            written = f"{prefix}{name}"
            whole = _with_definitions(setting, schema)
            yield f"promptwell.{_in_camel_case(written)}", _property(written, whole)


def _with_definitions(setting: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """A setting with the definitions of its values written out: a manifest has no place for them."""
    values = setting.get("additionalProperties")
    if not isinstance(values, dict) or "$ref" not in values:
        return setting
    return {**setting, "additionalProperties": schema["$defs"][values["$ref"].rpartition("/")[2]]}


def _property(name: str, setting: dict[str, Any]) -> dict[str, Any]:
    """A setting as VS Code shows it: `null` is no value there, and Markdown has a key of its own."""
    kept = {key: value for key, value in setting.items() if key not in ("description", "anyOf")}
    values = [each for each in setting.get("anyOf", ()) if each.get("type") != "null"]
    if values:
        kept |= values[0] | {"type": [values[0]["type"], "null"]}
    if kept.get("type") == "object":
        kept.setdefault("default", {})
    described = setting["description"]
    if name not in _MACHINE_ONLY:
        described += f"\n\nIn `promptwell.toml`: `{name}`."
    return {**kept, "scope": _scope(name), "markdownDescription": described}


def _scope(name: str) -> str:
    if name in _MACHINE_ONLY:
        return "machine"
    return "window" if name in _PER_WINDOW else "resource"


def _in_camel_case(name: str) -> str:
    """`per-file-ignores` as VS Code writes names: `perFileIgnores`."""
    return re.sub(r"-(\w)", lambda match: match[1].upper(), name)
