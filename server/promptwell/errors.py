"""What a user may see go wrong, in words that name the place and the way out."""

from __future__ import annotations


class PromptwellError(Exception):
    """An operation could not be done; the message is for the user and says what to do next."""


class UsageError(PromptwellError):
    """The command line or a request asks for something that does not exist."""


class FileProblem(PromptwellError):  # noqa: N818  # it is about the file, not about the code
    """A file could not be read or written; the message begins with its path."""


class RenderError(PromptwellError):
    """A template could not be rendered: a fault in it, a value refused or a limit reached."""
