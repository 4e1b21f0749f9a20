"""A file that holds prompts in its texts, as a document with a document for each of them."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

from promptwell.language.syntax.document import (
    Embedded,
    Embedding,
    FrontMatter,
    Message,
    PromptDocument,
)
from promptwell.language.syntax.embedding import View, blank_view, content_span, said
from promptwell.language.syntax.formats.containers.message_blocks import kernel_messages
from promptwell.language.syntax.messages import ALL_ROLES, split_messages, whole_message
from promptwell.language.syntax.problem import Problem
from promptwell.language.syntax.templates.jinja.tree import Template
from promptwell.language.syntax.templates.placeholders.holes import joined
from promptwell.language.syntax.templates.styles import (
    KERNEL_HANDLEBARS,
    Style,
    parse_style,
    style_of,
)
from promptwell.language.syntax.yaml.node import YamlNode
from promptwell.language.syntax.yaml.read import YamlReading
from promptwell.language.text.source import SourceText, Span

_UNSAFE = re.compile(r"[/#%\\]")
_ROLE_TAG = re.compile(
    r"<message\s{1,20}role\s{0,9}=\s{0,9}(?P<quote>[\"'])(?P<role>\w{1,40})(?P=quote)[^<>]{0,200}>",
    re.IGNORECASE,
)
_END_TAG = re.compile(r"</message>", re.IGNORECASE)


class Part(NamedTuple):
    """One text of a prompt: who says it, where that is written, and the text.

    A part without a role is no message, such as what an evaluator asks for. `given` are names
    that the tool supplies in it.
    """

    scalar: YamlNode
    role: str | None = ""
    role_node: YamlNode | None = None
    given: frozenset[str] = frozenset()


class Prompt(NamedTuple):
    """One prompt of a file: its name, what describes it, its texts, and where its inputs are declared.

    Without a style, the texts tell it. All nodes stand `by` further on than they say, and `kept` is for
    what is worked out from the prompt, wherever it stands.
    """

    name: str
    holder: YamlNode
    parts: tuple[Part, ...]
    style: Style | None = None
    names: tuple[YamlNode, ...] = ()
    key: YamlNode | None = None
    by: int = 0
    kept: dict[Hashable, Any] | None = None

    def moved(self, by: int) -> Prompt:
        """The same prompt in a text where it begins `by` code points later."""
        return Prompt(*self[:6], self.by + by, self.kept) if by else self

    def at_its_place(self) -> Prompt:
        """The same prompt with nodes that say where they stand."""
        by = self.by
        return Prompt(
            self.name,
            self.holder if self.holder.span.end == 0 else self.holder.shifted(by),
            tuple(
                part._replace(
                    scalar=part.scalar.shifted(by),
                    role_node=part.role_node and part.role_node.shifted(by),
                )
                for part in self.parts
            ),
            self.style,
            tuple(node.shifted(by) for node in self.names),
            self.key and self.key.shifted(by),
            0,
            self.kept,
        )


def container(
    text: str,
    path: str,
    format_name: str,
    dialect: str,
    reading: YamlReading,
    prompts: Iterable[Prompt],
) -> PromptDocument:
    """The document of a file: all of it is front matter, and the prompts are documents in it."""
    source = SourceText(text)
    whole, end = Span(0, len(text)), Span(len(text), len(text))
    root = reading.root if reading.root and reading.root.kind == "mapping" else None
    reader = _Reader(source, path, format_name)
    return PromptDocument(
        path,
        source,
        format_name,
        dialect,
        "none",
        FrontMatter(whole, whole, root, reading.strict),
        end,
        Template(end),
        (),
        reading.problems,
        reader.embedded(prompts),
    )


class _Reader:
    """Finds the prompts of one file, and reads each when it is first asked for."""

    def __init__(self, source: SourceText, path: str, format_name: str) -> None:
        self.source = source
        self.path = path
        self.format = format_name
        self.blank = cache(lambda: blank_view(source.text))
        self.taken: set[str] = set()

    def embedded(self, prompts: Iterable[Prompt]) -> tuple[Embedded, ...]:
        """The prompts of the file; where each stands is found out when it is first asked for."""
        place, read = self._place, self._read
        return tuple(
            [
                Embedded(
                    f"{self.path}#{self._name(prompt.name)}",
                    prompt,
                    prompt.by,
                    prompt.kept if prompt.kept is not None else {},
                    place,
                    read,
                )
                for prompt in prompts
                if prompt.parts
            ]
        )

    def _place(self, prompt: Prompt) -> Embedding:
        """Where a prompt stands."""
        text = self.source.text
        prompt = prompt.at_its_place()
        parts = _in_order(prompt)
        return Embedding(
            prompt.name,
            content_span(text, prompt.key) if prompt.key else Span(0, 0),
            self.source,
            prompt.holder,
            tuple(part.scalar for part in parts),
            tuple(content_span(text, part.scalar) for part in parts),
            tuple(content_span(text, node) for node in prompt.names),
            tuple(content_span(text, part.role_node) for part in parts if part.role_node),
        )

    def _read(self, path: str, prompt: Prompt, embedding: Embedding) -> PromptDocument:
        prompt = prompt.at_its_place()
        parts = _in_order(prompt)
        text, places = self.source.text, embedding.places
        names = [text[span.start : span.end] for span in embedding.names]
        style = prompt.style or style_of("\n".join(_words(part) for part in parts), names)
        shown = [
            (place, said(text, part.scalar)) for place, part in zip(places, parts, strict=True)
        ]
        view = View(
            self.source,
            self.blank,
            _apart([*shown, *zip(embedding.names, names, strict=True)]),
        )
        as_written = all(text[place.start : place.end] == each for place, each in shown)
        template_text = text if as_written else view.text
        templates = [
            _template(template_text, place, part, style)
            for place, part in zip(places, parts, strict=True)
        ]
        spoken = [place for place, part in zip(places, parts, strict=True) if part.role is not None]
        template = joined(templates, Span(places[0].start, places[-1].end))
        messages = [
            message
            for place, part, each in zip(places, parts, templates, strict=True)
            for message in _messages(template_text, place, part, each, style, text)
        ]
        return PromptDocument(
            path,
            view,
            self.format,
            style.dialect,
            style.engine,
            None,
            Span(spoken[0].start, spoken[-1].end) if spoken else places[0],
            template,
            tuple(messages),
            template.problems,
            embedding=embedding,
        )

    def _name(self, name: str) -> str:
        """The prompt's name as a part of a path, like no other of this file."""
        safe = _safe(name)
        found, count = safe, 1
        while found in self.taken:
            count += 1
            found = f"{safe}~{count}"
        self.taken.add(found)
        return found


