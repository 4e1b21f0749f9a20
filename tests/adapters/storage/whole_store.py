"""Something of everything that a store keeps, and all that it answers."""

from __future__ import annotations

from tests.adapters.storage.records import NOON, ROOT, later, project, prompt

from promptwell.adapters.storage.store import SqlStore
from promptwell.domain.prompts.ports import EmbeddingRow, FileState, Selection
from promptwell.domain.security.permission import Role
from promptwell.domain.security.token import Grant, Token


def fill(store: SqlStore, root: str = ROOT, count: int = 3) -> None:
    with store.writing("/work/other") as rows:
        content = rows.contents.put("of another root")
        rows.prompts.insert([prompt("a", id="of another root", content=content)])
    with store.writing(root) as rows:
        for number in range(count):
            text = f"text {number} \0 \udcff \U0001f600"
            content = rows.contents.put(text)
            path = f"é{number}.prompty"
            rows.files.put([FileState(path, number, len(text), content)])
            rows.prompts.insert(
                [prompt(path, content=content, tags=("x",), fields={"n": number, "w": ("a", "b")})]
            )
        rows.prompts.insert([prompt("gone", content=rows.contents.put("x"), deleted=later(2))])
        rows.embeddings.put("m", [EmbeddingRow("k", b"\0\1\2\3")])
        rows.projects.insert(project("shop", budget=0.1, required_checks=("secrets",)))
        rows.projects.add("id of shop", ["id of é0.prompty", "id of gone"])
        rows.grants.put(Grant("id of shop", "ann", Role.REVIEWER))
        rows.tokens.insert(Token(id="1", name="ci", digest="d", role=None, created=NOON))


def everything(store: SqlStore, own: str = ROOT) -> list[object]:
    answers: list[object] = []
    for root in (own, "/work/other"):
        with store.reading(root) as rows:
            found = rows.prompts.select(Selection(deleted=None, archived=None), "", 1000)
            answers += [found, rows.prompts.names(), rows.prompts.gone(9), rows.files.all()]
            answers += [rows.contents.get(record.content) for record in found]
            answers += [rows.projects.of_prompt(record.id) for record in found]
            answers += [rows.prompts.select(Selection(tags=("x",)), "", 9)]
            answers += [rows.embeddings.get("m", ["k"]), rows.projects.all(), rows.tokens.all()]
            answers += [rows.grants.of("ann"), rows.projects.prompts_of("id of shop")]
    return answers
