"""What `shows WHAT` prints at the core: one function for each view of a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple

from tests.levels.base import first_line

from promptwell.language.features.highlights import highlights
from promptwell.language.features.hints import HintChoice
from promptwell.language.features.in_files import (
    file_folds,
    file_hints,
    file_links,
    file_selections,
    file_tokens,
)
from promptwell.language.features.lenses import lenses
from promptwell.language.features.linked_editing import linked
from promptwell.language.features.signature import signature_help
from promptwell.language.semantics.containers import model_at
from promptwell.language.semantics.model import SemanticModel
from promptwell.language.semantics.project import Project
from promptwell.language.text.source import Span
from promptwell.settings.rule_levels import rule_settings
from promptwell.settings.workspace import WorkspaceSettings


class Viewed(NamedTuple):
    """The file that is looked at, and the offset of the case's cursor (0 where it has none)."""

    project: Project
    model: SemanticModel
    offset: int
    settings: WorkspaceSettings

    @property
    def path(self) -> str:
        """The file's path."""
        return self.model.document.path

    @property
    def inner(self) -> SemanticModel:
        """What answers for the cursor: the file, or a prompt in it."""
        return model_at(self.project, self.path, self.offset) or self.model

    def place(self, span: Span) -> str:
        """A range as `line:column-line:column`, counted from 1, the end past the last character."""
        source = self.model.document.source
        start, end = source.line_column(span.start), source.line_column(span.end)
        return f"{start[0] + 1}:{start[1] + 1}-{end[0] + 1}:{end[1] + 1}"


def _folds(viewed: Viewed) -> list[str]:
    line = viewed.model.document.source.line_number
    return [
        f"{line(span.start) + 1}-{line(span.end) + 1} {kind}".strip()
        for span, kind, _ in file_folds(viewed.project, viewed.path)
    ]


def _selections(viewed: Viewed) -> list[str]:
    return [
        f"{viewed.place(span)} {first_line(viewed.model.document.source.slice(span))}"
        for span in file_selections(viewed.project, viewed.path, viewed.offset)
    ]


def _highlights(viewed: Viewed) -> list[str]:
    found = highlights(viewed.inner, viewed.offset)
    return [
        f"{viewed.place(span)} {viewed.model.document.source.slice(span)} {kind}".removesuffix(
            " text"
        )
        for span, kind in found
    ]


def _linked(viewed: Viewed) -> list[str]:
    found = linked(viewed.inner, viewed.offset)
    return [
        f"{viewed.place(span)} {viewed.model.document.source.slice(span)}"
        for span in (found.spans if found else ())
    ]


def _signature(viewed: Viewed) -> list[str]:
    found = signature_help(viewed.project, viewed.inner, viewed.offset)
    lines = []
    for each in found.signatures if found else ():
        start, end = (0, 0) if each.active is None else each.parameters[each.active]
        marked = f"{each.label[:start]}>{each.label[start:end]}<{each.label[end:]}"
        lines.append(marked if end else each.label)
    return lines


def _tokens(viewed: Viewed) -> list[str]:
    path = viewed.model.document.path
    settings = rule_settings(viewed.settings.at(path), path, date(2026, 1, 1))
    return [
        f"{viewed.place(span)} {viewed.model.document.source.slice(span)} "
        + " ".join([kind.type, *kind.modifiers])
        for span, kind in file_tokens(viewed.project, path, settings)
        if kind.type != "operator"
    ]


def _links(viewed: Viewed) -> list[str]:
    return [
        f"{viewed.place(span)} {viewed.model.document.source.slice(span)} -> {tooltip}"
        for span, _, tooltip in file_links(viewed.project, viewed.path)
    ]


def _hints(viewed: Viewed) -> list[str]:
    wanted = viewed.settings.at(viewed.model.document.path).inlay_hints
    choice = HintChoice(
        wanted.message_tokens,
        wanted.inferred_types,
        wanted.default_values,
        wanted.hidden_text,
    )
    whole = Span(0, viewed.model.document.source.end)
    return [
        f"{viewed.place(Span(each.offset, each.offset)).partition('-')[0]} {each.label}"
        for each in file_hints(viewed.project, viewed.path, whole, choice)
    ]


def _lenses(viewed: Viewed) -> list[str]:
    lines = []
    for lens in lenses(viewed.project, viewed.model):
        places = [
            f"{path.rpartition('/')[2]}:{viewed.project.source(path).line_number(span.start) + 1}"
            for path, span in lens.places
        ]
        at = viewed.place(lens.span).partition("-")[0]
        lines.append(f"{at} {lens.title}: {', '.join(places)}")
    return lines


VIEWS: Mapping[str, Callable[[Viewed], list[str]]] = {
    "folds": _folds,
    "tokens": _tokens,
    "highlights": _highlights,
    "hints": _hints,
    "lenses": _lenses,
    "linked": _linked,
    "links": _links,
    "selections": _selections,
    "signature": _signature,
}
