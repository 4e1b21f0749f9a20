"""Name the file that a broken link of an agent file most likely means."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from promptwell.language.features.actions.action import CodeAction, Question
from promptwell.language.semantics.model import Reference
from promptwell.language.semantics.paths import folder_of, join, relative_to, unescaped
from promptwell.language.semantics.summary import AGENT_LINKS
from promptwell.language.semantics.written_paths import written_path
from promptwell.language.text.edit import TextEdit
from promptwell.language.text.nearest import nearest


def name_nearest_path(question: Question) -> Iterator[CodeAction]:
    """A path of nearly that name, or a file of that very name elsewhere in the workspace."""
    broken = [each for each in question.touched if each.rule == "broken-reference"]
    for diagnostic in broken:
        for reference in question.model.references:
            if reference.kind in AGENT_LINKS and reference.span == diagnostic.span:
                near = _mended(question, reference) or _elsewhere(question, reference)
                if near:
                    written = written_path(reference.kind, near)
                    change = partial(question.edit, TextEdit(reference.span, written))
                    yield CodeAction(f"Change to `{written}`", "quickfix", change, (diagnostic,))


def _mended(question: Question, reference: Reference) -> str:
    """The path with each part that isn't there replaced by the one most like it."""
    target = unescaped(reference.target)
    path = question.document.path
    rooted = target.startswith("/")
    folder = question.project.files.root(path) if rooted else folder_of(path)
    parts: list[str] = []
    for part in target.strip("/").split("/"):
        names = [each.rstrip("/") for each in question.names_in(folder)]
        found = part if part in (*names, ".", "..") else nearest(part, names)
        if not found:
            return ""
        parts.append(found)
        folder = join(folder, found)
    end = "/" if target.endswith("/") else ""
    return f"{'/' if rooted else ''}{'/'.join(parts)}{end}"


def _elsewhere(question: Question, reference: Reference) -> str:
    """The one file of the workspace that has the same name."""
    path = question.document.path
    name = unescaped(reference.target).rpartition("/")[2]
    same = [each for each in question.project.paths if each.rpartition("/")[2] == name != ""]
    return relative_to(same[0], folder_of(path)) if len(same) == 1 and same[0] != path else ""
