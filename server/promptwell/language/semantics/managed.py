"""Prompts of any format as managed prompts: `.prompty` files of version 2."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import NamedTuple

from promptwell.language.semantics.analyze import analyze
from promptwell.language.semantics.paths import folder_of, join
from promptwell.language.syntax.conversion.chat_json import draft_of_chat
from promptwell.language.syntax.conversion.dotprompt import draft_of_dotprompt
from promptwell.language.syntax.conversion.draft import Draft, inputs_of
from promptwell.language.syntax.conversion.github_models import draft_of_github_models
from promptwell.language.syntax.conversion.managed import managed_text
from promptwell.language.syntax.conversion.prompt_map import draft_of_entry
from promptwell.language.syntax.conversion.semantic_kernel import (
    draft_of_kernel_text,
    draft_of_kernel_yaml,
)
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.parse import parse
from promptwell.language.syntax.templates.jinja.dialects import STANDARD_GLOBALS

Read = Callable[[str], str | None]

_SUFFIXES = re.compile(
    r"(?:\.prompt)?\.(?:ya?ml|json)\Z|\.prompt\Z|\.txt\Z|\.j2\Z|\.jinja2?\Z", re.IGNORECASE
)
_UNFIT = re.compile(r"[^\w.-]+")
_SOURCES = frozenset({"github-models", "semantic-kernel", "dotprompt", "prompt-map"})


class Managed(NamedTuple):
    """One prompt and the file it becomes.

    Args:
        name: which prompt of its file it is, "" for the only one.
        path: the new file.
        text: what stands in it, "" where the prompt can't be converted.
        lost: what the source says and a managed prompt can't.
        refusals: why it can't be converted, each with the line it is about (0 for all of the file).
    """

    name: str
    path: str
    text: str
    lost: tuple[str, ...]
    refusals: tuple[tuple[str, int], ...]


def is_convertible(document: PromptDocument) -> bool:
    """Whether a file has a format that can become a managed prompt."""
    return document.format in _SOURCES and (not document.is_container or bool(document.embedded))


def managed_prompts(document: PromptDocument, read: Read) -> list[Managed]:
    """What each prompt of a file becomes; nothing for a file of another format.

    `read` gives the text of another file, which a `skprompt.txt` needs. A prompt without a fault
    is a file that loads in Prompty and writes the same messages.
    """
    return [_managed(document, name, draft) for name, draft in _drafts(document, read)]


def managed_chat(path: str, text: str) -> Managed | None:
    """What messages in a JSON file become; None where it holds none."""
    draft = draft_of_chat(text, _stem(path))
    return _managed(parse(text, path, format="jinja"), "", draft) if draft else None


def _drafts(document: PromptDocument, read: Read) -> Iterator[tuple[str, Draft]]:
    stem = _stem(document.path)
    if document.format == "dotprompt":
        yield "", draft_of_dotprompt(document, stem)
    elif document.format == "semantic-kernel" and not document.is_container:
        config = read(join(folder_of(document.path), "config.json")) or ""
        yield (
            "",
            draft_of_kernel_text(
                document.text,
                config,
                _stem(document.path),
            ),
        )
    texts = {each.span for one in document.embedded for each in one.embedding.scalars}
    for embedded in document.embedded:
        prompt = embedded.document
        if document.format == "github-models":
            yield "", draft_of_github_models(prompt, stem)
        elif document.format == "semantic-kernel":
            yield "", draft_of_kernel_yaml(prompt, stem)
        elif document.format == "prompt-map":
            name = embedded.embedding.name
            yield name, draft_of_entry(prompt, _UNFIT.sub("-", name) or stem, texts)


def _managed(document: PromptDocument, name: str, draft: Draft) -> Managed:
    path = join(folder_of(document.path), f"{draft.name}.prompty")
    if not draft.refusals:
        text, fault = _written(draft, path)
        if not fault:
            return Managed(name, path, text, draft.lost, ())
        return Managed(name, path, "", draft.lost, ((fault, 0),))
    refusals = tuple(
        dict.fromkeys((_reason(each), _line(document, each.text)) for each in draft.refusals)
    )
    return Managed(name, path, "", draft.lost, refusals)


def _written(draft: Draft, path: str) -> tuple[str, str]:
    """The file's text, all inputs declared that the template uses, and what is wrong with it."""
    model = analyze(parse(managed_text(draft), path))
    used = [use.name for use in model.free_uses if use.name not in STANDARD_GLOBALS]
    text = managed_text(replace(draft, inputs=inputs_of(draft.inputs, used)))
    again = parse(text, path)
    roles = [message.role for message in again.messages]
    if roles != [turn.role for turn in draft.turns]:
        return "", "its messages would be cut in another way"
    fault = next((each for each in again.problems if not each.accepted), None)
    return text, fault.message if fault else ""


def _reason(refusal: tuple[str, str]) -> str:
    reason, text = refusal
    shown = text.strip().splitlines()[0][:60] if text.strip() else ""
    return f"`{shown}`: {reason}" if shown else reason


def _line(document: PromptDocument, text: str) -> int:
    at = document.text.find(text.strip()) if text.strip() else -1
    return document.source.line_number(at) + 1 if at >= 0 else 0


def _stem(path: str) -> str:
    folder, _, leaf = path.rpartition("/")
    if leaf.lower() == "skprompt.txt":
        leaf = folder.rpartition("/")[2]
    return _UNFIT.sub("-", _SUFFIXES.sub("", leaf).lstrip("_")) or "prompt"
