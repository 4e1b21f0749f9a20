"""What a rendered template is: its text, where each piece came from, and the messages in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

PartKind = Literal["text", "image", "file", "audio", "video", "document"]


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the rendered text.

    `literal` text stands in the template; `interp` text came out of an expression. `source`
    is the input an expression reads, None where it reads none or several. `strict` marks
    an input that may never write a role line.
    """

    kind: Literal["literal", "interp"]
    text: str
    source: str | None = None
    strict: bool = False


@dataclass(frozen=True, slots=True)
class UndefinedUse:
    """A name that a template used although it had no value.

    `how` tells what was done with it: written (`output`), looped over or measured (`loop`), or
    compared or asked whether it is true (`test`). `attribute` marks an attribute that a value lacks.
    `line` counts from 1 in the template named by `template` (`""` is the one that was rendered);
    `offset` is the name's place there, None where it is not known. `name` is "" where an expression
    without a name has no value, such as the first of no items.
    """

    name: str
    how: Literal["output", "loop", "test"]
    attribute: bool = False
    template: str = ""
    line: int | None = None
    offset: int | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a message: text, or the source of an image, a file or a sound."""

    kind: PartKind
    value: str
    attributes: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RenderedMessage:
    """One message as it would be sent: who speaks, the parts, and what stood in the brackets."""

    role: str
    parts: tuple[Part, ...]
    metadata: Mapping[str, Any] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The words of the message, without its images and files."""
        return "".join(part.value for part in self.parts if part.kind == "text")

    def plain(self) -> dict[str, Any]:
        """The message as JSON data; the content is a text where nothing but text is in it."""
        data: dict[str, Any] = {"role": self.role}
        if all(part.kind == "text" for part in self.parts):
            data["content"] = self.text
        else:
            data["content"] = [
                {"kind": part.kind, "value": part.value, **part.attributes} for part in self.parts
            ]
        if self.metadata:
            data["metadata"] = dict(self.metadata)
        return data


@dataclass(frozen=True, slots=True)
class Rendered:
    """A template with its values filled in.

    `text` holds a marker where an input of kind thread, image, file or audio stands; `messages`
    have it replaced. `missing` lists partials that were asked for and not given, each as
    (template that asks, name as written). `notes` are sentences about what a reader
    may not expect: a role line that came out of a value, text outside all messages.
    """

    text: str
    segments: tuple[Segment, ...] = ()
    undefined: tuple[UndefinedUse, ...] = ()
    messages: tuple[RenderedMessage, ...] = ()
    missing: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
