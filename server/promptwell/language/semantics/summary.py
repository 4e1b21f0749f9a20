"""What the rest of a workspace asks about a file, in a few hundred bytes: its names and its links.

A workspace has thousands of files, and most of them are never opened. A summary is made once of
each, kept between sessions, and answers who uses a partial, where a name stands, and what a search
for names finds, without the file being read again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from promptwell.language.semantics.model import Reference
from promptwell.language.semantics.name_scopes import possible_names
from promptwell.language.semantics.partials import partial_files
from promptwell.language.semantics.paths import unescaped
from promptwell.language.text.source import Span

LINKS = frozenset({"include", "import", "from", "extends", "partial"})
"""The references that bring another template in."""

DATA = frozenset({"sample", "dataset"})
"""The references that name files with values."""

AGENT_LINKS = frozenset({"link", "mention", "attachment", "resource"})
"""The references of agent files to files that an agent reads with them, or when it needs them."""

NAMED = frozenset({"skill", "agent", "command"})
"""The references of agent files to other ones by the names that these have."""

NO_FILE = frozenset({"env", "tool"}) | NAMED
"""The references that name something by another way than its path."""

SymbolKind = Literal["prompt", "input", "macro", "block"]


class NamedPlace(NamedTuple):
    """A name that a search may find. `column` counts code points; `before` is the text of the line
    up to the name where that holds more than ASCII, so that it can be counted in other units; letters
    of ASCII are all `x` in it, as summaries are kept on disk.
    """

    kind: SymbolKind
    name: str
    line: int
    column: int
    before: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A reference of a file to another one.

    `hidden` are the file's local names that the other one sees in place of inputs. `imported` tells
    where the file uses the macros of the other, by their names there; see `places_in`.
    """

    reference: Reference
    hidden: tuple[str, ...] = ()
    imported: str = ""


@dataclass(frozen=True, slots=True)
class FileSummary:
    """One file, as the others see it.

    `declared` are the inputs that the text itself declares, not those of sample files or datasets;
    `uses` and `declarations` tell where inputs stand, see `places_in`; `words` are all names that
    the template's tags mention, each between spaces.
    """

    dialect: str
    symbols: tuple[NamedPlace, ...] = ()
    links: tuple[Link, ...] = ()
    declares_inputs: bool = False
    declared: tuple[str, ...] = ()
    declarations: str = ""
    uses: str = ""
    words: str = " "

    def mentions(self, name: str) -> bool:
        """Whether a name occurs in the file at all, in a tag or as an input."""
        return f" {name} " in self.words

    @property
    def takes_data(self) -> bool:
        """Whether a sample file or dataset may declare further inputs."""
        return any(link.reference.kind in DATA for link in self.links)


def places_in(packed: str, name: str) -> list[Span]:
    """The places of a name among those of a summary."""
    start = packed.find(f"\n{name} ")
    if start < 0:
        return []
    line = packed[start + len(name) + 2 : packed.index("\n", start + 1)]
    return [Span(int(each), int(each) + len(name)) for each in line.split()]


def _leaves(reference: Reference) -> Iterator[str]:
    """The names without folders that the file may have which a reference means."""
    is_partial = reference.kind == "partial"
    for target in partial_files(reference.target) if is_partial else (reference.target,):
        written = unescaped(target) if reference.kind in AGENT_LINKS else target
        yield written.replace("\\", "/").rpartition("/")[2]


class SummaryTable:
    """The summaries of many files, and what is looked up in them. Never changed; `over` makes another."""

    __slots__ = ("_by_leaf", "_listed", "_maybe_named", "_names", "summaries")

    def __init__(self, summaries: Mapping[str, FileSummary] | None = None) -> None:
        self.summaries: Mapping[str, FileSummary] = summaries or {}
        self._by_leaf: dict[str, tuple[str, ...]] | None = None
        self._names: dict[str, list[tuple[str, NamedPlace]]] | None = None
        self._listed: str | None = None
        self._maybe_named: dict[str, tuple[str, ...]] | None = None

    def over(self, summaries: Mapping[str, FileSummary], gone: Iterable[str] = ()) -> SummaryTable:
        """These summaries with others put in, and without files that are gone."""
        merged = {**self.summaries, **summaries}
        for path in gone:
            merged.pop(path, None)
        return SummaryTable(merged)

    def naming(self, path: str) -> tuple[str, ...]:
        """The files that may refer to a file: those that name its last part."""
        if self._by_leaf is None:
            found: dict[str, dict[str, None]] = {}
            for user, summary in self.summaries.items():
                for link in summary.links:
                    for leaf in _leaves(link.reference):
                        found.setdefault(leaf, {})[user] = None
            self._by_leaf = {leaf: tuple(users) for leaf, users in found.items()}
        return self._by_leaf.get(path.rpartition("/")[2], ())

    def maybe_named(self, name: str) -> tuple[str, ...]:
        """The agent files and prompts that may have a name: by their front matter or their place."""
        if self._maybe_named is None:
            found: dict[str, dict[str, None]] = {}
            for path, summary in self.summaries.items():
                first = summary.symbols[0] if summary.symbols else None
                written = first.name if first is not None and first.line else ""
                for each in (written, *possible_names(path, "")):
                    if each:
                        found.setdefault(each, {})[path] = None
            self._maybe_named = {each: tuple(paths) for each, paths in found.items()}
        return self._maybe_named.get(name, ())

    @property
    def names(self) -> Mapping[str, list[tuple[str, NamedPlace]]]:
        """All names that a search may find, with the files that have them."""
        if self._names is None:
            found: dict[str, list[tuple[str, NamedPlace]]] = {}
            for path, summary in self.summaries.items():
                for symbol in summary.symbols:
                    found.setdefault(symbol.name, []).append((path, symbol))
            self._names = found
        return self._names

    @property
    def listed_names(self) -> str:
        """The same names, one on each line: a text is searched sooner than a list."""
        if self._listed is None:
            self._listed = "\n".join(self.names)
        return self._listed
