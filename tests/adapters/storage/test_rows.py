"""Contents, files, vectors, projects, grants and tokens, in a real database."""

from __future__ import annotations

from hashlib import sha256

import pytest
from tests.adapters.storage.records import NOON, ROOT, later, project, prompt

from promptwell.adapters.storage.store import SqlStore
from promptwell.domain.prompts.ports import EmbeddingRow, FileState
from promptwell.domain.prompts.search.chunks import Chunk
from promptwell.domain.security.permission import Role
from promptwell.domain.security.token import Grant, Token
from promptwell.errors import ConflictError


@pytest.mark.parametrize("text", ["", "a\r\nb\n", "\ufeffé\0\U0001f600", "not UTF-8: \udcff"])
def test_a_text_comes_back_by_its_digest(store: SqlStore, text: str) -> None:
    with store.writing(ROOT) as rows:
        digest = rows.contents.put(text)
        assert rows.contents.put(text) == digest
    assert digest == sha256(text.encode("utf-8", "surrogateescape")).hexdigest()
    with store.reading("/another root") as rows:
        assert rows.contents.get(digest) == text
        assert rows.contents.get("0" * 64) is None


def test_a_text_that_was_read_is_read_once_and_the_same(store: SqlStore) -> None:
    texts = [f"text {number} \udcff" for number in range(20)]
    with store.writing(ROOT) as rows:
        digests = [rows.contents.put(text) for text in texts]
    for _ in range(3):
        with store.reading(ROOT) as rows:
            assert [rows.contents.get(digest) for digest in digests] == texts
    counts = store.texts.counts()
    assert (counts.misses, counts.hits) == (20, 40)


def test_a_text_that_was_undone_is_not_there(store: SqlStore) -> None:
    def write_and_fail() -> str:
        with store.writing(ROOT) as rows:
            digest = rows.contents.put("undone")
            assert rows.contents.get(digest) == "undone"
            raise ConflictError(digest)

    with pytest.raises(ConflictError) as told:
        write_and_fail()
    with store.reading(ROOT) as rows:
        assert rows.contents.get(str(told.value)) is None


def test_files_are_known_as_they_were_seen_last(store: SqlStore) -> None:
    first, second = FileState("a", 2**62, 3, "x"), FileState("b\udcff", 1, 2**40, "y")
    with store.writing(ROOT) as rows:
        rows.files.put([first, second])
    with store.writing(ROOT) as rows:
        rows.files.put([FileState("a", 5, 6, "z")])
        rows.files.put([])
    with store.writing(ROOT) as rows:
        assert rows.files.all() == {"a": FileState("a", 5, 6, "z"), "b\udcff": second}
        rows.files.remove(["a", "never there"])
        assert rows.files.all() == {"b\udcff": second}
    with store.reading("/another root") as rows:
        assert rows.files.all() == {}


def chunk(key: str) -> Chunk:
    return Chunk(
        key=key,
        text=f"text of {key} \0 \udc80",
        meaning=f"meaning of {key}",
        part="message",
        role="user",
        title="",
        start=0,
        end=1,
    )


def test_chunks_come_back_in_the_order_of_the_text(store: SqlStore) -> None:
    with store.writing(ROOT) as rows:
        rows.prompts.insert([prompt("a"), prompt("b")])
        rows.chunks.replace({"id of a": [chunk("z"), chunk("a")], "id of b": [chunk("z")]})
        rows.chunks.replace({"id of b": []})
    with store.reading(ROOT) as rows:
        assert rows.chunks.of("id of a") == [chunk("z"), chunk("a")]
        assert rows.chunks.of("id of b") == []


def test_vectors_are_asked_for_once_a_text(store: SqlStore) -> None:
    with store.writing(ROOT) as rows:
        rows.prompts.insert([prompt("a"), prompt("b"), prompt("gone", deleted=NOON)])
        rows.chunks.replace(
            {
                "id of b": [chunk("k2")],
                "id of a": [chunk("k1"), chunk("k2")],
                "id of gone": [chunk("k3")],
            }
        )
    with store.writing(ROOT) as rows:
        assert rows.embeddings.missing("m", 9) == [
            ("k1", "meaning of k1"),
            ("k2", "meaning of k2"),
        ]
        assert rows.embeddings.missing("m", 1) == [("k1", "meaning of k1")]
        assert rows.embeddings.missing("m", 1, after="k1") == [("k2", "meaning of k2")]
        rows.embeddings.put("m", [EmbeddingRow("k1", b"\0\1"), EmbeddingRow("stray", b"\2")])
        assert rows.embeddings.missing("m", 9) == [("k2", "meaning of k2")]
        assert len(rows.embeddings.missing("another model", 9)) == 2
        rows.embeddings.put("m", [EmbeddingRow("k1", b"\3"), EmbeddingRow("k3", b"\4")])
        assert rows.embeddings.get("m", ["k1", "k2", "k3", "stray"]) == {
            "k1": b"\3",
            "k3": b"\4",
            "stray": b"\2",
        }
        assert rows.embeddings.get("another model", ["k1"]) == {}
        assert list(rows.embeddings.all("m")) == [EmbeddingRow("k1", b"\3")]
        assert rows.embeddings.keys("m") == {"k1", "k3", "stray"}
        assert rows.embeddings.get("m", ["k1", "k3", "stray"], living=True) == {"k1": b"\3"}
        assert rows.embeddings.prune() == 1
        assert rows.embeddings.get("m", ["stray"]) == {}


