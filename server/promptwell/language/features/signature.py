"""The call that is being written: what it takes, and which argument the cursor is at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from promptwell.language.features.available import in_loop
from promptwell.language.features.completion.cursor import chain_before, island_cursor
from promptwell.language.features.data.filters import FILTERS, BuiltinDoc
from promptwell.language.features.data.names import GLOBALS, LOOP, SPECIAL
from promptwell.language.features.data.overloads import OVERLOADS
from promptwell.language.features.data.tests import TESTS
from promptwell.language.features.helper_signature import helper_call, helper_parameters
from promptwell.language.features.imports import imported_by, signature_of
from promptwell.language.features.markdown import code
from promptwell.language.semantics.model import SemanticModel
from promptwell.language.semantics.paths import folder_of, relative_to
from promptwell.language.semantics.project import Project
from promptwell.language.syntax.templates.jinja.dialects import dialect
from promptwell.language.syntax.templates.jinja.tokens import Token, tokenize
from promptwell.language.text.source import Span

_OPENING = ("(", "[", "{")
_CLOSING = (")", "]", "}")
# Python's own, which takes nothing by name.
_BY_PLACE = frozenset({"range"})


class Signature(NamedTuple):
    """One way to call something: as it is written, with the places of its parameters in it.

    `active` is the parameter that the argument at the cursor is for; None where it has none.
    `text` is Markdown.
    """

    label: str
    parameters: tuple[Span, ...]
    active: int | None
    text: str = ""


class SignatureHelp(NamedTuple):
    """The ways to call what is being called, and which of them fits what is written."""

    signatures: tuple[Signature, ...]
    active: int = 0


class _Call(NamedTuple):
    """A call that is open at the cursor: the tokens up to its bracket, and those of its arguments."""

    before: Sequence[Token]
    arguments: Sequence[Token]


def signature_help(project: Project, model: SemanticModel, offset: int) -> SignatureHelp | None:
    """What the innermost call around an offset takes; None outside of calls.

    Works for macros of this file and imported ones, filters, tests, and Jinja's functions, and for
    helpers and partials of Handlebars, in calls that are closed or half typed.
    """
    if model.document.engine == "handlebars":
        return _of_helper(project, model, offset)
    cursor = island_cursor(model.document, offset)
    if cursor is None or model.document.engine != "jinja2":
        return None
    # Up to the cursor: a word or a text that is being typed tells nothing of its place.
    for call in _open_calls(cursor.tokens):
        known = _known(project, model, call, offset)
        if known:
            return _help(known, call)
    return None


def _of_helper(project: Project, model: SemanticModel, offset: int) -> SignatureHelp | None:
    call = helper_call(model, offset)
    known = helper_parameters(project, model, call) if call is not None else None
    return SignatureHelp((Signature(*known),)) if known is not None else None


def nameable(project: Project, model: SemanticModel, offset: int) -> tuple[str, tuple[str, ...]]:
    """What is called around an offset, and the parameters that an argument there may name.

    Left out are those that have an argument already, and `*args` and `**kwargs`, which have no
    name of their own. "" and none outside of calls, and where the brackets hold something else.
    """
    cursor = island_cursor(model.document, offset)
    tokens = cursor.tokens if cursor is not None else []
    call = next(_open_calls(tokens), None)
    if call is None or not _is_innermost(call):
        return "", ()
    given, position = _given(call.arguments)
    names: dict[str, None] = {}
    for label, _ in _known(project, model, call, offset):
        found = [label[each.start : each.end].partition("=")[0] for each in _parameters(label)]
        if call.before[-1].text not in _BY_PLACE and "*args" not in found:
            names.update(dict.fromkeys(each.strip() for each in found[position:]))
    fitting = (each for each in names if each.isidentifier() and each not in given)
    return call.before[-1].text, tuple(fitting)


def _is_innermost(call: _Call) -> bool:
    """Whether no bracket stands open within the call."""
    texts = [token.text for token in call.arguments if token.kind == "operator"]
    return sum((text in _OPENING) - (text in _CLOSING) for text in texts) == 0


def _given(arguments: Sequence[Token]) -> tuple[set[str], int]:
    """The names of the arguments that are given by name, and how many are given without one."""
    depth = 0
    starts = [0]
    for index, token in enumerate(arguments):
        if token.kind == "operator":
            depth += (token.text in _OPENING) - (token.text in _CLOSING)
            if token.text == "," and depth == 0:
                starts.append(index + 1)
    named = {
        arguments[start].text
        for start in starts
        if len(arguments) > start + 1 and arguments[start + 1].text == "="
    }
    return named, len(starts) - 1 - len(named)


def _open_calls(tokens: Sequence[Token]) -> Iterator[_Call]:
    """The calls that are open at the end of the tokens, the innermost first."""
    depth = 0
    for index in range(len(tokens) - 1, 0, -1):
        text = tokens[index].text if tokens[index].kind == "operator" else ""
        depth += (text in _CLOSING) - (text in _OPENING)
        if depth >= 0:
            continue
        depth = 0
        if text == "(" and tokens[index - 1].kind == "name" and not _defines(tokens, index):
            yield _Call(tokens[:index], tokens[index + 1 :])


def _defines(tokens: Sequence[Token], index: int) -> bool:
    """Whether a bracket holds parameters that are being named: of a macro, or of a call's body."""
    return (index == 2 and tokens[0].text == "macro") or (index == 1 and tokens[0].text == "call")


