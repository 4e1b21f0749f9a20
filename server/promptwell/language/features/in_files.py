"""What a file answers, put together from what the file itself and each prompt in it answer.

The features know one prompt. Here the answers about a whole file are joined, and paths and edits of
prompts that stand in other files become those files'.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain

from promptwell.language.features.actions.action import Change, CodeAction
from promptwell.language.features.completion.item import CompletionItem
from promptwell.language.features.folding import Fold, folds
from promptwell.language.features.formatting.format import format_document, format_ranges
from promptwell.language.features.hints import Hint, HintChoice, hints
from promptwell.language.features.links import Link, links
from promptwell.language.features.location import Location
from promptwell.language.features.outline import OutlineItem
from promptwell.language.features.rename import Renaming
from promptwell.language.features.selection import selections
from promptwell.language.features.semantic_tokens.token import Kind, SemanticToken
from promptwell.language.features.semantic_tokens.tokens import apart, semantic_tokens
from promptwell.language.features.symbols import document_symbols
from promptwell.language.rules.base import RuleSettings
from promptwell.language.semantics.containers import (
    edits_in_file,
    edits_in_files,
    file_of,
    model_at,
    models_of,
)
from promptwell.language.semantics.model import SemanticModel
from promptwell.language.semantics.project import Project
from promptwell.language.semantics.tokens.counting import ESTIMATES_ONLY, Tokenizers
from promptwell.language.syntax.embedding import rewritten
from promptwell.language.text.edit import TextEdit
from promptwell.language.text.source import Span

_DECLARED = Kind("parameter", ("declaration", "readonly"))


# About the whole of a file.


def file_symbols(project: Project, path: str) -> list[OutlineItem]:
    """The outline of a file, that of its prompts at their places in it."""
    outer, *inner = models_of(project, path)
    items = document_symbols(outer)
    for model in inner:
        for item in _outline_of(model):
            items = _put_in(items, item)
    return items


def file_folds(project: Project, path: str, most: int | None = None) -> list[Fold]:
    """What can be folded in a file."""
    outer, *inner = models_of(project, path)
    return folds(outer, most, inner)


def file_links(project: Project, path: str) -> list[Link]:
    """The places of a file that name another one."""
    found = chain.from_iterable(links(project, each) for each in models_of(project, path))
    return sorted(each._replace(path=file_of(project, each.path)) for each in found)


def file_hints(
    project: Project,
    path: str,
    span: Span,
    choice: HintChoice,
    tokenizers: Tokenizers = ESTIMATES_ONLY,
) -> list[Hint]:
    """The hints in a range of a file."""
    return sorted(
        hint
        for model in models_of(project, path, span)
        for hint in hints(model, span, choice, tokenizers)
    )


def file_tokens(
    project: Project, path: str, settings: RuleSettings, span: Span | None = None
) -> list[SemanticToken]:
    """The words of a file: a prompt in it is colored as a prompt and not as a text of YAML."""
    outer, *inner = models_of(project, path, span)
    found = semantic_tokens(project, outer, settings, span)
    if not inner:
        return found
    kept = list(_outside(found, sorted(chain.from_iterable(map(_own, inner)))))
    for model in inner:
        kept += semantic_tokens(project, model, settings, span)
        names = {each.name_span for each in model.declarations}
        kept += (SemanticToken(each, _DECLARED) for each in names if each.start < each.end)
    wanted = span or Span(0, outer.document.source.end)
    return [each for each in apart(sorted(kept)) if each.span.overlaps(wanted)]


def format_file(project: Project, path: str, *, trim: bool = True) -> tuple[TextEdit, ...]:
    """The edits that lay out a file; the YAML or JSON around prompts stays as it is."""
    found = (
        edits_in_file(project, each.document.path, format_document(each.document, trim=trim))
        for each in models_of(project, path)
        if not each.document.is_container
    )
    return tuple(sorted(chain.from_iterable(edits or () for edits in found)))


def format_file_ranges(
    project: Project, path: str, ranges: Sequence[Span], *, trim: bool = True
) -> tuple[TextEdit, ...]:
    """The edits that lay out what the ranges of a file touch."""
    found = (
        edits_in_file(project, each.document.path, format_ranges(each.document, ranges, trim=trim))
        for each in models_of(project, path)
        if not each.document.is_container
    )
    return tuple(sorted(chain.from_iterable(edits or () for edits in found)))


def file_selections(project: Project, path: str, offset: int) -> list[Span]:
    """The ranges around an offset of a file: those in its prompt, then those around the prompt."""
    outer = project.model(path)
    inner = model_at(project, path, offset, names=False)
    if outer is None or inner is None:
        return [Span(offset, offset)]
    around = selections(outer, offset)
    embedding = inner.document.embedding
    if embedding is None:
        return around
    within = [
        span
        for span in selections(inner, offset)
        if any(place.covers(span) for place in embedding.places)
    ]
    if not within:
        return around
    last = within[-1]
    return [*within, *(span for span in around if span.covers(last) and span != last)]


# About answers that name files.


def in_files(project: Project, locations: Iterable[Location]) -> list[Location]:
    """The places in the files that hold them, each once."""
    found = (Location(file_of(project, each.path), each.span) for each in locations)
    return list(dict.fromkeys(found))


def renaming_in_files(project: Project, renaming: Renaming) -> Renaming:
    """A renaming as the files write it."""
    if renaming.refusal:
        return renaming
    edits = edits_in_files(project, renaming.edits)
    offered = edits_in_files(project, renaming.offered)
    if edits is None or offered is None:
        return Renaming({}, "the new name can't be written where the old one stands")
    return renaming._replace(edits=edits, offered=offered)


def actions_in_files(project: Project, actions: Iterable[CodeAction]) -> list[CodeAction]:
    """The actions whose changes the files can hold, made where the prompts stand."""
    return [_in_files(project, each) for each in actions]


def items_in_file(
    project: Project, model: SemanticModel, items: Iterable[CompletionItem]
) -> list[CompletionItem]:
    """The completions of a prompt as its file writes them; those that it can't hold are left out."""
    if model.document.embedding is None:
        return list(items)
    path = model.document.path
    found = []
    for item in items:
        own = edits_in_file(project, path, [TextEdit(item.span, item.new_text)])
        beside = edits_in_file(project, path, item.edits)
        if own is not None:
            same = own[0].new_text == item.new_text
            snippet = item.snippet if same and _holds_snippet(model, item) else ""
            changed = item._replace(span=own[0].span, new_text=own[0].new_text, snippet=snippet)
            found.append(changed._replace(edits=beside or ()))
    return found


