"""Every query of the rows goes by an index, in both databases, however many prompts there are."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, event, text
from tests.adapters.storage.records import NOON, ROOT, project, prompt, version

from promptwell.adapters.storage.database import Engines
from promptwell.adapters.storage.store import SqlStore, SqlTransaction
from promptwell.domain.prompts.ports import EmbeddingRow, FileState, Selection
from promptwell.domain.prompts.search.chunks import Chunk
from promptwell.domain.security.permission import Role
from promptwell.domain.security.token import Grant, Token
from promptwell.domain.versions.version import Branch

# Tables that grow with the prompts. The projects, grants and tokens of a team are few.
LARGE = {
    *("prompts", "prompt_tags", "prompt_fields", "chunks"),
    *("embeddings", "contents", "files", "project_prompts"),
    *("versions", "version_parents", "version_metrics", "branches"),
}
CHUNK = Chunk(key="k", text="t", meaning="m", part="message", role="", title="", start=0, end=1)
SELECTIONS = [
    Selection(),
    Selection(folder="a/b"),
    Selection(status="draft"),
    Selection(category="chat"),
    Selection(owner="ann"),
    Selection(model="gpt-5"),
    Selection(format="prompty"),
    Selection(tags=("x", "y")),
    Selection(project="id of shop"),
    Selection(folder="a", status="draft", tags=("x",), project="id of shop"),
    Selection(members=("id of shop", "id of web")),
    Selection(deleted=True),
    Selection(archived=None, deleted=None),
]
# These look at every vector and every text, and are asked for by hand.
WHOLE_TABLE = ("DELETE FROM embeddings", "DELETE FROM contents")


def ask_everything(rows: SqlTransaction) -> None:
    rows.contents.put("text")
    rows.contents.get("0" * 64)
    rows.files.put([FileState("a", 1, 2, "x")])
    rows.files.all()
    rows.files.get("a")
    rows.files.count()
    rows.files.remove(["a"])
    rows.prompts.insert([prompt("a", tags=("x",), fields={"n": 1})])
    rows.prompts.update(prompt("a", revision=2), seen=1)
    rows.prompts.by_id("x")
    rows.prompts.by_path("x")
    rows.prompts.by_name("x")
    rows.prompts.in_file("x")
    rows.prompts.names()
    rows.prompts.gone(10)
    rows.prompts.gone_from("x")
    rows.chunks.replace({"id of a": [CHUNK]})
    rows.chunks.of("id of a")
    for selection in SELECTIONS:
        rows.prompts.select(selection, "", 10)
        rows.prompts.select(selection, "a", 10)
        rows.prompts.count(selection)
        rows.prompts.paths(selection)
    rows.chunks.replace({"id of a": [CHUNK]})
    rows.chunks.of("id of a")
    rows.embeddings.put("m", [EmbeddingRow("k", b"\0")])
    rows.embeddings.missing("m", 10)
    rows.embeddings.missing("m", 10, "k")
    rows.embeddings.get("m", ["k", "l"])
    rows.embeddings.get("m", ["k", "l"], living=True)
    rows.embeddings.keys("m")
    rows.embeddings.mark()
    list(rows.embeddings.all("m"))
    rows.embeddings.has_any("m")
    rows.embeddings.prune()  # `prune(1)` and the two counts look at every vector, once for each making of vectors
    rows.projects.insert(project("shop"))
    rows.projects.by_id("x")
    rows.projects.add("id of shop", ["id of a"])
    rows.projects.of_prompt("id of a")
    rows.projects.prompts_of("id of shop")
    rows.projects.remove("id of shop", ["id of a"])
    rows.grants.put(Grant("id of shop", "ann", Role.ADMIN))
    rows.grants.of("ann")
    rows.tokens.insert(Token(id="1", name="ci", digest="d", role=None, created=NOON))
    rows.tokens.by_digest("d")
    rows.tokens.by_name("ci")
    ask_for_versions(rows)
    rows.prompts.erase("id of a")


def ask_for_versions(rows: SqlTransaction) -> None:
    rows.versions.hold("id of a")
    rows.versions.insert([version(1), version(2, 1, metrics={"score": 1.0}), version(3, 2)])
    rows.versions.by_id("version 1")
    rows.versions.by_number("id of a", 1)
    rows.versions.with_text("id of a", "0" * 64)
    rows.versions.each_with_text("id of a", "0" * 64)
    rows.versions.select("id of a", 0, 10)
    rows.versions.select("id of a", 2, 10)
    rows.versions.graph("id of a")
    rows.versions.last_number("id of a")
    rows.versions.has_children("version 1")
    rows.versions.learn("version 1", semantic_id="s1:x", commit="c")
    rows.versions.put_branch(Branch(prompt="id of a", name="main", head="version 3", current=True))
    rows.versions.branches("id of a")
    rows.versions.older(NOON)
    rows.versions.remove(["version 2"])
    rows.versions.prune_texts()
    rows.versions.remove_branch("id of a", "main")


@contextmanager
def statements_of(engines: Engines) -> Iterator[list[tuple[str, Any]]]:
    """The statements that are run, each with parameters that it was run with."""
    seen: dict[str, Any] = {}

    def remember(_: Any, __: Any, statement: str, values: Any, ___: Any, many: bool) -> None:
        # A server's cursor is declared over the statement itself.
        seen.setdefault(statement, values[0] if many else values)

    found: list[tuple[str, Any]] = []
    event.listen(engines.writer, "before_cursor_execute", remember)
    try:
        yield found
    finally:
        event.remove(engines.writer, "before_cursor_execute", remember)
    found += [each for each in seen.items() if each[0].split()[0] in ("SELECT", "UPDATE", "DELETE")]


def sqlite_scans(connection: Connection, statement: str, values: Any) -> list[str]:
    plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
    steps = [str(row[3]) for row in plan]
    return [
        step
        for step in steps
        if (step.startswith("SCAN") and step.split()[1] in LARGE)
        or ("TEMP B-TREE FOR ORDER BY" in step and "prompts" in statement and "LIMIT" in statement)
    ]


def postgres_scans(connection: Connection, statement: str, values: Any) -> list[str]:
    # With this a whole table is read only where there is no other way.
    connection.execute(text("SET LOCAL enable_seqscan = off"))
    plan = connection.exec_driver_sql(f"EXPLAIN {statement}", values).scalars().all()
    return [
        line
        for line in plan
        if "Seq Scan on " in line and line.partition("Seq Scan on ")[2].split()[0] in LARGE
    ]


def test_no_query_reads_a_whole_table(store: SqlStore) -> None:
    with store._open() as engines:
        with statements_of(engines) as statements, store.writing(ROOT) as rows:
            ask_everything(rows)
        scans_in = sqlite_scans if engines.writer.dialect.name == "sqlite" else postgres_scans
        with engines.writer.begin() as connection:
            scans = {
                statement: found
                for statement, values in statements
                if not statement.startswith(WHOLE_TABLE)
                and (found := scans_in(connection, statement, values))
            }
    assert len(statements) > 40
    assert scans == {}
