"""Prompts and what was done with them, as text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from promptwell.entrypoints.cli.engine_text import vectors_text
from promptwell.entrypoints.cli.printing import lines_of, table
from promptwell.language.text.counted import counted

_COLUMNS = ("path", "name", "status", "category", "owner", "tags", "projects", "revision")
_MOST_NAMED = 20


def listed(result: Any) -> Iterator[str]:
    """A page of prompts, and how to see the next one."""
    prompts = result["prompts"]
    if not prompts:
        yield "no prompts"
        return
    yield from table(prompts, _COLUMNS)
    if result["next_cursor"]:
        yield f"{len(prompts)} of {result['total']}; the next ones: --cursor '{result['next_cursor']}'"


def changed(result: Any) -> Iterator[str]:
    """The prompts that something was done with."""
    yield from table(result["prompts"], _COLUMNS)
    for path in result.get("mended", ()):
        yield f"mended {path}"


def shown(result: Any) -> Iterator[str]:
    """What is known about a prompt, and its text."""
    yield from lines_of(result["prompt"])
    yield ""
    yield result["text"].removesuffix("\n")


def exported(result: Any) -> Iterator[str]:
    """The document, which is JSON in any case."""
    yield json.dumps(result, indent=2)


def imported(result: Any) -> Iterator[str]:
    """The files that were made, written over or left alone, and how many were the same already."""
    for what in ("made", "replaced", "skipped"):
        yield from _named(what, result[what])
    counts = ", ".join(f"{len(paths)} {what}" for what, paths in result.items() if paths)
    yield f"files: {counts or 'none'}"


def indexed(result: Any) -> Iterator[str]:
    """What the index found."""
    moved = [f"{each['before']} -> {each['path']}" for each in result["moved"]]
    for what in ("added", "changed", "deleted", "restored"):
        yield from _named(what, result[what])
    yield from _named("moved", moved)
    for each in result["problems"]:
        yield f"{each['path']}: {each['reason']}"
    known, files = counted(result["prompts"], "prompt"), counted(result["files"], "file")
    yield f"{known}; looked at {files}, {result['unchanged']:,} unchanged"
    if result["vectors"] and result["vectors"]["state"] != "done":
        yield f"vectors {vectors_text(result['vectors'])}"


def _named(what: str, paths: list[str]) -> Iterator[str]:
    yield from (f"{what:<9} {path}" for path in paths[:_MOST_NAMED])
    if len(paths) > _MOST_NAMED:
        yield f"{what:<9} and {len(paths) - _MOST_NAMED} more"
