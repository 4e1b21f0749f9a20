"""The rule conflict-markers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from promptwell.language.rules.base import Finding, Related, Rule, RuleContext
from promptwell.language.rules.severity import Severity
from promptwell.language.syntax.conflict_markers import MarkedConflict, marked_conflicts

if TYPE_CHECKING:
    from promptwell.language.semantics.model import SemanticModel


class ConflictMarkers(Rule):
    """A merge conflict that nobody has settled.

    ## What it does

    Reports each conflict that `git merge`, `git rebase` or another tool has marked in a file and that
    is still there: `<<<<<<<`, `=======` and `>>>>>>>`, each at the beginning of a line, all of one
    length, with or without the base behind `|||||||`. A line `=======` by itself is a heading.

    Until it is settled, the file says two things at once. What else would be wrong with it is mostly
    wrong because of the marks, so only what concerns security is reported beside them.

    In an editor, actions take one side, both of them or the base, for one conflict or for all of the
    file. (VS Code shows lenses of its own for this.)

    A set of marks in fenced code is a hint: a text about merging shows them.

    ## Why is this bad?

    The marks are sent to the model, together with both versions of the instruction. In front matter
    they make a file that no tool loads.

    ## In real files

    No set of marks stands in 1,000 files of whole repositories, in fenced code or outside.

    ## Example

    ```prompty
    ---
    name: greeting
    ---
    system:
    <<<<<<< HEAD
    Greet the customer by first name.
    =======
    Greet the customer formally.
    >>>>>>> formal-tone
    ```

    ```prompty
    ---
    name: greeting
    ---
    system:
    Greet the customer formally.
    ```
    """

    group = "structure"
    severity = "error"
    large_files = True

    def check(self, model: SemanticModel, context: RuleContext) -> Iterator[Finding]:
        """Yield each conflict at the mark that opens it."""
        if model.document.embedding is not None:
            return  # the file that holds the prompt is told
        for each in marked_conflicts(model.document.text):
            related = tuple(
                Related(mark, _SAYS[len(each.marks)][at])
                for at, mark in enumerate(each.marks)
                if at
            )
            severity: Severity | None = "hint" if each.shown else None
            yield Finding(each.marks[0], f"{_between(each)} is not settled", (), related, severity)


_SAYS = {
    3: ("", "theirs begins here", "the conflict ends here"),
    4: ("", "what both began with", "theirs begins here", "the conflict ends here"),
}


def _between(conflict: MarkedConflict) -> str:
    ours, theirs = conflict.our_label, conflict.their_label
    if not ours or not theirs:
        return "this merge conflict"
    return f"the merge conflict between `{ours}` and `{theirs}`"
