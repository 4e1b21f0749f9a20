"""Bundle a prompt of the workspace: one file with everything it includes."""

from __future__ import annotations

from promptwell.errors import FileProblem
from promptwell.language.semantics.bundle.bundle import Bundle, bundle
from promptwell.language.semantics.project import Project


def bundle_prompt(project: Project, path: str) -> Bundle:
    """A prompt file with its includes, imports and parents put in.

    Raises:
        FileProblem: there is no such file in the workspace.
        BundleError: it can't be made one file; the message begins with the file and line.
    """
    document = project.document(path)
    if document is None:
        raise FileProblem(f"{path}: there is no such file in the workspace, or it can't be read")
    return bundle(project, document)
