"""Whatever the OpenAPI document allows is answered, and never by a fault of the server."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.operation_levels.rest import Rest
from tests.packaged_model import search_by_meaning

SCHEMATHESIS = Path(__file__).parents[2] / ".cache/schemathesis/bin/schemathesis"
EXAMPLES = os.environ.get("EXAMPLES", "25")


@pytest.fixture
def team(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Rest]:
    for name in ("CACHE", "CONFIG", "DATA"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    search_by_meaning()  # a model that can't be had would be told as 503
    workspace = tmp_path / "workspace"
    workspace.mkdir()
    (workspace / "promptwell.toml").write_text("")
    (workspace / "greet.prompty").write_text("---\nname: greet\n---\nsystem:\nHello\n")
    opened = Rest(workspace, team=True)
    opened.call("index", {})
    yield opened
    opened.close()


@pytest.mark.timeout(1800)
@pytest.mark.skipif(
    not SCHEMATHESIS.exists(), reason="no schemathesis: make test-faults fetches it"
)
def test_no_request_meets_a_fault_of_the_server(team: Rest, tmp_path: Path) -> None:
    secret = team.call("token.create", {"name": "any", "role": "admin"})["secret"]
    done = subprocess.run(
        [
            str(SCHEMATHESIS),
            "run",
            f"http://127.0.0.1:{team.port}/openapi.json",
            "--header",
            f"Authorization: Bearer {secret}",
            "--checks",
            "not_a_server_error,content_type_conformance,response_schema_conformance",
            "--max-examples",
            EXAMPLES,
            "--no-color",
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=1700,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-5000:]
    # A path in a request never leads out of the workspace.
    assert not list(tmp_path.glob("*.prompty"))
