"""Calling an engine over HTTP, by what comes with Python: a call from the command line has to be quick."""

from __future__ import annotations

import http.client
import json
import socket
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol
from urllib.parse import quote, urlencode

from promptwell.adapters.engine.other_version import is_other, way_out_of
from promptwell.errors import EngineError, PromptwellError, UsageError, from_problem

PATH = "/v1/"
STREAM = "text/event-stream"
PROBLEM = "urn:promptwell:"
UNKNOWN = 401
ROOT_HEADER = "Promptwell-Root"
VERSION_HEADER = "Promptwell-Version"

_CONNECT_SECONDS = 5.0
_ANSWER_SECONDS = 90.0
# A stream says that it lives every few seconds.
_SILENCE_SECONDS = 45.0
_LONGEST_EVENT = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Address:
    """Where an engine listens, and the token that it wants. `base` is the path before `/v1`."""

    host: str
    port: int
    token: str
    tls: bool = False
    base: str = ""

    @property
    def shown(self) -> str:
        """The address as messages name it."""
        return f"{'https' if self.tls else 'http'}://{self.host}:{self.port}{self.base}"


class Unreachable(EngineError):  # noqa: N818  # what it is
    """No answer came. `sent` is whether the engine may have done what it was asked."""

    def __init__(self, message: str, *, sent: bool) -> None:
        super().__init__(message)
        self.sent = sent


class RefusedByOther(UsageError):  # noqa: N818  # what it is
    """A server of another version does not take what it was asked."""

    def __init__(self, message: str, *, version: str) -> None:
        super().__init__(message)
        self.version = version


class Tell(Protocol):
    """What is told how far an operation is."""

    def __call__(self, done: int, total: int | None = None, what: str = "") -> None:
        """See `services.context.Progress`."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call of an operation; see `services.operations.Operation` for what is true of it."""

    name: str
    asked: Mapping[str, Any]
    root: str
    reads: bool = False
    reports: bool = False


class Answer(NamedTuple):
    """The result of an operation as plain data, and the version of the Promptwell that gave it."""

    result: Any
    version: str


def call_engine(address: Address, call: Call, tell: Tell | None = None) -> Answer:
    """Have an operation done and return its result.

    The connection is closed, and a long operation cancelled by it, when `tell` raises.

    Raises:
        Unreachable: no answer came.
        RefusedByOther: the server's version may be why it refuses.
        PromptwellError: what the operation raises.
    """
    connection = _connection(address)
    try:
        _open(connection, address)
        response = _sent(connection, address, call)
        version = response.getheader(VERSION_HEADER, "")
        try:
            if response.status == 200 and response.getheader("Content-Type", "").startswith(STREAM):
                return Answer(_followed(response, tell), version)
            content = response.read()
        except (OSError, http.client.HTTPException) as error:
            raise _gone(address, error) from error
        return Answer(_result(response.status, content, address, version), version)
    finally:
        connection.close()


def _connection(address: Address) -> http.client.HTTPConnection:
    if address.tls:
        return http.client.HTTPSConnection(address.host, address.port, timeout=_CONNECT_SECONDS)
    return http.client.HTTPConnection(address.host, address.port, timeout=_CONNECT_SECONDS)


def _open(connection: http.client.HTTPConnection, address: Address) -> None:
    try:
        connection.connect()
    except OSError as error:
        raise Unreachable(
            f"{address.shown} can't be reached: {_reason(error)}", sent=False
        ) from error


def _reason(error: OSError) -> str:
    # Known by its name: only a call by HTTPS has loaded its module.
    if type(error).__name__ == "SSLCertVerificationError":
        return (
            f"its certificate is not trusted here ({getattr(error, 'verify_message', error)}); "
            "where your own authority signed it, let SSL_CERT_FILE name the file with that authority's certificate"
        )
    return (error.strerror or str(error)).lower()


