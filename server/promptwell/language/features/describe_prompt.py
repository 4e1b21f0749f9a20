"""What a message or a whole prompt comes to: its tokens, and what sending it costs."""

from __future__ import annotations

from promptwell.language.features.markdown import code, plain
from promptwell.language.semantics.model import SemanticModel
from promptwell.language.semantics.models.cost import estimate_cost
from promptwell.language.semantics.models.reference import model_reference
from promptwell.language.semantics.models.request import longest_answer
from promptwell.language.semantics.models.table import ModelInfo, find_model
from promptwell.language.semantics.project import Project
from promptwell.language.semantics.tokens.counting import TokenCount, Tokenizers
from promptwell.language.semantics.tokens.prompt import count_message, count_prompt
from promptwell.language.semantics.tokens.size import largest_size
from promptwell.language.syntax.document import Message
from promptwell.language.text.counted import counted


def describe_role(model: SemanticModel, message: Message, tokenizers: Tokenizers) -> str:
    """A message: its role, how many tokens its text has and what they cost."""
    name, info = _model(model)
    tokens = count_message(model.document, message, name, tokenizers)
    written = [each for each in model.messages if each.role]
    lines = [f"{code(message.role)} — message {written.index(message) + 1} of {len(written)}"]
    lines.append(f"{tokens} tokens")
    lines += _cost(tokens.count, None, info)
    return "\n\n".join(lines)


def describe_prompt(project: Project, model: SemanticModel, tokenizers: Tokenizers) -> str:
    """A prompt: its messages and inputs, its tokens with the largest values known, and the cost of a call."""
    name, info = _model(model)
    document = model.document
    title = document.root.get("name")
    shown = title.text() if title is not None else None
    tokens = count_prompt(document, name, tokenizers)
    declared = [each for each in model.declared.values() if each.origin == "inputs"]
    parts = [counted(len(tokens.messages), "message"), counted(len(declared), "input")]
    lines = [f"{code(shown or 'prompt')} — prompt with {' and '.join(parts)}"]
    facts = [f"{tokens.total} tokens written"]
    if tokens.has_values:
        facts[0] += ", values come to them"
    largest = largest_size(model, project, name, tokenizers)
    if largest.tokens.count > tokens.total.count:
        row = f", with {_row(largest.row)}" if largest.row else ", with the values in this file"
        facts.append(f"{largest.tokens} tokens at most{row}")
    if info is not None and info.context_window:
        share = largest.tokens.count / info.context_window
        percent = f"{share:.1%}" if share >= 0.001 else "under 0.1%"
        facts.append(f"{percent} of the context window of {info.context_window:,} tokens")
    lines.append("\n".join(f"- {fact}" for fact in facts))
    lines += _cost(largest.tokens, longest_answer(document), info)
    return "\n\n".join(lines)


def _model(model: SemanticModel) -> tuple[str | None, ModelInfo | None]:
    """The model's name, and what is known of it where it is surely that model."""
    named = model_reference(model.document)
    if named is None:
        return None, None
    return named.name, find_model(named.name, named.provider)


def _cost(tokens: TokenCount, answer: int | None, info: ModelInfo | None) -> list[str]:
    if info is None:
        return []
    read = estimate_cost(tokens, None, info)
    if read is None:
        return []
    whole = estimate_cost(tokens, answer, info) if answer is not None else None
    words = f"{read} to read"
    if whole is not None:
        words += f", {whole} with the longest answer allowed ({answer:,} tokens)"
    return [words, (whole or read).basis]


def _row(row: str) -> str:
    """Where the values stand, with the file's name made harmless."""
    before, _, rest = row.partition("`")
    return f"{before}{code(rest.rstrip('`'))}" if rest else plain(row)
