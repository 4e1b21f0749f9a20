"""Operations in this process, from plain data to plain data."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.operation_levels.base import RefusedCall

from promptwell.bootstrap.calling import Caller, root_of
from promptwell.errors import PromptwellError, to_problem


class InProcess:
    """A workspace whose operations are done here, under its lock."""

    def __init__(self, folder: Path) -> None:
        self._caller = Caller(root_of(str(folder)), "a test")

    def call(self, operation: str, asked: dict[str, Any]) -> Any:
        try:
            answer = self._caller.call(operation, asked)
        except PromptwellError as error:
            return RefusedCall(str(to_problem(error)["kind"]), str(error))
        return json.loads(json.dumps(answer))

    def close(self) -> None:
        """Nothing is left open between calls."""
