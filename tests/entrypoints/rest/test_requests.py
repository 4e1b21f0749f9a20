"""Requests that are not as they should be, each answered by a problem document."""

from __future__ import annotations

import socket

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator
from tests.entrypoints.rest.conftest import ask
from tests.operation_levels.rest import Rest

from promptwell.entrypoints.rest.guard import LONGEST_BODY


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"{", "the body is no JSON"),
        (b"[1]", "the body has to be a JSON object"),
        (b"[" * 100_000, "the body is no JSON"),
        (b'{"name": "\xff"}', "the body is no JSON"),
    ],
)
def test_a_body_that_is_no_object_is_refused(engine: Rest, body: bytes, told: str) -> None:
    answer = ask(engine, "POST", "/v1/token/create", body)
    assert answer.status == 422
    assert told in answer.told["detail"]


def test_a_form_is_refused(engine: Rest) -> None:
    kind = "application/x-www-form-urlencoded"
    answer = ask(engine, "POST", "/v1/token/create", b"name=ann", Content_Type=kind)
    assert answer.status == 422
    assert "application/json" in answer.told["detail"]


def test_fields_in_the_address_of_a_change_are_refused(engine: Rest) -> None:
    assert ask(engine, "POST", "/v1/token/create?name=ann", {}).status == 422


def test_parameters_are_read_as_what_they_stand_for(engine: Rest) -> None:
    ask(engine, "POST", "/v1/token/create", {"name": "ann"})
    ask(engine, "POST", "/v1/token/revoke", {"name": "ann"})
    assert len(ask(engine, "GET", "/v1/token/list?all=true").told["tokens"]) == 1
    assert len(ask(engine, "GET", "/v1/token/list?all=false").told["tokens"]) == 0
    twice = ask(engine, "GET", "/v1/token/list?all=true&all=true")
    assert (twice.status, "`all` is given twice" in twice.told["detail"]) == (422, True)
    assert ask(engine, "GET", "/v1/token/list?all=perhaps").status == 422
    assert ask(engine, "GET", "/v1/token/list?al=true").status == 422


def test_a_long_text_in_the_address_is_read(engine: Rest) -> None:
    told = ask(engine, "GET", f"/v1/prompt/lint?text={'word+' * 40_000}")
    assert (told.status, told.told["summary"]["files"]) == (200, 1)
    missing = ask(engine, "GET", f"/v1/prompt/show?prompt={'%C3%BD' * 20_000}")
    assert (missing.status, missing.told["type"]) == (404, "urn:promptwell:not-found")


def test_what_is_not_there_is_a_problem_as_well(engine: Rest) -> None:
    nowhere = ask(engine, "GET", "/v1/nothing")
    assert (nowhere.status, nowhere.told["type"]) == (404, "urn:promptwell:no-route")
    wrong = ask(engine, "DELETE", "/v1/token/list")
    assert (wrong.status, wrong.told["type"]) == (405, "urn:promptwell:method")
    assert wrong.headers["allow"] == "GET"


def test_a_body_that_is_too_long_is_not_read(engine: Rest) -> None:
    with socket.create_connection(("127.0.0.1", engine.port), timeout=20) as connection:
        head = f"POST /v1/token/create HTTP/1.1\r\nHost: localhost\r\nContent-Length: {LONGEST_BODY + 1}"
        connection.sendall(f"{head}\r\n\r\n".encode())
        assert b" 413 " in connection.recv(4096).split(b"\r\n")[0]


def test_a_body_without_a_length_may_not_be_longer_either(engine: Rest) -> None:
    with socket.create_connection(("127.0.0.1", engine.port), timeout=20) as connection:
        head = (
            "POST /v1/token/create HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n"
            f"Content-Type: application/json\r\nAuthorization: Bearer {engine.engine.token}"
        )
        connection.sendall(f"{head}\r\n\r\n".encode())
        part = b"%x\r\n%b\r\n" % (1 << 20, b" " * (1 << 20))
        try:
            for _ in range(LONGEST_BODY // (1 << 20) + 1):
                connection.sendall(part)
        except OSError:
            pass  # it does not wait for the rest
        assert b" 413 " in connection.recv(4096).split(b"\r\n")[0]


def test_a_repeated_name_is_a_conflict(engine: Rest) -> None:
    ask(engine, "POST", "/v1/token/create", {"name": "ann"})
    answer = ask(engine, "POST", "/v1/token/create", {"name": "ann"})
    assert (answer.status, answer.told["title"]) == (409, "Changed meanwhile")


def test_the_document_is_valid_and_loads_nothing_from_elsewhere(engine: Rest) -> None:
    document = ask(engine, "GET", "/openapi.json", token="").told
    OpenAPIV31SpecValidator(document).validate()
    assert {"/v1/token/list", "/v1/engine/stop"} <= set(document["paths"])
    assert ask(engine, "GET", "/docs").status == 404
