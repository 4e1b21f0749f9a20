"""Files that hold several prompts: which model answers for a place, and edits as the file writes them.

Everything else in the language knows one prompt, one model and one path. A prompt in another file has
a path of its own, the file's with `#` and its name behind; here paths and edits become the file's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from promptwell.language.semantics.container_inputs import input_lists
from promptwell.language.semantics.index import may_refer
from promptwell.language.semantics.model import SemanticModel
from promptwell.language.semantics.project import Project
from promptwell.language.syntax.document import Embedded, Embedding
from promptwell.language.syntax.embedding import edited_span, rewritten
from promptwell.language.text.edit import TextEdit
from promptwell.language.text.source import Span


def models_of(project: Project, path: str, span: Span | None = None) -> list[SemanticModel]:
    """What a file means: its own model, then that of each prompt in it; none where there is no file.

    With a range, only the prompts that stand in it.
    """
    outer = project.model(path)
    if outer is None:
        return []
    wanted = [
        each for each in outer.document.embedded if span is None or each.embedding.meets(span)
    ]
    inner = (project.model(each.path) for each in wanted)
    return [outer, *(each for each in inner if each is not None)]


def model_at(
    project: Project, path: str, offset: int, *, names: bool = True
) -> SemanticModel | None:
    """The model that answers for an offset of a file.

    That of the prompt whose text holds it; with `names` also where the file declares the prompt's
    inputs and says who speaks. Else the file's own.
    """
    outer = project.document(path)
    for each in outer.embedded if outer is not None else ():
        if each.reach.contains(offset) and _answers(each.embedding, offset, names=names):
            return project.model(each.path)
    return project.model(path)


def file_of(project: Project, path: str) -> str:
    """The file that a document stands in: its own path, or that of the file which holds it."""
    document = project.document(path) if "#" in path else None
    embedded = document is not None and document.embedding is not None
    return path.rpartition("#")[0] if embedded else path


def dependencies_of(project: Project, path: str) -> frozenset[str]:
    """The other files on which what is said of a file and of the prompts in it depends."""
    outer = project.model(path)
    # Of hundreds of prompts few name another file; the others need not be read to know that.
    referring = (each for each in (outer.document.embedded if outer else ()) if _may_refer(each))
    documents = [path, *(each.path for each in referring)]
    found = {file_of(project, other) for each in documents for other in project.dependencies(each)}
    return frozenset(found - {path})


def _may_refer(prompt: Embedded) -> bool:
    found: bool | None = prompt.kept.get("may refer")
    if found is None:
        scalars = prompt.embedding.scalars
        found = any(may_refer(scalar.text() or "") for scalar in scalars)
        prompt.kept["may refer"] = found
    return found


def edits_in_files(
    project: Project, edits: Mapping[str, Iterable[TextEdit]]
) -> dict[str, tuple[TextEdit, ...]] | None:
    """Edits by path as edits by file, new texts escaped and indented as their places ask for.

    None where one of them can't be written there.
    """
    found: dict[str, dict[TextEdit, None]] = {}
    for path, changes in edits.items():
        written = edits_in_file(project, path, changes)
        if written is None:
            return None
        found.setdefault(file_of(project, path), {}).update(dict.fromkeys(written))
    return {path: tuple(sorted(changes)) for path, changes in found.items()}


def edits_in_file(
    project: Project, path: str, edits: Iterable[TextEdit]
) -> tuple[TextEdit, ...] | None:
    """The edits of one document as its file writes them; None where that can't be."""
    document = project.document(path) if "#" in path else None
    if document is None or document.embedding is None:
        return tuple(edits)
    written = [_written(document.embedding, edit) for edit in edits]
    found = tuple(edit for edit in written if edit is not None)
    return found if len(found) == len(written) else None


def _answers(embedding: Embedding, offset: int, *, names: bool) -> bool:
    if embedding.holds(offset):
        return True
    return names and any(span.contains(offset) for span in (*embedding.names, *embedding.roles))


def _written(embedding: Embedding, edit: TextEdit) -> TextEdit | None:
    scalar = embedding.scalar_at(edit.span)
    if scalar is not None:
        text = embedding.file.text
        new_text = rewritten(text, scalar, edit.new_text)
        span = edited_span(text, scalar, edit.span, edit.new_text)
        return None if new_text is None else TextEdit(span, new_text)
    beside = (*embedding.names, *_lists(embedding))
    return edit if any(span.covers(edit.span) for span in beside) else None


def _lists(embedding: Embedding) -> Iterable[Span]:
    """Where the prompt's inputs are listed, up to the end of the last line of the list."""
    source = embedding.file
    for entry in input_lists(embedding.holder):
        first, last = source.line_number(entry.span.start), source.line_number(entry.span.end)
        after = source.line_starts[last + 1] if last + 1 < len(source.line_starts) else source.end
        yield Span(source.line_starts[first], after)
