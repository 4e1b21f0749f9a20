"""The parsed form of a prompt file, the same for every format."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, NamedTuple

from promptwell.language.syntax.problem import Problem
from promptwell.language.syntax.templates.jinja.tree import Template
from promptwell.language.syntax.yaml.node import YamlNode
from promptwell.language.text.source import SourceText, Span

Engine = Literal[
    "jinja2",
    "mustache",
    "handlebars",
    "f-string",
    "github-models",
    "semantic-kernel",
    "markdown",
    "none",
]


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The YAML block at the top of a file.

    `span` runs from the opening delimiter to the end of the closing one's line;
    `content` is the YAML between them. `root` is None where there is nothing to read.
    `strict` is False when the text is not YAML and the lenient reader supplied the tree.
    """

    span: Span
    content: Span
    root: YamlNode | None
    strict: bool = True


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of the conversation as written: who speaks, and where the words stand.

    `marker` covers the role's line or tag (empty for text before the first marker);
    `name_span` covers the role's name; `content` is the text up to the next marker.
    `attributes` are those written in brackets: `user[name="Ann"]:`.
    """

    role: str
    marker: Span
    name_span: Span
    content: Span
    attributes: tuple[tuple[str, object], ...] = ()
    implicit: bool = False


@dataclass(frozen=True)
class Embedding:
    """How a prompt stands in the texts of another file.

    `name` tells it from the file's other prompts, and `name_span` is where that is written (empty
    where the prompt is the whole file's). `file` is the file's own text. `holder` is the mapping
    that describes the prompt as front matter does. `places` are where its texts stand, in order,
    without their quotes, and `scalars` the texts themselves. `names` are where the file declares
    its inputs, which the prompt's view of the file shows as well, and `roles` where it says who speaks.
    """

    name: str
    name_span: Span
    file: SourceText
    holder: YamlNode
    scalars: tuple[YamlNode, ...]
    places: tuple[Span, ...]
    names: tuple[Span, ...] = ()
    roles: tuple[Span, ...] = ()

    def holds(self, offset: int) -> bool:
        """Whether an offset touches one of the prompt's texts."""
        return any(place.contains(offset) for place in self.places)

    def scalar_at(self, span: Span) -> YamlNode | None:
        """The text of the file in which a range stands."""
        pairs = zip(self.places, self.scalars, strict=True)
        return next((scalar for place, scalar in pairs if place.covers(span)), None)

    @property
    def own(self) -> tuple[Span, ...]:
        """All that belongs to the prompt in its file: its texts, its inputs' names, who speaks."""
        return (*(scalar.span for scalar in self.scalars), *self.names, *self.roles)

    @property
    def reach(self) -> Span:
        """From the first to the last place that belongs to the prompt, what describes it included."""
        spans = (*self.own, self.name_span, self.holder.span)
        filled = [span for span in spans if span.start < span.end] or self.places
        return Span(min(span.start for span in filled), max(span.end for span in filled))

    def meets(self, span: Span) -> bool:
        """Whether a range touches something of the prompt."""
        return any(each.start <= span.end and span.start <= each.end for each in self.own)


class Layout(NamedTuple):
    """How far a prompt reaches in its file, and where in that its own places are, counted from its begin."""

    start: int
    length: int
    own: tuple[tuple[int, int], ...]


class Embedded:
    """A prompt in the texts of another file; where it stands and its document are found when first asked for.

    With each keystroke one prompt of hundreds changes and the others only move: `kept` is for what is
    worked out from the prompt wherever it stands, and the same for the prompt that has moved.

    Args:
        path: the path of its document.
        found: the prompt as the file's format found it.
        by: how far it stands behind the place where it was read.
        kept: what was worked out so far.
        place: finds where it stands.
        read: reads its document.
    """

    # Hundreds are made with each keystroke.
    __slots__ = ("_by", "_document", "_embedding", "_found", "_place", "_read", "kept", "path")

    def __init__(
        self,
        path: str,
        found: Any,
        by: int,
        kept: dict[Hashable, Any],
        place: Callable[[Any], Embedding],
        read: Callable[[str, Any, Embedding], PromptDocument],
    ) -> None:
        self.path = path
        self.kept = kept
        self._found = found
        self._by = by
        self._place = place
        self._read = read
        self._embedding: Embedding | None = None
        self._document: PromptDocument | None = None

    @property
    def embedding(self) -> Embedding:
        """How it stands in the file."""
        if self._embedding is None:
            self._embedding = self._place(self._found)
        return self._embedding

    @property
    def document(self) -> PromptDocument:
        """The prompt as a document of its own."""
        if self._document is None:
            self._document = self._read(self.path, self._found, self.embedding)
        return self._document

    @property
    def layout(self) -> Layout:
        """Its places among themselves, which are the same wherever it stands."""
        found: Layout | None = self.kept.get("layout")
        if found is None:
            embedding = self.embedding
            start, end = embedding.reach
            own = tuple((span.start - start, span.end - start) for span in embedding.own)
            found = self.kept["layout"] = Layout(start - self._by, end - start, own)
        return found

    @property
    def reach(self) -> Span:
        """From the first to the last place that belongs to it, what describes it included."""
        layout = self.layout
        start = layout.start + self._by
        return Span(start, start + layout.length)


