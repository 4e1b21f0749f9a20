"""Settings about this machine's processes: which server is called, and how long an engine stays.

Read without the validation library, since every call of an operation waits for it. `server` counts
only from the user's own settings file, or from that of a folder that is trusted.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from promptwell.adapters.files import read_optional
from promptwell.adapters.paths import user_config_folder
from promptwell.errors import UsageError
from promptwell.settings.problem import PROJECT_FILE, SETTINGS_FILE
from promptwell.settings.trust import is_trusted

_TABLES = ("engine", "search", "server")


class SearchChoice(NamedTuple):
    """The model that searches by meaning, and the Chroma server with the vectors, "" for none.

    `embed` tells whether an engine makes vectors by itself.
    """

    model: str
    chroma_url: str
    embed: bool = True


class MachineSettings(NamedTuple):
    """What holds for the processes of a workspace.

    `server` and `token_file` are `url` and `token-file` of the group `server`; `ignored` is the
    settings file whose `server` does not count, as its folder is not trusted.
    """

    idle_minutes: float
    server: str
    token_file: str
    ignored: str


def search_choice(root: str) -> SearchChoice:
    """What searches a workspace by meaning: its folder's settings, where they count, over the user's own.

    Raises:
        UsageError: a setting is wrong.
    """
    from promptwell.settings.model import SearchSettings  # what only calls does without the model

    table = _tables(f"{user_config_folder()}/{SETTINGS_FILE}").get("search", {})
    of_root = _of_root(root)[1].get("search", {}) if root else {}
    if of_root and is_trusted(root):
        table = {**table, **of_root}
    default = SearchSettings()
    return SearchChoice(
        _text(table.get("model", default.model), "search.model"),
        _text(table.get("chroma-url", default.chroma_url), "search.chroma-url"),
        _choice(table.get("embed-by-itself", default.embed_by_itself), "search.embed-by-itself"),
    )


def machine_settings(root: str) -> MachineSettings:
    """The settings that hold for a workspace: those of its folder over the user's own.

    Raises:
        UsageError: one of them is wrong.
    """
    own_file = f"{user_config_folder()}/{SETTINGS_FILE}"
    own = _tables(own_file)
    engine, server = own.get("engine", {}), own.get("server", {})
    ignored = ""
    file, of_root = _of_root(root)
    if "engine" in of_root:
        engine = {**engine, **of_root["engine"]}
    if "server" in of_root:
        if is_trusted(root):
            # The token of a server is the user's, whoever says which server it is.
            server = {
                "token-file": server.get("token-file", ""),
                "url": of_root["server"].get("url", ""),
            }
        else:
            ignored = file
    return MachineSettings(
        _number(engine.get("idle-minutes", 15.0), "engine.idle-minutes"),
        _text(server.get("url", ""), "server.url"),
        _text(server.get("token-file", ""), "server.token-file"),
        ignored,
    )


def _of_root(root: str) -> tuple[str, dict[str, dict[str, Any]]]:
    for name, prefix in ((SETTINGS_FILE, ()), (PROJECT_FILE, ("tool", "promptwell"))):
        path = f"{root.rstrip('/')}/{name}"
        tables = _tables(path, prefix)
        if tables:
            return path, tables
    return "", {}


def _tables(path: str, prefix: tuple[str, ...] = ()) -> dict[str, dict[str, Any]]:
    """The tables of a settings file that are about processes, as they are written."""
    text = read_optional(path)
    if text is None or not any(name in text for name in _TABLES):
        return {}
    import tomllib  # few files say anything of this

    try:
        raw: Any = tomllib.loads(text.removeprefix("\ufeff"))
    except (tomllib.TOMLDecodeError, RecursionError, ValueError):
        return {}  # what checks the settings says so
    for step in prefix:
        raw = raw.get(step, {}) if isinstance(raw, Mapping) else {}
    found = {name: raw[name] for name in _TABLES if isinstance(raw, Mapping) and name in raw}
    return {name: table for name, table in found.items() if isinstance(table, dict)}


def _text(value: Any, name: str) -> str:
    if not isinstance(value, str):
        raise UsageError(f"the setting `{name}`: a text is wanted")
    return value


def _choice(value: Any, name: str) -> bool:
    if not isinstance(value, bool):
        raise UsageError(f"the setting `{name}`: true or false is wanted")
    return value


def _number(value: Any, name: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
        raise UsageError(f"the setting `{name}`: a number of minutes is wanted, 0 for no end")
    return float(value)
