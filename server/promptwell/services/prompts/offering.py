"""The prompts of a workspace in the order in which somebody is offered them, and by their first letters."""

from __future__ import annotations

import binascii
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Annotated

from annotated_types import Interval

from promptwell.domain.prompts.ports import PromptRows, Selection
from promptwell.domain.prompts.record import PromptRecord
from promptwell.errors import PromptwellError, UsageError
from promptwell.language.semantics.partials import is_partial_file
from promptwell.services.context import Context
from promptwell.services.indexing import ensure_indexed
from promptwell.services.permitting import seen_projects
from promptwell.services.prompts.inputs import PromptInput, inputs_of

_MANAGED = frozenset({"prompty", "dotprompt"})
# Where parts of templates are kept, by their folders' names.
_PARTS = frozenset({"partials", "parts", "includes", "macros", "layouts", "components"})

# So many rows are read at once, however few are wanted: many may have another rank.
_BATCH = 500

# Of somebody who may see a part of a store; more than any project has.
_MOST_NAMES = 10_000


@dataclass(frozen=True, slots=True)
class OfferedRequest:
    """Which page is wanted."""

    limit: Annotated[int, Interval(ge=1, le=200)] = field(
        default=50, metadata={"description": "how many prompts"}
    )
    cursor: str = field(default="", metadata={"description": "`next_cursor` of the page before"})
    everything: bool = field(
        default=False,
        metadata={"description": "also files that nobody renders, such as skills; without inputs"},
    )


@dataclass(frozen=True, slots=True)
class OfferedPrompt:
    """A prompt. `call_name` is its name where no other prompt has it, else its path."""

    call_name: str
    name: str
    path: str
    description: str
    format: str
    status: str
    inputs: tuple[PromptInput, ...]


@dataclass(frozen=True, slots=True)
class OfferedResult:
    """A page of prompts; `next_cursor` is "" on the last one."""

    prompts: tuple[OfferedPrompt, ...]
    next_cursor: str


def offered(context: Context, request: OfferedRequest) -> OfferedResult:
    """List the prompts that can be rendered, the important ones first, with their inputs.

    Approved prompts come first, then other managed ones, then templates, and deprecated ones last;
    archived prompts and parts of others are left out.
    """
    rank, after = _read_cursor(request.cursor)
    ensure_indexed(context)
    found: list[tuple[int, PromptRecord]] = []
    with context.store.reading(context.root) as rows:
        ranks = _ranks(seen_projects(context, rows), everything=request.everything)
        while rank < len(ranks) and len(found) <= request.limit:
            wanted = request.limit + 1 - len(found)
            of_rank = _records(rows.prompts, ranks[rank], after, wanted)
            found += [(rank, record) for record in of_rank]
            rank, after = rank + 1, ""
        page = found[: request.limit]
        names = {record.path: _call_name(rows.prompts, record) for _, record in page}
    further = len(found) > request.limit
    inputs = {} if request.everything else _inputs(context, names)
    return OfferedResult(
        tuple(
            OfferedPrompt(
                names[each.path],
                each.name,
                each.path,
                each.description,
                each.format,
                each.status,
                inputs.get(each.path, ()),
            )
            for _, each in page
        ),
        _cursor(page[-1][0], page[-1][1].path) if further else "",
    )


@dataclass(frozen=True, slots=True)
class CompleteRequest:
    """What somebody has typed of a prompt's name or path."""

    typed: str = field(default="", metadata={"description": "the beginning, or a part"})
    limit: Annotated[int, Interval(ge=1, le=100)] = field(
        default=100, metadata={"description": "how many names"}
    )


@dataclass(frozen=True, slots=True)
class CompleteResult:
    """The names and paths that fit, and how many there are in all."""

    names: tuple[str, ...]
    total: int


def complete(context: Context, request: CompleteRequest) -> CompleteResult:
    """Complete the name or path of a prompt: those that begin so, then those that hold what was typed."""
    typed = request.typed.casefold()
    ensure_indexed(context)
    with context.store.reading(context.root) as rows:
        names = _names(rows.prompts, seen_projects(context, rows))
    begin = [name for name in names if name.casefold().startswith(typed)]
    hold = [name for name in names if typed in name.casefold()] if typed else []
    found = tuple(dict.fromkeys((*begin, *hold)))
    return CompleteResult(found[: request.limit], len(found))


def _names(prompts: PromptRows, projects: tuple[str, ...] | None) -> Sequence[str]:
    """The names and paths that somebody may see: all, or those of their projects."""
    if projects is None:
        return prompts.names()
    records = _records(prompts, (Selection(members=projects), lambda _: True), "", _MOST_NAMES)
    return sorted({text for each in records for text in (each.name, each.path)})


_Rank = tuple[Selection, Callable[[PromptRecord], bool]]


def _ranks(projects: tuple[str, ...] | None, *, everything: bool) -> tuple[_Rank, ...]:
    """Which prompts come first: where they are looked for, and which of those are meant."""

    def is_wanted(record: PromptRecord) -> bool:
        return everything or _is_rendered(record)

    def is_plain(record: PromptRecord) -> bool:
        return record.status not in ("approved", "deprecated") and is_wanted(record)

    every = Selection(members=projects)
    return (
        (replace(every, status="approved"), is_wanted),
        (every, lambda each: is_plain(each) and each.format in _MANAGED),
        (every, lambda each: is_plain(each) and each.format not in _MANAGED),
        (replace(every, status="deprecated"), is_wanted),
    )


def _is_rendered(record: PromptRecord) -> bool:
    """Whether a prompt is one that is filled in and sent, not a part of others or what agents know."""
    if record.format in _MANAGED:
        return not is_partial_file(record.path)
    *folders, name = record.path.split("/")
    return record.format == "jinja" and not name.startswith("_") and _PARTS.isdisjoint(folders)


def _records(prompts: PromptRows, rank: _Rank, after: str, wanted: int) -> Iterator[PromptRecord]:
    """The next records of a rank, in the order of their paths, at most so many."""
    selection, is_meant = rank
    while wanted > 0:
        batch = prompts.select(selection, after, _BATCH)
        for record in filter(is_meant, batch):
            yield record
            wanted -= 1
            if not wanted:
                return
        if len(batch) < _BATCH:
            return
        after = batch[-1].path


def _inputs(context: Context, paths: Iterable[str]) -> dict[str, tuple[PromptInput, ...]]:
    """The inputs of prompts; none of a file that went or broke since it was indexed."""
    reader = context.reader()
    places: dict[str, str] = {}
    for path in paths:
        with suppress(PromptwellError):
            places[path] = reader.place(path)
    project = reader.project(places.values())
    return {path: inputs_of(project, place) for path, place in places.items()}


def _call_name(prompts: PromptRows, record: PromptRecord) -> str:
    alone = record.name and len(prompts.by_name(record.name)) == 1
    return record.name if alone else record.path


def _cursor(rank: int, path: str) -> str:
    return urlsafe_b64encode(json.dumps([rank, path]).encode()).decode().rstrip("=")


def _read_cursor(text: str) -> tuple[int, str]:
    if not text:
        return 0, ""
    try:
        rank, path = json.loads(urlsafe_b64decode(text.encode() + b"=" * (-len(text) % 4)))
        if isinstance(rank, int) and isinstance(path, str):
            return rank, path
    except (ValueError, binascii.Error, TypeError):
        pass
    raise UsageError("the cursor is damaged; give `next_cursor` as it was, or none to begin anew")