@dataclass(frozen=True)
class PromptDocument:
    """One prompt file: its text, its parts with their places, and what was wrong with it.

    The spans of `pieces()` follow each other without a gap, so a document prints back to
    the text it was read from. `dialect` names the rules its template follows
    (`prompty-v2`, `prompty-v1`, `plain`, `prompty-portable`, `banks`, `haystack`,
    `chat-template`).

    A file that holds prompts in its texts has them in `embedded`, each a document whose `source`
    is a view of the file, of the same length, so that all places are places of the file; see
    `embedding.py`. Such a document has an `embedding`, and its path is the file's with `#` and a name.
    """

    path: str
    source: SourceText
    format: str
    dialect: str
    engine: Engine
    front_matter: FrontMatter | None
    body: Span
    template: Template
    messages: tuple[Message, ...]
    problems: tuple[Problem, ...]
    embedded: tuple[Embedded, ...] = ()
    embedding: Embedding | None = None

    @property
    def text(self) -> str:
        """The whole text, as it was read."""
        return self.source.text

    @cached_property
    def root(self) -> YamlNode:
        """The front matter's mapping; an empty one where there is none."""
        root = self.front_matter.root if self.front_matter else None
        if root is None or root.kind != "mapping":
            return YamlNode("mapping", Span(0, 0))
        return root

    @cached_property
    def embedded_by_path(self) -> dict[str, Embedded]:
        """The prompts in the file's texts by their paths."""
        return {each.path: each for each in self.embedded}

    @property
    def is_container(self) -> bool:
        """Whether the file holds prompts in its texts and is none itself."""
        return self.front_matter is not None and self.front_matter.content == (0, self.source.end)

    @property
    def header(self) -> YamlNode:
        """The mapping that describes the prompt: its front matter, or what holds it in another file."""
        return self.embedding.holder if self.embedding else self.root

    @property
    def file(self) -> SourceText:
        """The text of the file that the document stands in."""
        return self.embedding.file if self.embedding else self.source

    @property
    def decoded(self) -> tuple[str, ...]:
        """What the texts of an embedded prompt say exactly, indentation and escapes resolved."""
        scalars = self.embedding.scalars if self.embedding else ()
        return tuple(each.text() or "" for each in scalars)

    def message_at(self, offset: int) -> Message | None:
        """The message whose content holds an offset; None where none does."""
        index = bisect_right(self._message_starts, offset) - 1
        if index < 0:
            return None
        message = self.messages[index]
        return message if offset <= message.content.end else None

    @cached_property
    def _message_starts(self) -> list[int]:
        return [message.content.start for message in self.messages]

    def pieces(self) -> list[Span]:
        """All parts of the file in order: what stands before the front matter, it, and the body's islands and text."""
        spans: list[Span] = []
        position = 0
        if self.front_matter:
            start, end = self.front_matter.span
            spans += [Span(0, start), Span(start, end)]
            position = end
        if self.body.start > position:
            spans.append(Span(position, self.body.start))
            position = self.body.start
        for island in self.template.islands:
            if island.span.start > position:
                spans.append(Span(position, island.span.start))
            spans.append(island.span)
            position = island.span.end
        spans.append(Span(position, self.source.end))
        return spans

    def print(self) -> str:
        """The text put together from its pieces: always equal to the text that was read."""
        return "".join(self.source.slice(span) for span in self.pieces())
