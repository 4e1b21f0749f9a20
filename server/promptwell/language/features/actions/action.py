"""What a code action is, and the question that it answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple, get_args

from promptwell.language.features.location import FileEdits
from promptwell.language.rules.base import Diagnostic
from promptwell.language.semantics.containers import file_of
from promptwell.language.semantics.model import SemanticModel
from promptwell.language.semantics.project import Project
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.text.edit import TextEdit
from promptwell.language.text.source import Span

ActionKind = Literal[
    "quickfix",
    "refactor.extract",
    "refactor.inline",
    "refactor.rewrite",
    "source.fixAll.promptwell",
    "source.addMissingInputs.promptwell",
    "source.removeUnusedInputs.promptwell",
    "source.sortKeys.promptwell",
]

KINDS: tuple[ActionKind, ...] = get_args(ActionKind)
"""Every kind that may be offered."""


class NewFile(NamedTuple):
    """A file that an action makes."""

    path: str
    text: str


class Change(NamedTuple):
    """What an action does: the files it makes, and the edits of those that are there."""

    edits: FileEdits
    created: tuple[NewFile, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class CodeAction:
    """One thing to offer.

    `change` works out what it does, once somebody chooses it. `diagnostics` are the findings that
    it answers; a `preferred` action is the usual choice. Where it can't be done here, `refusal`
    says why, and `change` gives nothing.
    """

    title: str
    kind: ActionKind
    change: Callable[[], Change]
    diagnostics: tuple[Diagnostic, ...] = ()
    preferred: bool = False
    refusal: str = ""


def refused(title: str, kind: ActionKind, reason: str) -> CodeAction:
    """An action that can't be done here, and why."""
    return CodeAction(title, kind, lambda: Change({}), refusal=reason)


@dataclass(frozen=True)
class Question:
    """What somebody wants to do something about.

    Args:
        project: the files.
        model: the file.
        span: the range that is selected; empty for a cursor.
        diagnostics: all findings in the file.
        only: the kinds asked for, each with those below it; empty for whatever fits the place.
        creates: whether the editor can make files.
        names_in: tells what stands in a folder, folders with a `/` at the end.
    """

    project: Project
    model: SemanticModel
    span: Span
    diagnostics: Sequence[Diagnostic]
    only: tuple[str, ...] = ()
    creates: bool = True
    names_in: Callable[[str], Sequence[str]] = lambda _: ()

    @property
    def document(self) -> PromptDocument:
        """The file as parsed."""
        return self.model.document

    @cached_property
    def touched(self) -> tuple[Diagnostic, ...]:
        """The findings that the range touches."""
        return tuple(each for each in self.diagnostics if touches(each.span, self.span))

    def names(self, kind: str) -> bool:
        """Whether a kind is among those asked for by name."""
        return any(not each or kind == each or kind.startswith(f"{each}.") for each in self.only)

    def wants(self, kind: str) -> bool:
        """Whether a kind is asked for, by name or because nothing is named."""
        return not self.only or self.names(kind)

    @property
    def file(self) -> str:
        """The path of the file that the findings are of."""
        return file_of(self.project, self.document.path)

    def fixed(self, *edits: TextEdit) -> Change:
        """A change of the file by edits that findings bring along."""
        return Change({self.file: tuple(sorted(edits))})

    def edit(self, *edits: TextEdit) -> Change:
        """A change of the file in question alone."""
        return Change({self.document.path: tuple(sorted(edits))})


def touches(one: Span, other: Span) -> bool:
    """Whether two ranges meet: a cursor at either end of a range touches it."""
    return one.start <= other.end and other.start <= one.end
