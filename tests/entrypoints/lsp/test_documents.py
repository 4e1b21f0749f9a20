"""What the server's text is after edits, and what it says of which version."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.entrypoints.lsp.raw_server import RawServer, part, whole

HEAD = "---\nname: a\ninputs: {who: {kind: string, required: true}}\n---\nuser:\n"


def units(text: str, encoding: str) -> int:
    codec = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}
    name, size = codec[encoding]
    return len(text.encode(name)) // size


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
@pytest.mark.parametrize("before", ["", "🌿👩‍🌾 日本 ", "é̂ ", "a\u2028b\u2029c\x0cd\x85e "])
def test_places_are_counted_in_the_clients_units(folder: Path, encoding: str, before: str) -> None:
    with RawServer(cwd=folder) as server:
        answer = server.initialize(folder, encodings=(encoding,))
        assert answer["capabilities"]["positionEncoding"] == encoding
        uri = (folder / "a.prompty").as_uri()
        server.open(uri, f"{HEAD}{before}{{{{ whom }}}}\n")
        found = server.diagnostics(uri, 1)
        undefined = next(each for each in found if each["code"] == "undefined-variable")
        start = units(f"{before}{{{{ ", encoding)
        assert undefined["range"] == {
            "start": {"line": 5, "character": start},
            "end": {"line": 5, "character": start + 4},
        }
        server.change(uri, 2, part((5, start + 3), (5, start + 4), ""))
        assert "undefined-variable" not in [each["code"] for each in server.diagnostics(uri, 2)]


def test_only_line_feeds_and_carriage_returns_end_a_line(server: RawServer, folder: Path) -> None:
    uri = (folder / "a.prompty").as_uri()
    server.open(uri, f"{HEAD}one\u2028still one\x0b\x1c\r\ntwo {{{{ whom }}}}\rthree\n")
    places = {each["code"]: each["range"]["start"]["line"] for each in server.diagnostics(uri, 1)}
    assert places["undefined-variable"] == 6
    server.change(uri, 2, part((6, 7), (6, 11), "who"))
    assert "undefined-variable" not in [each["code"] for each in server.diagnostics(uri, 2)]


def test_a_change_of_an_older_version_is_left_out(server: RawServer, folder: Path) -> None:
    uri = (folder / "a.prompty").as_uri()
    server.open(uri, f"{HEAD}{{{{ who }}}}\n", version=7)
    server.diagnostics(uri, 7)
    server.change(uri, 6, whole(f"{HEAD}{{{{ nobody }}}}\n"))
    server.change(uri, 8, part((5, 0), (5, 0), "x "))
    assert "undefined-variable" not in [each["code"] for each in server.diagnostics(uri, 8)]
    assert 6 not in server.publishes(uri)


def test_a_burst_of_edits_is_answered_with_few_reports_of_the_last_text(
    server: RawServer, folder: Path
) -> None:
    uri = (folder / "a.prompty").as_uri()
    server.open(uri, f"{HEAD}{{{{ who }}}}\n")
    server.diagnostics(uri, 1)
    for version in range(2, 32):
        server.change(uri, version, part((5, 0), (5, 0), "x"))
    offered = server.request("textDocument/completion", server.at(uri, 5, 30 + 3))
    assert "who" in [each["label"] for each in offered["result"]["items"]]
    server.diagnostics(uri, 31)
    assert len(server.publishes(uri)) <= 4
    assert server.publishes(uri) == sorted(server.publishes(uri))


def test_a_text_that_is_too_large_is_not_checked_and_says_so(
    server: RawServer, folder: Path
) -> None:
    uri = (folder / "a.prompty").as_uri()
    server.open(uri, "x" * 16_000_001)
    found = server.diagnostics(uri, 1)
    assert [each["code"] for each in found] == ["unreadable-file"]
    server.change(uri, 2, part((0, 0), (0, 5), ""))
    server.diagnostics(uri, 2)
    server.change(uri, 3, whole(f"{HEAD}{{{{ whom }}}}\n"))
    assert "undefined-variable" in [each["code"] for each in server.diagnostics(uri, 3)]


def test_a_large_file_gets_the_quick_rules_while_typing_and_the_rest_on_save(
    folder: Path,
) -> None:
    (folder / "promptwell.toml").write_text("large-file-limit = 1024\n")
    with RawServer(cwd=folder) as server:
        server.initialize(folder)
        uri = (folder / "a.prompty").as_uri()
        text = f"{HEAD}{{{{ whom }}}}\n{'words ' * 400}\nsystem:\nlate {{{{ who }}}}\n"
        server.open(uri, text)
        server.diagnostics(uri, 1)
        server.change(uri, 2, part((6, 0), (6, 0), "x"))
        quick = {each["code"] for each in server.diagnostics(uri, 2)}
        assert "undefined-variable" in quick
        assert "system-after-user" not in quick
        said = len(server.said)
        server.notify("textDocument/didSave", {"textDocument": {"uri": uri}})
        server.diagnostics(
            uri,
            2,
            said,
            lambda found: (
                {"undefined-variable", "system-after-user"} <= {each["code"] for each in found}
            ),
        )


def test_at_most_two_hundred_findings_are_shown_the_most_severe_first(
    server: RawServer, folder: Path
) -> None:
    uri = (folder / "a.prompty").as_uri()
    lines = "\n".join(f"{{{{ gone{number} }}}}" for number in range(300))
    server.open(uri, f"{HEAD}{{{{ who }}}}\n{lines}\n{{% if x\n")
    found = server.diagnostics(uri, 1)
    assert len(found) == 200
    assert "template-syntax" in [each["code"] for each in found]
