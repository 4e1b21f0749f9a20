"""The messages of a prompt that stands in a YAML or JSON file, as Prompty writes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from promptwell.language.syntax.conversion.draft import Refusal, Turn
from promptwell.language.syntax.conversion.jinja_text import role_lines, to_jinja
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.formats.containers.build import messages_of
from promptwell.language.syntax.templates.styles import Style, parse_style
from promptwell.language.text.source import Span

_ROLES = {"human": "user", "ai": "assistant", "model": "assistant", "": "user"}
_KNOWN = frozenset({"system", "user", "assistant", "developer"})


class Turns(NamedTuple):
    """The messages, the language they are written in, and why they can't be made."""

    turns: tuple[Turn, ...]
    engine: str
    refusals: tuple[Refusal, ...]


def turns_of(prompt: PromptDocument, spelled: Mapping[str, str] | None = None) -> Turns:
    """The messages of an embedded prompt, each with its exact text; see `made` for `spelled`."""
    embedding = prompt.embedding
    style = Style("jinja2" if prompt.engine == "jinja2" else prompt.dialect)
    written: list[tuple[str, str]] = []
    for index, place in enumerate(embedding.places if embedding else ()):
        text = prompt.decoded[index]
        spoken = [each for each in prompt.messages if place.covers(each.content)]
        if len(spoken) == 1 and spoken[0].content == place:
            written.append((spoken[0].role, text))
        elif spoken:
            written += split_text(text, style)
    return made(written, style, spelled)


def split_text(text: str, style: Style, role: str = "") -> list[tuple[str, str]]:
    """A text cut into messages at its own tags and role lines."""
    whole = Span(0, len(text))
    found = messages_of(text, whole, parse_style(text, whole, style), style, role)
    return [(each.role, text[each.content.start : each.content.end]) for each in found]


def made(
    written: list[tuple[str, str]], style: Style, spelled: Mapping[str, str] | None = None
) -> Turns:
    """Messages, each a role and a text in some template language, as Prompty writes them.

    Where names have no case, `spelled` are the inputs as they are declared, by their small letters.
    """
    refusals: list[Refusal] = []
    found: list[tuple[str, str]] = []
    for role, text in written:
        jinja = to_jinja(text, style, spelled)
        refusals += jinja.refusals
        found.append((role, jinja.text))
    engine = "mustache" if style.name == "mustache" else "jinja2"
    return turns_in(found, refusals, engine)


def turns_in(
    written: list[tuple[str, str]], refusals: list[Refusal], engine: str = "jinja2"
) -> Turns:
    """Messages whose texts are in Prompty's own language."""
    turns: list[Turn] = []
    refusals = [*refusals]
    for role, text in written:
        known = _ROLES.get(role, role)
        if known not in _KNOWN:
            refusals.append(Refusal(f"Prompty has no messages of `{role}`", role))
            continue
        refusals += role_lines(text)
        turns.append(Turn(known, text))
    if not any(each.text.strip() for each in turns) and not refusals:
        refusals.append(Refusal("there is no message in it"))
    return Turns(tuple(turns), engine, tuple(refusals))
