"""Diagnostics that the client asks for instead of being told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.entrypoints.lsp.raw_server import Message, RawServer, part, whole

HEAD = "---\nname: a\ninputs: {agent: {kind: string, required: true}}\n---\nsystem:\n"
USER = HEAD + '{% include "signature.j2" %}\n'
PULLS = {
    "textDocument": {"diagnostic": {"relatedDocumentSupport": False}},
    "workspace": {"diagnostics": {"refreshSupport": True}},
}
REFRESH = "workspace/diagnostic/refresh"


@pytest.fixture
def pulled(folder: Path) -> Iterator[RawServer]:
    """A server whose client asks for diagnostics."""
    with RawServer(cwd=folder) as started:
        started.initialize(folder, capabilities=PULLS)
        yield started


def pull(server: RawServer, uri: str, previous: str | None = None) -> Message:
    params: dict[str, Any] = {"textDocument": {"uri": uri}, "identifier": "promptwell"}
    if previous:
        params["previousResultId"] = previous
    result: Message = server.request("textDocument/diagnostic", params)["result"]
    return result


def pull_all(server: RawServer, previous: dict[str, str], **more: Any) -> int:
    known = [{"uri": uri, "value": value} for uri, value in previous.items()]
    return server.ask("workspace/diagnostic", {"previousResultIds": known, **more})


def codes(report: Message) -> list[str]:
    return [each["code"] for each in report["items"]]


def test_a_client_that_pulls_is_offered_reports_and_told_nothing(folder: Path) -> None:
    with RawServer(cwd=folder) as server:
        capabilities = server.initialize(folder, capabilities=PULLS)["capabilities"]
        provider = capabilities["diagnosticProvider"]
        assert provider["interFileDependencies"]
        assert provider["workspaceDiagnostics"]
        assert provider["identifier"] == "promptwell"
        uri = (folder / "a.prompty").as_uri()
        server.open(uri, HEAD + "{{ agnet }}\n")
        assert "undefined-variable" in codes(pull(server, uri))
        assert server.publishes(uri) == []


def test_a_client_that_cannot_be_asked_again_is_told_and_offered_no_reports(folder: Path) -> None:
    with RawServer(cwd=folder) as server:
        only_pulls = {"textDocument": {"diagnostic": {}}}
        answer = server.initialize(folder, capabilities=only_pulls)
        assert "diagnosticProvider" not in answer["capabilities"]
        uri = (folder / "a.prompty").as_uri()
        server.open(uri, HEAD + "{{ agnet }}\n")
        assert "undefined-variable" in [each["code"] for each in server.diagnostics(uri, 1)]


def test_a_report_that_says_the_same_is_unchanged(pulled: RawServer, folder: Path) -> None:
    uri = (folder / "a.prompty").as_uri()
    pulled.open(uri, HEAD + "{{ agnet }}\n")
    first = pull(pulled, uri)
    assert first["kind"] == "full"
    again = pull(pulled, uri, first["resultId"])
    assert again == {"kind": "unchanged", "resultId": first["resultId"]}
    pulled.change(uri, 2, part((5, 11), (5, 11), " words after it"))
    assert pull(pulled, uri, first["resultId"])["kind"] == "unchanged"
    pulled.change(uri, 3, part((5, 0), (5, 0), "words before it "))
    moved = pull(pulled, uri, first["resultId"])
    assert moved["kind"] == "full"
    assert moved["resultId"] != first["resultId"]
    pulled.change(uri, 4, part((5, 0), (5, 16), ""))
    assert pull(pulled, uri, moved["resultId"])["resultId"] == first["resultId"]


def test_a_document_is_reported_as_it_is_when_the_answer_is_sent(
    pulled: RawServer, folder: Path
) -> None:
    uri = (folder / "a.prompty").as_uri()
    pulled.open(uri, HEAD + "{{ agent }}\n")
    for version in range(2, 22):
        pulled.change(uri, version, part((5, 0), (5, 0), "x"))
        asked = pulled.ask("textDocument/diagnostic", {"textDocument": {"uri": uri}})
    pulled.change(uri, 22, whole(HEAD + "{{ agnet }}\n"))
    assert "undefined-variable" in codes(pulled.answer(asked)["result"])


def test_a_change_of_a_partial_has_its_open_users_asked_for_again(
    pulled: RawServer, folder: Path
) -> None:
    partial, user = folder / "signature.j2", (folder / "reply.prompty").as_uri()
    partial.write_text("Yours, {{ agent }}\n")
    pulled.open(user, USER)
    before = pull(pulled, user)
    assert "unused-input" not in codes(before)
    pulled.open(partial.as_uri(), partial.read_text(), language="jinja")
    pull(pulled, partial.as_uri())
    said = len(pulled.said)
    pulled.change(partial.as_uri(), 2, whole("Yours\n"))
    pulled.wait(lambda message: message.get("method") == REFRESH, REFRESH, said)
    assert "unused-input" in codes(pull(pulled, user, before["resultId"]))


def test_a_change_that_leaves_other_files_as_they_are_asks_for_nothing(
    pulled: RawServer, folder: Path
) -> None:
    partial, user = folder / "signature.j2", (folder / "reply.prompty").as_uri()
    partial.write_text("Yours, {{ agent }}\n")
    pulled.open(user, USER)
    pulled.open(partial.as_uri(), partial.read_text(), language="jinja")
    pull(pulled, user)
    pull(pulled, partial.as_uri())
    said = len(pulled.said)
    pulled.change(partial.as_uri(), 2, whole("Yours truly, {{ agent }}\n"))
    pull(pulled, partial.as_uri())
    pull(pulled, user)
    assert not [each for each in pulled.said[said:] if each.get("method") == REFRESH]


def test_related_documents_come_along_where_the_client_takes_them(folder: Path) -> None:
    takes = {**PULLS, "textDocument": {"diagnostic": {"relatedDocumentSupport": True}}}
    partial, user = folder / "signature.j2", (folder / "reply.prompty").as_uri()
    partial.write_text("Yours, {{ agent }}\n")
    with RawServer(cwd=folder) as server:
        server.initialize(folder, capabilities=takes)
        server.open(user, USER)
        pull(server, user)
        server.open(partial.as_uri(), partial.read_text(), language="jinja")
        assert "relatedDocuments" not in pull(server, partial.as_uri())
        server.change(partial.as_uri(), 2, whole("Yours\n"))
        report = pull(server, partial.as_uri())
        assert "unused-input" in codes(report["relatedDocuments"][user])
        identity = report["relatedDocuments"][user]["resultId"]
        assert pull(server, user, identity)["kind"] == "unchanged"


def test_settings_have_everything_asked_for_again(pulled: RawServer, folder: Path) -> None:
    uri, settings = (folder / "a.prompty").as_uri(), folder / "promptwell.toml"
    pulled.open(uri, HEAD + "{{ agnet }}\n")
    assert "undefined-variable" in codes(pull(pulled, uri))
    settings.write_text('ignore = ["undefined-variable"]\n')
    said = len(pulled.said)
    changed = {"changes": [{"uri": settings.as_uri(), "type": 2}]}
    pulled.notify("workspace/didChangeWatchedFiles", changed)
    pulled.wait(lambda message: message.get("method") == REFRESH, REFRESH, said)
    assert "undefined-variable" not in codes(pull(pulled, uri))


def test_a_file_that_is_not_there_has_an_empty_report(pulled: RawServer, folder: Path) -> None:
    assert pull(pulled, (folder / "gone.prompty").as_uri())["items"] == []
    assert pull(pulled, "untitled:gone")["items"] == []


def test_the_workspace_report_tells_of_files_that_nobody_opened(
    pulled: RawServer, folder: Path
) -> None:
    other = HEAD.replace("name: a", "name: b")
    (folder / "a.prompty").write_text(HEAD + "{{ agnet }}\n")
    (folder / "b.prompty").write_text(other + "{{ agnet }}\n")
    a, b = ((folder / f"{name}.prompty").as_uri() for name in ("a", "b"))
    pulled.open(a, HEAD + "{{ agent }}\n", version=7)
    first = pulled.answer(pull_all(pulled, {}))["result"]["items"]
    found = {each["uri"]: each for each in first}
    assert set(found) == {a, b}
    assert found[a]["version"] == 7
    assert found[b]["version"] is None
    assert "undefined-variable" in codes(found[b])
    assert "undefined-variable" not in codes(found[a])

    known = {uri: each["resultId"] for uri, each in found.items()}
    waiting = pull_all(pulled, known)
    (folder / "b.prompty").write_text(other + "{{ agent }}\n")
    changed = {"changes": [{"uri": b, "type": 2}]}
    pulled.notify("workspace/didChangeWatchedFiles", changed)
    second = pulled.answer(waiting)["result"]["items"]
    kinds = {each["uri"]: each["kind"] for each in second}
    assert kinds == {a: "unchanged", b: "full"}

    (folder / "b.prompty").unlink()
    waiting = pull_all(pulled, {each["uri"]: each["resultId"] for each in second})
    pulled.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": b, "type": 3}]})
    third = {each["uri"]: each for each in pulled.answer(waiting)["result"]["items"]}
    assert third[b]["items"] == []


def test_a_workspace_report_without_news_waits_and_can_be_canceled(
    pulled: RawServer, folder: Path
) -> None:
    (folder / "a.prompty").write_text(HEAD + "{{ agnet }}\n")
    first = pulled.answer(pull_all(pulled, {}))["result"]["items"]
    waiting = pull_all(pulled, {each["uri"]: each["resultId"] for each in first})
    pulled.notify("$/cancelRequest", {"id": waiting})
    assert pulled.answer(waiting)["error"]["code"] == -32800


def test_a_waiting_workspace_report_does_not_keep_the_server(
    pulled: RawServer, folder: Path
) -> None:
    first = pulled.answer(pull_all(pulled, {}))["result"]["items"]
    waiting = pull_all(pulled, {each["uri"]: each["resultId"] for each in first})
    pulled.request("shutdown", None)
    assert "error" in pulled.answer(waiting)
    pulled.notify("exit", None)
    assert pulled.ended() == 0


def test_a_workspace_report_comes_in_parts_where_the_client_takes_them(
    pulled: RawServer, folder: Path
) -> None:
    for number in range(100):
        (folder / f"{number}.prompty").write_text(HEAD + "{{ agnet }}\n")
    answer = pulled.answer(pull_all(pulled, {}, partialResultToken="parts"))
    parts = [
        each["params"]["value"]["items"]
        for each in pulled.said
        if each.get("method") == "$/progress" and each["params"]["token"] == "parts"
    ]
    assert len(parts) > 1
    assert len({each["uri"] for items in parts for each in items}) == 100
    assert answer["result"]["items"] == []


def test_related_places_and_tags_reach_the_client(pulled: RawServer, folder: Path) -> None:
    uri = (folder / "a.prompty").as_uri()
    pulled.open(uri, HEAD + "Hello\n")
    unused = next(each for each in pull(pulled, uri)["items"] if each["code"] == "unused-input")
    assert unused["tags"] == [1]
