"""Records to keep: only what a test is about needs to be said."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from promptwell.domain.prompts.project import Project
from promptwell.domain.prompts.record import PromptRecord
from promptwell.domain.versions.version import Version

NOON = datetime(2026, 7, 1, 12, 0, 0, 123456, tzinfo=UTC)
ROOT = "/work/shop"


def prompt(path: str, **changes: Any) -> PromptRecord:
    name = path.rpartition("/")[2].partition(".")[0]
    record = PromptRecord(
        id=f"id of {path}",
        path=path,
        name=name,
        format="prompty",
        content="0" * 64,
        created=NOON,
        updated=NOON,
    )
    return replace(record, **changes)


def project(name: str, **changes: Any) -> Project:
    return replace(Project(id=f"id of {name}", name=name, created=NOON, updated=NOON), **changes)


def version(number: int, *parents: int, **changes: Any) -> Version:
    record = Version(
        id=f"version {number}",
        prompt="id of a",
        number=number,
        content=f"{number:064}",
        text_id=f"{number:064}",
        blob_id=f"{number:040}",
        path="a",
        cause="save",
        author="ann",
        time=later(number),
        parents=tuple(f"version {each}" for each in parents),
    )
    return replace(record, **changes)


def later(hours: int) -> datetime:
    return NOON + timedelta(hours=hours)
