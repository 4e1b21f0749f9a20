"""All colored words of a file, or of a part of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from promptwell.language.features.semantic_tokens.front_matter import front_matter_tokens
from promptwell.language.features.semantic_tokens.names import Names
from promptwell.language.features.semantic_tokens.references import reference_tokens
from promptwell.language.features.semantic_tokens.template import template_tokens
from promptwell.language.features.semantic_tokens.token import SemanticToken
from promptwell.language.rules.base import RuleSettings
from promptwell.language.semantics.model import SemanticModel
from promptwell.language.semantics.project import Project
from promptwell.language.text.source import SourceText, Span


def semantic_tokens(
    project: Project, model: SemanticModel, settings: RuleSettings, span: Span | None = None
) -> list[SemanticToken]:
    """The words of a file and what they are, in the order of the text; none overlap, each is in one line.

    Args:
        project: the files.
        model: the file.
        settings: the filters, tests and globals that the application registers itself.
        span: only what touches this range.
    """
    document = model.document
    wanted = span or Span(0, document.source.end)
    names = Names(project, model, settings)
    found = [*template_tokens(names, wanted), *reference_tokens(model, wanted)]
    front_matter = document.front_matter
    if front_matter is not None and front_matter.span.overlaps(wanted):
        found += front_matter_tokens(names)
    tokens = _in_lines(document.source, apart(sorted(found)))
    return [each for each in tokens if each.span.overlaps(wanted)]


def apart(tokens: Iterable[SemanticToken]) -> Iterator[SemanticToken]:
    """The tokens that hold something and begin behind the end of the one before."""
    end = 0
    for token in tokens:
        if end <= token.span.start < token.span.end:
            end = token.span.end
            yield token


def _in_lines(source: SourceText, tokens: Iterable[SemanticToken]) -> Iterator[SemanticToken]:
    """The tokens, one that takes several lines as one for each of them."""
    for token in tokens:
        start, end = token.span
        first, last = source.line_number(start), source.line_number(end)
        if first == last:
            yield token
            continue
        for number in range(first, last + 1):
            line = source.line_span(number)
            text = source.slice(Span(max(start, line.start), min(end, line.end)))
            if text.strip():
                begin = max(start, line.start) + len(text) - len(text.lstrip())
                yield SemanticToken(Span(begin, begin + len(text.strip())), token.kind)
