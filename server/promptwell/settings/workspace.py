"""The settings of a workspace: for each folder those of the files above it, the nearest first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from promptwell.settings.anchoring import anchor_globs
from promptwell.settings.model import Settings
from promptwell.settings.problem import PROJECT_FILE, SETTINGS_FILE, SettingsProblem
from promptwell.settings.tightening import tightened

if TYPE_CHECKING:
    from promptwell.language.syntax.detect import Associations


class WorkspaceSettings:
    """Settings for every path of a workspace; each settings file is read once, until `forget`.

    `read` gives the text of a file, or None where there is none. `editor` holds an editor's
    settings as it sends them; they go before all files. `overrides` are fields of `Settings`
    from the command line; they go before everything.
    """

    def __init__(
        self,
        root: str,
        *,
        read: Callable[[str], str | None] | None = None,
        editor: Mapping[str, Any] | None = None,
        overrides: Mapping[str, Any] | None = None,
    ) -> None:
        self.root = root.rstrip("/") or "/"
        self._read = read or _read_file
        self._overrides = dict(overrides or {})
        self._files: dict[str, tuple[dict[str, Any], tuple[SettingsProblem, ...]]] = {}
        self._written: dict[str, dict[str, Any]] = {}
        self._settings: dict[str, Settings] = {}
        self._editor_problems: tuple[SettingsProblem, ...] = ()
        self._editor: dict[str, Any] = {}
        if editor:
            self._editor, self._editor_problems = _from_editor(editor, self.root)

    def at(self, path: str) -> Settings:
        """The settings of a file: those of the folders above it, within the workspace."""
        return self.of_folder(_folder(path))

    def of_folder(self, folder: str) -> Settings:
        """The settings that hold in a folder."""
        found = self._settings.get(folder)
        if found is None:
            values = _over(_over(self._values(folder), self._editor), self._overrides)
            found = self._settings[folder] = Settings().with_values(values)
        return found

    def associations(self) -> Associations:
        """The formats and dialects that all settings read so far give to files, the deepest first."""
        from promptwell.language.syntax.detect import Associations

        formats: dict[str, str] = {}
        dialects: dict[str, str] = {}
        for folder in sorted(self._settings, key=len, reverse=True):
            for glob, name in self._settings[folder].formats.items():
                formats.setdefault(glob, name)
            for glob, dialect in self._settings[folder].dialects.items():
                dialects.setdefault(glob, dialect)
        return Associations(formats, dialects)

    def files(self) -> tuple[str, ...]:
        """The settings files that were read so far and say something."""
        return tuple(path for path, (values, problems) in self._files.items() if values or problems)

    def problems(self) -> tuple[SettingsProblem, ...]:
        """What is wrong in the settings read so far, the editor's first."""
        return (
            *self._editor_problems,
            *(problem for _, problems in self._files.values() for problem in problems),
        )

    def forget(self) -> None:
        """Read the files again when they are next asked for: one of them changed."""
        self._files.clear()
        self._written.clear()
        self._settings.clear()

    def _values(self, folder: str) -> dict[str, Any]:
        """What is written for a folder: its own settings over those of the folder above."""
        found = self._written.get(folder)
        if found is None:
            inside = folder != self.root and folder.startswith(self.root.rstrip("/") + "/")
            outer = self._values(_folder(folder)) if inside else {}
            found = self._written[folder] = _over(outer, self._own(folder))
        return found

    def _own(self, folder: str) -> dict[str, Any]:
        base = folder.rstrip("/")
        for name in (SETTINGS_FILE, PROJECT_FILE):
            path = f"{base}/{name}"
            if path not in self._files:
                text = self._read(path)
                if text is None or (name == PROJECT_FILE and "promptwell" not in text):
                    self._files[path] = ({}, ())
                else:
                    from promptwell.settings.read import read_settings

                    self._files[path] = read_settings(path, text)
            values, problems = self._files[path]
            if values or problems:
                return values
        return {}


def load_settings(
    folder: str, *, root: str | None = None, editor: Mapping[str, Any] | None = None
) -> tuple[Settings, tuple[SettingsProblem, ...]]:
    """The settings that hold in a folder, and what is wrong in the files they come from.

    Files are looked for from `root` down to the folder; without a root only in the folder.
    """
    workspace = WorkspaceSettings(root or folder, editor=editor)
    return workspace.of_folder(folder.rstrip("/") or "/"), workspace.problems()


def _over(outer: dict[str, Any], inner: dict[str, Any]) -> dict[str, Any]:
    """The inner values over the outer; tables are put together, the inner entries first.

    The policy is no one's to loosen: there the stricter value counts, wherever it stands.
    """
    merged = {**outer, **inner}
    for name, value in inner.items():
        below = outer.get(name)
        if name == "security" and below:
            merged[name] = {**below, **value}
            policies = [each["policy"] for each in (below, value) if "policy" in each]
            if len(policies) > 1:
                merged[name]["policy"] = tightened(*policies)
        elif isinstance(value, Mapping) and isinstance(below, Mapping):
            merged[name] = _together(value, below)
    return merged


def _together(inner: Mapping[str, Any], outer: Mapping[str, Any]) -> dict[str, Any]:
    """Two tables as one, the tables within them too; where both name something, the inner one counts."""
    found = dict(inner)
    for key, each in outer.items():
        own = found.setdefault(key, each)
        if own is not each and isinstance(own, Mapping) and isinstance(each, Mapping):
            found[key] = _together(own, each)
    return found


def _from_editor(
    editor: Mapping[str, Any], root: str
) -> tuple[dict[str, Any], tuple[SettingsProblem, ...]]:
    from promptwell.settings.read import read_editor_settings

    values, problems = read_editor_settings(editor)
    return anchor_globs(values, root), problems


def _folder(path: str) -> str:
    return path.rpartition("/")[0] or "/"


def _read_file(path: str) -> str | None:
    from promptwell.adapters.files import read_optional

    return read_optional(path)
