"""What a level answers: the same questions to the core, to a language server and to the command line."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from tests.marked_cases import Case

from promptwell.language.text.source import Span


class Reported(NamedTuple):
    """A diagnostic as a level reported it."""

    rule: str
    severity: str
    span: Span
    message: str


class Place(NamedTuple):
    """A range of a file of the case."""

    path: str
    span: Span


class RefusedError(Exception):
    """A level said that it will not do what was asked, and why."""


class OpenCase(Protocol):
    """One case's workspace, open at one level. Paths are the case's own, relative ones.

    A question that the level has no way to answer returns None.
    """

    def diagnostics(self, path: str) -> list[Reported] | None:
        """What is reported for a file."""

    def after(self, how: str, title: str, rules: frozenset[str] | None) -> dict[str, str] | None:
        """The files' texts after fixes ("safe", "unsafe") of these rules, an action, a completion,
        formatting ("format") or typing ("type"); files that an action makes are among them."""

    def hover(self, place: Place) -> str | None:
        """What hovering at the start of a place says; "" for nothing."""

    def definitions(self, place: Place) -> list[Place] | None:
        """Where the name at a place is defined."""

    def references(self, place: Place) -> list[Place] | None:
        """Where the name at a place is defined and used."""

    def completions(self) -> list[str] | None:
        """The labels offered at the case's cursor."""

    def actions(self) -> list[str] | None:
        """The titles of the code actions offered at the case's cursor or selection."""

    def rename(self, new_name: str) -> dict[str, str] | None:
        """The files' texts after renaming what stands at the case's cursor.

        Raises:
            RefusedError: the name cannot be changed so.
        """

    def symbols(self, path: str) -> list[str] | None:
        """The outline of a file, each level indented by two spaces."""

    def view(self, what: str) -> list[str] | None:
        """The lines of one view of the case's main file, at its cursor where it has one."""


class Level(Protocol):
    """A way to ask: opens cases."""

    def open(self, case: Case) -> OpenCase:
        """Make the case's workspace known and return what answers for it."""


ASKED_KINDS: tuple[tuple[str, ...], ...] = ((), ("source",), ("refactor",))
"""Actions are asked for as for the light bulb, and by kind, as from an editor's menus."""


def shown_action(title: str, refusal: str) -> str:
    """An action as the fence `actions` lists it."""
    return f"{title} (not here: {refusal})" if refusal else title


def is_called(title: str, wanted: str) -> bool:
    """Whether a case means this title: a fence's first line cannot hold backticks."""
    return title.replace("`", "") == wanted.replace("`", "")


def first_line(text: str) -> str:
    """The first line of a text, and a sign that there is more."""
    line = text.replace("\r\n", "\n").partition("\n")[0]
    return line if line == text else f"{line} …"
