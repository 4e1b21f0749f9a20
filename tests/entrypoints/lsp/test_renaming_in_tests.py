"""A rename that reaches promptfoo's tests: the person is asked about what others may read."""

from __future__ import annotations

from pathlib import Path

from tests.entrypoints.lsp.raw_server import RawServer

CAPABILITIES = {
    "workspace": {"workspaceEdit": {"documentChanges": True, "changeAnnotationSupport": {}}}
}


def test_tests_are_offered_as_edits_of_their_own(tmp_path: Path) -> None:
    files = {
        "promptwell.toml": "",
        "a.j2": "{{ topic }}\n",
        "b.j2": "{{ topic }} too\n",
        "rows.csv": "topic,__expected\nsun,warm\n",
        "promptfooconfig.yaml": "prompts: [file://a.j2, file://b.j2]\n"
        "tests:\n  - vars: {topic: rain}\n  - file://rows.csv\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    document = {"uri": (tmp_path / "a.j2").as_uri()}
    with RawServer(cwd=tmp_path) as server:
        server.initialize(tmp_path, capabilities=CAPABILITIES)
        server.open(document["uri"], files["a.j2"])
        server.request("textDocument/codeLens", {"textDocument": document})  # the tests are known
        place = {"line": 0, "character": 4}
        params = {"textDocument": document, "position": place, "newName": "subject"}
        answer = server.request("textDocument/rename", params)["result"]
    asked = {
        change["textDocument"]["uri"].rpartition("/")[2]: [
            each.get("annotationId", "") for each in change["edits"]
        ]
        for change in answer["documentChanges"]
    }
    label = "Rename in datasets and tests"
    assert asked == {
        "a.j2": [""],
        "promptfooconfig.yaml": [label],
        "rows.csv": [label],
        "b.j2": [label],
    }
    assert answer["changeAnnotations"][label]["needsConfirmation"] is True
