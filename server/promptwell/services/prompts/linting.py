"""The operation that tells what is wrong with a prompt, or with a text that is to become one."""

from __future__ import annotations

from dataclasses import dataclass, field

from promptwell.domain.prompts.paths import known_path
from promptwell.domain.security.permission import Permission
from promptwell.errors import NotFoundError, UsageError
from promptwell.services.context import Context
from promptwell.services.placed_diagnostics import DiagnosticCounts, PlacedDiagnostic, placed
from promptwell.services.prompt_reader import PromptReader
from promptwell.services.prompts.seeing import SeenPrompt, seen_prompt
from promptwell.services.prompts.text_formats import TEXT_NAMES, TextFormat


@dataclass(frozen=True, slots=True)
class LintRequest:
    """What to look through: a prompt as its file is, a text, or a text in place of a prompt's."""

    prompt: str = field(
        default="",
        metadata={"description": "the prompt's name or path, or NAME@REF", "is": "prompt"},
    )
    text: str = field(
        default="",
        metadata={
            "description": "text to look through; with a prompt's path, in place of its text",
            "is": "text",
        },
    )
    syntax: TextFormat = field(
        default="prompty", metadata={"description": "what a text without a prompt is written in"}
    )


@dataclass(frozen=True, slots=True)
class LintResult:
    """What was found, as `promptwell check --format json` prints it."""

    diagnostics: tuple[PlacedDiagnostic, ...]
    summary: DiagnosticCounts


def lint(context: Context, request: LintRequest) -> LintResult:
    """Tell what is wrong with a prompt or with a text that is to become one.

    The same rules as in `promptwell check` and in editors, by the settings of the workspace.
    """
    reader = context.reader()
    if not request.prompt and not request.text.strip():
        raise UsageError("nothing to look through: give the name or path of a prompt, or a text")
    # The prompts of a container are checked with the file that holds them.
    seen = _seen(context, reader, request)
    place, _, entry = seen.place.partition("#")
    if entry and request.text:
        raise UsageError(
            f"{request.prompt}: a text is looked through as a whole file: name {reader.shown(place)}"
        )
    text = request.text or (seen.at.text if seen.at is not None else None)
    reports = reader.check(place, text)
    found = [
        each
        for report in reports
        for each in placed(reader.shown(report.path), report.text, report.diagnostics)
    ]
    severities = (each.severity for each in found)
    return LintResult(tuple(found), DiagnosticCounts.of(1, severities))


def _seen(context: Context, reader: PromptReader, request: LintRequest) -> SeenPrompt:
    """What is looked through; of a text that is to become a prompt, where it will be."""
    path = "" if request.prompt else TEXT_NAMES[request.syntax]
    if request.prompt:
        try:
            return seen_prompt(context, reader, request.prompt, "checking")
        except NotFoundError:
            path = known_path(request.prompt) if request.text else ""
            if not path:
                raise
    context.require(Permission.VIEW, "checking a text")
    return SeenPrompt(reader.place(path, new=True))