def _holds_snippet(model: SemanticModel, item: CompletionItem) -> bool:
    """Whether a text can take a snippet as it is: editors indent its lines, but escape nothing in it."""
    embedding = model.document.embedding
    scalar = embedding.scalar_at(item.span) if embedding and item.snippet else None
    if embedding is None or scalar is None or scalar.style in ("literal", "folded"):
        return True
    return rewritten(embedding.file.text, scalar, item.snippet) == item.snippet


def _in_files(project: Project, action: CodeAction) -> CodeAction:
    def change() -> Change:
        made = action.change()
        edits = edits_in_files(project, made.edits)
        return Change({}) if edits is None else made._replace(edits=edits)

    return CodeAction(
        action.title, action.kind, change, action.diagnostics, action.preferred, action.refusal
    )


def _own(model: SemanticModel) -> tuple[Span, ...]:
    return model.document.embedding.own if model.document.embedding else ()


def _outside(tokens: Iterable[SemanticToken], taken: list[Span]) -> Iterable[SemanticToken]:
    """The tokens that lie in none of the ranges, both in order."""
    index = 0
    for token in tokens:
        while index < len(taken) and taken[index].end <= token.span.start:
            index += 1
        if index == len(taken) or not taken[index].overlaps(token.span):
            yield token


def _outline_of(model: SemanticModel) -> list[OutlineItem]:
    """A prompt's own line of the outline where it has a name there, else what is in it."""
    document = model.document
    embedding = document.embedding
    items = document_symbols(model)
    if embedding is None or embedding.name_span.start == embedding.name_span.end:
        return items
    start = embedding.name_span.start
    end = max(embedding.places[-1].end, *(item.span.end for item in items), start)
    name = document.file.slice(embedding.name_span)
    return [OutlineItem(name, "key", Span(start, end), embedding.name_span, children=tuple(items))]


def _put_in(items: list[OutlineItem], item: OutlineItem) -> list[OutlineItem]:
    for index, each in enumerate(items):
        if each.name_span == item.name_span:
            children = tuple(sorted([*each.children, *item.children], key=lambda one: one.span))
            return [*items[:index], each._replace(children=children), *items[index + 1 :]]
        if each.span.covers(item.span):
            children = tuple(_put_in(list(each.children), item))
            return [*items[:index], each._replace(children=children), *items[index + 1 :]]
    return sorted([*items, item], key=lambda one: one.span)
