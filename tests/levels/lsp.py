"""The language server level: a real `promptwell lsp` process, spoken to over its standard streams."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import unquote

from tests.levels.base import (
    ASKED_KINDS,
    Place,
    RefusedError,
    Reported,
    is_called,
    shown_action,
)
from tests.levels.lsp_views import VIEWS, Viewed
from tests.levels.settings import SETTINGS_FILE, settings_file
from tests.marked_cases import Case

from promptwell.entrypoints.cli.demonstration.client import LanguageClient, ServerError
from promptwell.language.syntax.detect import Associations, detect
from promptwell.language.text.edit import TextEdit, apply_edits
from promptwell.language.text.source import SourceText, Span

SEVERITIES = {1: "error", 2: "warning", 3: "information", 4: "hint"}
LANGUAGES = {".prompty": "prompty", ".md": "markdown", ".txt": "plaintext"}
# How the server begins when it won't rename; the reason follows.
_REFUSED = re.compile(r"not renamed: |`[^`]*` can't be renamed: ")
FORMATTING = {"tabSize": 4, "insertSpaces": True}
PROMPTS = (".prompty", ".j2", ".jinja", ".jinja2", ".md", ".txt")


class LspLevel:
    """One server for all cases; each case is a workspace folder that comes and goes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.client = LanguageClient([sys.executable, "-m", "promptwell", "lsp"], folder)
        self.client.initialize()
        self.count = 0
        self.current: LspCase | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.client.close()

    def open(self, case: Case) -> LspCase:
        if self.current:
            self.current.close()
        self.count += 1
        folder = self.folder / f"case-{self.count}"
        folder.mkdir()
        self.current = LspCase(case, folder, self.client)
        return self.current


