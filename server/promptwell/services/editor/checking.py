"""What is wrong in a file."""

from __future__ import annotations

from promptwell.language.rules.base import Diagnostic
from promptwell.language.rules.run import check_file
from promptwell.language.rules.vscode_doubles import is_double
from promptwell.language.semantics.agent_files import is_agent_file
from promptwell.services.editor.reading import model_of
from promptwell.services.workspace import Snapshot


def diagnose(snapshot: Snapshot, path: str, *, large_file: bool = False) -> list[Diagnostic]:
    """What is wrong in a file.

    Args:
        snapshot: the workspace.
        path: the file.
        large_file: only what is quick to find; the rest waits until the file is saved.
    """
    model = model_of(snapshot, path)
    if model is None:
        return []
    found = check_file(path, snapshot.context(path), large_file=large_file)
    if is_agent_file(model.document) and snapshot.root.hides_doubles(path):
        return [each for each in found if not is_double(each.rule, model.document.dialect)]
    return found
