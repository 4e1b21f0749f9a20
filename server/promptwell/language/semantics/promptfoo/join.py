"""Promptfoo's settings joined to the files they name: which prompts, how many tests, whose variables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from promptwell.language.semantics.data_files import MAX_ROWS
from promptwell.language.semantics.model import Reference
from promptwell.language.semantics.paths import folder_of, join
from promptwell.language.semantics.promptfoo.suite import Suite
from promptwell.language.text.globs import matches
from promptwell.language.text.source import Span


class Place(NamedTuple):
    """A place of a file: where a test stands, or where a variable is given a value."""

    path: str
    span: Span


@dataclass(frozen=True, slots=True)
class JoinedSuite:
    """Settings with the contents of their data files.

    Args:
        path: the settings' file.
        suite: what they say.
        tests: where each test stands; one in a data file stands at that file's beginning.
        supplied: the variables that any test gives a value, and where: in a data file at its beginning.
        unknown: whether there may be tests or variables that were not seen.
        data: the files with tests and values, those that are missing included.
        computed: whether a program may give further variables.
    """

    path: str
    suite: Suite
    tests: tuple[Place, ...]
    supplied: Mapping[str, tuple[Place, ...]]
    unknown: bool
    data: frozenset[str]
    computed: bool = False

    @property
    def count(self) -> int:
        """How many tests there are."""
        return len(self.tests) + self.suite.combined

    def tests_prompt(self, path: str) -> bool:
        """Whether a file is one of the prompts under test."""
        folder = folder_of(self.path)
        for each in self.suite.prompts:
            target = join(folder, each.target)
            if each.kind == "file" and target == path:
                return True
            if each.kind == "glob" and matches(target, path):
                return True
        return False

    def tests_here(self) -> tuple[Place, ...]:
        """The tests that stand in the settings; their beginning where all are in data files."""
        return self.tests or (Place(self.path, Span(0, 0)),)


def join_suite(
    path: str,
    suite: Suite,
    values: Callable[[Reference], Any],
    target: Callable[[Reference], str | None],
) -> JoinedSuite:
    """Put settings and their data files together.

    Args:
        path: the settings' file.
        suite: what they say.
        values: the contents of a data file, None where it can't be read.
        target: the path of a data file.
    """
    supplied: dict[str, list[Place]] = {}
    for variable in (*suite.variables, *suite.stored):
        supplied.setdefault(variable.name, []).append(Place(path, variable.span))
    tests = [Place(path, test.span) for test in suite.tests]
    unknown, computed = suite.unknown, suite.computed
    files: set[str] = set()
    for reference in suite.data:
        file = target(reference)
        if file is None:
            unknown = True
            continue
        files.add(file)
        data = values(reference)
        if data is None:
            unknown = True
            continue
        start = Place(file, Span(0, 0))
        rows = _rows(data, reference.kind)
        unknown = unknown or len(rows) >= MAX_ROWS
        names: dict[str, None] = {}
        for row in rows:
            computed = computed or _is_computed(row)
            variables = _variables(row, file, reference.kind)
            unknown = unknown or variables is None
            names.update(dict.fromkeys(variables or ()))
        for name in names:
            supplied.setdefault(name, []).append(start)
        if reference.kind == "tests":
            tests += [start] * len(rows)
    placed = {name: tuple(places) for name, places in supplied.items()}
    return JoinedSuite(path, suite, tuple(tests), placed, unknown, frozenset(files), computed)


def _rows(data: Any, kind: str) -> list[Any]:
    if isinstance(data, list):
        return data
    if kind == "tests" and isinstance(data, dict) and isinstance(data.get("tests"), list):
        return list(data["tests"])
    return [data]


def _variables(row: Any, file: str, kind: str) -> Iterator[str] | None:
    """The variables of one test, or None where they can't be told."""
    if not isinstance(row, dict):
        return None
    if kind == "values":
        return iter([str(name) for name in row])
    if file.endswith((".csv", ".tsv")):
        # Columns such as `__expected` are promptfoo's own.
        return iter([str(name) for name in row if not str(name).startswith("__")])
    variables = row.get("vars", {})
    if not isinstance(variables, dict):
        return None
    options = row.get("options")
    stored = options.get("storeOutputAs") if isinstance(options, dict) else None
    return iter([*map(str, variables), *([str(stored)] if stored else [])])


def _is_computed(row: Any) -> bool:
    """Whether a test has variables that a program computes."""
    options = row.get("options") if isinstance(row, dict) else None
    return any(isinstance(each, dict) and "transformVars" in each for each in (row, options))
