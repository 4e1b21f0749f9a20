"""An editor without a screen: it opens files in a language server and asks what it would show."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

from promptwell.entrypoints.cli.demonstration.client import LanguageClient
from promptwell.entrypoints.cli.demonstration.open_file import OpenFile
from promptwell.language.rules.severity import Severity
from promptwell.language.text.edit import apply_edits
from promptwell.language.text.source import SourceText, Span

_SEVERITIES: Mapping[int, Severity] = {1: "error", 2: "warning", 3: "information", 4: "hint"}


@dataclass(frozen=True)
class Shown:
    """A diagnostic as an editor shows it; `raw` is what the server sent."""

    severity: Severity
    rule: str
    message: str
    span: Span
    raw: Mapping[str, Any]


class Editor:
    """The files open in one server. Names are relative to the folder that the demonstration shows.

    `read` gives the text of a file that is not open: an edit may change data beside the prompts.
    """

    def __init__(
        self, client: LanguageClient, folder: str, read: Callable[[str], str | None]
    ) -> None:
        self._client = client
        self._folder = folder.rstrip("/")
        self._read = read
        self.files: dict[str, OpenFile] = {}

    def open(self, path: str, text: str) -> OpenFile:
        """Open a file; opening it again changes nothing."""
        if path in self.files:
            return self.files[path]
        file = self._file(path, text)
        self.files[path] = file
        document = {
            "uri": file.uri,
            "languageId": file.language,
            "version": file.version,
            "text": file.text,
        }
        self._client.notify("textDocument/didOpen", {"textDocument": document})
        return file

    def at(self, uri: str) -> OpenFile | None:
        """The file of a URI: as it is in the editor, else as it is on disk."""
        path = url2pathname(urlsplit(uri).path).replace("\\", "/")
        if path in self.files:
            return self.files[path]
        text = self._read(path)
        return None if text is None else self._file(path, text)

    def diagnostics(self, file: OpenFile) -> list[Shown]:
        """What is underlined in a file, once the server has looked at its latest version."""
        return [
            Shown(
                _SEVERITIES.get(each.get("severity", 1), "error"),
                str(each.get("code", "")),
                str(each["message"]),
                file.span(each["range"]),
                each,
            )
            for each in self._client.diagnostics(file.uri, file.version)
        ]

    def change(self, file: OpenFile, text: str, *, rechecks: Iterable[OpenFile] = ()) -> None:
        """Type: the file has a new text now, in the editor only.

        `rechecks` are other files of which news is expected as well.
        """
        for other in rechecks:
            self._client.forget_diagnostics(other.uri)
        start, end = _changed(file.text, text)
        new_text = text[start : len(text) - (len(file.text) - end)]
        change = {"range": file.range(Span(start, end)), "text": new_text}
        file.source = SourceText(text)
        file.version += 1
        self._client.notify(
            "textDocument/didChange",
            {
                "textDocument": {"uri": file.uri, "version": file.version},
                "contentChanges": [change],
            },
        )

    def completions(self, file: OpenFile, offset: int) -> list[Mapping[str, Any]]:
        """What is offered at a place, in the order in which an editor lists it."""
        result = self._client.request("textDocument/completion", _asked(file, offset)) or []
        items = result["items"] if isinstance(result, dict) else result
        return sorted(items, key=lambda item: str(item.get("sortText") or item["label"]))

    def hover(self, file: OpenFile, offset: int) -> str:
        """The text shown when the pointer rests at a place; "" for nothing."""
        result = self._client.request("textDocument/hover", _asked(file, offset))
        if not result:
            return ""
        contents = result["contents"]
        return str(contents["value"] if isinstance(contents, dict) else contents)

    def definitions(self, file: OpenFile, offset: int) -> list[tuple[str, Mapping[str, Any]]]:
        """The URIs and ranges that *go to definition* leads to."""
        result = self._client.request("textDocument/definition", _asked(file, offset)) or []
        places = result if isinstance(result, list) else [result]
        return [
            (each["targetUri"], each["targetSelectionRange"])
            if "targetUri" in each
            else (each["uri"], each["range"])
            for each in places
        ]

    def rename(self, file: OpenFile, offset: int, new_name: str) -> dict[str, str]:
        """The texts by URI after a rename; nothing is changed yet.

        Raises:
            RefusedError: the server says why not.
        """
        asked = {**_asked(file, offset), "newName": new_name}
        return self.edited(self._client.request("textDocument/rename", asked) or {})

    def actions(self, file: OpenFile, shown: Shown) -> list[Mapping[str, Any]]:
        """The code actions offered for a diagnostic."""
        asked = {
            "textDocument": {"uri": file.uri},
            "range": file.range(shown.span),
            "context": {"diagnostics": [shown.raw], "only": ["quickfix"]},
        }
        return list(self._client.request("textDocument/codeAction", asked) or [])

    def resolved(self, action: Mapping[str, Any]) -> Mapping[str, Any]:
        """A code action with its edit, for which some servers want to be asked again."""
        if "edit" in action or "command" in action:
            return action
        resolved: Mapping[str, Any] = self._client.request("codeAction/resolve", action) or action
        return resolved

    def edited(self, edit: Mapping[str, Any]) -> dict[str, str]:
        """The texts by URI after a workspace edit."""
        changes: dict[str, list[dict[str, Any]]] = {}
        for change in edit.get("documentChanges") or []:
            if "textDocument" in change:
                changes.setdefault(change["textDocument"]["uri"], []).extend(change["edits"])
        if not changes:
            changes = dict(edit.get("changes") or {})
        texts: dict[str, str] = {}
        for uri, edits in changes.items():
            file = self.at(uri)
            if file is not None:
                texts[uri] = apply_edits(file.text, file.edits(edits))
        return texts

    def _file(self, path: str, text: str) -> OpenFile:
        name = path.removeprefix(f"{self._folder}/")
        return OpenFile(path, name, Path(path).as_uri(), SourceText(text))


def _asked(file: OpenFile, offset: int) -> dict[str, Any]:
    return {"textDocument": {"uri": file.uri}, "position": file.position(offset)}


def _changed(old: str, new: str) -> tuple[int, int]:
    """The part of the old text that the new one replaces."""
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    return start, len(old) - end
