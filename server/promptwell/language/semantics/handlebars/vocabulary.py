"""Which helpers and values a Handlebars template may use: those of the tool that renders its file."""

from __future__ import annotations

from promptwell.language.semantics.handlebars.dotprompt_helpers import DOTPROMPT
from promptwell.language.semantics.handlebars.kernel_helpers import KERNEL
from promptwell.language.semantics.handlebars.plain_helpers import HANDLEBARS
from promptwell.language.semantics.handlebars.words import Vocabulary
from promptwell.language.syntax.document import PromptDocument

_BY_DIALECT = {"dotprompt": DOTPROMPT, "semantic-kernel-handlebars": KERNEL}


def vocabulary_of(document: PromptDocument) -> Vocabulary:
    """The words of a document's Handlebars."""
    return _BY_DIALECT.get(document.dialect, HANDLEBARS)