def _sent(
    connection: http.client.HTTPConnection, address: Address, call: Call
) -> http.client.HTTPResponse:
    path = f"{address.base}{PATH}{call.name.replace('.', '/').replace('_', '-')}"
    headers = {"Authorization": f"Bearer {address.token}", "Accept": "application/json"}
    if call.reports:
        headers["Accept"] = f"{STREAM}, application/json"
    if call.root:
        headers[ROOT_HEADER] = quote(call.root)
    body: bytes | None = None
    if call.reads:
        query = urlencode(list(_query(call.asked)))
        path = f"{path}?{query}" if query else path
    else:
        headers["Content-Type"] = "application/json"
        body = json.dumps(dict(call.asked)).encode()
    assert isinstance(connection.sock, socket.socket)
    connection.sock.settimeout(_SILENCE_SECONDS if call.reports else _ANSWER_SECONDS)
    try:
        connection.request("GET" if call.reads else "POST", path, body, headers)
        return connection.getresponse()
    except (OSError, http.client.HTTPException) as error:
        raise _gone(address, error) from error


def _query(asked: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Fields as parameters of an address: a list by repeating it, an object as JSON."""
    for name, value in asked.items():
        if value is None:
            continue
        for each in value if isinstance(value, list | tuple) else (value,):
            text = each if isinstance(each, str) else json.dumps(each)
            yield name, text


def _followed(response: http.client.HTTPResponse, tell: Tell | None) -> Any:
    for event, data in _events(response.readline):
        told = json.loads(data)
        if event == "progress":
            if tell is not None:
                tell(told["done"], told.get("total"), told.get("what", ""))
        elif event == "result":
            return told
        elif event == "problem":
            raise _problem(told)
    raise http.client.IncompleteRead(b"")


def _events(read_line: Callable[[int], bytes]) -> Iterator[tuple[str, str]]:
    """Server-sent events as (event, data)."""
    event, data = "", []
    while line := read_line(_LONGEST_EVENT):
        name, _, value = line.decode().rstrip("\r\n").partition(": ")
        if name == "event":
            event = value
        elif name == "data":
            data.append(value)
        elif not name and data:
            yield event, "\n".join(data)
            event, data = "", []


def _result(status: int, content: bytes, address: Address, version: str) -> Any:
    try:
        told = json.loads(content)
    except ValueError as error:
        raise EngineError(
            f"{address.shown} answered {status} with something that is no JSON; is it a Promptwell server?"
        ) from error
    if status == 200:
        return told
    if isinstance(told, dict) and told.get("type") == PROBLEM + "no-route":
        way_out = "is that the address of a Promptwell server of this version?"
        if is_other(version):
            way_out = way_out_of(version, "it")
        raise EngineError(f"{address.shown} does not know this operation; {way_out}")
    problem = _problem(told)
    if isinstance(problem, UsageError) and is_other(version):
        raise RefusedByOther(str(problem), version=version)
    if status == UNKNOWN:  # of several servers, and tokens, this one is meant
        raise EngineError(f"{address.shown}: {problem}")
    raise problem


def _problem(told: Any) -> PromptwellError:
    """The error that a problem document (RFC 9457) tells of."""
    if not isinstance(told, dict):
        return EngineError(f"the server answered {told!r}")
    problem = {name: each for name, each in told.items() if name not in ("title", "status")}
    problem["kind"] = str(problem.pop("type", "")).removeprefix(PROBLEM)
    problem["message"] = problem.pop("detail", "no reason given")
    return from_problem(problem)


def _gone(address: Address, error: Exception) -> Unreachable:
    if isinstance(error, TimeoutError):
        reason = "no answer came in time"
    elif isinstance(error, (ConnectionError, http.client.HTTPException)):
        reason = "the connection ended before the answer came"
    else:
        reason = (getattr(error, "strerror", None) or str(error) or type(error).__name__).lower()
    return Unreachable(f"{address.shown}: {reason}", sent=True)
