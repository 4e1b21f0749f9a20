"""Where each operation is served."""

from __future__ import annotations

from promptwell.services.operations import OPERATIONS, Operation

ROOT_HEADER = "Promptwell-Root"
"""Names the workspace of a call, percent-encoded, where an engine serves several."""


def served(*, team: bool) -> list[Operation]:
    """The operations that are served; to a team none that are about one user's machine."""
    return [each for each in OPERATIONS.values() if not (team and each.local)]


def path_of(operation: Operation) -> str:
    """`/v1/prompt/new` for `prompt.new`."""
    return "/v1/" + operation.name.replace(".", "/").replace("_", "-")
