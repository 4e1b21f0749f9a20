"""Two files of one name: both are told as soon as there are two, and neither any more once one is renamed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.entrypoints.lsp.raw_server import RawServer, whole


def agent(name: str) -> str:
    return f"---\nname: {name}\ndescription: Reviews code\n---\nLook for faults.\n"


@pytest.fixture
def agents(folder: Path) -> Path:
    agents = folder / ".claude" / "agents"
    agents.mkdir(parents=True)
    (agents / "one.md").write_text(agent("reviewer"))
    (agents / "two.md").write_text(agent("planner"))
    return agents


@pytest.fixture
def server(folder: Path, agents: Path) -> Iterator[RawServer]:
    with RawServer("--log-level", "info", cwd=folder) as server:
        server.initialize(folder)
        server.logged("read 2 files")
        server.open((agents / "one.md").as_uri(), agent("reviewer"))
        server.cleared((agents / "one.md").as_uri())
        yield server


def test_an_edit_of_one_open_file_tells_of_the_other(server: RawServer, agents: Path) -> None:
    one, two = (agents / "one.md").as_uri(), (agents / "two.md").as_uri()
    server.open(two, agent("planner"))
    server.cleared(two)
    server.change(two, 2, whole(agent("reviewer")))
    server.told(two, "duplicate-name")
    [found] = server.diagnostics(one, None, 0, bool)
    [related] = found["relatedInformation"]
    assert related["location"]["uri"] == two
    assert related["location"]["range"]["start"] == {"line": 1, "character": 6}
    assert found["code"] == "duplicate-name"
    after = len(server.said)
    server.change(two, 3, whole(agent("planner")))
    server.told(one, "duplicate-name", present=False, after=after)


def test_a_file_that_is_not_open_counts_once_it_is_told_of(server: RawServer, agents: Path) -> None:
    one, two = (agents / "one.md").as_uri(), agents / "two.md"
    changed = {"changes": [{"uri": two.as_uri(), "type": 2}]}
    two.write_text(agent("reviewer"))
    server.notify("workspace/didChangeWatchedFiles", changed)
    server.told(one, "duplicate-name")
    after = len(server.said)
    two.write_text(agent("planner"))
    server.notify("workspace/didChangeWatchedFiles", changed)
    server.told(one, "duplicate-name", present=False, after=after)