# With each keystroke all prompts of a file are named anew.
@lru_cache(maxsize=4096)
def _safe(name: str) -> str:
    return _UNSAFE.sub(lambda found: f"%{ord(found.group()):02X}", name) or "prompt"


def _in_order(prompt: Prompt) -> list[Part]:
    return sorted(prompt.parts, key=lambda part: part.scalar.span)


def _words(part: Part) -> str:
    return part.scalar.text() or ""


def _apart(places: Sequence[tuple[Span, str]]) -> list[tuple[Span, str]]:
    """The places in order, those left out that lie within others."""
    found: list[tuple[Span, str]] = []
    for place, text in sorted(places):
        if not found or place.start >= found[-1][0].end:
            found.append((place, text))
    return found


def _template(text: str, place: Span, part: Part, style: Style) -> Template:
    if part.given and style.name == "github-models":
        from promptwell.language.syntax.templates.placeholders.github_models import (
            parse_github_models,
        )

        return parse_github_models(text, place, given=part.given)
    template = parse_style(text, place, style)
    if style.sure or not template.problems:
        return template
    # Whoever guesses a language must not call its faults errors.
    softened = tuple(_softened(problem) for problem in template.problems)
    return Template(template.span, template.islands, template.children, softened)


def _softened(problem: Problem) -> Problem:
    return problem._replace(accepted=True)


def messages_of(
    text: str, span: Span, template: Template, style: Style, role: str = ""
) -> tuple[Message, ...]:
    """The messages of one text: those that its tags or lines begin, else one of the role given."""
    if style.name in ("semantic-kernel", "jinja2", KERNEL_HANDLEBARS, "text"):
        tagged = tuple(_tagged(text, span)) or kernel_messages(template)
        if tagged:
            return tagged
    if style.name == "jinja2" and not role:
        return split_messages(text, span, ALL_ROLES, template=template, only_with_markers=True)
    return whole_message(text, span, role)


def _tagged(text: str, span: Span) -> Iterator[Message]:
    """The messages between `<message role="user">` and `</message>`; those that nothing ends are none."""
    position = span.start
    while tag := _ROLE_TAG.search(text, position, span.end):
        end = _END_TAG.search(text, tag.end(), span.end)
        if end is None:
            return
        yield Message(
            tag["role"].lower(),
            Span(*tag.span()),
            Span(*tag.span("role")),
            Span(tag.end(), end.start()),
        )
        position = end.end()


def _messages(
    text: str, place: Span, part: Part, template: Template, style: Style, file: str
) -> tuple[Message, ...]:
    if part.role is None:
        return ()
    if part.role_node is None:
        return messages_of(text, place, template, style, part.role)
    if not text[place.start : place.end].strip():
        return ()
    name = content_span(file, part.role_node)
    return (Message(part.role.lower(), name, name, place),)
