"""What a helper or a partial of Handlebars takes, and which of its arguments the cursor is at."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from promptwell.language.semantics.handlebars.vocabulary import vocabulary_of
from promptwell.language.semantics.model import Reference, SemanticModel
from promptwell.language.semantics.project import Project
from promptwell.language.text.source import Span

_HEAD = re.compile(r"\{\{\{?~?(?P<mark>#>|[#^>&])?\s*(?:else\s+)?")
_WORD = re.compile(r"""\(|\)|[\w@./\[\]$-]+=|"[^"]*"?|'[^']*'?|[^\s()"'=]+""")
_PARAMETER = re.compile(r"""(?<=\s)(?!as\b|\|)[^\s|]+(?![^|]*\|\s*\Z)""")


class HelperCall(NamedTuple):
    """A call of a helper, or a partial that is brought in, as far as it is written.

    `position` counts the arguments without a name that stand before the cursor; `keyword` is the name
    of the argument that the cursor is in, "" where it has none.
    """

    name: str
    is_partial: bool
    position: int
    keyword: str
    given: frozenset[str]
    first: str


def helper_call(model: SemanticModel, offset: int) -> HelperCall | None:
    """The innermost call around an offset of a Handlebars template; None where none has begun."""
    document = model.document
    island = document.template.island_at(offset)
    if island is None or island.kind not in ("output", "statement"):
        return None
    if island.closed and offset > island.span.end - 2:
        return None
    head = _HEAD.match(document.text, island.span.start, offset)
    if head is None:
        return None
    calls: list[list[str]] = [[]]
    written = document.text[head.end() : offset]
    for word in _WORD.findall(written):
        if word == "(":
            calls.append([])
        elif word == ")":
            if len(calls) > 1:
                calls.pop()
                calls[-1].append("()")
        else:
            calls[-1].append(word)
    words = calls[-1]
    is_typing = bool(words) and not written[-1:].isspace() and not words[-1].endswith("=")
    arguments = words[1 : -1 if is_typing else None]
    if not words or (is_typing and len(words) == 1):
        return None
    return _call(words[0], len(calls) == 1 and (head["mark"] or "").endswith(">"), arguments)


def _call(name: str, is_partial: bool, arguments: Sequence[str]) -> HelperCall:
    position = 0
    keyword = ""
    given = set()
    first = ""
    for word in arguments:
        if word.endswith("="):
            keyword = word[:-1]
            given.add(keyword)
        elif keyword:
            keyword = ""
        else:
            first = first or word
            position += 1
    return HelperCall(name, is_partial, position, keyword, frozenset(given), first)


def partial_inputs(project: Project, path: str, name: str) -> tuple[str, ...]:
    """The names that a partial reads and does not make itself."""
    target = project.resolve(path, Reference("partial", name, Span(0, 0)))
    partial = project.model(target) if target is not None else None
    return tuple(dict.fromkeys(use.name for use in partial.free_uses)) if partial else ()


def helper_parameters(
    project: Project, model: SemanticModel, call: HelperCall
) -> tuple[str, tuple[Span, ...], int | None, str] | None:
    """The call as it is written, the places of its parameters, the one at the cursor, and its page."""
    if call.is_partial:
        names = partial_inputs(project, model.document.path, call.name)
        label = " ".join([f">{call.name}", *(f"{each}=…" for each in names)])
        text = "A partial: it sees what is handed to it, and otherwise what the prompt sees."
    else:
        helper = vocabulary_of(model.document).helpers.get(call.name)
        if helper is None:
            return None
        label, text = helper.signature, helper.text
    places = [Span(*match.span()) for match in _PARAMETER.finditer(label)]
    if not places:
        return None
    return (
        label,
        tuple(places),
        _active([label[each.start : each.end] for each in places], call),
        text,
    )


def _active(parameters: Sequence[str], call: HelperCall) -> int | None:
    named = {each.partition("=")[0]: index for index, each in enumerate(parameters) if "=" in each}
    if call.keyword:
        return named.get(call.keyword)
    plain = [index for index, each in enumerate(parameters) if "=" not in each]
    if call.position < len(plain):
        return plain[call.position]
    left = (index for name, index in named.items() if name not in call.given)
    return next(left, None)
