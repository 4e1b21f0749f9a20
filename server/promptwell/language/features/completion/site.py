"""The place that is asked about, with all that an answer may depend on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from promptwell.language.rules.base import RuleSettings
from promptwell.language.semantics.model import SemanticModel
from promptwell.language.semantics.project import Project
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.templates.jinja.dialects import Dialect, dialect
from promptwell.language.text.source import Span

NamesIn = Callable[[str], Sequence[str]]


class Site(NamedTuple):
    """An offset of a file. `settings` tell today's date and the names that the application adds.

    `names_in` tells what stands in a folder, folders with a `/` at the end.
    """

    project: Project
    model: SemanticModel
    offset: int
    settings: RuleSettings
    names_in: NamesIn

    @property
    def document(self) -> PromptDocument:
        """The file as it was read."""
        return self.model.document

    @property
    def dialect(self) -> Dialect:
        """What the file's templates may use, the application's own names included."""
        known = dialect(self.document.dialect)
        settings = self.settings
        if not (settings.tags or settings.filters or settings.tests or settings.globals):
            return known
        return known.extended(settings.tags, settings.filters, settings.tests, settings.globals)

    def followed_by(self, word: Span, text: str) -> bool:
        """Whether a text stands directly behind the word that is being typed."""
        return self.document.text.startswith(text, word.end)
