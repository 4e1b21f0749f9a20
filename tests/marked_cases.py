"""Case files: Markdown that a user could read, with prompts in fences and marks under their lines.

A case is a heading, prose, and fences of four or more backticks. The first word behind the
backticks says what a fence is:

- a file (`prompty prompt j2 jinja jinja2 md txt json jsonl csv toml yaml`), with `path=` when there are several.
  Options: `settings='{...}'` (as in `promptwell.toml`), `today=2026-01-01`, `dialect=banks`,
  `rules=a,b` (compare these only), `escapes` (write `\\u{200B}` for a character), `eol=crlf`,
  `bom`, `no-final-newline`.
- `after [unsafe|action="title"|accept="label"|format|type="text"]`: the text after all safe fixes,
  after the unsafe ones as well, after one code action, after accepting one completion at `<CURSOR>`,
  after formatting (of the selection where there is one), or after typing there with what the editor
  then adds. `path=` names another file, also one that the action makes.
- `completions`: labels that must be offered at `<CURSOR>`, one a line; `!label` must not be.
- `actions`: the same for titles of code actions; one that can't be done here is written
  `title (not here: reason)`. `symbols`: the outline, indented by two spaces.
- `shows WHAT`: the lines of one view of the file, such as its folding ranges; `none` for nothing.
  The views are listed in `levels/core_views.py`.
- `rename to=name [refused]`, then an `after` for each file that changes.
- `diagnostics none`: nothing may be reported.

Actions are asked for at `<CURSOR>`, or for what stands between `<SELECTION>` and `</SELECTION>`.

Without marks a case must be silent. Under `cases/rules/<rule>.md` only that rule, and those that
marks name, are compared, and it is switched on. A line `levels: core lsp cli` above the first
heading, or in a case's prose, says where it runs; a line `rules: a b` above the first heading
lets only these rules count in the whole file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from tests.case_marks import Mark, MarkError, take_marks, unescape
from tests.case_sections import CaseError, Fence, Section, sections

from promptwell.language.text.source import Span

CASES = Path(__file__).parent / "cases"
LEVELS = ("core", "lsp", "cli")
CURSOR = "<CURSOR>"
SELECTION = ("<SELECTION>", "</SELECTION>")

_OTHER_SHAPES = frozenset({"operations", "diffs", "merges"})
_FILE_KINDS = frozenset(
    (
        "prompty",
        "prompt",
        "j2",
        "jinja",
        "jinja2",
        "md",
        "txt",
        "json",
        "jsonl",
        "csv",
        "toml",
        "yaml",
    )
)


@dataclass(frozen=True)
class MarkedFile:
    """One file of a case's workspace: its text as the tools see it, and what is marked in it."""

    path: str
    text: str
    marks: tuple[Mark, ...] = ()
    cursor: int | None = None
    selection: Span | None = None

    @property
    def asked(self) -> Span | None:
        """The range that is selected; an empty one at the cursor."""
        return self.selection or (None if self.cursor is None else Span(self.cursor, self.cursor))


@dataclass(frozen=True)
class After:
    """The text that a file has after `how`.

    That is one of "safe", "unsafe", "action", "accept", "rename", "format" and "type".
    """

    path: str
    how: str
    title: str
    text: str


@dataclass(frozen=True)
class Rename:
    """A rename at the cursor; `refused` holds the beginning of the reason when it must fail."""

    new_name: str
    refused: str | None = None


