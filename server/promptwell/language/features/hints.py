"""What an editor shows between the words: tokens of messages, types and defaults, what is hidden."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from promptwell.language.detectors.agent_keys import profile_of
from promptwell.language.features.agent_size import description_tokens, text_tokens
from promptwell.language.features.hidden_places import hidden_places
from promptwell.language.features.markdown import value_text
from promptwell.language.semantics.model import Declaration, SemanticModel
from promptwell.language.semantics.models.reference import model_reference
from promptwell.language.semantics.tokens.counting import ESTIMATES_ONLY, TokenCount, Tokenizers
from promptwell.language.semantics.tokens.prompt import count_message
from promptwell.language.semantics.types import ANY
from promptwell.language.text.source import Span

_LONGEST_DEFAULT = 30


@dataclass(frozen=True, slots=True)
class HintChoice:
    """Which hints are wanted."""

    message_tokens: bool = True
    inferred_types: bool = True
    default_values: bool = True
    hidden_text: bool = True


class Hint(NamedTuple):
    """A few words shown behind an offset; what they mean is told on hovering."""

    offset: int
    label: str
    kind: Literal["tokens", "type", "default", "hidden"]
    tooltip: str


def hints(
    model: SemanticModel,
    span: Span,
    choice: HintChoice,
    tokenizers: Tokenizers = ESTIMATES_ONLY,
) -> list[Hint]:
    """The hints of a range, in the order of the text.

    At the end of a role line stands how many tokens its message has; behind the name of an input
    whose declaration gives no type, the type that its use, default or data tells; where the body
    first writes an input, its default. Nothing is shown that can be read right there: no
    default at every use, no type beside a value that shows it. Characters that don't show, encoded
    text and look-alikes are told where they stand.
    """
    found: list[Hint] = []
    if choice.message_tokens:
        found += _tokens(model, span, tokenizers)
        found += _agent_tokens(model, span, tokenizers)
    if choice.inferred_types:
        found += _types(model, span)
    if choice.default_values:
        found += _defaults(model, span)
    if choice.hidden_text and model.document.embedding is None:
        found += _hidden(model, span)
    return sorted(found)


def _tokens(model: SemanticModel, span: Span, tokenizers: Tokenizers) -> Iterator[Hint]:
    named = model_reference(model.document)
    for message in model.messages:
        place = message.marker
        if message.implicit or not message.role or not _touches(span, place.end):
            continue
        tokens = count_message(model.document, message, named.name if named else None, tokenizers)
        words = "token" if tokens.count.count == 1 else "tokens"
        label = f"{tokens.count} {words}{' + values' if tokens.has_values else ''}"
        yield Hint(place.end, label, "tokens", _explained(tokens.count, tokens.has_values))


def _agent_tokens(model: SemanticModel, span: Span, tokenizers: Tokenizers) -> Iterator[Hint]:
    """Behind the description what is always there, at the head of the text what comes with it."""
    document = model.document
    profile = profile_of(document)
    if profile is None:
        return
    value = document.root.get("description") if profile.describes else None
    if value is not None and _touches(span, value.span.end):
        count = description_tokens(document, tokenizers)
        tooltip = f"Name and description stand before the model always. {_how(count)}"
        yield Hint(value.span.end, f"{_number(count)}, always", "tokens", tooltip)
    head = document.front_matter.span.start if document.front_matter else 0
    first = document.source.line_span(document.source.line_number(head)).end
    if _touches(span, first) and document.source.slice(document.body).strip():
        count = text_tokens(document, tokenizers)
        when = f", {profile.loads}" if profile.loads else ""
        tooltip = f"The text stands before the model{when.lstrip(',')}. {_how(count)}"
        yield Hint(first, _number(count), "tokens", tooltip)


def _number(count: TokenCount) -> str:
    return f"{count} {'token' if count.count == 1 else 'tokens'}"


def _how(count: TokenCount) -> str:
    if count.tokenizer == "estimate":
        return "An estimate: models of these tools count differently."
    return f"Counted with {count.tokenizer}; models of these tools count differently."


def _explained(count: TokenCount, has_values: bool) -> str:
    if count.tokenizer == "estimate":
        how = "An estimate: the tokenizer of the model is not at hand."
    else:
        how = f"Counted with {count.tokenizer}."
    what = "The written text of this message and what a chat adds to each."
    more = " The values that are put in come on top." if has_values else ""
    return f"{what}{more} {how}"


def _types(model: SemanticModel, span: Span) -> Iterator[Hint]:
    """For inputs that say nothing of their type, not even by a value on the same line."""
    source = model.document.source
    for declaration in model.declarations:
        place = declaration.name_span
        if declaration.origin != "inputs" or declaration.kind_text or not _touches(span, place.end):
            continue
        known = model.type_of_input(declaration.name)
        if known == ANY or _shows_its_type(model, declaration):
            continue
        offset = place.end
        line_end = source.line_span(source.line_number(offset)).end
        behind = source.text[offset:line_end]
        is_key = behind.lstrip("\"'").startswith(":")
        if is_key:
            offset += behind.index(":") + 1
        else:
            offset += len(behind) - len(behind.lstrip("\"'"))
        label = str(known) if is_key else f": {known}"
        tooltip = "The declaration gives no type; this one is told by its default, data or use."
        yield Hint(offset, label, "type", tooltip)


def _shows_its_type(model: SemanticModel, declaration: Declaration) -> bool:
    """Whether the value stands right behind the name: `tone: friendly`."""
    shown = declaration.default_span
    line_number = model.document.source.line_number
    return shown is not None and line_number(shown.start) == line_number(declaration.name_span.end)


def _defaults(model: SemanticModel, span: Span) -> Iterator[Hint]:
    """Where the body first writes an input that has a default in this file."""
    seen: set[str] = set()
    for use in model.free_uses:
        if not use.output or use.path or use.name in seen:
            continue
        seen.add(use.name)
        declaration = model.declared.get(use.name)
        if declaration is None or not declaration.has_default or declaration.required:
            continue
        if _touches(span, use.span.end):
            label = f"= {value_text(declaration.default, _LONGEST_DEFAULT)}"
            whole = value_text(declaration.default)
            tooltip = f"Default of {use.name}, used when no value is given: {whole}"
            yield Hint(use.span.end, label, "default", tooltip)


def _hidden(model: SemanticModel, span: Span) -> Iterator[Hint]:
    """What stands here unseen or in disguise; prompts in a file are told with the file."""
    for place in hidden_places(model.document):
        if _touches(span, place.offset):
            yield Hint(place.offset, place.label, "hidden", place.told)


def _touches(span: Span, offset: int) -> bool:
    return span.start <= offset <= span.end
