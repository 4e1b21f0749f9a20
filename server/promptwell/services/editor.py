"""What an editor asks about a file, one function per question, over a snapshot of the workspace.

Places are offsets in the text of the snapshot. A file that is no prompt gets the empty answer.
"""

from __future__ import annotations

from collections.abc import Sequence

from promptwell.errors import PromptwellError
from promptwell.language.features.code_actions import CodeAction
from promptwell.language.features.code_actions import code_actions as actions_at
from promptwell.language.features.code_actions import fix_all as all_fixes
from promptwell.language.features.completion.complete import complete as items_at
from promptwell.language.features.completion.item import CompletionItem
from promptwell.language.features.definition import definition as definition_at
from promptwell.language.features.hover import Hover
from promptwell.language.features.hover import hover as hover_at
from promptwell.language.features.location import FileEdits, Location
from promptwell.language.features.references import references as references_at
from promptwell.language.features.rename import Renamable
from promptwell.language.features.rename import prepare_rename as renamable_at
from promptwell.language.features.rename import rename as rename_at
from promptwell.language.features.symbols import OutlineItem, document_symbols
from promptwell.language.rules.base import Diagnostic
from promptwell.language.rules.run import check
from promptwell.language.semantics.model import SemanticModel
from promptwell.language.text.source import SourceText, Span
from promptwell.services.workspace import Snapshot


class RenameRefusedError(PromptwellError):
    """A rename would change what a prompt means, or is none; the message says why."""


def diagnose(snapshot: Snapshot, path: str, *, large_file: bool = False) -> list[Diagnostic]:
    """What is wrong in a file.

    Args:
        snapshot: the workspace.
        path: the file.
        large_file: only what is quick to find; the rest waits until the file is saved.
    """
    model = _model(snapshot, path)
    if model is None:
        return []
    return check(model, snapshot.context(path), large_file=large_file)


def read(snapshot: Snapshot, path: str) -> None:
    """Read a file now, so that the next question about it is answered sooner."""
    _model(snapshot, path)


def dependencies(snapshot: Snapshot, path: str) -> frozenset[str]:
    """The other files on which what is said of a file depends."""
    if _model(snapshot, path) is None:
        return frozenset()
    return frozenset(snapshot.project.dependencies(path))


def complete(snapshot: Snapshot, path: str, offset: int) -> list[CompletionItem]:
    """What can be written at an offset, the likeliest first."""
    model = _model(snapshot, path)
    return items_at(snapshot.project, model, offset) if model else []


def hover(snapshot: Snapshot, path: str, offset: int) -> Hover | None:
    """What is known of the thing at an offset, as Markdown."""
    model = _model(snapshot, path)
    if model is None:
        return None
    return hover_at(snapshot.project, model, offset, snapshot.tokenizers)


def definition(snapshot: Snapshot, path: str, offset: int) -> list[Location]:
    """Where the name at an offset is defined."""
    model = _model(snapshot, path)
    return definition_at(snapshot.project, model, offset) if model else []


def references(
    snapshot: Snapshot, path: str, offset: int, *, declaration: bool = True
) -> list[Location]:
    """Where the name at an offset is declared, if wanted, and used."""
    model = _model(snapshot, path)
    if model is None:
        return []
    return references_at(snapshot.project, model, offset, declaration=declaration)


def prepare_rename(snapshot: Snapshot, path: str, offset: int) -> Renamable | None:
    """The name at an offset that can be renamed; None where there is no name.

    Raises:
        RenameRefusedError: there is one that can't be.
    """
    model = _model(snapshot, path)
    if model is None:
        return None
    found = renamable_at(snapshot.project, model, offset)
    if not found.name:
        return None
    if found.refusal:
        raise RenameRefusedError(f"`{found.name}` can't be renamed: {found.refusal}")
    return found


def rename(snapshot: Snapshot, path: str, offset: int, new_name: str) -> FileEdits:
    """The edits, by file, that give the name at an offset another one.

    Raises:
        RenameRefusedError: the result would not mean the same.
    """
    model = _model(snapshot, path)
    if model is None:
        raise RenameRefusedError("there is no name to rename here")
    found = rename_at(snapshot.project, model, offset, new_name)
    if found.refusal:
        raise RenameRefusedError(f"not renamed: {found.refusal}")
    return found.edits


def symbols(snapshot: Snapshot, path: str) -> list[OutlineItem]:
    """The outline of a file."""
    model = _model(snapshot, path)
    return document_symbols(model) if model else []


def code_actions(
    snapshot: Snapshot, path: str, span: Span, diagnostics: Sequence[Diagnostic]
) -> list[CodeAction]:
    """What can be done about a range of a file, given all that is wrong in the file."""
    model = _model(snapshot, path)
    return actions_at(snapshot.project, model, span, diagnostics) if model else []


def fix_all(snapshot: Snapshot, path: str, diagnostics: Sequence[Diagnostic]) -> CodeAction | None:
    """What applies every safe fix of a file; None where there is none."""
    model = _model(snapshot, path)
    return all_fixes(model, diagnostics) if model else None


def source(snapshot: Snapshot, path: str) -> SourceText:
    """The text of a file with its lines; an empty one where there is none."""
    document = snapshot.project.document(path) if snapshot.is_prompt(path) else None
    if document is not None:
        return document.source
    return SourceText(snapshot.project.files.read(path) or "")


def _model(snapshot: Snapshot, path: str) -> SemanticModel | None:
    return snapshot.project.model(path) if snapshot.is_prompt(path) else None