def _known(
    project: Project, model: SemanticModel, call: _Call, offset: int
) -> list[tuple[str, str]]:
    """The signatures of what is called, each with what is said about it."""
    name = call.before[-1].text
    before = [token.text for token in call.before[-3:-1]]
    if before[-1:] == ["|"]:
        return _builtin("filter", name, FILTERS.get(name))
    if len(call.before) == 2 and call.before[0].text == "filter":
        return _builtin("filter", name, FILTERS.get(name))
    if before[-1:] == ["is"] or before == ["is", "not"]:
        return _builtin("test", name, TESTS.get(name))
    return _function(project, model, call, offset)


def _function(
    project: Project, model: SemanticModel, call: _Call, offset: int
) -> list[tuple[str, str]]:
    chain = chain_before(list(call.before))
    if not chain or len(chain) > 2:
        return []
    local = model.visible_locals(offset).get(chain[0])
    if local is None:
        if chain[0] == "loop" and len(chain) == 2 and in_loop(model, offset):
            return _builtin("attribute of the loop", chain[1], LOOP.get(chain[1]))
        if len(chain) == 2 or chain[0] in model.declared:
            return []
        known = SPECIAL.get(chain[0])
        if known is None and chain[0] in dialect(model.document.dialect).globals:
            known = GLOBALS.get(chain[0])
        return _builtin("function", chain[0], known)
    if local.kind == "macro" and len(chain) == 1:
        return [(signature_of(model, local), "macro")]
    found = imported_by(project, model, local, chain[-1]) if local.kind == "import" else None
    if found is None or found.macro is None or found.macro.kind != "macro":
        return []
    where = code(relative_to(found.path, folder_of(model.document.path) or "/"))
    return [(signature_of(found.model, found.macro), f"macro of {where}")]


def _builtin(kind: str, name: str, known: BuiltinDoc | None) -> list[tuple[str, str]]:
    if known is None:
        return []
    ways = OVERLOADS.get(name) if kind in ("filter", "function") else None
    text = f"{kind}\n\n{known.text}"
    return [(each, text) for each in ways or (known.signature,) if "(" in each]


def _help(known: Sequence[tuple[str, str]], call: _Call) -> SignatureHelp:
    position, keyword = _argument(call.arguments)
    signatures = []
    for label, text in known:
        parameters = _parameters(label)
        names = [label[span.start : span.end] for span in parameters]
        active = _active(names, position, keyword)
        signatures.append(Signature(label, parameters, active, text))
    fitting = (index for index, each in enumerate(signatures) if each.active is not None)
    return SignatureHelp(tuple(signatures), next(fitting, 0))


def _argument(tokens: Sequence[Token]) -> tuple[int, str]:
    """Which argument the tokens end in, counted from 0, and its keyword where it has one."""
    depth = 0
    position = 0
    start = 0
    for index, token in enumerate(tokens):
        if token.kind != "operator":
            continue
        depth += (token.text in _OPENING) - (token.text in _CLOSING)
        if token.text == "," and depth == 0:
            position += 1
            start = index + 1
    last = tokens[start:]
    if len(last) >= 2 and last[0].kind == "name" and last[1].text == "=":
        return position, last[0].text
    return position, ""


def _active(parameters: Sequence[str], position: int, keyword: str) -> int | None:
    """The parameter that takes an argument."""
    names = [each.partition("=")[0].strip() for each in parameters]
    if keyword:
        if keyword in names:
            return names.index(keyword)
        return next((index for index, name in enumerate(names) if name.startswith("**")), None)
    rest = next((index for index, name in enumerate(names) if name.startswith("*")), None)
    if rest is not None and position >= rest:
        return None if names[rest].startswith("**") else rest
    return position if position < len(names) else None


def _parameters(label: str) -> tuple[Span, ...]:
    """The places of the parameters in a signature as it is written."""
    opening = label.find("(")
    found: list[Span] = []
    depth = 0
    start: int | None = None
    end = opening + 1
    for token in tokenize(label, opening, len(label)):
        text = token.text if token.kind in ("operator", "error") else ""
        if text in _CLOSING:
            depth -= 1
        if (depth == 1 and text == ",") or depth == 0:
            if start is not None:
                found.append(Span(start, end))
            start = None
        elif start is None:
            start = token.start
        if text in _OPENING:
            depth += 1
        end = token.end
    return tuple(found)
