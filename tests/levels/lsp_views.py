"""What `shows WHAT` prints through the language server: one function for each view of a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from tests.levels.base import first_line

from promptwell.entrypoints.cli.demonstration.client import LanguageClient
from promptwell.entrypoints.lsp.convert.semantic_tokens import LEGEND
from promptwell.language.text.source import SourceText


class Viewed(NamedTuple):
    """The file that is looked at, as a client knows it, and the position of the case's cursor."""

    client: LanguageClient
    document: dict[str, str]
    position: dict[str, int]
    text: str

    def ask(self, method: str, **more: Any) -> Any:
        """The server's answer to a question about the file."""
        return self.client.request(method, {"textDocument": self.document, **more})

    def place(self, at: dict[str, Any]) -> str:
        """A range as `line:column-line:column`, counted from 1 in characters."""
        return f"{self._one(at['start'])}-{self._one(at['end'])}"

    def words(self, at: dict[str, Any]) -> str:
        """The text of a range."""
        return self.text[self._offset(at["start"]) : self._offset(at["end"])]

    def _offset(self, position: dict[str, int]) -> int:
        line, column = self._one(position).split(":")
        return SourceText(self.text).offset(int(line) - 1, int(column) - 1)

    def _one(self, position: dict[str, int]) -> str:
        line = SourceText(self.text).line_text(position["line"])
        units = line.encode("utf-16-le")[: position["character"] * 2]
        return f"{position['line'] + 1}:{len(units.decode('utf-16-le')) + 1}"


def _folds(viewed: Viewed) -> list[str]:
    return [
        f"{each['startLine'] + 1}-{each['endLine'] + 1} {each.get('kind', '')}".strip()
        for each in viewed.ask("textDocument/foldingRange")
    ]


def _selections(viewed: Viewed) -> list[str]:
    (chain,) = viewed.ask("textDocument/selectionRange", positions=[viewed.position])
    lines: list[str] = []
    while chain:
        lines.append(f"{viewed.place(chain['range'])} {first_line(viewed.words(chain['range']))}")
        chain = chain.get("parent")
    return lines


def _highlights(viewed: Viewed) -> list[str]:
    kinds = {1: "", 2: "read", 3: "write"}
    return [
        f"{viewed.place(each['range'])} {viewed.words(each['range'])} {kinds[each['kind']]}".strip()
        for each in viewed.ask("textDocument/documentHighlight", position=viewed.position)
    ]


def _linked(viewed: Viewed) -> list[str]:
    found = viewed.ask("textDocument/linkedEditingRange", position=viewed.position)
    ranges = found["ranges"] if found else []
    return [f"{viewed.place(each)} {viewed.words(each)}" for each in ranges]


def _signature(viewed: Viewed) -> list[str]:
    found = viewed.ask("textDocument/signatureHelp", position=viewed.position)
    lines = []
    for each in found["signatures"] if found else ():
        label, active = each["label"], each["activeParameter"]
        parameter = [each["label"] for each in each["parameters"]][active : active + 1]
        lines.append(label.replace(parameter[0], f">{parameter[0]}<", 1) if parameter else label)
    return lines


def _tokens(viewed: Viewed) -> list[str]:
    numbers = viewed.ask("textDocument/semanticTokens/full")["data"]
    lines: list[str] = []
    line = character = 0
    for index in range(0, len(numbers), 5):
        down, right, length, kind, bits = numbers[index : index + 5]
        line, character = line + down, right if down else character + right
        ends = [{"line": line, "character": each} for each in (character, character + length)]
        at = dict(zip(("start", "end"), ends, strict=True))
        modifiers = [
            name for number, name in enumerate(LEGEND.token_modifiers) if bits >> number & 1
        ]
        words = [viewed.place(at), viewed.words(at), LEGEND.token_types[kind], *modifiers]
        if words[2] != "operator":
            lines.append(" ".join(words))
    return lines


def _links(viewed: Viewed) -> list[str]:
    lines = []
    for each in viewed.ask("textDocument/documentLink"):
        assert each["target"].startswith("file:///")
        words = viewed.words(each["range"])
        lines.append(f"{viewed.place(each['range'])} {words} -> {each['tooltip']}")
    return lines


def _hints(viewed: Viewed) -> list[str]:
    end = {"line": viewed.text.count("\n") + 1, "character": 0}
    found = viewed.ask(
        "textDocument/inlayHint", range={"start": {"line": 0, "character": 0}, "end": end}
    )
    lines = []
    for each in found:
        at = viewed.place({"start": each["position"], "end": each["position"]})
        lines.append(f"{at.partition('-')[0]} {each['label']}")
    return lines


def _lenses(viewed: Viewed) -> list[str]:
    lines = []
    for each in viewed.ask("textDocument/codeLens"):
        _, _, locations = each["command"]["arguments"]
        places = [
            f"{at['uri'].rpartition('/')[2]}:{at['range']['start']['line'] + 1}" for at in locations
        ]
        at = viewed.place(each["range"]).partition("-")[0]
        lines.append(f"{at} {each['command']['title']}: {', '.join(places)}")
    return lines


VIEWS: Mapping[str, Callable[[Viewed], list[str]]] = {
    "folds": _folds,
    "tokens": _tokens,
    "highlights": _highlights,
    "hints": _hints,
    "lenses": _lenses,
    "linked": _linked,
    "links": _links,
    "selections": _selections,
    "signature": _signature,
}
