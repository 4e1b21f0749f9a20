"""The past of prompts as Git has it, taken into the store: `history import`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from itertools import islice
from typing import TYPE_CHECKING

from promptwell.domain.prompts.ports import Selection
from promptwell.domain.versions.graph import ancestors
from promptwell.domain.versions.identity import text_id
from promptwell.domain.versions.ports import PastVersion
from promptwell.domain.versions.version import MAIN, Branch, Version
from promptwell.errors import NotFoundError
from promptwell.services.context import Context
from promptwell.services.finding_prompts import find_all, look_again
from promptwell.services.versions.heads import head_of
from promptwell.services.versions.made_anew import ImportedBefore, is_given_up
from promptwell.services.versions.own_texts import own_text

if TYPE_CHECKING:
    from promptwell.domain.prompts.record import PromptRecord
    from promptwell.services.context import Transaction

_AT_ONCE = 500
_ALL = 1_000_000
_CUT_OFF = (
    "git has only the last part of the past in this shallow clone, and the oldest commit of it counts as the one "
    "that brought what was there; fetch the rest, and import again: git fetch --unshallow"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRequest:
    """Whose past is wanted."""

    prompts: tuple[str, ...] = field(
        default=(),
        metadata={
            "description": "names or paths of prompts; else all",
            "is": "prompt",
            "argument": True,
            "metavar": "PROMPT",
        },
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportResult:
    """How many versions came, how many were there already, of how many prompts, from how many commits.

    `note` says that git has only a part of the past; it is "" where it has all.
    """

    versions: int
    known: int
    prompts: int
    commits: int
    note: str = ""


def import_history(context: Context, request: ImportRequest) -> ImportResult:
    """Take the past of prompt files from git into the history of the prompts, renames followed.

    Done again it takes only what was committed since, and a version whose commit was amended or rebased gets
    the new one. What is finished stays when it is cancelled.
    """
    look_again(context, request.prompts)
    if not context.git.heads():
        raise NotFoundError(
            "there is no commit of git around these prompts, so they have no past to import"
        )
    with context.store.reading(context.root) as rows:
        if request.prompts:
            named = [each for name in request.prompts for each in find_all(context, rows, name)]
        else:
            named = list(rows.prompts.select(Selection(archived=None), "", _ALL))
    taking = _Import(context, named)
    past = iter(context.git.past(list(dict.fromkeys(each.file for each in named))))
    while some := list(islice(past, _AT_ONCE)):
        taking.take(some)
    taking.finish()
    return ImportResult(
        versions=taking.added,
        known=taking.known,
        prompts=len(taking.touched),
        commits=len(taking.commits),
        note=_CUT_OFF if context.git.is_cut_off() else "",
    )


class _Import:
    def __init__(self, context: Context, records: Iterable[PromptRecord]) -> None:
        self._context = context
        self._by_file: dict[str, list[PromptRecord]] = {}
        for each in records:
            self._by_file.setdefault(each.file, []).append(each)
        self.added = 0
        self.known = 0
        self.touched: dict[str, PromptRecord] = {}
        self.commits: set[str] = set()
        # By prompt: the version that each commit brought, or left as it was.
        self._versions: dict[str, dict[str, str]] = {}
        self._numbers: dict[str, int] = {}
        self._said: dict[str, str | None] = {}
        self._last: dict[str, str] = {}
        self._by_text: dict[str, dict[str, Version]] = {}
        self._imported: dict[str, ImportedBefore] = {}

    def take(self, some: Sequence[PastVersion]) -> None:
        """Add what some commits left, the oldest first, in one transaction."""
        context = self._context
        with context.store.writing(context.root) as rows:
            fresh: list[Version] = []
            for past in some:
                self.commits.add(past.commit)
                for record in self._by_file[past.now]:
                    version = self._version(rows, record, past)
                    if version is not None:
                        rows.contents.put(past.text)
                        fresh.append(version)
            rows.versions.insert(fresh)
            self.added += len(fresh)
        context.progress(len(self.commits), None, some[-1].path if some else "")

    def finish(self) -> None:
        """Let branches and versions that were saved before stand on what was imported."""
        context = self._context
        with context.store.writing(context.root) as rows:
            for prompt, last in self._last.items():
                if head_of(rows, prompt) is None:
                    rows.versions.put_branch(
                        Branch(prompt=prompt, name=MAIN, head=last, current=True)
                    )
                else:
                    _stand_on(rows, prompt, last)
                    self._go_on(rows, prompt, last)

    def _go_on(self, rows: Transaction, prompt: str, last: str) -> None:
        """Let the current branch end with the last commit, where that goes on from what it had, or git gave that up."""
        current = next((each for each in rows.versions.branches(prompt) if each.current), None)
        if current is None or current.head == last:
            return
        graph = rows.versions.graph(prompt)
        head = rows.versions.by_id(current.head)
        if current.head in ancestors(graph, last) or (
            head is not None
            and last not in ancestors(graph, current.head)
            and is_given_up(self._context, self.touched[prompt], head)
        ):
            rows.versions.put_branch(replace(current, head=last))

    def _version(
        self, rows: Transaction, record: PromptRecord, past: PastVersion
    ) -> Version | None:
        """The version that a commit made of a prompt; None where it is there, or says nothing new."""
        known = self._versions.setdefault(record.id, {})
        parents = tuple(dict.fromkeys(known[each] for each in past.parents if each in known))
        entry = record.path[len(record.file) :]
        if entry and not self._says_more(record, past, entry, parents):
            if parents:
                known[past.commit] = parents[0]
                self._said[_identity(record.id, past.commit)] = self._said.get(parents[0])
            return None
        self.touched[record.id] = record
        identity = _identity(record.id, past.commit)
        saved = self._saved(rows, record).get(text_id(past.text))
        if saved is not None and saved.id != identity:
            # It was saved in an editor, and then committed.
            if not saved.commit:
                rows.versions.learn(saved.id, commit=past.commit)
            known[past.commit] = saved.id
            self._last[record.id] = saved.id
            self.known += 1
            return None
        before = self._imported[record.id].version_of(rows, past, identity, parents)
        known[past.commit] = before or identity
        self._last[record.id] = before or identity
        if before:
            self.known += 1
            return None
        return Version(
            id=identity,
            prompt=record.id,
            number=self._number(rows, record.id),
            content=sha256(past.text.encode("utf-8")).hexdigest(),
            text_id=text_id(past.text),
            blob_id=past.blob_id,
            path=past.path + entry,
            cause="import",
            author=past.author,
            time=past.time,
            parents=parents,
            message=past.message,
            commit=past.commit,
        )

    def _number(self, rows: Transaction, prompt: str) -> int:
        if prompt not in self._numbers:
            self._numbers[prompt] = rows.versions.last_number(prompt)
        self._numbers[prompt] += 1
        return self._numbers[prompt]

    def _saved(self, rows: Transaction, record: PromptRecord) -> dict[str, Version]:
        """The versions of a prompt that were not imported, by their text."""
        prompt = record.id
        if prompt not in self._by_text:
            held = rows.versions.select(prompt, 0, _ALL)
            self._imported[prompt] = ImportedBefore(self._context, record, held)
            self._by_text[prompt] = {
                each.text_id: each for each in reversed(held) if each.cause != "import"
            }
        return self._by_text[prompt]

    def _says_more(
        self, record: PromptRecord, past: PastVersion, entry: str, parents: tuple[str, ...]
    ) -> bool:
        """Whether one of several prompts in a file says something else than at the commits before."""
        said = own_text(self._context, past.path + entry, past.text)
        identity = _identity(record.id, past.commit)
        self._said[identity] = said
        if said is None:
            return False  # it was not there yet
        return not any(self._said.get(each) == said for each in parents)


def _identity(prompt: str, commit: str) -> str:
    """The identity of what a commit made of a prompt: the same whenever it is imported."""
    return sha256(f"{prompt}\0{commit}".encode()).hexdigest()[:32]


def _stand_on(rows: Transaction, prompt: str, last: str) -> None:
    """Let the versions that came from nothing come from what Git had before them."""
    graph = rows.versions.graph(prompt)
    imported = [each for each in rows.versions.select(prompt, 0, _ALL) if each.cause == "import"]
    below = ancestors(graph, last)
    for version, parents in graph.items():
        held = rows.versions.by_id(version)
        if parents or held is None or held.cause == "import":
            continue
        before = [each for each in imported if each.id in below and each.time <= held.time]
        newest = max(before, key=lambda each: (each.time, each.number), default=None)
        if newest is not None and version not in ancestors(graph, newest.id):
            rows.versions.adopt(version, [newest.id])
