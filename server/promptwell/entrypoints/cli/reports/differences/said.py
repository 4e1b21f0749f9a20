"""What a difference is called, and its sentences, without secrets of the texts in them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from promptwell.bootstrap.comparing import NOTHING, WORKING, Compared, Side
from promptwell.domain.versions.differences.text_diff import Change
from promptwell.language.detectors.secrets.hiding import hider

_NAMES = {WORKING: "working file", NOTHING: "nothing (a new file)"}


class Shown(NamedTuple):
    """The texts as a report may quote them: a star for each character of a secret."""

    old: str
    new: str


def title(compared: Compared) -> str:
    """`prompts/reply.prompty: HEAD -> working file`."""
    old, new = compared.old, compared.new
    path = new.path if old.path == new.path else f"{old.path} -> {new.path}"
    entry = compared.comparison.entry
    return f"{path}{f'#{entry}' if entry else ''}: {ref_name(old)} -> {ref_name(new)}"


def ref_name(side: Side) -> str:
    """A ref as people read it."""
    return _NAMES.get(side.ref, side.ref)


def sentences(compared: Compared) -> Iterator[tuple[str, tuple[str, ...]]]:
    """For each prompt that changed its name and the sentences about it."""
    found = compared.comparison
    old, new = hider(found.old_text), hider(found.new_text)
    for prompt in found.structure.prompts:
        yield prompt.name, tuple(new.hide(old.hide(each)) for each in prompt.sentences)


def meaning_sentence(compared: Compared) -> str:
    """That a model gets the same from both, where that is known; "" else."""
    return "a model gets the same from both" if compared.same_meaning else ""


def no_difference(compared: Compared) -> str:
    """What is said where the texts do not differ: a model may get something else all the same."""
    if compared.same_meaning is False:
        return (
            "The text is the same, but a model gets something else: what it brings in was changed."
        )
    return "No difference."


def shown_texts(compared: Compared) -> Shown:
    """Both texts with their secrets hidden; all places stay what they are."""
    found = compared.comparison
    old, new = hider(found.old_text), hider(found.new_text)
    return Shown(old.text if old else found.old_text, new.text if new else found.new_text)


def changes(compared: Compared, level: str) -> tuple[Change, ...]:
    """What is marked inside of lines: words, tokens, or nothing."""
    found = compared.comparison
    if level == "token" and found.tokens is not None:
        return found.tokens.changes
    return () if level == "line" else found.lines.words


def token_sentence(compared: Compared, level: str) -> str:
    """How many tokens went and came, where that was asked for; why it is not known, where it isn't."""
    if level != "token":
        return ""
    found = compared.comparison
    if found.tokens is None:
        return "tokens: not known for this model, so words are marked"
    return f"tokens of {found.encoding}: {found.tokens.removed:,} removed, {found.tokens.added:,} added"
