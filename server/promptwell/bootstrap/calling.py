"""How a way in has an operation done."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from promptwell.adapters.discovery import workspace_root
from promptwell.adapters.paths import to_path
from promptwell.errors import UsageError

if TYPE_CHECKING:
    from promptwell.services.context import Progress


def root_of(folder: str) -> str:
    """The workspace that holds a folder.

    Raises:
        UsageError: there is no such folder.
    """
    path = to_path(os.path.realpath(to_path(folder)))
    if not os.path.isdir(path):
        raise UsageError(f"{folder}: there is no such folder")
    return workspace_root(path, path)


def call(name: str, asked: Mapping[str, Any], root: str, progress: Progress | None = None) -> Any:
    """Have an operation done and return its result as plain data.

    Raises:
        PromptwellError: what the operation raises.
    """
    from promptwell.bootstrap.operations import local_user, say_nothing
    from promptwell.bootstrap.stores import open_operations

    with open_operations(root) as operations:
        return operations.run(
            name, asked, root=root, actor=local_user(), progress=progress or say_nothing
        )
