"""What a user may see go wrong, in words that name the place and the way out."""

from __future__ import annotations

from collections.abc import Mapping


class PromptwellError(Exception):
    """An operation could not be done; the message is for the user and says what to do next."""


class UsageError(PromptwellError):
    """The command line or a request asks for something that does not exist."""


class FileProblem(PromptwellError):  # noqa: N818  # it is about the file, not about the code
    """A file could not be read or written; the message begins with its path."""


class OutsideFile(FileProblem):
    """A link leads out of the workspace, so the file is not read: whoever made the link may want it shown."""


class BundleError(PromptwellError):
    """A prompt can't be made one file; the message begins with the file and line at fault."""


class LoadError(PromptwellError):
    """A prompt file says something that its tool does not load, or names what is not there.

    `reason` is one word for programs: `front-matter`, `template`, `env`, `file-outside`,
    `file-missing`, `file` (it can't be read as data), `conflict` (a merge is not settled) or `input`;
    `name` is the variable, file or input.
    """

    def __init__(self, message: str, *, reason: str, name: str = "") -> None:
        super().__init__(message)
        self.reason = reason
        self.name = name


class RenderError(PromptwellError):
    """A template could not be rendered: a fault in it, a value refused or a limit reached.

    `reason` is one word for programs: `syntax`, `fault` (it failed while running), `unsafe`,
    `limit`, `values`, `input` (one is missing), `strict` (a value writes a role line),
    `partial` (an include is missing), `undefined` (a name has no value),
    `conflict` (a merge is not settled), `timeout`, `memory` or `crash`.
    `template` names the partial at fault (`""` is the prompt itself) and `line` counts from 1 in it;
    `name` is the input or partial in question.
    """

    def __init__(
        self,
        message: str,
        *,
        reason: str = "fault",
        template: str = "",
        line: int | None = None,
        name: str = "",
    ) -> None:
        super().__init__(message)
        self.message = message
        self.reason = reason
        self.template = template
        self.line = line
        self.name = name


class Refused(PromptwellError):  # noqa: N818  # it is an answer, not a fault
    """The one who asks has no permission for it."""


class NotFoundError(PromptwellError):
    """There is no such prompt, project, version or token; the message names the nearest ones."""


class UnknownRefError(NotFoundError):
    """Git knows no ref of that name. `why` tells what is behind it, where more is known than that it is not there."""

    def __init__(self, message: str, *, why: str = "") -> None:
        super().__init__(message)
        self.why = why


class ConflictError(PromptwellError):
    """What is to be changed was changed by somebody else since it was read.

    `yours` and `theirs` are both sides, as plain data.
    """

    def __init__(self, message: str, *, yours: object = None, theirs: object = None) -> None:
        super().__init__(message)
        self.yours = yours
        self.theirs = theirs


class MissingExtraError(PromptwellError):
    """A part that is installed on request is not there; the message says how to install it."""

    def __init__(self, what: str, extra: str) -> None:
        super().__init__(
            f"{what} needs the extra `{extra}`. Install it: pip install 'promptwell[{extra}]'"
        )
        self.extra = extra


class StoreError(PromptwellError):
    """The store can't be opened, read or written; the message names its file and the way out."""


class EngineError(PromptwellError):
    """The engine can't be started or reached; the message says why and what to do."""


class Cancelled(PromptwellError):  # noqa: N818  # it was asked for
    """The operation was cancelled; what was finished before stays."""


def to_problem(error: PromptwellError) -> dict[str, object]:
    """An error as plain data: its kind as one word, its message, and what else it carries."""
    return {"kind": _kind(type(error)), "message": str(error), **vars(error)}


def from_problem(problem: Mapping[str, object]) -> PromptwellError:
    """The error that `to_problem` made plain; one of a kind that is not known here is a plain one."""
    kinds = {_kind(each): each for each in PromptwellError.__subclasses__()}
    kind = kinds.get(str(problem.get("kind")), PromptwellError)
    error = kind.__new__(kind)
    # Its own constructor would make up the message again.
    Exception.__init__(error, str(problem.get("message", "")))
    vars(error).update(
        {name: value for name, value in problem.items() if name not in ("kind", "message")}
    )
    return error


def _kind(error: type[PromptwellError]) -> str:
    """`not-found` for `NotFoundError`."""
    name = error.__name__.removesuffix("Error") or "error"
    parts = ("-" + letter.lower() if letter.isupper() else letter for letter in name)
    return "".join(parts).lstrip("-")
