"""The migrations make the tables that the code works with."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from promptwell.adapters.storage.schema import _MIGRATIONS, known_versions, newest_version
from promptwell.adapters.storage.store import SqlStore
from promptwell.adapters.storage.tables import METADATA

# Full text lies in tables that SQLite makes by itself around a virtual one.
DERIVED = ("search_",)


def test_the_migrations_make_the_tables_of_the_code(store: SqlStore) -> None:
    def ours(_: object, name: str | None, kind: str, *__: object) -> bool:
        # Whether every query finds its index is another test's matter: `test_query_plans.py`.
        return kind != "index" and not (kind == "table" and (name or "").startswith(DERIVED))

    with store._open() as engines, engines.reader.begin() as connection:
        context = MigrationContext.configure(
            connection, opts={"include_object": ours, "compare_type": True}
        )
        assert compare_metadata(context, METADATA) == []


def test_a_fresh_store_has_the_newest_schema(store: SqlStore) -> None:
    done = store.upgrade()
    assert (done.before, done.after) == ("", newest_version())
    again = store.upgrade()
    assert (again.before, again.after, again.backup) == (newest_version(), newest_version(), "")


def test_the_files_of_the_migrations_are_numbered_as_they_follow() -> None:
    config = Config()
    config.set_main_option("script_location", _MIGRATIONS)
    script = ScriptDirectory.from_config(config)
    steps = [step.revision for step in script.walk_revisions()]
    assert tuple(reversed(steps)) == known_versions()
    assert script.get_heads() == [newest_version()]
