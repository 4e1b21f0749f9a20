"""What an editor shows for the thing under the pointer, as Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from promptwell.language.features.attribute_source import Source, attribute_source
from promptwell.language.features.data.arguments import argument_meaning
from promptwell.language.features.data.filters import FILTERS
from promptwell.language.features.data.names import GLOBALS, LOOP, SPECIAL
from promptwell.language.features.data.tags import TAGS
from promptwell.language.features.data.tests import TESTS
from promptwell.language.features.definition import parent_blocks
from promptwell.language.features.describe import (
    describe_builtin,
    describe_file,
    describe_input,
    describe_key,
    describe_local,
    describe_model,
    describe_type,
    describe_value,
    place_seen,
)
from promptwell.language.features.describe_agents import (
    describe_agent_file,
    describe_in_agent_file,
)
from promptwell.language.features.describe_metadata import describe_metadata
from promptwell.language.features.describe_prompt import describe_prompt, describe_role
from promptwell.language.features.describe_rule import describe_rule
from promptwell.language.features.describe_score import describe_score
from promptwell.language.features.example_values import example_of, follow
from promptwell.language.features.hidden_places import hidden_at
from promptwell.language.features.imports import imported_by
from promptwell.language.features.macro_arguments import parameter_of
from promptwell.language.features.markdown import code, plain
from promptwell.language.features.symbol import Symbol, symbol_at
from promptwell.language.features.tested_variables import describe_tested, variable_at
from promptwell.language.rules.base import Diagnostic
from promptwell.language.semantics.handlebars.kernel_helpers import CATEGORIES
from promptwell.language.semantics.handlebars.vocabulary import vocabulary_of
from promptwell.language.semantics.handlebars.words import Vocabulary
from promptwell.language.semantics.metadata_declarations import MetadataDeclarations
from promptwell.language.semantics.model import ABSENT, Call, SemanticModel
from promptwell.language.semantics.models.reference import provider_of
from promptwell.language.semantics.models.table import find_model
from promptwell.language.semantics.paths import relative_to
from promptwell.language.semantics.project import Project
from promptwell.language.semantics.tokens.counting import ESTIMATES_ONLY, Tokenizers
from promptwell.language.syntax.suppressions import rule_at
from promptwell.language.text.source import Span

_STEERING = {
    "else": "What stands for the case that the block's own does not.",
    ">": "A partial: the text of another file stands here, filled in with the same inputs.",
    "#>": "A partial with a block, which stands here if the partial is missing.",
}
_NO_FIELDS = MetadataDeclarations()


class Hover(NamedTuple):
    """What to show, and the range it is about."""

    span: Span
    text: str


def hover(
    project: Project,
    model: SemanticModel,
    offset: int,
    tokenizers: Tokenizers = ESTIMATES_ONLY,
    diagnose: Callable[[], Iterable[Diagnostic]] | None = None,
    metadata: MetadataDeclarations = _NO_FIELDS,
) -> Hover | None:
    """What is known of the thing at an offset; None over plain text.

    The text is Markdown in which nothing from a file can format, link or load anything.
    `diagnose` tells all that is wrong in the file, for the score of the whole prompt; `metadata` which
    fields the settings declare.
    """
    mark = _opening_mark(model)
    if mark is not None and mark.start <= offset <= mark.end:
        whole = describe_agent_file(model, tokenizers)
        whole = whole or describe_prompt(project, model, tokenizers)
        if diagnose is not None:
            whole += f"\n\n{describe_score(diagnose(), model.document.source.end)}"
        return Hover(mark, whole)
    unseen = hidden_at(model.document, offset)
    if unseen is not None:
        return Hover(unseen.span, unseen.text)
    named = rule_at(model.document, offset)
    if named is not None:
        text = describe_rule(named.name)
        return Hover(named.span, text) if text else None
    tested = variable_at(project, model, offset)
    if tested is not None:
        return Hover(tested.span, describe_tested(project, model, tested))
    symbol = symbol_at(model, offset)
    if symbol is None:
        return None
    described = describe_metadata(model.document, symbol, metadata) or None
    if described is None:
        described = describe_in_agent_file(project, model, symbol, tokenizers)
    text = _text(project, model, symbol, tokenizers) if described is None else described
    return Hover(symbol.span, text) if text else None


def _opening_mark(model: SemanticModel) -> Span | None:
    """The `---` at the top of the file."""
    front_matter = model.document.front_matter
    if front_matter is None or model.document.is_container:
        return None
    start = front_matter.span.start
    return Span(start, min(start + 3, front_matter.content.start))


def _text(project: Project, model: SemanticModel, symbol: Symbol, tokenizers: Tokenizers) -> str:
    kind, name = symbol.kind, symbol.name
    if kind == "input":
        return describe_input(project, model, name)
    if kind in ("local", "macro") and symbol.local is not None:
        found = imported_by(project, model, symbol.local, name)
        if found is not None and found.macro is not None:
            return describe_local(project, found.model, found.macro, seen_from=model)
        return describe_local(project, model, symbol.local)
    if kind in ("filter", "test", "function", "special", "tag", "attribute"):
        return _part_of_expression(project, model, symbol)
    if kind == "argument" and symbol.call is not None:
        return _argument(project, model, symbol.call, name)
    if kind == "block":
        return _block(project, model, name)
    if kind == "role" and symbol.message is not None:
        return describe_role(model, symbol.message, tokenizers)
    return _in_front_matter(project, model, symbol, tokenizers)


def _in_front_matter(
    project: Project, model: SemanticModel, symbol: Symbol, tokenizers: Tokenizers
) -> str:
    if symbol.kind == "reference" and symbol.reference is not None:
        return describe_file(project, model, symbol.reference)
    if symbol.kind == "model":
        prompt = describe_prompt(project, model, tokenizers)
        return f"{_model(model, symbol.name)}\n\n---\n\n{prompt}"
    if symbol.kind == "key":
        described = describe_key(model, symbol.path)
        if symbol.path == ("name",):
            described += f"\n\n---\n\n{describe_prompt(project, model, tokenizers)}"
        return described
    return describe_value(model, symbol.path, symbol.name)


def _model(model: SemanticModel, name: str) -> str:
    info = find_model(name, provider_of(model.document))
    if info is None:
        return f"{code(name)} — model or deployment that the tables don't know"
    return describe_model(info)


def _block(project: Project, model: SemanticModel, name: str) -> str:
    above = parent_blocks(project, model, name)
    if not above:
        return f"{code(name)} — block"
    path = relative_to(above[0].path, model.document.path.rpartition("/")[0] or "/")
    return f"{code(name)} — block, replaces the one of {code(path)}"


def _part_of_expression(project: Project, model: SemanticModel, symbol: Symbol) -> str:
    if symbol.kind != "attribute" and model.document.engine == "handlebars":
        return _of_handlebars(vocabulary_of(model.document), symbol.name)
    if symbol.kind != "attribute":
        return _builtin(symbol.kind, symbol.name)
    known = LOOP.get(symbol.name) if symbol.owner == "loop" else None
    if known is not None:
        return describe_builtin("attribute of the loop", known.signature, known.text)
    example = _example(project, model, symbol)
    described = describe_type(f"{symbol.owner}.{symbol.name}", symbol.type, example)
    source = attribute_source(project, model, symbol.span)
    return f"{described}\n\n{_origin(model, source)}" if source else described


def _origin(model: SemanticModel, source: Source) -> str:
    """What the declaration says of an attribute, and where it stands."""
    schema = source.declared.schema
    where = place_seen(model, source.location, source.model)
    told = schema.get("description") if schema is not None else None
    words = "A property declared in" if schema is not None else "Shown by the sample in"
    return "\n\n".join([*([plain(told.text() or "")] if told else []), f"{words} {where}."])


def _example(project: Project, model: SemanticModel, symbol: Symbol) -> Any:
    """A value that an attribute may have where it is read."""
    for use in model.uses:
        if symbol.span in use.path_spans:
            owner = example_of(project, model, use.name, use.span.start)
            return follow(owner, use.path[: use.path_spans.index(symbol.span) + 1])
    return ABSENT


def _argument(project: Project, model: SemanticModel, call: Call, name: str) -> str:
    """The name of an argument: what it means, and the call that takes it."""
    parameter = parameter_of(project, model, call, name)
    owner = project.model(parameter[0]) if parameter is not None else None
    if parameter is not None and owner is not None:
        return describe_local(project, owner, parameter[1], seen_from=model)
    meaning = argument_meaning(call.name, name)
    known = (FILTERS if call.kind == "filter" else GLOBALS).get(call.name)
    if known is None or call.kind == "test" or name not in known.signature:
        return ""
    words = {"filter": "argument of the filter", "function": "argument of the function"}
    head = f"{code(name)} — {words[call.kind]} {code(known.signature)}"
    return "\n\n".join(each for each in (head, meaning or known.text) if each)


def _of_handlebars(vocabulary: Vocabulary, name: str) -> str:
    """A helper, or a value behind `@`."""
    ends = name.startswith("/")
    name = name.lstrip("/").removeprefix("else ").removeprefix("@")
    helper = vocabulary.helpers.get(name)
    if helper is not None:
        return describe_builtin("helper", f"{{{{{helper.signature}}}}}", helper.text)
    if name in vocabulary.data:
        return describe_builtin("of Handlebars", f"{{{{@{name}}}}}", vocabulary.data[name])
    if name in _STEERING:
        return describe_builtin("of a block", f"{{{{{name}}}}}", _STEERING[name])
    if ends:
        return f"{code(name)} — the end of the block"
    plugin, _, function = name.replace(".", "-", 1).partition("-")
    if vocabulary.is_function(name):
        if plugin in CATEGORIES:
            return f"{code(name)} — helper of Handlebars.Net.Helpers, which .NET brings along"
        return f"{code(name)} — function {code(function)} of the plugin {code(plugin)}"
    return f"{code(name)} — helper or value of the application"


def _builtin(kind: str, name: str) -> str:
    if kind == "tag":
        tag = TAGS.get(name)
        return describe_builtin("tag", f"{{% {tag.signature} %}}", tag.text) if tag else ""
    if kind == "function" and name in SPECIAL:
        kind = "special"  # `super()` and its like are called
    tables = {"filter": FILTERS, "test": TESTS, "function": GLOBALS, "special": SPECIAL}
    known = tables[kind].get(name)
    if known is None:
        words = {"filter": "filter of the application", "test": "test of the application"}
        return f"{code(name)} — {words.get(kind, 'given by the application')}"
    return describe_builtin(kind if kind != "special" else "of Jinja", known.signature, known.text)
