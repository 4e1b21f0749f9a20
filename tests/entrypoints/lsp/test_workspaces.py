"""Files that belong together: partials, folders, settings, documents without a file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.entrypoints.lsp.raw_server import RawServer, part, whole

HEAD = "---\nname: a\ninputs: {agent: {kind: string, required: true}}\n---\nsystem:\n"
USER = HEAD + '{% include "partials/signature.j2" %}\n'


@pytest.fixture
def shared(folder: Path) -> Path:
    """A prompt whose only use of its input is in its partial."""
    (folder / "partials").mkdir()
    (folder / "partials/signature.j2").write_text("Yours, {{ agent }}\n")
    (folder / "reply.prompty").write_text(USER)
    return folder


def codes(diagnostics: list[dict[str, Any]]) -> list[str]:
    return [each["code"] for each in diagnostics]


def test_a_change_in_a_partial_checks_its_open_user_again(server: RawServer, shared: Path) -> None:
    partial, user = (shared / "partials/signature.j2").as_uri(), (shared / "reply.prompty").as_uri()
    server.open(user, USER)
    assert "unused-input" not in codes(server.diagnostics(user, 1))
    server.open(partial, "Yours, {{ agent }}\n", language="jinja")
    server.diagnostics(partial, 1)
    said = len(server.said)
    server.change(partial, 2, whole("Yours\n"))
    server.told(user, "unused-input", after=said)
    said = len(server.said)
    server.notify("textDocument/didClose", {"textDocument": {"uri": partial}})
    server.told(user, "unused-input", present=False, after=said)


def test_a_partial_that_changes_on_disk_checks_its_open_user_again(
    server: RawServer, shared: Path
) -> None:
    partial, user = shared / "partials/signature.j2", (shared / "reply.prompty").as_uri()
    server.open(user, USER)
    server.diagnostics(user, 1)
    partial.write_text("Yours\n")
    said = len(server.said)
    server.notify(
        "workspace/didChangeWatchedFiles", {"changes": [{"uri": partial.as_uri(), "type": 2}]}
    )
    server.told(user, "unused-input", after=said)


def test_a_client_that_watches_nothing_gets_changes_on_disk_with_the_next_save(
    server: RawServer, shared: Path
) -> None:
    partial, user = shared / "partials/signature.j2", (shared / "reply.prompty").as_uri()
    server.open(user, USER)
    server.diagnostics(user, 1)
    partial.write_text("Yours\n")
    said = len(server.said)
    server.notify("textDocument/didSave", {"textDocument": {"uri": user}})
    server.told(user, "unused-input", after=said)


def test_a_missing_partial_that_appears_is_found(server: RawServer, shared: Path) -> None:
    partial, user = shared / "partials/signature.j2", (shared / "reply.prompty").as_uri()
    partial.unlink()
    server.open(user, USER)
    assert "include-not-found" in codes(server.diagnostics(user, 1))
    partial.write_text("Yours, {{ agent }}\n")
    said = len(server.said)
    server.notify(
        "workspace/didChangeWatchedFiles", {"changes": [{"uri": partial.as_uri(), "type": 1}]}
    )
    server.told(user, "include-not-found", present=False, after=said)


def test_what_the_settings_say_counts_and_their_own_faults_are_shown_on_them(
    server: RawServer, folder: Path
) -> None:
    settings, uri = folder / "promptwell.toml", (folder / "a.prompty").as_uri()
    server.open(uri, HEAD + "{{ agnet }}\n")
    assert "undefined-variable" in codes(server.diagnostics(uri, 1))
    settings.write_text('ignore = ["undefined-variable"]\nbudgett = 3\n')
    said = len(server.said)
    server.notify(
        "workspace/didChangeWatchedFiles", {"changes": [{"uri": settings.as_uri(), "type": 2}]}
    )
    server.told(uri, "undefined-variable", present=False, after=said)
    shown = server.diagnostics(
        settings.as_uri(), None, said, lambda found: codes(found) == ["invalid-settings"]
    )
    assert shown[0]["range"]["start"]["line"] == 1
    settings.write_text("")
    said = len(server.said)
    server.notify(
        "workspace/didChangeWatchedFiles", {"changes": [{"uri": settings.as_uri(), "type": 2}]}
    )
    server.cleared(settings.as_uri(), after=said)


def test_the_editors_settings_go_before_the_files(server: RawServer, folder: Path) -> None:
    uri = (folder / "a.prompty").as_uri()
    server.open(uri, HEAD + "{{ agnet }}\n")
    server.diagnostics(uri, 1)
    said = len(server.said)
    settings = {"promptwell": {"rules": {"undefined-variable": "error"}}}
    server.notify("workspace/didChangeConfiguration", {"settings": settings})
    server.diagnostics(
        uri,
        1,
        said,
        lambda found: (
            {each["severity"] for each in found if each["code"] == "undefined-variable"} == {1}
        ),
    )


def test_settings_are_asked_of_a_client_that_offers_them(folder: Path) -> None:
    with RawServer(cwd=folder) as server:
        server.answers["workspace/configuration"] = [{"ignore": ["undefined-variable"]}]
        server.initialize(folder, capabilities={"workspace": {"configuration": True}})
        server.wait(lambda said: said.get("method") == "workspace/configuration", "the question")
        uri = (folder / "a.prompty").as_uri()
        server.open(uri, HEAD + "{{ agent }}{{ agnet }}\n")
        server.wait(
            lambda said: (
                said.get("method") == "textDocument/publishDiagnostics"
                and "undefined-variable" not in codes(said["params"]["diagnostics"])
            ),
            "a report without the rule",
        )


def test_files_are_watched_where_the_client_can(folder: Path) -> None:
    with RawServer(cwd=folder) as server:
        watching = {"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": True}}}
        server.initialize(folder, capabilities=watching)
        said = server.wait(
            lambda said: said.get("method") == "client/registerCapability", "the registration"
        )
        assert "promptwell" in json.dumps(said["params"])


def test_a_single_file_without_a_folder_is_checked_with_what_lies_beside_it(
    shared: Path,
) -> None:
    with RawServer(cwd=shared) as server:
        server.initialize()
        uri = (shared / "reply.prompty").as_uri()
        server.open(uri, USER)
        assert "unused-input" not in codes(server.diagnostics(uri, 1))


def test_a_document_without_a_file_is_checked_by_its_language(server: RawServer) -> None:
    server.open("untitled:Untitled-1", HEAD + "{{ agnet }}\n")
    assert "undefined-variable" in codes(server.diagnostics("untitled:Untitled-1", 1))
    server.open("untitled:Untitled-2", "{% if x %}\n", language="jinja")
    assert "unclosed-block" in codes(server.diagnostics("untitled:Untitled-2", 1))
    server.open("untitled:Untitled-3", "{% if x %}\n", language="markdown")
    assert server.diagnostics("untitled:Untitled-3", 1) == []
    said = len(server.said)
    server.notify("textDocument/didClose", {"textDocument": {"uri": "untitled:Untitled-1"}})
    server.cleared("untitled:Untitled-1", after=said)


def test_other_schemes_and_drive_letters_are_answered_under_the_clients_own_uri(
    server: RawServer,
) -> None:
    for uri in (
        "git:/repo/a.prompty?ref=HEAD",
        "file:///c%3A/team/a.prompty",
        "vscode-vfs://x/a.prompty",
    ):
        server.open(uri, HEAD + "{{ agnet }}\n")
        assert "undefined-variable" in codes(server.diagnostics(uri, 1)), uri
        server.change(uri, 2, part((5, 3), (5, 8), "agent"))
        assert "undefined-variable" not in codes(server.diagnostics(uri, 2)), uri


def test_what_is_shown_of_a_closed_file_stays_in_a_folder_and_goes_elsewhere(
    server: RawServer, folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    inside = folder / "a.prompty"
    outside = tmp_path_factory.mktemp("elsewhere") / "b.prompty"
    for path in (inside, outside):
        path.write_text(HEAD + "{{ agnet }}\n")
        server.open(path.as_uri(), HEAD + "{{ agnet }}{{ other }}\n")
        assert codes(server.diagnostics(path.as_uri(), 1)).count("undefined-variable") == 2
    said = len(server.said)
    for path in (inside, outside):
        server.notify("textDocument/didClose", {"textDocument": {"uri": path.as_uri()}})
    server.diagnostics(
        inside.as_uri(),
        None,
        said,
        lambda found: codes(found).count("undefined-variable") == 1,
    )
    server.cleared(outside.as_uri(), after=said)
    inside.unlink()
    said = len(server.said)
    server.notify(
        "workspace/didChangeWatchedFiles", {"changes": [{"uri": inside.as_uri(), "type": 3}]}
    )
    server.cleared(inside.as_uri(), after=said)


def test_folders_may_come_and_go(
    server: RawServer, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = tmp_path_factory.mktemp("other")
    (other / "promptwell.toml").write_text('ignore = ["undefined-variable"]\n')
    uri = (other / "a.prompty").as_uri()
    folder = {"uri": other.as_uri(), "name": "other"}
    event = {"added": [folder], "removed": []}
    server.notify("workspace/didChangeWorkspaceFolders", {"event": event})
    server.open(uri, HEAD + "{{ agnet }}\n")
    assert "undefined-variable" not in codes(server.diagnostics(uri, 1))
    event = {"added": [], "removed": [folder]}
    server.notify("workspace/didChangeWorkspaceFolders", {"event": event})
    server.change(uri, 2, part((5, 0), (5, 0), "x"))
    server.diagnostics(uri, 2)


def test_a_plain_client_gets_plain_answers(folder: Path) -> None:
    with RawServer(cwd=folder) as server:
        server.initialize(folder, capabilities={"workspace": {}, "textDocument": {}})
        uri = (folder / "a.prompty").as_uri()
        server.open(uri, HEAD + "{{ agent }}\n")
        at = server.at(uri, 5, 4)
        renamed = server.request("textDocument/rename", {**at, "newName": "clerk"})["result"]
        assert len(renamed["changes"][uri]) == 2
        symbols = server.request("textDocument/documentSymbol", {"textDocument": {"uri": uri}})
        assert {each["name"] for each in symbols["result"]} == {"inputs", "agent", "system"}
        assert all("location" in each for each in symbols["result"])


def test_a_rename_that_is_refused_says_why(server: RawServer, folder: Path) -> None:
    uri = (folder / "a.prompty").as_uri()
    server.open(uri, HEAD + "{{ agent }}\n")
    refused = server.request("textDocument/rename", {**server.at(uri, 5, 4), "newName": "a b"})
    assert "`a b` is not a name" in refused["error"]["message"]
    assert "Traceback" not in json.dumps(refused)


def test_trace_changes_what_is_logged(server: RawServer, folder: Path) -> None:
    server.notify("$/setTrace", {"value": "verbose"})
    server.send(b'{"jsonrpc": "2.0", "id": "nobody", "result": 1}')
    uri = (folder / "a.prompty").as_uri()
    server.open(uri, HEAD)
    server.diagnostics(uri, 1)
    assert any('"debug"' in line for line in server.log)


def test_the_log_follows_the_users_settings(folder: Path) -> None:
    file = folder / "log" / "server.log"
    file.parent.mkdir()
    with RawServer(cwd=folder) as server:
        settings = {"log": {"level": "debug", "file": str(file)}}
        server.initialize(folder, initializationOptions=settings)
        uri = (folder / "a.prompty").as_uri()
        server.open(uri, HEAD)
        server.diagnostics(uri, 1)
        server.request("textDocument/hover", server.at(uri, 2, 10))
    logged = file.read_text()
    assert "textDocument/didOpen" in logged
    assert "textDocument/hover took" in logged
    assert "agent" not in logged


def test_a_repository_chooses_no_log_file(folder: Path) -> None:
    (folder / "promptwell.toml").write_text('[log]\nlevel = "debug"\nfile = "stolen.log"\n')
    with RawServer(cwd=folder) as server:
        server.initialize(folder)
        server.send(b'{"jsonrpc": "2.0", "id": "nobody", "result": 1}')
        uri = (folder / "a.prompty").as_uri()
        server.open(uri, HEAD)
        server.diagnostics(uri, 1)
        assert any('"debug"' in line for line in server.log)
    assert not (folder / "stolen.log").exists()


def test_a_file_that_reaches_out_of_its_folder_reads_nothing_there(
    server: RawServer, folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    secret = tmp_path_factory.mktemp("secret") / "key.j2"
    secret.write_text("hunter2")
    (folder / "link.j2").symlink_to(secret)
    uri = (folder / "a.prompty").as_uri()
    server.open(uri, HEAD + '{{ agent }}{% include "link.j2" %}\n')
    assert "include-not-found" in codes(server.diagnostics(uri, 1))
    hover = server.request("textDocument/hover", server.at(uri, 5, 25))
    assert "hunter2" not in json.dumps(hover)
