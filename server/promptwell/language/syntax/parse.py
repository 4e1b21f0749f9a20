"""Any prompt file's text to a document."""

from __future__ import annotations

from collections.abc import Callable

from promptwell.language.syntax.detect import NO_ASSOCIATIONS, Associations, detect
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.formats.base import format_named

Parser = Callable[[str, str, Associations], PromptDocument]
"""What reads a file by its text, its path and what the settings say of paths: `parse_file`, or what remembers it."""


def parse(
    text: str,
    path: str = "",
    *,
    format: str | None = None,  # noqa: A002  # what users call it, here as in settings
    dialect: str | None = None,
    associations: Associations | None = None,
) -> PromptDocument:
    """Read a prompt file. Never raises, and `document.print() == text`.

    Args:
        text: the file's text.
        path: where it lies; its name helps to tell the format. May be a URI or empty.
        format: the format's name where it is known; else name and content tell.
        dialect: the dialect's name where it is known.
        associations: what the settings say about formats and dialects.
    """
    associations = associations or NO_ASSOCIATIONS
    reader = format_named(format) if format else None
    if reader is None:
        found = detect(path, text, associations)
        # A text without a name, such as a new buffer, is taken for the managed format.
        name, detected = found or ("prompty", "")
        reader = format_named(name)
        dialect = dialect or detected or None
    if reader is None:  # pragma: no cover - the formats of Promptwell are always there
        raise LookupError(f"no format is named {format!r}")
    if not dialect:
        dialect = associations.dialect_of(path)
    if dialect not in reader.dialects:
        dialect = reader.dialect_of(path, text)
    return reader.parse(text, path, dialect)


def parse_file(text: str, path: str, associations: Associations) -> PromptDocument:
    """Read a prompt file as its path and the settings say."""
    return parse(text, path, associations=associations)
