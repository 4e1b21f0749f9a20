"""The index of a large workspace: found in the background, shown to the client, searched by name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.entrypoints.lsp.raw_server import RawServer

CAPABILITIES = {
    "window": {"workDoneProgress": True},
    "workspace": {
        "workspaceEdit": {"documentChanges": True},
        "didChangeWatchedFiles": {"dynamicRegistration": True},
    },
}
FEW, MANY = 200, 3_000


def write(folder: Path, count: int) -> None:
    for number in range(count):
        place = folder / f"team{number % 10}"
        place.mkdir(exist_ok=True)
        inputs = "".join(f"  input_{each}: {{kind: string}}\n" for each in range(20))
        (place / f"p{number}.prompty").write_text(
            f"---\nname: prompt_{number}\ninputs:\n{inputs}---\nuser:\n"
            '{% include "../tone.j2" %}{{ input_1 }}\n' * 2
        )
    (folder / "tone.j2").write_text("{{ input_2 }}\n{% macro é_wave() %}{% endmacro %}")


@pytest.fixture
def cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path_factory.mktemp("cache")
    for variable in ("XDG_CACHE_HOME", "LOCALAPPDATA", "HOME"):
        monkeypatch.setenv(variable, str(folder))
    return folder


@pytest.fixture
def few(folder: Path, cache: Path) -> Iterator[RawServer]:
    """A server of a workspace that is large enough for a process of its own."""
    write(folder, FEW)
    with RawServer("--log-level", "info", cwd=folder) as started:
        started.initialize(folder, capabilities=CAPABILITIES)
        yield started


def found(server: RawServer, query: str) -> list[dict[str, Any]]:
    result: list[dict[str, Any]] = server.request("workspace/symbol", {"query": query})["result"]
    return result


def wait_until_read(server: RawServer) -> None:
    """Wait for the whole index: a search is answered with what there is."""
    server.logged("read 201 files")


def test_names_of_all_files_are_found_and_placed(few: RawServer, folder: Path) -> None:
    wait_until_read(few)
    symbols = found(few, "prompt_17")
    assert symbols[0]["name"] == "prompt_17"
    assert symbols[0]["location"]["uri"] == (folder / "team7/p17.prompty").as_uri()
    start = symbols[0]["location"]["range"]["start"]
    assert start == {"line": 1, "character": 6}
    assert symbols[0]["containerName"] == "team7/p17.prompty"


def test_a_file_that_comes_goes_or_changes_is_found_as_it_is_now(
    few: RawServer, folder: Path
) -> None:
    wait_until_read(few)
    new, old = folder / "new.prompty", folder / "team7/p17.prompty"
    new.write_text("---\nname: newcomer\n---\nuser:\nHi\n")
    old.unlink()
    changes = [{"uri": new.as_uri(), "type": 1}, {"uri": old.as_uri(), "type": 3}]
    few.notify("workspace/didChangeWatchedFiles", {"changes": changes})
    few.logged("read 1 files")
    assert [each["name"] for each in found(few, "newcomer")] == ["newcomer"]
    assert "prompt_17" not in [each["name"] for each in found(few, "prompt_17")]


def test_the_index_is_kept_for_the_next_start(few: RawServer, folder: Path, cache: Path) -> None:
    wait_until_read(few)
    few.request("shutdown", None)
    few.notify("exit", None)
    few.ended()
    with RawServer("--log-level", "info", cwd=folder) as again:
        again.initialize(folder, capabilities=CAPABILITIES)
        wait_until_read(again)
        assert found(again, "prompt_17")[0]["name"] == "prompt_17"


def test_a_long_look_is_shown_and_ends_when_it_is_canceled(folder: Path, cache: Path) -> None:
    write(folder, MANY)
    with RawServer("--log-level", "info", cwd=folder) as server:
        server.initialize(folder, capabilities=CAPABILITIES)
        created = server.wait(
            lambda said: said.get("method") == "window/workDoneProgress/create", "a progress"
        )
        token = created["params"]["token"]

        def value(kind: str) -> dict[str, Any]:
            said = server.wait(
                lambda said: (
                    said.get("method") == "$/progress"
                    and said["params"]["token"] == token
                    and said["params"]["value"]["kind"] == kind
                ),
                f"the {kind} of the progress",
            )
            inner: dict[str, Any] = said["params"]["value"]
            return inner

        assert value("begin")["cancellable"]
        assert 0 < value("report")["percentage"] < 100
        server.notify("window/workDoneProgress/cancel", {"token": token})
        value("end")
        server.logged("reading prompt files was canceled")
        assert found(server, "prompt")


def test_a_client_that_shows_no_progress_is_not_asked_to(folder: Path, cache: Path) -> None:
    write(folder, FEW)
    with RawServer("--log-level", "info", cwd=folder) as server:
        server.initialize(folder, capabilities={})
        server.logged("read 201 files")
        assert all(said.get("method") != "window/workDoneProgress/create" for said in server.said)
