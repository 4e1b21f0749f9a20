"""Which schema a database has, and bringing it to the one that this version knows."""

from __future__ import annotations

import os

from sqlalchemy import Connection, inspect, text

from promptwell.errors import StoreError

_MIGRATIONS = os.path.join(os.path.dirname(__file__), "migrations")


def known_versions() -> tuple[str, ...]:
    """The schemas that this version knows, oldest first: the numbers of the migrations' files."""
    names = os.listdir(os.path.join(_MIGRATIONS, "versions"))
    return tuple(sorted(name[1:5] for name in names if name[0] == "v" and name[1:5].isdigit()))


def version_of(place: str, connection: Connection) -> str:
    """The schema of a database; "" where there are no tables yet.

    Raises:
        StoreError: a newer Promptwell made it, or the tables are somebody else's.
    """
    tables = inspect(connection).get_table_names()
    if not tables:
        return ""
    if "alembic_version" not in tables or "prompts" not in tables:
        raise StoreError(
            f"{place}: this database has tables that are not Promptwell's; name an empty one, or move it away"
        )
    version: str = connection.scalar(text("SELECT version_num FROM alembic_version")) or ""
    known = known_versions()
    if version not in known:
        raise StoreError(
            f"{place}: written by a newer Promptwell (its schema is {version}, this one knows up to {known[-1]}). "
            f"Upgrade: pip install --upgrade promptwell"
        )
    return version


def newest_version() -> str:
    """The schema that this version works with."""
    return known_versions()[-1]


def run_migrations(connection: Connection) -> None:
    """Run the migrations that are missing, in the connection's transaction."""
    from alembic import command  # 0.1 s that only a new or an old store costs
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", _MIGRATIONS.replace("%", "%%"))
    command.upgrade(config, "head")


def failed_upgrade(place: str, before: str, error: Exception, backup: str = "") -> StoreError:
    """What is told where the migrations failed and nothing of them stayed."""
    reason = str(getattr(error, "orig", error)).strip().partition("\n")[0]
    copy = f", and a copy lies at {backup}" if backup else ""
    return StoreError(
        f"{place}: could not be upgraded from schema {before} to {newest_version()}: {reason}. "
        f"It is as it was before{copy}. Go on with the Promptwell that you had, and report this"
    )
