"""The text of a prompt that needs no other template."""

from __future__ import annotations

from typing import NamedTuple

from promptwell.errors import BundleError
from promptwell.language.semantics.bundle.mustache import with_mustache_partials
from promptwell.language.semantics.bundle.putting_in import Assembler, prompt_start
from promptwell.language.semantics.declarations import front_matter_references
from promptwell.language.semantics.project import Project
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.templates.jinja.tree import Island
from promptwell.language.text.edit import TextEdit

# Dialects whose owners take the line end behind each tag away.
_TRIMMING = frozenset({"banks", "chat-template"})


class Bundle(NamedTuple):
    """The new text of the file, the templates it now holds, and what still has to be there with it."""

    text: str
    parts: tuple[str, ...]
    remarks: tuple[str, ...]


def bundle(project: Project, document: PromptDocument) -> Bundle:
    """Put the includes, imports and parents of a prompt into its text; the front matter stays.

    What is included becomes text; where it introduces names, `{% with %}` keeps them to
    themselves. Imported macros are defined where they are imported. A child's blocks stand in its
    parent's text. The result renders as the prompt did, also in tools that refuse includes.

    Raises:
        BundleError: a template is missing, computed or includes itself, or a tag is at fault;
            the message begins with the file and line.
    """
    _refuse_trimming(project, document)
    if document.engine == "mustache":
        body, parts = with_mustache_partials(project, document)
    else:
        assembler = Assembler(project, document)
        body, parts = assembler.body(), tuple(assembler.parts)
    text = document.text[: prompt_start(document)] + body
    files = {
        reference.target: None
        for reference in front_matter_references(document)
        if reference.kind in ("file", "sample")
    }
    remarks = [f"the front matter still reads '{name}'" for name in files]
    return Bundle(text, parts, tuple(remarks))


def inlined(project: Project, document: PromptDocument, island: Island) -> TextEdit:
    """The edit that puts what one include brings in into the tag's place.

    Includes and imports of the partial stay where they mean the same from the prompt.

    Raises:
        BundleError: it would not mean the same; the message begins with the file.
    """
    _refuse_trimming(project, document)
    return Assembler(project, document, deep=False).inlined(island)


def _refuse_trimming(project: Project, document: PromptDocument) -> None:
    if document.dialect in _TRIMMING and project.targets(document.path):
        raise BundleError(
            f"{document.path}: a template of the dialect {document.dialect} can't be bundled: its line "
            "ends depend on where tags stand"
        )