@dataclass(frozen=True)
class Case:
    """One case: a small workspace and what must be seen in it."""

    source: Path
    line: int
    heading: str
    files: tuple[MarkedFile, ...]
    levels: tuple[str, ...] | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)
    today: str | None = None
    dialect: str | None = None
    only_rules: frozenset[str] | None = None
    afters: tuple[After, ...] = ()
    completions: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    symbols: tuple[str, ...] = ()
    shown: tuple[tuple[str, tuple[str, ...]], ...] = ()
    rename: Rename | None = None
    silent: bool = False

    @property
    def name(self) -> str:
        """A test id: the file and the heading."""
        return f"{self.source.parent.name}/{self.source.stem}::{self.heading}"

    @property
    def rule(self) -> str | None:
        """The rule that the case is about, when its file lies under `cases/rules`."""
        return self.source.stem if "rules" in self.source.parts[:-1] else None

    @property
    def compared_rules(self) -> frozenset[str] | None:
        """The rules whose diagnostics count; None means all."""
        if self.only_rules is None and self.rule is None:
            return None
        marked = {mark.rule for mark in self.marks("diagnostic")}
        return frozenset(
            marked | (self.only_rules or set()) | ({self.rule} if self.rule else set())
        )

    @property
    def compares_diagnostics(self) -> bool:
        """Whether diagnostics are what the case is about, and not only hover, completion or rename."""
        if self.silent or any(True for _ in self.marks("diagnostic")):
            return True
        return not (
            any(file.marks or file.asked is not None for file in self.files)
            or any(after.how == "format" for after in self.afters)
            or self.symbols
            or self.shown
        )

    @property
    def cursor(self) -> tuple[MarkedFile, int] | None:
        """The file and the offset of `<CURSOR>`."""
        for file in self.files:
            if file.cursor is not None:
                return file, file.cursor
        return None

    @property
    def asked(self) -> tuple[MarkedFile, Span] | None:
        """The file and the range that are selected; the range is empty for `<CURSOR>`."""
        for file in self.files:
            if file.asked is not None:
                return file, file.asked
        return None

    @property
    def main(self) -> MarkedFile:
        """The file that the case is about: the one with the cursor or selection, else the first."""
        return self.asked[0] if self.asked else self.files[0]

    def marks(self, *kinds: str) -> Iterator[Mark]:
        """All marks of these kinds, in all files."""
        return (mark for file in self.files for mark in file.marks if mark.kind in kinds)

    def file(self, path: str) -> MarkedFile:
        """The file with this path."""
        return next(file for file in self.files if file.path == path)


def case_files(folder: Path = CASES) -> list[Path]:
    """All case files about prompt files below a folder, in a stable order."""
    # Those of operations, differences and merges are of other shapes, read by files of their own beside this one.
    return sorted(each for each in folder.rglob("*.md") if not _OTHER_SHAPES & {*each.parts})


def read_cases(path: Path, text: str | None = None) -> list[Case]:
    """The cases of one file.

    Raises:
        CaseError: a fence or a mark cannot be read.
    """
    content = path.read_text(encoding="utf-8") if text is None else text
    cases: list[Case] = []
    for section in sections(str(path), content):
        empty = Case(
            path,
            section.line,
            section.heading,
            (),
            _level_names(section),
            only_rules=frozenset(section.rules) if section.rules else None,
        )
        cases.append(_filled(empty, section.fences))
    names = [case.heading for case in cases]
    for name in names:
        if names.count(name) > 1:
            raise CaseError(f"{path}: two cases are called {name!r}; give each its own heading")
    return cases


def _filled(case: Case, fences: tuple[Fence, ...]) -> Case:
    for fence in fences:
        kind, options = fence.words()
        if kind in _FILE_KINDS:
            case = _with_file(case, fence, kind, options)
        elif not case.files:
            raise CaseError(f"{fence.place}: `{kind}` needs a file above it")
        elif kind == "after":
            how, title = _how(options) or ("rename" if case.rename else "safe", "")
            title = take_escapes(title, options)
            target = options.get("path", case.main.path)
            text = _finished(take_escapes(fence.text(options), options), options)
            case = replace(case, afters=(*case.afters, After(target, how, title, text)))
        elif kind == "completions":
            case = replace(case, completions=fence.listed())
        elif kind == "actions":
            case = replace(case, actions=fence.listed())
        elif kind == "symbols":
            case = replace(case, symbols=fence.listed())
        elif kind == "shows":
            wanted = (fence.info.split()[1], fence.listed())
            case = replace(case, shown=(*case.shown, wanted))
        elif kind == "rename":
            refused = " ".join(fence.body).strip() if "refused" in options else None
            case = replace(case, rename=Rename(options["to"], refused))
        elif kind == "diagnostics" and "none" in options:
            case = replace(case, silent=True)
        else:
            raise CaseError(f"{fence.place}: no fence is called {fence.info!r}")
    return case


