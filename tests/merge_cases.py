"""Case files of merges: Markdown that a user could read, with a prompt in three versions.

A case is a heading and fences of four backticks: `base`, `ours` and `theirs`, and `merged` for what
comes of them, or `conflicts` with one line for each conflict: where it is, as it is told. Options of
`base`: `path=` names the file (`main.prompty` where it is not given); of `merged`: `lines` where only
the lines of the file were merged, as its structure does not decide; `style=diff3`. An empty `base` is a
file that both sides made. `eol=crlf` writes any of them with the line ends of Windows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.case_sections import CaseError, Section, sections

MERGES = Path(__file__).parent / "cases" / "merges"


@dataclass(frozen=True)
class MergeCase:
    """Three versions of a file, and what has to come of them."""

    source: Path
    line: int
    heading: str
    path: str
    base: str
    ours: str
    theirs: str
    merged: str
    conflicts: tuple[str, ...] = ()
    structural: bool = True
    style: str = "merge"


def merge_cases() -> Iterator[MergeCase]:
    """All cases, in a stable order."""
    for path in sorted(MERGES.glob("*.md")):
        for section in sections(str(path), path.read_text(encoding="utf-8")):
            yield _case(path, section)


def _case(source: Path, section: Section) -> MergeCase:
    texts: dict[str, str] = {}
    options: dict[str, dict[str, str]] = {}
    conflicts: tuple[str, ...] = ()
    for fence in section.fences:
        word, given = fence.words()
        if word == "conflicts":
            conflicts = fence.listed()
            continue
        text = fence.text(given)
        texts[word] = text.replace("\n", "\r\n") if given.get("eol") == "crlf" else text
        options[word] = given
    if set(texts) != {"base", "ours", "theirs", "merged"}:
        raise CaseError(f"{section.place}: a case has base, ours, theirs and merged")
    return MergeCase(
        source,
        section.line,
        section.heading,
        options["base"].get("path", "main.prompty"),
        **texts,
        conflicts=conflicts,
        structural="lines" not in options["merged"],
        style=options["merged"].get("style", "merge"),
    )
