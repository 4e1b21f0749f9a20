"""A real server in a thread, and requests to it as anybody could make them."""

from __future__ import annotations

import http.client
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from tests.operation_levels.rest import Rest


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    told: Any


Ask = Callable[..., Answer]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("CACHE", "CONFIG", "DATA"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    workspace = tmp_path / "workspace"
    workspace.mkdir()
    (workspace / "promptwell.toml").write_text("")
    return workspace


@pytest.fixture
def engine(folder: Path) -> Iterator[Rest]:
    """The engine of one user."""
    opened = Rest(folder)
    yield opened
    opened.close()


@pytest.fixture
def team(folder: Path) -> Iterator[Rest]:
    """The server of a team."""
    opened = Rest(folder, team=True)
    yield opened
    opened.close()


def ask(
    rest: Rest,
    method: str,
    path: str,
    body: Any = None,
    *,
    token: str | None = None,
    **headers: str,
) -> Answer:
    """Ask; the token is the engine's own unless another one, or "" for none, is given."""
    secret = rest.engine.token if token is None else token
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    if secret:
        sent["Authorization"] = f"Bearer {secret}"
    content = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
    if content is not None:
        sent.setdefault("Content-Type", "application/json")
    connection = http.client.HTTPConnection("127.0.0.1", rest.port, timeout=20)
    try:
        connection.request(method, path, content, sent)
        response = connection.getresponse()
        text = response.read()
        found = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, found, json.loads(text) if text else None)
    finally:
        connection.close()
