"""A fault found while reading a file. Rules turn problems into diagnostics."""

from __future__ import annotations

from typing import NamedTuple

from promptwell.language.text.edit import TextEdit
from promptwell.language.text.source import Span


class Problem(NamedTuple):
    """One fault of syntax: the rule that reports it, where, why, and edits that would mend it.

    `related` points to other places that explain it (the block that is still open).
    `fix` is a title and the edits, or None. `accepted` marks a fault that the owning tool
    lets pass (a custom tag that an application may have registered): it is no error.
    """

    rule: str
    span: Span
    message: str
    related: tuple[tuple[Span, str], ...] = ()
    fix: tuple[str, tuple[TextEdit, ...]] | None = None
    accepted: bool = False

    def shift(self, by: int) -> Problem:
        """The same problem in a text where the read part begins `by` code points later."""
        if not by:
            return self
        fix = self.fix and (
            self.fix[0],
            tuple(TextEdit(edit.span.shift(by), edit.new_text) for edit in self.fix[1]),
        )
        related = tuple((span.shift(by), text) for span, text in self.related)
        return Problem(self.rule, self.span.shift(by), self.message, related, fix, self.accepted)
