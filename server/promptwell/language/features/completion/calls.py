"""What an editor inserts for something that is called: its name with holes for what must be given."""

from __future__ import annotations

from collections.abc import Sequence

from promptwell.language.features.completion.item import CompletionItem, ItemKind
from promptwell.language.features.completion.site import Site
from promptwell.language.features.data.filters import BuiltinDoc
from promptwell.language.features.data.snippets import SNIPPETS
from promptwell.language.features.describe import describe_builtin
from promptwell.language.features.imports import signature_of
from promptwell.language.semantics.model import Local, SemanticModel
from promptwell.language.text.source import Span


def builtin(
    site: Site,
    name: str,
    kind: ItemKind,
    word: Span,
    known: BuiltinDoc | None,
    *,
    order: int = 5,
    parentheses: bool = False,
) -> CompletionItem:
    """A name that Jinja provides, or the application where nothing is known of it.

    Parentheses come with it where an argument must be given, or where they are asked for.
    """
    if known is None:
        words = "of the application"
        return CompletionItem(name, kind, word, name, words, order=order, origin=words)
    head, bracket, rest = known.signature.partition("(")
    needed = _needed(rest.rpartition(")")[0].split(",")) if bracket else []
    snippet = called(site, name, word, needed) if needed or parentheses else ""
    if kind in ("filter", "test") and name in SNIPPETS:
        snippet = "" if site.followed_by(word, "(") else SNIPPETS[name]
    return CompletionItem(
        name,
        kind,
        word,
        name,
        known.signature,
        lambda: describe_builtin(kind, known.signature, known.text),
        snippet,
        order,
        beside=f"{bracket}{rest}" if head == name else "",
        origin=kind,
    )


def macro(
    site: Site, name: str, word: Span, owner: SemanticModel, local: Local, order: int = 2
) -> CompletionItem:
    """A macro of this file or another one, under the name it has here."""
    signature = signature_of(owner, local)
    return CompletionItem(
        name,
        "macro",
        word,
        name,
        signature,
        snippet=called(site, name, word, required_parameters(local)),
        order=order,
        beside=signature[len(local.name) :],
    )


def required_parameters(local: Local) -> tuple[str, ...]:
    """The parameters of a macro that have no default."""
    defaults = len(local.island.parsed.expressions)
    return local.parameters[: len(local.parameters) - defaults]


def called(site: Site, name: str, word: Span, arguments: Sequence[str]) -> str:
    """The snippet of a call with a hole for each argument; "" where parentheses stand already."""
    if site.followed_by(word, "("):
        return ""
    holes = ", ".join(f"${{{number}:{each}}}" for number, each in enumerate(arguments, 1))
    return f"{name}({holes or '$1'})"


def _needed(parameters: Sequence[str]) -> list[str]:
    """The names of the parameters that must be given: those before the first that need not."""
    needed: list[str] = []
    for parameter in parameters:
        name = parameter.strip()
        if not name.isidentifier():
            break
        needed.append(name)
    return needed
