"""The database of a store: its schema, and whether it is whole."""

from __future__ import annotations

from dataclasses import dataclass

from promptwell.domain.prompts.upkeep import WAY_OUT_OF_DAMAGE, Upgrade
from promptwell.errors import StoreError
from promptwell.services.context import Context


@dataclass(frozen=True, slots=True, kw_only=True)
class UpgradeRequest:
    """Nothing needs to be said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRequest:
    """Nothing needs to be said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What was found: `faults` has a sentence for each thing that is broken, `way_out` says what to do."""

    store: str
    whole: bool
    faults: tuple[str, ...] = ()
    way_out: str = ""


def upgrade(context: Context, request: UpgradeRequest) -> Upgrade:
    """Bring the store's tables to the schema of this version.

    The first use of a store does so by itself. A copy of an SQLite store from before is kept in
    `backups` beside it, the last three of them; PostgreSQL does all of it in one transaction. An
    upgrade that fails leaves the store as it was.
    """
    return context.store.upgrade()


def check(context: Context, request: CheckRequest) -> Checked:
    """Look whether the store is whole, and say what is broken and the way out.

    It reads every page of an SQLite file, follows every reference between rows, and compares every
    kept text with its SHA-256. The command ends with 1 where something is broken.
    """
    store = context.store.place
    try:
        faults = tuple(context.store.faults())
    except StoreError as error:
        told = str(error).removeprefix(f"{store}: ")
        faults = (told.partition(f". {WAY_OUT_OF_DAMAGE}")[0],)
    return Checked(
        store=store, whole=not faults, faults=faults, way_out=WAY_OUT_OF_DAMAGE if faults else ""
    )
