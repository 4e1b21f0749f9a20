"""`promptwell/diff` and what goes with it, in a real repository: ranges, bases, hovers, reverting, moves of HEAD."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from tests.canary_prompts import FAKES
from tests.entrypoints.lsp.raw_server import RawServer

OLD = """---
name: reply
inputs:
  ticket: {kind: string}
---
system:
You answer tickets in a friendly way. 🌿 Be brief.
user:
{{ ticket }}
Thanks.
"""
NEW = (
    OLD.replace("friendly", "formal")
    .replace("🌿 Be brief.", "🌿 Be very brief.")
    .replace("Thanks.\n", "")
)


def git(folder: Path, *arguments: str) -> str:
    words = ("git", "-c", "user.name=a", "-c", "user.email=a@example.com", *arguments)
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    git(tmp_path, "init", "-q", "-b", "main")
    (tmp_path / "promptwell.toml").write_text("")
    (tmp_path / "reply.prompty").write_text(OLD, encoding="utf-8")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "First words")
    return tmp_path


@pytest.fixture
def file(folder: Path) -> str:
    return (folder / "reply.prompty").as_uri()


@pytest.fixture
def server(folder: Path, file: str) -> Iterator[RawServer]:
    with RawServer(cwd=folder) as started:
        started.initialize(folder)
        started.open(file, NEW)
        yield started


def diff(server: RawServer, uri: str, **more: Any) -> Any:
    answer = server.request("promptwell/diff", {"textDocument": {"uri": uri}, **more})
    assert "error" not in answer, answer
    return answer["result"]


def refused(server: RawServer, uri: str, **more: Any) -> str:
    answer = server.request("promptwell/diff", {"textDocument": {"uri": uri}, **more})
    assert answer["error"]["code"] == -32803
    message: str = answer["error"]["message"]
    return message


def cut(text: str, place: dict[str, Any]) -> str:
    """The text of a range that counts columns in UTF-16."""

    def offset(position: dict[str, int]) -> int:
        lines = text.encode("utf-16-le").split("\n".encode("utf-16-le"))
        before = sum(len(line) + 2 for line in lines[: position["line"]])
        return before + 2 * position["character"]

    units = text.encode("utf-16-le")
    return units[offset(place["start"]) : offset(place["end"])].decode("utf-16-le")


def put_back(text: str, found: Any) -> str:
    """The text with everything taken back that is told to have changed."""
    for hunk in reversed(found["hunks"]):
        before = cut(text, {"start": {"line": 0, "character": 0}, "end": hunk["range"]["start"]})
        text = before + hunk["oldText"] + text[len(before) + len(cut(text, hunk["range"])) :]
    return text


def words(text: str, found: Any) -> list[tuple[str, str]]:
    changes = [each for hunk in found["hunks"] for each in hunk["words"]]
    return [(each["oldText"], cut(text, each["range"])) for each in changes]


def test_the_words_that_changed_are_ranges_of_the_text_at_hand(
    server: RawServer, file: str
) -> None:
    found = diff(server, file)
    assert ("friendly", "formal") in words(NEW, found)
    assert ("", " very") in words(NEW, found)
    assert [each["kind"] for each in found["hunks"]] == ["changed", "removed"]
    assert put_back(NEW, found) == OLD


def test_the_base_is_named_and_what_changed_is_told_in_sentences(
    server: RawServer, folder: Path, file: str
) -> None:
    found = diff(server, file)
    commit = git(folder, "rev-parse", "HEAD").strip()
    base = found["base"]
    assert (base["name"], base["kind"], base["commit"]) == ("HEAD", "commit", commit)
    assert base["path"] == "reply.prompty"
    assert "message" in found["structure"]["summary"]


def test_sentences_are_left_out_where_nobody_wants_them(server: RawServer, file: str) -> None:
    assert "structure" not in diff(server, file, structure=False)


def test_an_answer_follows_the_text_as_it_is_typed(server: RawServer, file: str) -> None:
    diff(server, file)
    text, version = NEW, 1
    for line, character, typed in ((6, 0, "🌿"), (6, 2, "Now "), (0, 0, "\n"), (4, 9, "x\ny")):
        version += 1
        place = {"line": line, "character": character}
        server.change(file, version, {"range": {"start": place, "end": place}, "text": typed})
        before = cut(text, {"start": {"line": 0, "character": 0}, "end": place})
        text = before + typed + text[len(before) :]
        found = diff(server, file, structure=False)
        assert found["version"] == version
        assert put_back(text, found) == OLD


def test_a_text_that_was_put_back_has_no_differences(server: RawServer, file: str) -> None:
    diff(server, file)
    server.change(file, 2, {"text": OLD})
    found = diff(server, file)
    assert found["hunks"] == []
    assert found["structure"]["summary"] == ""


def test_tokens_are_those_of_the_model_that_the_prompt_names(folder: Path) -> None:
    before = "---\nname: a\nmodel: gpt-4o\n---\nsystem:\nYou are kind.\n"
    (folder / "b.prompty").write_text(before)
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "b")
    after = before.replace("kind", "very unkindly")
    uri = (folder / "b.prompty").as_uri()
    with RawServer(cwd=folder) as server:
        server.initialize(folder)
        server.open(uri, after)
        found = diff(server, uri, level="token")
    tokens = found["tokens"]
    assert tokens["encoding"] == "o200k_base"
    assert (tokens["removed"], tokens["after"] - tokens["before"]) == (1, tokens["added"] - 1)
    assert token_changes(after, found) == [(" kind", " very unkindly")]


def token_changes(text: str, found: Any) -> list[tuple[str, str]]:
    changes = [each for hunk in found["hunks"] for each in hunk["tokens"]]
    return [(each["oldText"], cut(text, each["range"])) for each in changes]


def test_each_change_of_lines_has_its_own_tokens(folder: Path) -> None:
    lines = [f"{number} is a number that nobody counts up to.\n" for number in range(40)]
    before = "".join(["---\nname: a\nmodel: gpt-4o\n---\nsystem:\n", *lines])
    (folder / "b.prompty").write_text(before)
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "b")
    after = (
        before.replace(f"\n{lines[3]}", "\n").replace("30 is a", "30 isn't any") + "🌿 The end.\n"
    )
    uri = (folder / "b.prompty").as_uri()
    with RawServer(cwd=folder) as server:
        server.initialize(folder)
        server.open(uri, after)
        found = diff(server, uri, level="token")
    removed, changed, added = found["hunks"]
    assert "".join(each["oldText"] for each in removed["tokens"]) == lines[3]
    assert {cut(after, each["range"]) for each in removed["tokens"]} == {""}
    assert [cut(after, each["range"]) for each in changed["tokens"]] == [" isn't any"]
    assert "".join(cut(after, each["range"]) for each in added["tokens"]) == "🌿 The end.\n"


def test_it_is_told_where_nobody_knows_how_a_model_cuts_a_text(
    server: RawServer, file: str
) -> None:
    found = diff(server, file, level="token")
    assert found["tokens"] is None
    assert all("tokens" not in hunk for hunk in found["hunks"])


def test_any_ref_of_git_can_be_compared_with(server: RawServer, folder: Path, file: str) -> None:
    git(folder, "tag", "production")
    (folder / "reply.prompty").write_text(NEW, encoding="utf-8")
    git(folder, "commit", "-qam", "Second words")
    assert diff(server, file)["hunks"] == []
    found = diff(server, file, against="production")
    assert found["base"]["name"] == "production"
    assert put_back(NEW, found) == OLD
    assert put_back(NEW, diff(server, file, against="HEAD~1")) == OLD


def test_the_base_is_read_anew_when_head_moves(server: RawServer, folder: Path, file: str) -> None:
    assert diff(server, file)["hunks"]
    (folder / "reply.prompty").write_text(NEW, encoding="utf-8")
    git(folder, "commit", "-qam", "Second words")
    told = server.wait(lambda said: said.get("method") == "promptwell/baseChanged", "the news")
    assert told["params"] == {"textDocument": {"uri": file}, "against": "HEAD"}
    assert diff(server, file)["hunks"] == []


def test_a_worktree_has_a_head_of_its_own(folder: Path, tmp_path_factory: Any) -> None:
    beside = tmp_path_factory.mktemp("beside") / "tree"
    git(folder, "worktree", "add", "-q", "-b", "other", str(beside))
    uri = (beside / "reply.prompty").as_uri()
    with RawServer(cwd=beside) as server:
        server.initialize(beside)
        server.open(uri, NEW)
        assert put_back(NEW, diff(server, uri)) == OLD
        (beside / "reply.prompty").write_text(NEW, encoding="utf-8")
        git(beside, "commit", "-qam", "There")
        server.wait(lambda said: said.get("method") == "promptwell/baseChanged", "the news")
        assert diff(server, uri)["hunks"] == []


def test_everything_in_a_new_file_is_added(server: RawServer, folder: Path) -> None:
    uri = (folder / "new.prompty").as_uri()
    server.open(uri, NEW)
    found = diff(server, uri)
    assert found["base"]["kind"] == "nothing"
    assert [(each["kind"], cut(NEW, each["range"])) for each in found["hunks"]] == [("added", NEW)]


def test_a_ref_that_is_not_there_is_told_with_the_nearest_one(
    server: RawServer, folder: Path, file: str
) -> None:
    git(folder, "tag", "production")
    assert "did you mean `production`?" in refused(server, file, against="prodution")
    assert "go back that far" in refused(server, file, against="HEAD~9")


def test_without_git_it_is_said_that_there_is_nothing_to_compare_with(tmp_path: Path) -> None:
    (tmp_path / "promptwell.toml").write_text("")
    uri = (tmp_path / "a.prompty").as_uri()
    with RawServer(cwd=tmp_path) as server:
        server.initialize(tmp_path)
        server.open(uri, OLD)
        assert "not in a git repository" in refused(server, uri)
        server.open("untitled:Untitled-1", OLD)
        assert "save it first" in refused(server, "untitled:Untitled-1")


def test_parameters_of_the_wrong_shape_are_refused(server: RawServer, file: str) -> None:
    for params in ({}, {"textDocument": {"uri": file}, "level": "letter"}, None, []):
        answer = server.request("promptwell/diff", params)
        assert answer["error"]["code"] == -32602


def test_what_a_document_can_be_compared_with_is_listed(
    server: RawServer, folder: Path, file: str
) -> None:
    git(folder, "tag", "production")
    answer = server.request("promptwell/bases", {"textDocument": {"uri": file}})
    listed = [(each["ref"], each["kind"], each["about"]) for each in answer["result"]]
    commit = git(folder, "rev-parse", "HEAD").strip()[:10]
    assert listed[0] == ("HEAD", "head", "First words")
    assert {("main", "branch", "First words"), ("production", "tag", "First words")} <= set(listed)
    assert listed[-1] == (commit, "commit", "First words")


def test_the_text_of_the_base_is_given_whole(server: RawServer, file: str) -> None:
    answer = server.request("promptwell/base", {"textDocument": {"uri": file}})
    assert answer["result"]["text"] == OLD


def hover(server: RawServer, uri: str, text: str, wanted: str, after: str = "") -> str:
    before = text[: text.index(wanted, text.index(after) + len(after))]
    place = {"line": before.count("\n"), "character": len(before.rsplit("\n", 1)[-1])}
    params = {"textDocument": {"uri": uri}, "position": place}
    found = server.request("textDocument/hover", params)["result"]
    said: str = found["contents"]["value"] if found else ""
    return said


def test_a_hover_tells_what_a_changed_word_was_while_differences_are_shown(
    server: RawServer, file: str
) -> None:
    assert "friendly" not in hover(server, file, NEW, "formal")
    diff(server, file)
    assert "Was in `HEAD`: `friendly`" in hover(server, file, NEW, "formal")
    server.notify("promptwell/didHideDiff", {"textDocument": {"uri": file}})
    assert "friendly" not in hover(server, file, NEW, "formal")


def test_lines_that_went_are_told_where_editors_draw_them(server: RawServer, file: str) -> None:
    diff(server, file)
    # Behind the line above, in its last line and no other.
    assert "Removed since `HEAD`: `Thanks.`" in hover(server, file, NEW, "\n", after="{{ ticket }}")
    assert "Thanks." not in hover(server, file, NEW, "ticket }}\n")


def test_a_hover_tells_long_texts_that_went_in_full(folder: Path) -> None:
    lines = "".join(f"{number}. A rule that is there no more.\n" for number in range(200))
    before = f"---\nname: b\n---\nsystem:\n{lines}user:\nHello.\n"
    (folder / "b.prompty").write_text(before)
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "b")
    after = before.replace(lines, "")
    uri = (folder / "b.prompty").as_uri()
    with RawServer(cwd=folder) as server:
        server.initialize(folder)
        server.open(uri, after)
        diff(server, uri)
        assert lines in hover(server, uri, after, "user:")


def test_in_the_line_below_what_went_is_told_at_its_beginning_alone(
    server: RawServer, folder: Path, file: str
) -> None:
    text = OLD.replace("You answer tickets in a friendly way. 🌿 Be brief.\n", "")
    server.change(file, 2, {"text": text})
    diff(server, file)
    assert "Removed since `HEAD`: `You answer" in hover(server, file, text, "user:")
    assert "You answer" not in hover(server, file, text, "ser:", after="system:\nu")


def test_a_hover_shows_no_secret_that_was_taken_out(folder: Path) -> None:
    secret = next(secret for line, secret in FAKES.values() if line == f"use {secret} here")
    (folder / "b.prompty").write_text(f"---\nname: b\n---\nsystem:\nuse {secret} here\n")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "b")
    after = "---\nname: b\n---\nsystem:\nuse none here\n"
    uri = (folder / "b.prompty").as_uri()
    with RawServer(cwd=folder) as server:
        server.initialize(folder)
        server.open(uri, after)
        found = diff(server, uri)
        said = hover(server, uri, after, "none")
    assert "Was in `HEAD`" in said
    assert secret not in said
    (hunk,) = found["hunks"]
    (word,) = hunk["words"]
    stars = "*" * len(secret)
    assert (word["oldText"], word["shownText"]) == (secret, stars)
    assert (hunk["oldText"], hunk["shownText"]) == (f"use {secret} here\n", f"use {stars} here\n")


def test_what_holds_no_secret_is_told_once(server: RawServer, file: str) -> None:
    found = diff(server, file)
    every = [*found["hunks"], *(word for hunk in found["hunks"] for word in hunk["words"])]
    assert not any("shownText" in each for each in every)


def test_a_change_is_taken_back_by_an_edit(server: RawServer, file: str) -> None:
    diff(server, file)
    place = {"line": 6, "character": 3}
    params = {
        "textDocument": {"uri": file},
        "range": {"start": place, "end": place},
        "context": {"diagnostics": [], "only": ["refactor"]},
    }
    (action,) = [
        each
        for each in server.request("textDocument/codeAction", params)["result"]
        if each["title"] == "Revert this change to HEAD"
    ]
    (edit,) = action["edit"]["documentChanges"][0]["edits"]
    assert edit["newText"] == "You answer tickets in a friendly way. 🌿 Be brief.\n"
    assert cut(NEW, edit["range"]) == "You answer tickets in a formal way. 🌿 Be very brief.\n"
    # Some clients ask for more of every action, whether it is complete or not.
    assert server.request("codeAction/resolve", action)["result"]["edit"] == action["edit"]


def test_a_new_file_is_not_offered_to_be_emptied(server: RawServer, folder: Path) -> None:
    uri = (folder / "new.prompty").as_uri()
    server.open(uri, NEW)
    assert diff(server, uri)["hunks"]
    place = {"line": 6, "character": 3}
    params = {
        "textDocument": {"uri": uri},
        "range": {"start": place, "end": place},
        "context": {"diagnostics": []},
    }
    titles = [each["title"] for each in server.request("textDocument/codeAction", params)["result"]]
    assert not any(each == "" or "Revert" in each for each in titles)


def test_nothing_is_offered_to_be_reverted_before_differences_are_shown(
    server: RawServer, file: str
) -> None:
    place = {"line": 6, "character": 3}
    params = {
        "textDocument": {"uri": file},
        "range": {"start": place, "end": place},
        "context": {"diagnostics": []},
    }
    titles = [each["title"] for each in server.request("textDocument/codeAction", params)["result"]]
    assert not any("Revert" in each for each in titles)


def promptwell(folder: Path, *arguments: str) -> None:
    words = (sys.executable, "-m", "promptwell", *arguments)
    subprocess.run(words, cwd=folder, capture_output=True, check=True, timeout=60)


def test_versions_and_labels_of_the_store_are_offered_and_compared_with(
    folder: Path, file: str
) -> None:
    promptwell(folder, "index")
    promptwell(folder, "version", "record", "reply.prompty")
    promptwell(folder, "label", "reply.prompty", "production")
    with RawServer(cwd=folder) as server:
        server.initialize(folder)
        server.open(file, NEW)
        listed = server.request("promptwell/bases", {"textDocument": {"uri": file}})["result"]
        kinds = {(each["kind"], each["ref"]) for each in listed}
        assert {("label", "production"), ("version", "1"), ("head", "HEAD")} <= kinds
        labelled = diff(server, file, against="production")
        numbered = diff(server, file, against="1")
        assert (labelled["base"]["name"], numbered["base"]["name"]) == ("production", "version 1")
        assert put_back(NEW, labelled) == put_back(NEW, numbered) == OLD
        assert "its only version is 1" in refused(server, file, against="9999999")
        promptwell(folder, "engine", "stop")


def test_a_label_needs_no_store(server: RawServer, folder: Path, file: str) -> None:
    digest = sha256(OLD.encode()).hexdigest()
    (folder / "promptwell.labels").write_text(f"reply.prompty@live {digest}\n")
    (folder / "reply.prompty").write_text(NEW, encoding="utf-8")
    git(folder, "commit", "-qam", "Second words")
    listed = server.request("promptwell/bases", {"textDocument": {"uri": file}})["result"]
    assert [(each["kind"], each["ref"]) for each in listed[:2]] == [
        ("head", "HEAD"),
        ("label", "live"),
    ]
    found = diff(server, file, against="live")
    first = git(folder, "rev-parse", "HEAD~1").strip()
    assert (found["base"]["name"], found["base"]["commit"]) == ("live", first)
    assert put_back(NEW, found) == OLD


def test_a_label_of_a_text_that_nobody_has_is_told(
    server: RawServer, folder: Path, file: str
) -> None:
    (folder / "promptwell.labels").write_text(f"reply.prompty@live {'0' * 64}\n")
    assert "git has never had it" in refused(server, file, against="live")


def test_branches_of_the_prompt_are_offered_and_those_of_git_are_told_apart(
    folder: Path, file: str
) -> None:
    promptwell(folder, "index")
    promptwell(folder, "version", "record", "reply.prompty")
    promptwell(folder, "branch", "reply.prompty", "shorter")
    promptwell(folder, "switch", "reply.prompty", "shorter")
    (folder / "reply.prompty").write_text(NEW, encoding="utf-8")
    promptwell(folder, "version", "record", "reply.prompty")
    git(folder, "commit", "-qam", "Second words")
    with RawServer(cwd=folder) as server:
        server.initialize(folder)
        server.open(file, NEW)
        listed = server.request("promptwell/bases", {"textDocument": {"uri": file}})["result"]
        ours = {
            each["ref"]: each["about"].split(",")[0]
            for each in listed
            if each["kind"] == "prompt-branch"
        }
        assert ours == {"main": "version 1", "shorter": "version 2"}
        assert [each["ref"] for each in listed if each["kind"] == "branch"] == ["heads/main"]
        assert put_back(NEW, diff(server, file, against="main")) == OLD
        assert diff(server, file, against="shorter")["hunks"] == []
        assert diff(server, file, against="heads/main")["hunks"] == []
        promptwell(folder, "engine", "stop")


def test_the_base_is_read_anew_when_a_label_or_a_branch_of_the_prompt_moves(
    folder: Path, file: str
) -> None:
    promptwell(folder, "index")
    promptwell(folder, "version", "record", "reply.prompty")
    promptwell(folder, "label", "reply.prompty", "live")
    with RawServer(cwd=folder) as server:
        server.initialize(folder)
        server.open(file, NEW)
        for against, words in (
            ("main", ("version", "record", "reply.prompty")),
            ("live", ("label", "reply.prompty", "live", "2")),
        ):
            assert diff(server, file, against=against)["hunks"]
            (folder / "reply.prompty").write_text(NEW, encoding="utf-8")
            promptwell(folder, *words)
            wanted = {"textDocument": {"uri": file}, "against": against}
            server.wait(
                lambda said, wanted=wanted: (
                    said.get("method") == "promptwell/baseChanged" and said["params"] == wanted
                ),
                f"the news of {against}",
            )
            assert diff(server, file, against=against)["hunks"] == []
        promptwell(folder, "engine", "stop")


def test_a_version_with_other_line_ends_is_the_same_version(folder: Path, file: str) -> None:
    promptwell(folder, "index")
    promptwell(folder, "version", "record", "reply.prompty")
    with RawServer(cwd=folder) as server:
        server.initialize(folder)
        server.open(file, OLD.replace("\n", "\r\n"))
        assert diff(server, file, against="1")["hunks"] == []
        promptwell(folder, "engine", "stop")


def test_without_git_the_last_version_is_compared_with(tmp_path: Path) -> None:
    (tmp_path / "promptwell.toml").write_text("")
    (tmp_path / "a.prompty").write_text(OLD, encoding="utf-8")
    promptwell(tmp_path, "index")
    promptwell(tmp_path, "version", "record", "a.prompty")
    uri = (tmp_path / "a.prompty").as_uri()
    with RawServer(cwd=tmp_path) as server:
        server.initialize(tmp_path)
        server.open(uri, NEW)
        found = diff(server, uri)
        promptwell(tmp_path, "engine", "stop")
    assert found["base"]["name"] == "version 1"
    assert put_back(NEW, found) == OLD


def test_without_git_a_save_is_what_is_compared_with_from_then_on(tmp_path: Path) -> None:
    (tmp_path / "promptwell.toml").write_text("")
    (tmp_path / "a.prompty").write_text(OLD, encoding="utf-8")
    promptwell(tmp_path, "index")
    promptwell(tmp_path, "version", "record", "a.prompty")
    uri = (tmp_path / "a.prompty").as_uri()
    with RawServer(cwd=tmp_path) as server:
        server.initialize(tmp_path)
        server.open(uri, NEW)
        assert diff(server, uri)["hunks"]
        (tmp_path / "a.prompty").write_text(NEW, encoding="utf-8")
        server.notify("textDocument/didSave", {"textDocument": {"uri": uri}})
        server.wait(lambda said: said.get("method") == "promptwell/baseChanged", "the news")
        assert diff(server, uri)["hunks"] == []
        promptwell(tmp_path, "engine", "stop")


def test_line_ends_of_a_checkout_are_no_difference(folder: Path, file: str) -> None:
    text = OLD.replace("\n", "\r\n")
    (folder / "reply.prompty").write_text(text, encoding="utf-8", newline="")
    git(folder, "config", "core.autocrlf", "true")
    with RawServer(cwd=folder) as server:
        server.initialize(folder)
        server.open(file, text)
        assert diff(server, file)["hunks"] == []
        server.change(file, 2, {"text": OLD})
        server.notify("promptwell/didHideDiff", {"textDocument": {"uri": file}})
        assert diff(server, file)["hunks"] == []


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_line_ends_that_are_others_in_git_are_told_once(folder: Path, end: str) -> None:
    (folder / "mixed.prompty").write_text(
        OLD.replace("\n", "\r\n", 3) + "End.\n", encoding="utf-8", newline=""
    )
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "Of several hands")
    uri = (folder / "mixed.prompty").as_uri()
    text = (NEW + "End.\n").replace("\n", end)
    with RawServer(cwd=folder) as server:
        server.initialize(folder)
        server.open(uri, text)
        found = diff(server, uri)
        assert [each["kind"] for each in found["hunks"]] == ["changed", "removed"]
        assert found["base"]["otherLineEnds"] == "mixed"
        assert put_back(text, found) == (OLD + "End.\n").replace("\n", end)


def test_line_ends_that_a_client_changes_are_no_difference(server: RawServer, file: str) -> None:
    assert diff(server, file)["base"]["otherLineEnds"] == ""
    server.change(file, 2, {"text": NEW.replace("\n", "\r\n")})
    found = diff(server, file)
    assert [each["kind"] for each in found["hunks"]] == ["changed", "removed"]
    assert found["base"]["otherLineEnds"] == "LF"


def test_what_is_hidden_before_the_answer_comes_is_not_told_by_hovers(
    server: RawServer, file: str
) -> None:
    document = {"textDocument": {"uri": file}}
    number = server.ask("promptwell/diff", document)
    server.notify("promptwell/didHideDiff", document)
    assert server.answer(number)["result"]["hunks"]
    assert "friendly" not in hover(server, file, NEW, "formal")
