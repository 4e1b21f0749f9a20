"""A process that writes and looks without an end, as an editor, an agent or a command would."""

from __future__ import annotations

import sys
import time

from promptwell.bootstrap.calling import Caller
from promptwell.errors import ConflictError
from promptwell.services.operations import OPERATIONS


def main(root: str, name: str, stays: str, seconds: str) -> None:
    """Work until the time is up; then print how often the common prompt was changed."""
    caller = Caller(root, name, starts=stays == "stays")
    end = time.monotonic() + float(seconds)
    changed = 0
    number = 0
    while time.monotonic() < end:
        number += 1
        caller.call("prompt.new", {"name": f"{name}-{number}"})
        changed += _count_up(caller)
        found = caller.call("prompt.list", {"folder": ".", "limit": 100})["prompts"]
        assert found, "the list is never empty"
        if "search" in OPERATIONS:
            caller.call("search", {"query": "common", "mode": "text"})
    print(number, changed)


def _count_up(caller: Caller) -> int:
    """Change the number in the common prompt from what it is to the next; 0 where another was first."""
    shown = caller.call("prompt.show", {"prompt": "common"})
    head, _, counted = shown["text"].rpartition("counted ")
    text = f"{head}counted {int(counted) + 1}\n"
    asked = {"prompt": "common", "revision": shown["prompt"]["revision"], "text": text}
    try:
        caller.call("prompt.update", asked)
    except ConflictError:
        return 0
    return 1


if __name__ == "__main__":
    main(*sys.argv[1:])
