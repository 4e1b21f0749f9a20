"""Change the settings file that counts for a prompt, or begin one at the root."""

from __future__ import annotations

from collections.abc import Callable

from promptwell.language.features.actions.action import Change, NewFile, Question
from promptwell.language.semantics.paths import ancestors
from promptwell.language.text.edit import TextEdit

SETTINGS_FILE = "promptwell.toml"
_OTHER = "pyproject.toml"


def settings_change(
    question: Question, edit: Callable[[str], TextEdit | None], fresh: str
) -> Change | None:
    """The change of the nearest settings file; None where it can't be made.

    Args:
        question: the prompt.
        edit: the edit of a settings file's text; None where that is written in a way it can't change.
        fresh: the text of a new file, where there is none.
    """
    files = question.project.files
    root = files.root(question.file)
    for folder in ancestors(question.file, root):
        path = f"{folder.rstrip('/')}/{SETTINGS_FILE}"
        text = files.read(path)
        if text is not None:
            made = edit(text)
            return Change({path: (made,)}) if made else None
        if "[tool.promptwell" in (files.read(f"{folder.rstrip('/')}/{_OTHER}") or ""):
            return None  # the setting may stand in any of several tables
    if not question.creates:
        return None
    return Change({}, (NewFile(f"{root.rstrip('/')}/{SETTINGS_FILE}", fresh),))
