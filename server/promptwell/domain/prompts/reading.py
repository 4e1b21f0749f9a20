"""What the repository keeps of the prompts that a file holds, read from its text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from hashlib import sha256

from promptwell.domain.prompts.moves import Sighting
from promptwell.domain.prompts.search.chunks import Chunk, chunks_of, prompts_in
from promptwell.language.semantics.models.reference import model_reference
from promptwell.language.semantics.name_scopes import SKILLS
from promptwell.language.semantics.prompt_metadata import (
    PromptMetadata,
    keeps_metadata,
    prompt_metadata,
)
from promptwell.language.syntax.detect import NO_ASSOCIATIONS, Associations
from promptwell.language.syntax.document import FrontMatter, PromptDocument
from promptwell.language.syntax.exact_text import exact_text
from promptwell.language.syntax.parse import parse
from promptwell.language.text.source import Span

_LONGEST_NAME = 200
_LONGEST_DESCRIPTION = 2_000
# What stands behind the name in `summary.prompt.yml`, `review.agent.md` or `card.mustache.j2`.
_SECOND_SUFFIX = re.compile(
    r"(?<=.)\.(?:prompt|prompty|agent|chatmode|instructions|jinja2?|j2|mustache|hbs|handlebars)\Z",
    re.IGNORECASE,
)
_NAMED_BY_FOLDER = frozenset({"skprompt.txt", "config.json", "skill.md"})


@dataclass(frozen=True)
class ReadPrompt:
    """One prompt of a file.

    `path` is the file's, with `#` and a name for one of several. `text` is all that is written of it: the
    file's text, or its messages where it is one of several. `keeps_metadata` tells whether its
    format has a place for metadata, so that the file is where it is changed. `sighting` is what it is
    known again by in another place.
    """

    path: str
    name: str
    format: str
    description: str
    model: str
    metadata: PromptMetadata
    keeps_metadata: bool
    text: str = field(repr=False)
    chunks: tuple[Chunk, ...] = field(repr=False)
    sighting: Sighting = field(repr=False)


@dataclass(frozen=True)
class FileReading:
    """A file as it was read; `stamp` is when it was changed, and its size.

    `prompts` is None where its content is the one that was known. Where it can't be read `problem`
    says why, and nothing else is known.
    """

    path: str
    stamp: tuple[int, int] = (0, 0)
    text: str = field(default="", repr=False)
    content: str = ""
    prompts: tuple[ReadPrompt, ...] | None = field(default=None, repr=False)
    problem: str = ""


def digest_of(text: str) -> str:
    """The SHA-256 of a text, by which it is kept."""
    return sha256(text.encode("utf-8")).hexdigest()


def read_prompts(
    text: str, path: str, associations: Associations = NO_ASSOCIATIONS, place: str = ""
) -> tuple[ReadPrompt, ...]:
    """The prompts of a file, in the order in which they stand. Never raises.

    Args:
        text: the file's text.
        path: how the file is called from the workspace.
        associations: what the settings say about formats.
        place: the file's absolute path, by which settings know it; the same as `path` if left out.
    """
    document = parse(text, place or path, associations=associations)
    return tuple(_read(each, path) for each in prompts_in(document))


def _read(document: PromptDocument, file: str) -> ReadPrompt:
    chunks = tuple(chunks_of(document))
    path = _path(document, file)
    own = "\0".join(document.file.slice(span) for span in _written(document))
    words = "\n".join(each.text for each in chunks if each.part == "message")
    model = model_reference(_with_header(document))
    return ReadPrompt(
        path=path,
        name=_name(document, file),
        format=document.format,
        description=_header_text(document, "description")[:_LONGEST_DESCRIPTION],
        model=storable(model.name) if model else "",
        metadata=prompt_metadata(document),
        keeps_metadata=keeps_metadata(document),
        text=_text(document),
        chunks=chunks,
        sighting=Sighting(
            path,
            sha256(own.encode("utf-8", "replace")).hexdigest(),
            words,
            _header_text(document, "name"),
        ),
    )


def name_by_place(path: str, dialect: str = "") -> str:
    """The name of a prompt that is written nowhere: its file's, or its folder's where all files have one name."""
    folder, _, file = path.rpartition("/")
    if dialect in SKILLS or file.lower() in _NAMED_BY_FOLDER:
        return folder.rpartition("/")[2] or file
    stem = file.rpartition(".")[0] or file
    return _SECOND_SUFFIX.sub("", stem) or file


def storable(text: str) -> str:
    """A text of the front matter in one line, without what no database takes."""
    line = " ".join(text.replace("\0", " ").split())
    return line.encode("utf-8", "replace").decode("utf-8")


def _name(document: PromptDocument, file: str) -> str:
    embedding = document.embedding
    if embedding is not None and embedding.name_span.start < embedding.name_span.end:
        written = storable(embedding.name)
    elif document.dialect == "claude-command":
        written = ""  # Claude Code finds it by its file's name, whatever it says
    else:
        written = _header_text(document, "name")
    return written[:_LONGEST_NAME] or name_by_place(file, document.dialect)


def _with_header(document: PromptDocument) -> PromptDocument:
    """The document with what describes it in another file as its front matter."""
    if document.embedding is None:
        return document
    holder = document.embedding.holder
    return replace(document, front_matter=FrontMatter(holder.span, holder.span, holder))


def _header_text(document: PromptDocument, key: str) -> str:
    node = document.header.get(key)
    return storable((node.text() if node is not None else "") or "")


def _path(document: PromptDocument, file: str) -> str:
    """The prompt's path; one that is the whole file's is called like the file."""
    embedding = document.embedding
    if embedding is None or embedding.name_span.start == embedding.name_span.end:
        return file
    return f"{file}#{document.path.rpartition('#')[2]}"


def _text(document: PromptDocument) -> str:
    if document.embedding is None:
        return document.text
    said = ((each.role, exact_text(document, each.content).strip()) for each in document.messages)
    return "\n\n".join(f"{role}:\n{text}" if role else text for role, text in said)


def _written(document: PromptDocument) -> list[Span]:
    embedding = document.embedding
    return [Span(0, document.source.end)] if embedding is None else sorted(embedding.own)
