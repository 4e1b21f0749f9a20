"""Print the messages that a prompt makes of given values.

Values come from `--vars`: `name=value`, `name=@file` for the text of a file, or a JSON or YAML file
with a mapping (`-` reads it from standard input). What is not given takes its default, in a v1
file its sample; with `--sample` also its example or the first row of a dataset the prompt names.
The template runs in a process of its own with limits on time and memory. Environment
variables are never filled in, and includes come from the workspace only.

This is for looking at a draft: no store is opened and nothing is recorded. `promptwell prompt render`
is for a run: it records what the prompt says as a version of it, and names that.

Exit code: 0 where it renders, 1 where it can't, 2 where the command was used wrongly.
"""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING, Any

from promptwell.bootstrap import open_prompt, prompt_renderer, read_input
from promptwell.entrypoints.cli.terminal import say

if TYPE_CHECKING:
    from promptwell.language.semantics.project import Project
    from promptwell.language.syntax.render import RenderedMessage, UndefinedUse
    from promptwell.services.rendering import RenderedPrompt

SUMMARY = "Print the messages that a prompt makes of given values"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="the prompt to render")
    parser.add_argument(
        "--vars",
        nargs="+",
        action="extend",
        default=[],
        metavar="VALUE",
        help="values: name=value, name=@file, or a JSON or YAML file (repeat or list several)",
    )
    parser.add_argument(
        "--format", choices=("text", "json"), default="text", help="how to print (default: text)"
    )
    parser.add_argument(
        "--sample",
        action="store_true",
        help="fill inputs that have no value from the prompt's examples and datasets",
    )


def run(arguments: argparse.Namespace) -> int:
    from promptwell.services.given_values import given_values
    from promptwell.services.rendering import render_prompt

    workspace, path = open_prompt(arguments.file)
    project = workspace.project
    values = given_values(arguments.vars, project.model(path), read_input)
    with prompt_renderer() as renderer:
        prompt = render_prompt(project, renderer, path, values, examples=arguments.sample)
    if arguments.format == "json":
        print(json.dumps(_data(prompt, project), indent=2, ensure_ascii=False))
        return 0
    for use in prompt.undefined:
        say(f"{_place(use)}: {_what(use)} has no value and is left empty")
    for warning in prompt.warnings:
        say(f"warning: {warning}")
    text = "\n\n".join(_shown(message) for message in prompt.messages)
    print(_safe(text) if sys.stdout.isatty() else text)
    return 0


def _shown(message: RenderedMessage) -> str:
    attributes = ", ".join(
        f"{name}={json.dumps(value)}" for name, value in message.metadata.items()
    )
    head = f"{message.role}{f'[{attributes}]' if attributes else ''}:\n" if message.role else ""
    parts = [
        part.value if part.kind == "text" else f"[{part.kind}: {part.value}]"
        for part in message.parts
    ]
    return head + "\n".join(parts)


def _safe(text: str) -> str:
    """The text with what would act on a terminal written out."""
    from promptwell.entrypoints.cli.reports.visible import visible

    return "\n".join("".join(visible(line)) for line in text.split("\n"))


def _what(use: UndefinedUse) -> str:
    if not use.name:
        return "an expression"
    return f"item {use.name}" if use.name.isdecimal() else f"`{use.name}`"


def _place(use: UndefinedUse) -> str:
    return f"{use.template}:{use.line}" if use.line is not None else use.template


def _data(prompt: RenderedPrompt, project: Project) -> dict[str, Any]:
    return {
        "path": prompt.path,
        "messages": [message.plain() for message in prompt.messages],
        "undefined": [_undefined(use, project) for use in prompt.undefined],
        "warnings": list(prompt.warnings),
    }


def _undefined(use: UndefinedUse, project: Project) -> dict[str, Any]:
    column = None
    document = project.document(use.template)
    if document and use.offset is not None:
        column = document.source.line_column(use.offset)[1] + 1
    return {"name": use.name, "path": use.template, "line": use.line, "column": column}
