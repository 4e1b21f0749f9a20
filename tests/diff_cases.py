"""Case files of differences: an old text, a new one, and what is said of them, as a user could read them.

A case is a heading, prose, and fences of four backticks:

- `old path=a.prompty`: the text before; `new`: the text after, of the same path unless it names one.
- `says`: the sentences, one a line, in order; `none` for no difference. Of a file with several prompts
  each sentence has the prompt's name and a colon before it.
- `shows [level=token|line]`: what `promptwell diff` prints below the sentences.

`escapes` behind `old` or `new` lets `\\u{200B}` stand for a character, as in the other case files; `eol=crlf`
writes them with the line ends of Windows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.case_marks import unescape
from tests.case_sections import CaseError, Fence, sections

CASES = Path(__file__).parent / "cases" / "diffs"


@dataclass(frozen=True)
class DiffCase:
    """One case; `shows` is None where only the sentences are compared."""

    source: Path
    line: int
    heading: str
    path: str
    old: str
    new_path: str
    new: str
    says: tuple[str, ...] | None
    shows: str | None
    level: str


def diff_cases() -> Iterator[DiffCase]:
    """All cases of all files.

    Raises:
        CaseError: a file can't be read.
    """
    for path in sorted(CASES.rglob("*.md")):
        for section in sections(str(path), path.read_text(encoding="utf-8")):
            fences = {fence.words()[0]: fence for fence in section.fences}
            if unknown := set(fences) - {"old", "new", "says", "shows"}:
                raise CaseError(f"{section.place}: no fence is called {', '.join(sorted(unknown))}")
            if not {"old", "new"} <= set(fences) or not {"says", "shows"} & set(fences):
                raise CaseError(f"{section.place}: a case has `old`, `new` and `says` or `shows`")
            old_path, old = _text(fences["old"])
            new_path, new = _text(fences["new"])
            if not old_path:
                raise CaseError(f"{section.place}: `path=` is missing")
            shows = fences.get("shows")
            yield DiffCase(
                path,
                section.line,
                section.heading,
                old_path,
                old,
                new_path or old_path,
                new,
                _listed(fences.get("says")),
                "\n".join(shows.body) if shows else None,
                shows.words()[1].get("level", "word") if shows else "word",
            )


def _text(fence: Fence) -> tuple[str, str]:
    _, options = fence.words()
    text = fence.text(options)
    text = unescape(text) if "escapes" in options else text
    text = text.replace("\n", "\r\n") if options.get("eol") == "crlf" else text
    return options.get("path", ""), text


def _listed(fence: Fence | None) -> tuple[str, ...] | None:
    if fence is None:
        return None
    lines = fence.listed()
    return () if lines == ("none",) else lines