def test_chunks_go_with_their_prompt(store: SqlStore) -> None:
    with store.writing(ROOT) as rows:
        rows.prompts.insert([prompt("a")])
        rows.chunks.replace({"id of a": [chunk("k1")]})
    with store.writing(ROOT) as rows:
        rows.prompts.erase("id of a")
        assert rows.embeddings.missing("m", 9) == []


def test_a_project_comes_back_as_it_was(store: SqlStore) -> None:
    shop = project(
        "shop",
        description="All of \U0001f600",
        default_model="gpt-5",
        budget=12.5,
        required_checks=("secrets", "undefined-variable"),
        updated=later(1),
    )
    with store.writing(ROOT) as rows:
        rows.projects.insert(shop)
        rows.projects.insert(project("blog"))
    with store.reading("/another root") as rows:
        assert rows.projects.by_name("shop") == shop
        assert rows.projects.by_name("shops") is None
        assert [each.name for each in rows.projects.all()] == ["blog", "shop"]
    with pytest.raises(ConflictError), store.writing(ROOT) as rows:
        rows.projects.insert(project("shop", id="second"))


def test_a_project_is_updated_over_the_revision_that_was_seen(store: SqlStore) -> None:
    with store.writing(ROOT) as rows:
        rows.projects.insert(project("shop"))
        assert rows.projects.update(project("shop", revision=2, budget=3), seen=1)
        assert not rows.projects.update(project("shop", revision=2, budget=4), seen=1)
        found = rows.projects.by_name("shop")
    assert found == project("shop", revision=2, budget=3)


def test_prompts_belong_to_projects(store: SqlStore) -> None:
    with store.writing(ROOT) as rows:
        rows.prompts.insert([prompt("a"), prompt("b")])
        rows.projects.insert(project("shop"))
        rows.projects.insert(project("blog"))
        rows.projects.add("id of shop", ["id of b", "id of a"])
        rows.projects.add("id of shop", ["id of a"])
        rows.projects.add("id of blog", ["id of a"])
    with store.writing(ROOT) as rows:
        assert rows.projects.prompts_of("id of shop") == ["id of a", "id of b"]
        assert [each.name for each in rows.projects.of_prompt("id of a")] == ["blog", "shop"]
        rows.projects.remove("id of shop", ["id of a", "not there"])
        assert rows.projects.prompts_of("id of shop") == ["id of b"]
        rows.prompts.erase("id of b")
        assert rows.projects.prompts_of("id of shop") == []


def test_one_has_one_role_in_a_project(store: SqlStore) -> None:
    with store.writing(ROOT) as rows:
        rows.projects.insert(project("shop"))
        rows.grants.put(Grant("id of shop", "bob", Role.VIEWER))
        rows.grants.put(Grant("id of shop", "ann", Role.VIEWER))
        rows.grants.put(Grant("id of shop", "ann", Role.ADMIN))
    with store.writing(ROOT) as rows:
        ann = Grant("id of shop", "ann", Role.ADMIN)
        assert rows.grants.of_project("id of shop") == [
            ann,
            Grant("id of shop", "bob", Role.VIEWER),
        ]
        assert rows.grants.of("ann") == [ann]
        assert rows.grants.remove("id of shop", "ann")
        assert not rows.grants.remove("id of shop", "ann")
        assert rows.grants.of("ann") == []


def test_a_token_counts_until_it_is_revoked(store: SqlStore) -> None:
    old = Token(id="1", name="ci", digest="d1", role=Role.EDITOR, created=NOON)
    new = Token(id="2", name="ci", digest="d2", role=None, created=later(1), expires=later(2))
    with store.writing(ROOT) as rows:
        rows.tokens.insert(old)
        rows.tokens.insert(new)
    with store.writing(ROOT) as rows:
        assert rows.tokens.all() == [new, old]
        assert rows.tokens.by_name("ci") == new
        rows.tokens.revoke("2", later(3))
        rows.tokens.revoke("2", later(4))
        assert rows.tokens.by_name("ci") == old
        revoked = rows.tokens.by_digest("d2")
        assert revoked is not None
        assert revoked.revoked == later(3)
        assert rows.tokens.by_digest("d3") is None


def test_the_mark_of_the_vectors_is_another_one_after_each_change_of_them(store: SqlStore) -> None:
    def mark() -> str:
        with store.reading("r") as rows:
            return rows.embeddings.mark()

    marks = [mark()]
    with store.writing("r") as rows:
        rows.prompts.insert([prompt("a")])
        rows.chunks.replace({"id of a": [chunk("k1")]})
    marks.append(mark())
    with store.writing("r") as rows:
        rows.embeddings.put("m", [EmbeddingRow("k1", b"\0")])
    marks.append(mark())
    assert len(set(marks)) == 3
    with store.writing("r") as rows:
        rows.projects.insert(project("shop"))
    assert mark() == marks[-1]
