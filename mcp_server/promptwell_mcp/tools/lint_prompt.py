"""The tool that tells what is wrong with a prompt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

from annotated_types import Len

from promptwell.language.rules.severity import SEVERITIES
from promptwell.services.prompts.text_formats import TextFormat
from promptwell_mcp.calling import Call
from promptwell_mcp.tools.tool import Tool

# So many are more than an agent mends at once, and still a short answer.
MOST_DIAGNOSTICS = 100


@dataclass(frozen=True, slots=True)
class Asked:
    """What to look through."""

    prompt: Annotated[str, Len(max_length=1000)] = field(
        default="", metadata={"description": "its name, or its path in the workspace"}
    )
    text: Annotated[str, Len(max_length=1_000_000)] = field(
        default="",
        metadata={"description": "text to lint; with `prompt` a path, as that file's new text"},
    )
    format: TextFormat = field(
        default="prompty", metadata={"description": "what `text` is, where no path tells it"}
    )


@dataclass(frozen=True, slots=True)
class Place:
    """Line and column, both from 1; the end is behind the last character."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding."""

    path: str
    rule: str
    group: str
    severity: str
    message: str
    start: Place
    end: Place
    fixable: bool = field(metadata={"description": "`promptwell check --fix PATH` mends it"})


@dataclass(frozen=True, slots=True)
class Summary:
    """How many there are."""

    files: int
    errors: int
    warnings: int
    informations: int
    hints: int


@dataclass(frozen=True, slots=True)
class Linted:
    """What was found."""

    diagnostics: tuple[Diagnostic, ...]
    summary: Summary


def lint_prompt(call: Call, asked: Asked) -> Linted:
    """Check a prompt file, or a draft before it is saved, for mistakes and security problems.

    Use it after writing or editing a prompt, and before proposing one. It reports what `promptwell check`
    does: undefined and unused variables, missing includes, invalid front matter, secrets, hidden text,
    injection risks, costly or unclear wording. Give `prompt` (the file as saved), `text` (a draft), or
    both (a draft for that path). Example: prompt="prompts/reply.prompty".
    """
    result = call(
        "prompt.lint", {"prompt": asked.prompt, "text": asked.text, "syntax": asked.format}
    )
    diagnostics = _most_severe(result["diagnostics"])
    return Linted(tuple(map(_diagnostic, diagnostics)), Summary(**result["summary"]))


def _most_severe(diagnostics: list[dict[str, Any]]) -> Iterable[Mapping[str, Any]]:
    if len(diagnostics) <= MOST_DIAGNOSTICS:
        return diagnostics
    return sorted(diagnostics, key=lambda each: SEVERITIES.index(each["severity"]))[
        :MOST_DIAGNOSTICS
    ]


def _diagnostic(plain: Mapping[str, Any]) -> Diagnostic:
    places = {"start": Place(**plain["start"]), "end": Place(**plain["end"])}
    return Diagnostic(**{**plain, **places})


def tell(linted: Linted) -> str:
    """A line for each finding, as `promptwell check` prints them."""
    counts = linted.summary
    total = counts.errors + counts.warnings + counts.informations + counts.hints
    if not total:
        return "Nothing is wrong."
    lines = [
        f"{each.path}:{each.start.line}:{each.start.column}-{each.end.line}:{each.end.column}: "
        f"{each.severity}[{each.group}/{each.rule}] {each.message}"
        f"{' (fixable)' if each.fixable else ''}"
        for each in linted.diagnostics
    ]
    if total > len(lines):
        lines.append(f"... the {len(lines)} most severe of {total}")
    lines.append(
        f"{counts.errors} error(s), {counts.warnings} warning(s), "
        f"{counts.informations} information, {counts.hints} hint(s)"
    )
    return "\n".join(lines)


TOOL = Tool("Check a prompt", "prompt.lint", lint_prompt, tell)
