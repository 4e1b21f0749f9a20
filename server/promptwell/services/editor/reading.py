"""Files as they are read: their text, their meaning, what they depend on."""

from __future__ import annotations

from promptwell.language.semantics import containers
from promptwell.language.semantics.model import SemanticModel
from promptwell.language.text.source import SourceText
from promptwell.services.workspace import Snapshot


def model_of(snapshot: Snapshot, path: str) -> SemanticModel | None:
    """What a file means; None where it is no prompt or there is none."""
    return snapshot.project.model(path) if snapshot.is_prompt(path) else None


def model_at(
    snapshot: Snapshot, path: str, offset: int, *, names: bool = True
) -> SemanticModel | None:
    """What answers for an offset of a file: the prompt that stands there, else the file itself.

    With `names`, a prompt also answers where its inputs are declared and its speakers named.
    """
    if not snapshot.is_prompt(path):
        return None
    return containers.model_at(snapshot.project, path, offset, names=names)


def read(snapshot: Snapshot, path: str) -> None:
    """Read a file now, so that the next question about it is answered sooner."""
    model_of(snapshot, path)


def source(snapshot: Snapshot, path: str) -> SourceText:
    """The text of a file with its lines; an empty one where there is none."""
    return snapshot.project.source(path)


def depends_on_users(snapshot: Snapshot, path: str) -> bool:
    """Whether who brings a file in is part of what is said of it, as of a partial or a parent."""
    model = model_of(snapshot, path)
    return model is not None and (
        not model.declares_inputs
        or any(local.kind == "macro" for local in model.locals)
        or any(block.tag == "block" for block in model.document.template.blocks())
    )


def dependencies(snapshot: Snapshot, path: str, *, large_file: bool = False) -> frozenset[str]:
    """The other files on which what is said of a file depends; with `large_file` while it is typed in."""
    model = model_of(snapshot, path)
    if model is None or (large_file and model.document.engine == "markdown"):
        return frozenset()  # of what an agent file leads to nothing is asked before it is saved
    return containers.dependencies_of(snapshot.project, path)


def namesakes(snapshot: Snapshot, path: str) -> frozenset[str]:
    """The other files that one tool finds under the name that a file has now."""
    return frozenset(each.path for each in snapshot.project.namesakes(path))
