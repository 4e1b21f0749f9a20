"""Messages as no client should send them: real ones of every method, changed at random."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Sequence
from typing import Any

Message = dict[str, Any]
NEVER = ("initialize", "initialized", "shutdown", "exit")

_VALUES: tuple[Any, ...] = (
    None,
    True,
    False,
    0,
    -1,
    1,
    2**31,
    2**53,
    -(2**63),
    10**30,
    1.5,
    1e308,
    "",
    "x",
    "\u0000",
    "\ud800",
    "🌿" * 50,
    "x" * 5000,
    "file:///",
    "untitled:x",
    "../../../etc/passwd",
    "a{b",
    [],
    {},
    [[]],
    [None],
    {"": None},
    {"uri": 5},
    {"line": -1, "character": -1},
    {"line": 2**40, "character": 2**40},
)


class Hostile:
    """A source of messages about one document; the same seed gives the same ones."""

    def __init__(self, seed: int, methods: Sequence[str], uri: str) -> None:
        self._chance = random.Random(seed)
        self._methods = [each for each in methods if each not in NEVER]
        self._uri = uri
        self._last = json.dumps(self.valid(self._methods[0], 1)).encode()

    def valid(self, method: str, number: int) -> Message:
        """A message that holds whatever any method wants."""
        return {"jsonrpc": "2.0", "id": number, "method": method, "params": self._params()}

    def body(self, number: int) -> bytes:
        """One message's bytes."""
        kind = self._chance.random()
        if kind < 0.05:
            return self._last
        if kind < 0.10:
            return self._answer()
        message = self.valid(self._chance.choice(self._methods), number)
        if kind < 0.25:
            return self._kept(message)
        if kind < 0.35:
            self._spoil_envelope(message)
            return self._kept(message)
        for _ in range(self._chance.choice((1, 1, 1, 2, 5))):
            self._spoil(message["params"])
        if kind < 0.45:
            del message["id"]
        body = json.dumps(message).encode()
        if 0.45 < kind < 0.5:
            key = self._chance.choice(list(message["params"]) or ["x"])
            body = body.replace(b"{", b'{"%s": 7, ' % key.encode(), 1)
        if 0.5 < kind < 0.53:
            body = body[: self._chance.randrange(1, len(body))]
        if 0.53 < kind < 0.56:
            place = self._chance.randrange(len(body))
            body = body[:place] + bytes([self._chance.randrange(256)]) + body[place + 1 :]
        if 0.56 < kind < 0.5605:
            body = json.dumps({**message, "padding": "x" * 2_000_000}).encode()
        if 0.5605 < kind < 0.561:
            body = b'{"jsonrpc": "2.0", "id": 5, "method": "x", "params": ' + b"[" * 3000
        self._last = body
        return body

    def _kept(self, message: Message) -> bytes:
        self._last = json.dumps(message).encode()
        return self._last

    def _answer(self) -> bytes:
        number = self._chance.choice((1, 2, "x", None, 10**20))
        outcome = self._chance.choice(
            (
                {"result": None},
                {"result": [7]},
                {"error": {"code": 1, "message": "x"}},
                {"error": 7},
                {},
            )
        )
        return json.dumps({"jsonrpc": "2.0", "id": number, **outcome}).encode()

    def _spoil_envelope(self, message: Message) -> None:
        key = self._chance.choice(("jsonrpc", "id", "method", "params"))
        if self._chance.random() < 0.5:
            message.pop(key)
        else:
            message[key] = self._value()

    def _spoil(self, value: Any) -> None:
        """Change, drop or add something anywhere below a value."""
        while isinstance(value, dict | list) and value:
            keys = list(value) if isinstance(value, dict) else list(range(len(value)))
            key = self._chance.choice(keys)
            below = value[key]
            if isinstance(below, dict | list) and below and self._chance.random() < 0.6:
                value = below
                continue
            what = self._chance.random()
            if what < 0.2:
                del value[key]
            elif what < 0.3 and isinstance(value, list):
                value.extend(copy.deepcopy(value * 3))
            else:
                value[key] = self._value()
            return

    def _value(self) -> Any:
        return copy.deepcopy(self._chance.choice(_VALUES))

    def _place(self) -> Message:
        far = self._chance.choice((0, 1, 5, 6, 9, 10**6, 2**31 - 1))
        return {"line": far, "character": self._chance.choice((0, 1, 8, 10**6, 2**31 - 1))}

    def _range(self) -> Message:
        return {"start": self._place(), "end": self._place()}

    def _params(self) -> Message:
        document = {"uri": self._uri, "version": self._chance.randrange(9), "languageId": "prompty"}
        text = self._chance.choice(("", "x", "{{ ", "\r", "\u2028", "---\n"))
        changes = [{"range": self._range(), "text": text}]
        event = {"uri": self._uri, "type": self._chance.choice((1, 2, 3))}
        return {
            "textDocument": {**document, "text": f"---\nname: {text}\n---\n{{{{ x }}}}\n"},
            "contentChanges": changes,
            "position": self._place(),
            "positions": [self._place(), self._place()],
            "range": self._range(),
            "ranges": [self._range()],
            "context": {"diagnostics": [], "includeDeclaration": True, "triggerKind": 1},
            "options": {"tabSize": 2, "insertSpaces": True},
            "newName": self._chance.choice(("renamed", "", "1", "a b", "\u0000")),
            "ch": self._chance.choice(("}", "\n", "")),
            "query": "a",
            "previousResultId": "0",
            "previousResultIds": [{"uri": self._uri, "value": "0"}],
            "changes": [event],
            "settings": {"promptwell": {"ignore": ["wording"]}},
            "event": {"added": [], "removed": []},
            "files": [{"oldUri": self._uri, "newUri": self._uri + "2", "uri": self._uri}],
            "value": "off",
            "token": 1,
            "label": "x",
            "title": "x",
            "kind": 1,
            "data": {"path": self._uri, "id": 1},
            "item": {"name": "x", "kind": 1, "uri": self._uri, "range": self._range()},
            "command": "promptwell.unknown",
            "arguments": [],
        }
