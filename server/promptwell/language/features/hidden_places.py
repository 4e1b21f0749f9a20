"""What stands in a file unseen or in disguise, and how it is made visible: in a hover, between the words."""

from __future__ import annotations

from typing import NamedTuple

from promptwell.language.detectors.character_names import (
    character_name,
    character_names,
    code_points,
)
from promptwell.language.detectors.control_characters import ControlText, find_control_characters
from promptwell.language.detectors.encoded_text import find_encoded_text
from promptwell.language.detectors.escapes import find_hidden_in
from promptwell.language.detectors.kept import kept_per_document
from promptwell.language.detectors.look_alikes import find_mixed_words
from promptwell.language.features.markdown import code
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.text.source import Span

_SHORT = 32
_NAMED = 6


class HiddenPlace(NamedTuple):
    """A place with a few words for between the text (`label`), and all that is known of it (Markdown).

    `offset` is where the label belongs. `told` is the same as `text` without formatting.
    """

    span: Span
    offset: int
    label: str
    text: str
    told: str


@kept_per_document
def hidden_places(document: PromptDocument) -> tuple[HiddenPlace, ...]:
    """Hidden and control characters, encoded text and look-alikes, in the order of the text."""
    text = document.text
    found = [
        *(
            _characters(each.span, each.characters, each.revealed)
            for each in find_hidden_in(document)
        ),
        *(
            _command(each) if each.is_command else _characters(each.span, each.characters, "")
            for each in find_control_characters(text)
        ),
        *(_decoded(each.span, each.code, each.revealed) for each in find_encoded_text(text)),
        *(_mixed(each.span, each.latin, each.strangers) for each in find_mixed_words(text)),
    ]
    return tuple(sorted(found))


def hidden_at(document: PromptDocument, offset: int) -> HiddenPlace | None:
    """What is hidden at an offset; the shortest where several are."""
    near = [each for each in hidden_places(document) if each.span.start <= offset <= each.span.end]
    return min(near, key=lambda each: each.span.end - each.span.start, default=None)


def _characters(span: Span, characters: str, revealed: str) -> HiddenPlace:
    count = len(characters)
    names = character_names(characters, _NAMED)
    what = "1 character that does not show" if count == 1 else f"{count} characters that don't show"
    head = f"{what}: {names}"
    if not revealed:
        return HiddenPlace(span, span.start, _label(code_points(characters)), head, head)
    label = _label(f'"{_shortened(revealed)}"')
    text = f"{head}\n\nThey spell {code(revealed, 2000)}"
    return HiddenPlace(span, span.start, label, text, f'{head}. They spell "{revealed}"')


def _command(found: ControlText) -> HiddenPlace:
    """A terminal command as people write it: `ESC[8m`."""
    shown = "".join(
        each if each.isprintable() else character_name(each).rpartition(" ")[2]
        for each in found.characters
    )
    label = _label(_shortened(shown))
    text = f"A terminal command: {code(shown)}"
    return HiddenPlace(found.span, found.span.start, label, text, f"A terminal command: {shown}")


def _decoded(span: Span, written_in: str, revealed: str) -> HiddenPlace:
    head = f"Text in {written_in} that says"
    label = _label(f'"{_shortened(revealed)}"')
    return HiddenPlace(
        span, span.end, label, f"{head} {code(revealed, 2000)}", f'{head} "{revealed}"'
    )


def _mixed(span: Span, latin: str, strangers: str) -> HiddenPlace:
    names = character_names(strangers, _NAMED)
    told = f'Reads as "{latin}" and is another word: {names}'
    text = f"Reads as {code(latin)} and is another word: {names}"
    return HiddenPlace(span, span.end, _label(code_points(strangers)), text, told)


def _label(words: str) -> str:
    return f"\u27e6{words}\u27e7"


def _shortened(revealed: str) -> str:
    words = " ".join(revealed.split())
    return words if len(words) <= _SHORT else f"{words[:_SHORT].rstrip()}\u2026"
