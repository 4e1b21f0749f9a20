"""The messages of a prompt that stands in a YAML or JSON file, as Prompty writes them."""

from __future__ import annotations

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


def turns_of(prompt: PromptDocument) -> Turns:
    """The messages of an embedded prompt, each with its exact text."""
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
    return made(written, style)


def split_text(text: str, style: Style, role: str = "") -> list[tuple[str, str]]:
    """A text cut into messages at its own tags and role lines."""
    whole = Span(0, len(text))
    found = messages_of(text, whole, parse_style(text, whole, style), style, role)
    return [(each.role, text[each.content.start : each.content.end]) for each in found]


def made(written: list[tuple[str, str]], style: Style) -> Turns:
    """Messages, each a role and a text in some template language, as Prompty writes them."""
    turns: list[Turn] = []
    refusals: list[Refusal] = []
    for role, text in written:
        known = _ROLES.get(role, role)
        if known not in _KNOWN:
            refusals.append(Refusal(f"Prompty has no messages of `{role}`", role))
            continue
        jinja = to_jinja(text, style)
        refusals += [*jinja.refusals, *role_lines(jinja.text)]
        turns.append(Turn(known, jinja.text))
    if not turns and not refusals:
        refusals.append(Refusal("there is no message in it"))
    engine = "mustache" if style.name == "mustache" else "jinja2"
    return Turns(tuple(turns), engine, tuple(refusals))
