"""Disks that are full, folders that can't be written, files that vanish: the server answers as before."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from tests.entrypoints.lsp.raw_server import RawServer

HEAD = "---\nname: a\ninputs: {agent: {kind: string, required: true}}\n---\nsystem:\n"
REFUSED = -32803
NORMAL = ("-m", "promptwell", "lsp")
# A limit of no bytes per file is what a full disk looks like to a process.
FULL = (
    "-c",
    """
import resource, runpy, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
sys.argv = ["promptwell", "lsp"]
runpy.run_module("promptwell", run_name="__main__")
""",
)


def works(folder: Path, program: Sequence[str], environment: Mapping[str, str]) -> None:
    (folder / "signature.j2").write_text("Yours, {{ agent }}\n")
    for number in range(20):
        (folder / f"{number}.prompty").write_text(HEAD + '{% include "signature.j2" %}\n')
    with RawServer(cwd=folder, environment=environment, program=program) as server:
        pulls = {
            "textDocument": {"diagnostic": {}},
            "workspace": {"diagnostics": {"refreshSupport": True}},
        }
        server.initialize(folder, capabilities=pulls)
        everything = server.request("workspace/diagnostic", {"previousResultIds": []})
        assert len(everything["result"]["items"]) == 21
        uri = (folder / "0.prompty").as_uri()
        server.open(uri, HEAD + '{% include "signature.j2" %}{{ agnet }}\n')
        report = server.request("textDocument/diagnostic", {"textDocument": {"uri": uri}})
        assert "undefined-variable" in [each["code"] for each in report["result"]["items"]]
        server.request("shutdown", None)
        server.notify("exit", None)
        assert server.ended() == 0
        assert not any("Traceback" in line for line in server.log), server.log


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no such limit")
def test_a_full_disk_costs_no_answer(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    cache = tmp_path_factory.mktemp("cache")
    works(folder, FULL, {"XDG_CACHE_HOME": str(cache), "HOME": str(cache)})


def test_a_cache_folder_that_is_a_file_costs_no_answer(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    cache = tmp_path_factory.mktemp("cache") / "file"
    cache.write_text("")
    works(folder, NORMAL, {"XDG_CACHE_HOME": str(cache), "HOME": str(cache)})


def test_a_damaged_cache_costs_no_answer(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    cache = tmp_path_factory.mktemp("cache")
    environment = {"XDG_CACHE_HOME": str(cache), "HOME": str(cache)}
    works(folder, NORMAL, environment)
    for path in cache.rglob("*"):
        if path.is_file():
            path.write_bytes(path.read_bytes()[:20] + b"\x00\xff{")
    works(folder, NORMAL, environment)


def test_files_that_vanish_between_the_index_and_the_question_are_answered(folder: Path) -> None:
    partial = folder / "signature.j2"
    partial.write_text("Yours, {{ agent }}\n")
    user = (folder / "a.prompty").as_uri()
    text = HEAD + '{% include "signature.j2" %}\n'
    (folder / "a.prompty").write_text(text)
    with RawServer(cwd=folder) as server:
        server.initialize(folder)
        server.open(user, text)
        server.diagnostics(user, 1)
        partial.unlink()
        (folder / "a.prompty").unlink()
        (folder / "promptwell.toml").unlink()
        for line in (1, 2, 5):
            for method in ("definition", "hover", "prepareRename", "completion"):
                asked = server.at(user, line, 14)
                answer = server.request(f"textDocument/{method}", asked)
                assert answer.get("error", {}).get("code", REFUSED) == REFUSED
            found = server.request(
                "textDocument/references",
                {**server.at(user, line, 14), "context": {"includeDeclaration": True}},
            )
            assert "error" not in found
        server.notify("textDocument/didSave", {"textDocument": {"uri": user}})
        server.told(user, "include-not-found")
        assert not any("Traceback" in line for line in server.log)
