"""What an editor shows of an engine that runs: prompts found by their words, and prompts like another."""

from __future__ import annotations

from pathlib import Path

from tests.entrypoints.lsp.raw_server import Message, RawServer
from tests.entrypoints.lsp.test_commands import execute

STEPS = "\n".join(f"{number}. Look at step {number} of the refund." for number in range(1, 9))


def write(folder: Path) -> Path:
    first = folder / "steps.prompty"
    first.write_text(f"---\nname: steps\n---\nsystem:\n{STEPS}\n")
    (folder / "again.prompty").write_text(f"---\nname: again\n---\nsystem:\n{STEPS} Be kind.\n")
    (folder / "poem.prompty").write_text("---\nname: poem\n---\nsystem:\nWrite a poem.\n")
    return first


def names(server: RawServer, query: str) -> list[str]:
    found = server.request("workspace/symbol", {"query": query})["result"]
    return [each["name"] for each in found]


def titles(server: RawServer, path: Path, **context: object) -> list[str]:
    start = {"line": 0, "character": 0}
    asked: Message = {
        "textDocument": {"uri": path.as_uri()},
        "range": {"start": start, "end": start},
        "context": {"diagnostics": [], **context},
    }
    return [each["title"] for each in server.request("textDocument/codeAction", asked)["result"]]


def test_prompts_are_found_by_their_words_where_an_engine_runs(
    editor: RawServer, folder: Path
) -> None:
    write(folder)
    assert names(editor, "refund") == []
    execute(editor, "promptwell.index", {}, folder.as_uri())
    found = editor.request("workspace/symbol", {"query": "refund"})["result"]
    assert sorted(each["name"] for each in found) == ["again", "steps"]
    for each in found:
        assert each["location"]["range"]["start"]["line"] == 4
        assert "step 1 of the refund" in each["containerName"]
    assert names(editor, "steps") == ["steps"]  # a name that the workspace has comes once
    assert names(editor, '"refund') == []  # what somebody has half typed is no error


def test_similar_prompts_are_offered_where_an_engine_runs_and_the_chosen_one_is_opened(
    editor: RawServer, folder: Path
) -> None:
    path = write(folder)
    text = path.read_text()
    opened = {"uri": path.as_uri(), "languageId": "prompty", "version": 1, "text": text}
    editor.notify("textDocument/didOpen", {"textDocument": opened})
    assert "Show similar prompts" not in titles(editor, path)
    execute(editor, "promptwell.index", {}, folder.as_uri())
    assert titles(editor, path)[-1] == "Show similar prompts"
    assert "Show similar prompts" in titles(editor, path, only=["source"])
    assert "Show similar prompts" not in titles(editor, path, only=["quickfix"])
    assert "Show similar prompts" not in titles(editor, path, triggerKind=2)
    editor.answers["window/showMessageRequest"] = {
        "title": "again.prompty (near-duplicate: 96% of the wording)"
    }
    editor.answers["window/showDocument"] = {"success": True}
    assert execute(editor, "promptwell.showSimilar", path.as_uri())["result"] is None
    (question,) = [
        each for each in editor.said if each.get("method") == "window/showMessageRequest"
    ]
    assert [each["title"] for each in question["params"]["actions"]] == [
        editor.answers["window/showMessageRequest"]["title"]
    ]
    (shown,) = [each for each in editor.said if each.get("method") == "window/showDocument"]
    assert shown["params"]["uri"] == (folder / "again.prompty").as_uri()
