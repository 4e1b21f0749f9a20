"""Case files of operations: a workspace, calls and their answers, as a user could read them.

A case is a heading, prose, and fences of four backticks. The first word behind the backticks says
what a fence is:

- `file path=a.prompty`: a file of the workspace. Behind a call it is written then.
- `git`: the workspace is a repository; each line is a command of git, run there.
- `call OPERATION`: the input as JSON; nothing for none.
- `answer`: what the call before gives, as JSON. A field that is not mentioned may be anything. In a
  text `...` stands for any text, so `"..."` is any value; a list that ends with `"..."` may go on.
  `"<name>"` gives a value a name, and in later calls stands for it.
- `refused KIND`: the call before is refused, as that kind of error; each line is found in its message.
- `lies path=a.prompty`: a file as it lies on the disk then; `gone path=a.prompty`: it is not there.

A line `levels: rest cli` in a case's prose, or above the first heading, says through which ways in it
goes; else it goes through all. At the levels `mcp` and `mcp-2025`, to be named, what is called is a tool of
the MCP server; its text is the field `text of the answer`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.case_sections import CaseError, Fence, sections

CASES = Path(__file__).parent / "cases" / "operations"
LEVELS = ("in-process", "rest", "cli")


@dataclass(frozen=True)
class Step:
    """One fence: its kind, what it is about and its content."""

    place: str
    kind: str
    about: str
    body: str


@dataclass(frozen=True)
class OperationCase:
    """One case: its steps in order."""

    source: Path
    line: int
    heading: str
    levels: tuple[str, ...]
    steps: tuple[Step, ...]


def operation_cases() -> Iterator[OperationCase]:
    """All cases of all files.

    Raises:
        CaseError: a file can't be read.
    """
    for path in sorted(CASES.rglob("*.md")):
        for section in sections(str(path), path.read_text(encoding="utf-8")):
            steps = tuple(_step(fence) for fence in section.fences)
            if not any(step.kind == "call" for step in steps):
                raise CaseError(f"{section.place}: a case has a call")
            levels = section.levels or LEVELS
            yield OperationCase(path, section.line, section.heading, levels, steps)


def _step(fence: Fence) -> Step:
    kind, *rest = fence.info.split()
    text = "\n".join(fence.body) + ("\n" if fence.body else "")
    if kind in ("file", "lies", "gone"):
        _, options = fence.words()
        if "path" not in options:
            raise CaseError(f"{fence.place}: `path=` is missing")
        return Step(fence.place, kind, options["path"], text)
    if kind not in ("git", "call", "answer", "refused"):
        raise CaseError(f"{fence.place}: there is no fence `{kind}`")
    if kind in ("call", "answer"):
        try:
            json.loads(text or "{}")
        except ValueError as error:
            raise CaseError(f"{fence.place}: this is no JSON: {error}") from None
    return Step(fence.place, kind, " ".join(rest), text)


def differences(expected: Any, actual: Any, named: dict[str, Any], where: str = "") -> list[str]:
    """Where an answer is not as expected; values that have a name there are put into `named`."""
    if isinstance(expected, str):
        return _text_differences(expected, actual, named, where)
    if isinstance(expected, dict):
        if not isinstance(actual, dict):
            return [f"{where or 'answer'}: {actual!r} is no object"]
        missing = [f"{where}.{key} is missing" for key in expected if key not in actual]
        parts = (
            differences(each, actual[key], named, f"{where}.{key}")
            for key, each in expected.items()
            if key in actual
        )
        return [*missing, *(fault for part in parts for fault in part)]
    if isinstance(expected, list):
        return _list_differences(expected, actual, named, where)
    return [] if expected == actual else [f"{where}: {actual!r} instead of {expected!r}"]


def _list_differences(
    expected: list[Any], actual: Any, named: dict[str, Any], where: str
) -> list[str]:
    goes_on = expected[-1:] == ["..."]
    items = expected[:-1] if goes_on else expected
    if not isinstance(actual, list) or len(actual) < len(items):
        return [f"{where}: {actual!r} instead of {expected!r}"]
    if len(actual) > len(items) and not goes_on:
        return [f"{where}: {len(actual)} instead of {len(items)}: {actual!r}"]
    pairs = enumerate(zip(items, actual, strict=False))
    parts = (differences(each, found, named, f"{where}[{index}]") for index, (each, found) in pairs)
    return [fault for part in parts for fault in part]


def _text_differences(expected: str, actual: Any, named: dict[str, Any], where: str) -> list[str]:
    if expected[:1] == "<" and expected[-1:] == ">":
        if expected in named and named[expected] != actual:
            return [f"{where}: {actual!r} instead of {expected} = {named[expected]!r}"]
        named[expected] = actual
        return []
    if expected == "...":
        return []
    if isinstance(actual, str) and _fits(expected, actual):
        return []
    return [f"{where}: {actual!r} instead of {expected!r}"]


def _fits(expected: str, actual: str) -> bool:
    first, *rest = expected.split("...")
    if not rest:
        return actual == expected
    if not actual.startswith(first):
        return False
    position = len(first)
    for part in rest[:-1]:
        found = actual.find(part, position)
        if found < 0:
            return False
        position = found + len(part)
    return actual.endswith(rest[-1]) and len(actual) - len(rest[-1]) >= position


def filled(asked: Any, named: dict[str, Any]) -> Any:
    """An input with the values that have a name put in."""
    if isinstance(asked, str):
        return named.get(asked, asked)
    if isinstance(asked, dict):
        return {key: filled(each, named) for key, each in asked.items()}
    if isinstance(asked, list):
        return [filled(each, named) for each in asked]
    return asked
