"""The port to the prompts of a root as the language reads them: parsed, rendered, checked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from promptwell.language.semantics.project import Project
    from promptwell.language.syntax.rendering.request import Renderer
    from promptwell.services.checking import FileReport


class PromptReader(Protocol):
    """The prompts of one root, as their files are now. Paths are relative to it."""

    @property
    def renderer(self) -> Renderer:
        """What renders templates that nobody vouches for."""

    def place(self, path: str, *, new: bool = False) -> str:
        """A path as the project has it; with `new` there need be no such file.

        Raises:
            FileProblem: it leads out of the root, or there is no such file.
        """

    def shown(self, place: str) -> str:
        """A path of the project as it is seen from the root."""

    def project(self, places: Iterable[str], texts: Mapping[str, str] | None = None) -> Project:
        """What some prompts mean, with all that they bring in; `texts` are what files say instead, by place."""

    def check(self, place: str, text: str | None = None) -> Sequence[FileReport]:
        """What the rules find in a file, or would find if it had this text; as `check` reports it."""
