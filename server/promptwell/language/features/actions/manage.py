"""Convert a prompt of another format to a managed prompt, in a new file beside it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from promptwell.language.features.actions.action import (
    ActionKind,
    Change,
    CodeAction,
    NewFile,
    Question,
    refused,
)

_TITLE = "Convert to a managed prompt"
_KIND: ActionKind = "refactor.rewrite"


def manage(question: Question) -> Iterator[CodeAction]:
    """The conversion of the prompt at the cursor, or of the file's only one at its beginning."""
    document = question.document
    path, _, name = document.path.partition("#")
    if document.embedding is not None:
        name = document.embedding.name
    file = question.project.document(path) if document.embedding is not None else document
    from promptwell.language.semantics.managed import is_convertible, managed_prompts

    if file is None or not is_convertible(file) or not _is_asked(question):
        return
    if not question.creates:
        yield refused(_TITLE, _KIND, "this editor makes no files for a language server")
        return
    found = managed_prompts(file, question.project.files.read)
    fitting = [each for each in found if each.name == name] or (found if len(found) == 1 else [])
    for prompt in fitting[:1]:
        leaf = prompt.path.rpartition("/")[2]
        if prompt.refusals:
            yield refused(_TITLE, _KIND, prompt.refusals[0][0])
        elif question.project.files.read(prompt.path) is not None:
            yield refused(_TITLE, _KIND, f"`{leaf}` is there already")
        else:
            new = NewFile(prompt.path, prompt.text)
            yield CodeAction(f"{_TITLE}: {leaf}", _KIND, partial(Change, {}, (new,)))


def _is_asked(question: Question) -> bool:
    """Whether the cursor is in a prompt of a container, or in the front matter or first line."""
    document = question.document
    start = question.span.start
    front_matter = document.front_matter
    if document.embedding is not None or (front_matter and front_matter.span.contains(start)):
        return True
    return document.source.line_number(start) == 0