def _with_file(case: Case, fence: Fence, kind: str, options: dict[str, str]) -> Case:
    path = options.get("path", f"main.{kind}")
    if any(file.path == path for file in case.files):
        raise CaseError(f"{fence.place}: two files of this case are called {path}; add path=...")
    try:
        text, marks = take_marks(fence.text(options), escapes="escapes" in options)
    except MarkError as error:
        raise CaseError(f"{fence.place}: {error}") from None
    file = _finish_file(_take_cursor(fence, MarkedFile(path, text, marks)), options)
    settings = {**case.settings, **json.loads(options.get("settings", "{}"))}
    rules = options.get("rules")
    return replace(
        case,
        files=(*case.files, file),
        settings=settings,
        today=options.get("today", case.today),
        dialect=options.get("dialect", case.dialect),
        only_rules=frozenset(rules.split(",")) if rules else case.only_rules,
    )


def _take_cursor(fence: Fence, file: MarkedFile) -> MarkedFile:
    text, found = file.text, dict.fromkeys((CURSOR, *SELECTION), -1)
    for word in found:
        if word in text:
            found[word] = text.index(word)
            text = text.replace(word, "", 1)
        if word in text:
            raise CaseError(f"{fence.place}: a case has one {word}")
    if text == file.text:
        return file
    if file.marks:
        raise CaseError(f"{fence.place}: {CURSOR} and marks do not go together in one file")
    cursor, start, end = found.values()
    if cursor >= 0:
        return replace(file, text=text, cursor=cursor)
    if not 0 <= start <= end:
        raise CaseError(f"{fence.place}: a selection goes from {SELECTION[0]} to {SELECTION[1]}")
    return replace(file, text=text, selection=Span(start, end))


def _finish_file(file: MarkedFile, options: Mapping[str, str]) -> MarkedFile:
    """Put in the byte-order mark and the line ends asked for, and move the places along."""
    if not {"bom", "eol"} & set(options):
        return file

    def moved(offset: int) -> int:
        return len(_finished(file.text[:offset], options))

    def moved_mark(mark: Mark) -> Mark:
        start, end = mark.span
        return replace(mark, span=type(mark.span)(moved(start), moved(end)))

    return replace(
        file,
        text=_finished(file.text, options),
        marks=tuple(moved_mark(mark) for mark in file.marks),
        cursor=None if file.cursor is None else moved(file.cursor),
        selection=file.selection and Span(*map(moved, file.selection)),
    )


def _finished(text: str, options: Mapping[str, str]) -> str:
    if options.get("eol") == "crlf":
        text = text.replace("\n", "\r\n")
    return "\ufeff" + text if "bom" in options else text


def take_escapes(text: str, options: Mapping[str, str]) -> str:
    """The text of an `after` fence: escaped carets and, where asked for, characters by number."""
    text = re.sub(r"^( *\\*)\\(\^)", r"\1\2", text, flags=re.MULTILINE)
    return unescape(text) if "escapes" in options else text


def _how(options: Mapping[str, str]) -> tuple[str, str] | None:
    for how in ("action", "accept", "type"):
        if how in options:
            return how, options[how]
    return next(((how, "") for how in ("unsafe", "format") if how in options), None)


def _level_names(section: Section) -> tuple[str, ...] | None:
    for name in section.levels or ():
        if name not in LEVELS:
            raise CaseError(
                f"{section.place}: no level is called {name!r}; there are {', '.join(LEVELS)}"
            )
    return section.levels
