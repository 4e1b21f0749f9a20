"""Commands that a team's server does, because the user's own settings name one; and one that can't be used."""

from __future__ import annotations

import os
import shutil
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from tests.entrypoints.cli.conftest import Cli
from tests.operation_levels.rest import Rest
from tests.postgres_server import a_free_port

from promptwell.entrypoints.rest.serving import listen

Named = Callable[[str], None]


@pytest.fixture
def named(tmp_path: Path, workspace: Path, monkeypatch: pytest.MonkeyPatch) -> Named:
    """Writes down in the user's own settings which server is called."""
    (workspace / "promptwell.toml").write_text("")
    own = tmp_path / "own" / "promptwell"
    own.mkdir(parents=True)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(own.parent))

    def name(url: str) -> None:
        (own / "promptwell.toml").write_text(
            f'[server]\nurl = "{url}"\ntoken-file = "{own.as_posix()}/token"\n'
        )

    return name


@pytest.fixture
def team(tmp_path: Path, named: Named, monkeypatch: pytest.MonkeyPatch) -> Iterator[Rest]:
    for name in ("CACHE", "DATA"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    served = tmp_path / "served"
    served.mkdir()
    (served / "promptwell.toml").write_text("")
    (served / "greet.prompty").write_text("---\nname: greet\n---\nsystem:\nHello\n")
    opened = Rest(served, team=True)
    named(f"http://127.0.0.1:{opened.port}")
    yield opened
    opened.close()


def test_the_prompts_are_the_servers(cli: Cli, team: Rest, tmp_path: Path) -> None:
    (tmp_path / "own/promptwell/token").write_text(
        team.call("token.create", {"name": "ann", "role": "editor"})["secret"] + "\n"
    )
    assert "greet.prompty" in cli("prompt", "list").out
    assert cli("prompt", "new", "made").code == 0
    assert (tmp_path / "served/prompts/made.prompty").is_file()


def test_a_wrong_token_is_told_with_the_server(
    cli: Cli, team: Rest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PROMPTWELL_TOKEN", "promptwell_wrong")
    answer = cli("prompt", "list")
    assert answer.code == 1
    assert answer.err.startswith(f"promptwell: http://127.0.0.1:{team.port}: this token is not")
    assert "promptwell token create NAME" in answer.err


def test_a_server_that_is_away_is_told_with_the_setting(
    cli: Cli, named: Named, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PROMPTWELL_TOKEN", "promptwell_secret")
    named(f"http://127.0.0.1:{a_free_port()}")
    answer = cli("prompt", "list")
    assert answer.code == 1
    assert "can't be reached" in answer.err
    assert "`server.url`" in answer.err


def test_a_server_that_hangs_up_is_told_with_what_may_have_been_done(
    cli: Cli, named: Named, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PROMPTWELL_TOKEN", "promptwell_secret")
    with listen("127.0.0.1", 0) as listening:
        named(f"http://127.0.0.1:{listening.getsockname()[1]}")

        def hang_up() -> None:
            for _ in range(2):
                connection, _ = listening.accept()
                connection.recv(1000)
                connection.close()

        thread = threading.Thread(target=hang_up)
        thread.start()
        changed, read = cli("prompt", "new", "made"), cli("prompt", "list")
        thread.join(20)
    for answer in (changed, read):
        assert answer.code == 1
        assert "the connection ended before the answer came" in answer.err
        assert "`server.url`" in answer.err
    assert "`prompt new` was done whole or not at all: look with" in changed.err
    assert "Nothing is lost by asking again" in read.err


@pytest.mark.parametrize(
    ("host", "is_told"),
    [
        ("http://prompts.invalid", True),
        ("http://127.0.0.1.invalid", True),
        ("https://prompts.invalid", False),
        ("http://localhost", False),
        ("http://127.0.0.2", False),
        ("http://[::1]", False),
    ],
)
def test_a_token_that_others_could_read_on_the_way_is_warned_of(
    cli: Cli, named: Named, monkeypatch: pytest.MonkeyPatch, host: str, is_told: bool
) -> None:
    monkeypatch.setenv("PROMPTWELL_TOKEN", "promptwell_secret")
    named(f"{host}:{a_free_port()}")
    answer = cli("prompt", "list")
    assert answer.code == 1
    assert ("unencrypted, so others on the way can read it" in answer.err) is is_told
    assert ("https://" in answer.err.partition("unencrypted")[2]) is is_told
    assert "promptwell_secret" not in answer.err


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
def test_a_token_file_that_others_can_read_is_warned_of(
    cli: Cli, named: Named, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PROMPTWELL_TOKEN", raising=False)
    named(f"http://127.0.0.1:{a_free_port()}")
    token = tmp_path / "own/promptwell/token"
    token.write_text("promptwell_secret\n")
    for mode in (0o644, 0o640):
        token.chmod(mode)
        assert f"others on this machine may read the token; run: chmod 600 {token}" in (
            cli("prompt", "list").err
        )
    token.chmod(0o600)
    assert "chmod" not in cli("prompt", "list").err
    token.chmod(0o644)
    monkeypatch.setenv("PROMPTWELL_TOKEN", "another")
    assert "chmod" not in cli("prompt", "list").err, "the file is not read"


@pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl to make a certificate with")
def test_a_certificate_of_an_own_authority_is_told_with_the_way_out(
    cli: Cli, named: Named, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PROMPTWELL_TOKEN", "promptwell_secret")
    with _secure_port(tmp_path) as port:
        named(f"https://localhost:{port}")
        answer = cli("prompt", "list")
    assert answer.code == 1
    assert "its certificate is not trusted here (self" in answer.err
    assert "SSL_CERT_FILE" in answer.err


@contextmanager
def _secure_port(folder: Path) -> Iterator[int]:
    """A port that begins each connection with a certificate of nobody's."""
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    made = ["-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    subprocess.run(
        ["openssl", "req", *made, "-keyout", key, "-out", certificate],
        check=True,
        capture_output=True,
        timeout=60,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with context.wrap_socket(listen("127.0.0.1", 0), server_side=True) as listening:
        listening.listen()

        def greet() -> None:
            with suppress(OSError):  # the caller hangs up when it has seen the certificate
                listening.accept()

        thread = threading.Thread(target=greet)
        thread.start()
        yield listening.getsockname()[1]
        thread.join(20)
