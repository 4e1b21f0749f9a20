"""A parsed file to its meaning."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from promptwell.language.semantics.agent_files import agent_references, is_agent_file
from promptwell.language.semantics.agent_holes import resolve_holes
from promptwell.language.semantics.container_inputs import one_spelling
from promptwell.language.semantics.declarations import (
    binding_uses,
    declarations,
    front_matter_references,
)
from promptwell.language.semantics.handlebars.names import resolve_handlebars
from promptwell.language.semantics.inference import declared_types, inferred_types
from promptwell.language.semantics.model import Reference, SemanticModel
from promptwell.language.semantics.names import resolve_names
from promptwell.language.semantics.promptfoo.read import read_suite
from promptwell.language.semantics.promptfoo.suite import is_suite, suite_references
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.templates.styles import KERNEL_HANDLEBARS

_RESOLVERS = {"handlebars": resolve_handlebars, "markdown": resolve_holes}


def analyze(document: PromptDocument, data: Mapping[str, Any] | None = None) -> SemanticModel:
    """What a document means: its inputs, every use of a name, and what it refers to.

    Args:
        document: the parsed file.
        data: contents of the sample files and datasets that it names, by the path as written.
    """
    if is_suite(document):
        named = suite_references(read_suite(document))
        return SemanticModel(document, (), (), (), lambda: named, (), {})
    declared = declarations(document, data or {})
    types = declared_types(declared)
    names = _RESOLVERS.get(document.engine, resolve_names)(document, types)
    if document.engine == "semantic-kernel" or document.dialect == KERNEL_HANDLEBARS:
        names.uses = one_spelling(names.uses, declared)
    written = (*front_matter_references(document), *names.references)

    def references() -> tuple[Reference, ...]:
        return (*agent_references(document), *written) if is_agent_file(document) else written

    return SemanticModel(
        document,
        declared,
        (*binding_uses(document), *names.uses),
        tuple(names.locals),
        references,
        tuple(names.calls),
        inferred_types(types, names.uses, names.locals),
    )