class LspCase:
    """A case's files, written to a folder and opened in the server."""

    def __init__(self, case: Case, folder: Path, client: LanguageClient) -> None:
        self.case = case
        self.folder = folder
        self.client = client
        self.texts = {file.path: file.text for file in case.files}
        self.opened = [
            path
            for path, text in self.texts.items()
            if path.endswith(PROMPTS) or "promptfooconfig" in path or self._is_prompt(path, text)
        ]
        for path, text in [*self.texts.items(), (SETTINGS_FILE, settings_file(case))]:
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(text.encode())
        self._folders(added=[folder], removed=[])
        for path in self.opened:
            document = {
                "uri": self._uri(path),
                "languageId": LANGUAGES.get(Path(path).suffix, "jinja"),
                "version": 1,
                "text": self.texts[path],
            }
            client.notify("textDocument/didOpen", {"textDocument": document})
        for path in self.opened:  # an editor's user asks when the files are on the screen
            client.diagnostics(self._uri(path), 1)

    def _is_prompt(self, path: str, text: str) -> bool:
        formats = self.case.settings.get("formats", {})
        return detect(str(self.folder / path), text, Associations(formats)) is not None

    def close(self) -> None:
        for path in self.opened:
            self.client.notify("textDocument/didClose", {"textDocument": {"uri": self._uri(path)}})
        self._folders(added=[], removed=[self.folder])
        shutil.rmtree(self.folder)

    def diagnostics(self, path: str) -> list[Reported] | None:
        if path not in self.opened or self.case.today:
            return None
        return [
            Reported(
                each.get("code", ""),
                SEVERITIES[each["severity"]],
                self._span(path, each["range"]),
                each["message"],
            )
            for each in self.client.diagnostics(self._uri(path), 1)
        ]

    def after(self, how: str, title: str, rules: frozenset[str] | None) -> dict[str, str] | None:
        if how == "accept":
            return self._accepted(title)
        if how in ("format", "type"):
            return self._formatted() if how == "format" else self._typed(title)
        if how != "action":
            return None
        for action in self._all_actions():
            if is_called(action["title"], title):
                if "edit" not in action and "disabled" not in action:
                    action = self.client.request("codeAction/resolve", action)
                return self._edited(action.get("edit") or {})
        return None

    def hover(self, place: Place) -> str | None:
        result = self.client.request("textDocument/hover", self._at(place.path, place.span.start))
        if not result:
            return ""
        contents = result["contents"]
        return str(contents["value"] if isinstance(contents, dict) else contents)

    def definitions(self, place: Place) -> list[Place] | None:
        asked = self._at(place.path, place.span.start)
        result = self.client.request("textDocument/definition", asked) or []
        return [self._place(each) for each in (result if isinstance(result, list) else [result])]

    def references(self, place: Place) -> list[Place] | None:
        asked = {
            **self._at(place.path, place.span.start),
            "context": {"includeDeclaration": True},
        }
        return [
            self._place(each)
            for each in self.client.request("textDocument/references", asked) or []
        ]

    def completions(self) -> list[str] | None:
        return [each["label"] for each in self._completion_items()]

    def actions(self) -> list[str] | None:
        return [
            shown_action(action["title"], action.get("disabled", {}).get("reason", ""))
            for action in self._all_actions()
        ]

    def rename(self, new_name: str) -> dict[str, str] | None:
        assert self.case.cursor
        file, offset = self.case.cursor
        asked = self._at(file.path, offset)
        try:
            if self.client.request("textDocument/prepareRename", asked) is None:
                raise RefusedError("nothing to rename here")
            edit = self.client.request("textDocument/rename", {**asked, "newName": new_name})
        except ServerError as refusal:
            raise RefusedError(_REFUSED.sub("", str(refusal))) from None
        return self._edited(edit)

    def symbols(self, path: str) -> list[str] | None:
        asked = {"textDocument": {"uri": self._uri(path)}}
        lines: list[str] = []

        def take(symbols: list[dict[str, Any]], depth: int) -> None:
            for symbol in symbols:
                lines.append("  " * depth + symbol["name"])
                take(symbol.get("children") or [], depth + 1)

        take(self.client.request("textDocument/documentSymbol", asked) or [], 0)
        return lines

    def view(self, what: str) -> list[str] | None:
        main = self.case.main
        position = self._position(main.path, main.cursor or 0)
        document = {"uri": self._uri(main.path)}
        return VIEWS[what](Viewed(self.client, document, position, main.text))

    def _formatted(self) -> dict[str, str]:
        file = self.case.main
        document = {"uri": self._uri(file.path)}
        asked: dict[str, Any] = {"textDocument": document, "options": FORMATTING}
        method = "textDocument/formatting"
        if file.selection:
            method = "textDocument/rangeFormatting"
            asked["range"] = self._range(file.path, file.selection)
        texts = dict(self.texts)
        self._edit(texts, document["uri"], self.client.request(method, asked) or [])
        return texts

    def _typed(self, typed: str) -> dict[str, str]:
        assert self.case.cursor
        file, offset = self.case.cursor
        uri = self._uri(file.path)
        self.texts[file.path] = file.text[:offset] + typed + file.text[offset:]
        changed = {"uri": uri, "version": 2}
        change = {"textDocument": changed, "contentChanges": [{"text": self.texts[file.path]}]}
        self.client.notify("textDocument/didChange", change)
        asked = {**self._at(file.path, offset + len(typed)), "ch": typed[-1]}
        asked["options"] = FORMATTING
        texts = dict(self.texts)
        self._edit(texts, uri, self.client.request("textDocument/onTypeFormatting", asked) or [])
        return texts

    def _completion_items(self) -> list[dict[str, Any]]:
        assert self.case.cursor
        file, offset = self.case.cursor
        result = self.client.request("textDocument/completion", self._at(file.path, offset))
        return list((result["items"] if isinstance(result, dict) else result) or [])

    def _accepted(self, label: str) -> dict[str, str] | None:
        assert self.case.cursor
        file, offset = self.case.cursor
        for item in self._completion_items():
            if item["label"] != label:
                continue
            edit = item.get("textEdit")
            span = self._span(file.path, edit["range"]) if edit else Span(offset, offset)
            new_text = edit["newText"] if edit else item.get("insertText", label)
            text = file.text[: span.start] + new_text + file.text[span.end :]
            return {**self.texts, file.path: text}
        return {}

    def _all_actions(self) -> list[dict[str, Any]]:
        actions: list[dict[str, Any]] = []
        if self.case.asked:
            file, span = self.case.asked
            places = [(file.path, self._range(file.path, span))]
        else:
            places = [
                (path, each["range"])
                for path in self.opened
                for each in self.client.diagnostics(self._uri(path), 1)
            ]
        for path, wanted in places:
            for only in ASKED_KINDS:
                context = {"diagnostics": self._diagnostics_in(path, wanted), "triggerKind": 1}
                asked = {
                    "textDocument": {"uri": self._uri(path)},
                    "range": wanted,
                    "context": {**context, "only": list(only)} if only else context,
                }
                actions += self.client.request("textDocument/codeAction", asked) or []
        return actions

    def _diagnostics_in(self, path: str, wanted: dict[str, Any]) -> list[dict[str, Any]]:
        span = self._span(path, wanted)
        return [
            each
            for each in self.client.diagnostics(self._uri(path), 1)
            if self._span(path, each["range"]).start <= span.end
            and span.start <= self._span(path, each["range"]).end
        ]

    def _edited(self, edit: dict[str, Any]) -> dict[str, str]:
        texts = dict(self.texts)
        for change in edit.get("documentChanges") or []:
            if change.get("kind") == "create":
                texts[self._path(change["uri"])] = ""
            elif change.get("kind") != "rename":  # texts are shown under their old paths
                self._edit(texts, change["textDocument"]["uri"], change["edits"])
        for uri, edits in (edit.get("changes") or {}).items():
            self._edit(texts, uri, edits)
        return texts

    def _edit(self, texts: dict[str, str], uri: str, edits: list[dict[str, Any]]) -> None:
        path = self._path(uri)
        known = path in self.texts
        spans = [
            (self._span(path, each["range"]) if known else Span(0, 0), each["newText"])
            for each in edits
        ]
        texts[path] = apply_edits(texts[path], (TextEdit(span, new) for span, new in spans))

    def _folders(self, added: list[Path], removed: list[Path]) -> None:
        event = {
            name: [{"uri": folder.as_uri(), "name": folder.name} for folder in folders]
            for name, folders in (("added", added), ("removed", removed))
        }
        self.client.notify("workspace/didChangeWorkspaceFolders", {"event": event})

    def _uri(self, path: str) -> str:
        return (self.folder / path).as_uri()

    def _path(self, uri: str) -> str:
        return unquote(uri.removeprefix(self.folder.as_uri() + "/"))

    def _place(self, location: dict[str, Any]) -> Place:
        uri = location.get("uri") or location["targetUri"]
        place = location.get("range") or location["targetSelectionRange"]
        path = self._path(uri)
        return Place(path, self._span(path, place) if path in self.texts else Span(0, 0))

    def _at(self, path: str, offset: int) -> dict[str, Any]:
        return {
            "textDocument": {"uri": self._uri(path)},
            "position": self._position(path, offset),
        }

    def _position(self, path: str, offset: int) -> dict[str, int]:
        line, column = SourceText(self.texts[path]).line_column(offset)
        before = SourceText(self.texts[path]).line_text(line)[:column]
        return {"line": line, "character": len(before.encode("utf-16-le")) // 2}

    def _range(self, path: str, span: Span) -> dict[str, Any]:
        return {
            "start": self._position(path, span.start),
            "end": self._position(path, span.end),
        }

    def _span(self, path: str, place: dict[str, Any]) -> Span:
        return Span(self._offset(path, place["start"]), self._offset(path, place["end"]))

    def _offset(self, path: str, position: dict[str, int]) -> int:
        source = SourceText(self.texts[path])
        line = (
            source.line_text(position["line"]) if position["line"] < len(source.line_starts) else ""
        )
        units = line.encode("utf-16-le")[: position["character"] * 2]
        return source.offset(position["line"], len(units.decode("utf-16-le")))
