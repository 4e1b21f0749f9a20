"""Who may call, and from where."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.entrypoints.rest.conftest import ask
from tests.operation_levels.rest import Rest

from promptwell.services.operations import OPERATIONS


def test_a_call_without_a_token_is_refused(engine: Rest) -> None:
    answer = ask(engine, "GET", "/v1/token/list", token="")
    assert answer.status == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.told["type"] == "urn:promptwell:unknown"
    assert "promptwell token create" in answer.told["detail"]


@pytest.mark.parametrize("operation", list(OPERATIONS))
def test_every_operation_wants_a_token(engine: Rest, operation: str) -> None:
    method = "GET" if OPERATIONS[operation].reads else "POST"
    path = "/v1/" + operation.replace(".", "/").replace("_", "-")
    for token in ("", "wrong", "promptwell_wrong"):
        assert ask(engine, method, path, token=token).status == 401
    assert engine.engine.port, "nobody stopped it"


def test_the_engine_of_one_user_takes_no_token_but_its_own(engine: Rest) -> None:
    made = ask(engine, "POST", "/v1/token/create", {"name": "ann", "role": "admin"}).told
    assert ask(engine, "GET", "/v1/token/list", token=made["secret"]).status == 401


def test_a_team_server_knows_who_has_a_token(team: Rest) -> None:
    admin = ask(team, "POST", "/v1/token/create", {"name": "ann", "role": "admin"}).told["secret"]
    viewer = ask(team, "POST", "/v1/token/create", {"name": "bob"}, token=admin).told["secret"]
    refused = ask(team, "GET", "/v1/token/list", token=viewer)
    assert refused.status == 403
    assert refused.told["type"] == "urn:promptwell:refused"
    assert refused.told["detail"].startswith("bob is viewer here")
    assert ask(team, "GET", "/v1/token/list", token=admin).status == 200


def test_a_revoked_token_counts_no_more(team: Rest) -> None:
    secret = ask(team, "POST", "/v1/token/create", {"name": "ann", "role": "admin"}).told["secret"]
    ask(team, "POST", "/v1/token/create", {"name": "bob", "role": "admin"})
    assert ask(team, "POST", "/v1/token/revoke", {"name": "ann"}, token=secret).status == 200
    assert ask(team, "GET", "/v1/token/list", token=secret).status == 401


def test_a_team_cannot_stop_the_server(team: Rest) -> None:
    secret = ask(team, "POST", "/v1/token/create", {"name": "ann", "role": "admin"}).told["secret"]
    for operation in OPERATIONS.values():
        if operation.local:
            path = "/v1/" + operation.name.replace(".", "/")
            assert ask(team, "POST", path, {}, token=secret).status == 404
    assert "/v1/engine/stop" not in ask(team, "GET", "/openapi.json").told["paths"]


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "", "127.0.0.1.nip.io"])
def test_a_name_that_is_made_to_lead_here_is_refused(engine: Rest, host: str) -> None:
    answer = ask(engine, "GET", "/v1/token/list", Host=host)
    assert answer.status == 421
    assert answer.told["type"] == "urn:promptwell:host"


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:80", "127.0.0.1", "[::1]:99", "10.0.0.7"])
def test_its_own_names_and_addresses_are_right(engine: Rest, host: str) -> None:
    assert ask(engine, "GET", "/v1/token/list", Host=host).status == 200


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://localhost:1"])
def test_pages_of_other_sites_may_not_call(engine: Rest, origin: str) -> None:
    answer = ask(engine, "GET", "/v1/token/list", Origin=origin)
    assert answer.status == 403
    assert answer.told["type"] == "urn:promptwell:origin"
    assert not [name for name in answer.headers if name.startswith("access-control")]


def test_another_workspace_needs_its_own_engine(engine: Rest, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    for named in (str(other), "relative", "/", "%00", f"{engine.root}/../other"):
        answer = ask(engine, "GET", "/v1/token/list", Promptwell_Root=named)
        assert answer.status == 422, named
        assert "its store is not the one of this engine" in answer.told["detail"]
