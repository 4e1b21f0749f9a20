"""Promptwell's language server beside others: the same document, the same edits, in one run.

The measuring is done by `lsp_probe.py`, which lies beside the repository; without it there is
nothing to run. The other servers are installed into `.cache/peers`.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import inputs

ROOT = Path(__file__).parents[1]
PROBE = ROOT.parent / "shared" / "tools" / "lsp_probe.py"
PEERS = ROOT / ".cache" / "peers"
DOCUMENT = inputs.prompt(20_000)
# The last expression of the document: a letter is typed and taken back there, again and again.
PLACE = DOCUMENT[: DOCUMENT.rindex("{{ ") + len("{{ ")][-60:]


class Server(NamedTuple):
    """One server and how the document is called to it."""

    name: str
    command: tuple[str, ...]
    language: str
    file: str


class Report(NamedTuple):
    """What the probe saw of one server; see its own description of the JSON."""

    server: Server
    seen: Mapping[str, Any]

    def number(self, *path: str) -> float | None:
        """A number of the report, or None where the server does not do that."""
        value: Any = self.seen
        for name in path:
            value = value.get(name) if isinstance(value, Mapping) else None
        return float(value) if isinstance(value, int | float) else None


def measure() -> Iterator[Report]:
    """A report for each server that starts here, Promptwell's first."""
    for server in _servers():
        seen = probe(server, DOCUMENT)
        if "error" in seen:
            print(f"({server.name}: {seen['error']})", file=sys.stderr)
        else:
            yield Report(server, seen)


def probe(server: Server, text: str, *options: str) -> Mapping[str, Any]:
    """The probe's report on one server that has one document open."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / server.file
        file.write_text(text, encoding="utf-8")
        at = ["--edit-after", PLACE, "--complete-after", PLACE, "--hover-after", PLACE]
        known = [
            "--language-id",
            server.language,
            "--file",
            str(file),
            "--push-only",
            *at,
            "--edit-text",
            "x",
        ]
        command = [sys.executable, str(PROBE), *known, *options, "--", *server.command]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
    if not done.stdout.strip():
        return {"error": done.stderr.strip().splitlines()[-1] if done.stderr else "it said nothing"}
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def own_server() -> Server:
    """Promptwell's."""
    command = (sys.executable, "-m", "promptwell", "lsp")
    return Server("promptwell", command, "prompty", "support.prompty")


def bare_server() -> Server:
    """A pygls server that publishes one diagnostic: what the library costs by itself."""
    script = str(Path(__file__).with_name("bare_pygls_server.py"))
    return Server("bare pygls", (sys.executable, script), "prompty", "support.prompty")


def _servers() -> Iterator[Server]:
    yield own_server()
    yield bare_server()
    jinja = _from_pypi("jinja-lsp", "jinja-lsp==0.4.2")
    if jinja is not None:
        yield Server("jinja-lsp 0.4.2", (jinja, "lsp"), "jinja", "support.jinja")
    yaml = _from_npm("yaml-language-server")
    if yaml is not None:
        yield Server("yaml-language-server", (yaml, "--stdio"), "yaml", "support.yaml")
    # Its package on PyPI holds the linter alone, and the one on npm fetches a binary elsewhere.
    agnix = shutil.which("agnix-lsp")
    if agnix is not None:
        yield Server("agnix", (agnix,), "markdown", "SKILL.md")


def _from_pypi(script: str, requirement: str) -> str | None:
    binaries = PEERS / "python" / ("Scripts" if os.name == "nt" else "bin")
    if not (binaries / script).exists():
        python = str(binaries / "python")
        made = _quietly(sys.executable, "-m", "venv", str(PEERS / "python"))
        if not (made and _quietly(python, "-m", "pip", "install", "-q", requirement)):
            print(f"({requirement} could not be installed)", file=sys.stderr)
            return None
    return str(binaries / script)


def _from_npm(package: str) -> str | None:
    script = PEERS / "node" / "node_modules" / ".bin" / package
    npm = shutil.which("npm")
    if not script.exists() and not (
        npm and _quietly(npm, "install", "--silent", "--prefix", str(PEERS / "node"), package)
    ):
        print(f"({package} could not be installed)", file=sys.stderr)
        return None
    return str(script)


def _quietly(*command: str) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0
