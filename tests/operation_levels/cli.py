"""Operations as commands: the arguments that a user would type, and `--format json`."""

from __future__ import annotations

import contextlib
import io
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_origin

from tests.operation_levels.base import RefusedCall

from promptwell.entrypoints.cli.main import run_command_line
from promptwell.services.operations import OPERATIONS
from promptwell.services.request_fields import is_required, plain_type, typed_fields


class Cli:
    """A workspace in which commands are typed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def call(self, operation: str, asked: dict[str, Any]) -> Any:
        words = operation.replace("_", "-").split(".")
        typed = list(self._typed(OPERATIONS[operation].asked, asked))
        out, err = io.StringIO(), io.StringIO()
        before = Path.cwd()
        os.chdir(self._folder)
        try:
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
                code = run_command_line([*words, "--format=json", *typed])
        finally:
            os.chdir(before)
        if code and not out.getvalue():  # a check that finds something prints it and ends with 1
            return RefusedCall("", err.getvalue().removeprefix("promptwell: "))
        return json.loads(out.getvalue())

    def close(self) -> None:
        """Nothing is left open between commands."""

    def _typed(self, request: type, asked: dict[str, Any]) -> Iterator[str]:
        known = {each.name: (each, plain_type(hint)) for each, hint in typed_fields(request)}
        arguments: list[str] = []
        for name in sorted(
            asked, key=lambda name: list(known).index(name) if name in known else -1
        ):
            if name not in known:
                yield f"--{name}={asked[name]}"
                continue
            each, hint = known[name]
            option = str(each.metadata.get("option") or name).replace("_", "-")
            values = self._texts(each.metadata.get("is"), asked[name])
            if is_required(each) or each.metadata.get("argument"):
                arguments += values
            elif hint is bool:
                if asked[name] != each.default:
                    yield f"--{option}" if asked[name] else f"--no-{option}"
            elif get_origin(hint) is not None and isinstance(asked[name], dict):
                yield from (f"--{option}={key}={value}" for key, value in _pairs(asked[name]))
            else:
                yield from (f"--{option}={value}" for value in values)
        if arguments:
            yield from ("--", *arguments)

    def _texts(self, stands_for: object, value: Any) -> list[str]:
        values = value if isinstance(value, list) else [value]
        texts = [each if isinstance(each, str) else json.dumps(each) for each in values]
        if stands_for not in ("text", "json"):
            return texts
        file = self._folder.parent / "typed.txt"
        file.write_bytes(texts[0].encode("utf-8", "surrogateescape"))
        return [str(file)]


def _pairs(mapping: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for key, value in mapping.items():
        yield key, value if isinstance(value, str) else json.dumps(value)
