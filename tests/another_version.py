"""Promptwell as another version of it would be: `python another_version.py VERSION COMMAND ...`.

What that version does not know is said by the environment: `UNKNOWN_OPERATION` and `UNKNOWN_FIELD` (of what
it is asked), and `UNKNOWN_RESULT` (it is not in what it answers).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import Any

import promptwell

promptwell.__version__ = sys.argv[1]

from promptwell.bootstrap import asking, operations  # noqa: E402  # it is another version from here on
from promptwell.entrypoints.cli.main import run_command_line  # noqa: E402
from promptwell.errors import UsageError  # noqa: E402
from promptwell.services.operations import OPERATIONS, Operation  # noqa: E402

operation, field, result = (
    os.environ.get(f"UNKNOWN_{what}", "") for what in ("OPERATION", "FIELD", "RESULT")
)


def read_request(asked_of: Operation, asked: Mapping[str, Any]) -> object:
    if field in asked:
        raise UsageError(f"{asked_of.name}: there is no field `{field}`; did you mean `tag`?")
    return asking.read_request(asked_of, asked)


def write_result(asked_of: Operation, given: object) -> Any:
    written = asking.write_result(asked_of, given)
    written.pop(result, None)
    return written


OPERATIONS.pop(operation, None)
operations.read_request = read_request
operations.write_result = write_result
sys.exit(run_command_line(sys.argv[2:]))
