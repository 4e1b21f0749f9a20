"""Compare two texts of a prompt: what they mean to its readers, and where they differ."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from promptwell.domain.prompts.search.chunks import prompts_in
from promptwell.domain.versions.differences.lines import diff_lines
from promptwell.domain.versions.differences.structure.change import StructureDiff
from promptwell.domain.versions.differences.structure.compare import compare_documents
from promptwell.domain.versions.differences.structure.facts import PromptFacts
from promptwell.domain.versions.differences.text_diff import TextDiff
from promptwell.domain.versions.differences.tokens import TokenDiff, diff_tokens
from promptwell.domain.versions.differences.words import with_words
from promptwell.language.semantics.tokens.counting import ESTIMATES_ONLY, Tokenizers
from promptwell.language.semantics.tokens.encodings import encoding_of
from promptwell.language.syntax.detect import NO_ASSOCIATIONS, Associations
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.parse import parse
from promptwell.language.text.source import Span


@dataclass(frozen=True)
class Comparison:
    """The difference of two texts of a prompt. Each level is found when it is first asked for.

    `path` is the file's now, `old_path` what it was called. `entry` names one prompt of a file that
    holds several: only it is compared. `default_model` stands in where a prompt names none.
    """

    old_text: str = field(repr=False)
    new_text: str = field(repr=False)
    path: str
    old_path: str
    entry: str = ""
    associations: Associations = NO_ASSOCIATIONS
    tokenizers: Tokenizers = field(default=ESTIMATES_ONLY, repr=False)
    default_model: str = ""

    @cached_property
    def lines(self) -> TextDiff:
        """The lines that differ, with the words inside."""
        found = with_words(diff_lines(self.old_text, self.new_text), self.old_text, self.new_text)
        if not self.entry:
            return found
        old, new = _places(self.old, self.entry), _places(self.new, self.entry)
        return TextDiff(
            tuple(
                hunk
                for hunk in found.hunks
                if any(_meets(each, hunk.old) for each in old)
                or any(_meets(each, hunk.new) for each in new)
            )
        )

    @cached_property
    def structure(self) -> StructureDiff:
        """What changed, in sentences."""
        found = compare_documents(
            self.old, self.new, self.tokenizers, default_model=self.default_model
        )
        if not self.entry:
            return found
        return StructureDiff(tuple(each for each in found.prompts if each.name == self.entry))

    @cached_property
    def encoding(self) -> str | None:
        """How the model that the prompt names cuts texts into tokens; None where that is not published."""
        for document in (self.new, self.old):
            for each in prompts_in(document):
                named = PromptFacts(each).named_model
                encoding = encoding_of(named.name) if named else None
                if encoding is not None:
                    return encoding
        return encoding_of(self.default_model) if self.default_model else None

    @cached_property
    def tokens(self) -> TokenDiff | None:
        """The tokens that differ; None where the model's tokenizer is not known or can't cut the texts."""
        tokenizer = self.tokenizers.tokenizer(self.encoding) if self.encoding else None
        if tokenizer is None:
            return None
        return diff_tokens(self.old_text, self.new_text, self.lines, tokenizer.starts)

    @cached_property
    def old(self) -> PromptDocument:
        """The old text, parsed."""
        return parse(self.old_text, self.old_path, associations=self.associations)

    @cached_property
    def new(self) -> PromptDocument:
        """The new text, parsed."""
        return parse(self.new_text, self.path, associations=self.associations)


def compare(
    old_text: str,
    new_text: str,
    path: str,
    *,
    old_path: str = "",
    entry: str = "",
    associations: Associations = NO_ASSOCIATIONS,
    tokenizers: Tokenizers = ESTIMATES_ONLY,
    default_model: str = "",
) -> Comparison:
    """What differs between two texts of a prompt file. Never raises on any text."""
    return Comparison(
        old_text,
        new_text,
        path,
        old_path or path,
        entry,
        associations,
        tokenizers,
        default_model,
    )


def _places(document: PromptDocument, entry: str) -> list[Span]:
    """Where a prompt of a file stands, with all that belongs to it."""
    for each in document.embedded:
        if each.path.rpartition("#")[2] == entry:
            holder = each.embedding.holder
            own = holder is not document.root
            return [each.embedding.name_span, *each.embedding.own, *([holder.span] if own else [])]
    return []


def _meets(place: Span, hunk: Span) -> bool:
    return place.overlaps(hunk) or (hunk.start == hunk.end and place.contains(hunk.start))
