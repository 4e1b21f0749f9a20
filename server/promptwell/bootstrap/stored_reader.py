"""What the operations read, render and check the prompts with that a store keeps without a workspace."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from promptwell.adapters.check_cache import NoCache
from promptwell.adapters.clock import today
from promptwell.adapters.tokenizers import RankTokenizers
from promptwell.bootstrap.prompt_reader import shared_renderer
from promptwell.domain.prompts.paths import known_path
from promptwell.errors import FileProblem
from promptwell.services.checking import Texts, analyze_files, check_files
from promptwell.settings import Settings
from promptwell.settings.rule_levels import rule_settings

if TYPE_CHECKING:
    from promptwell.adapters.rendering.renderer import ProcessRenderer
    from promptwell.domain.prompts.ports import PromptFiles
    from promptwell.language.semantics.project import Project
    from promptwell.language.syntax.parse import Parser
    from promptwell.services.checking import FileReport

# A project wants a folder. Nothing below it is ever looked for on the disk.
_FOLDER = "/store"


class StoredReader:
    """The prompts of a store: their includes come from the store too, and no file is ever opened."""

    def __init__(self, files: PromptFiles, parse: Parser) -> None:
        self._texts = _StoredTexts(files, parse)

    @property
    def renderer(self) -> ProcessRenderer:
        """The renderer that all questions of this process share."""
        return shared_renderer()

    def place(self, path: str, *, new: bool = False) -> str:
        """A path as the project has it; with `new` there need be no such prompt.

        Raises:
            UsageError: it leads out of the store.
            FileProblem: there is no such prompt.
        """
        file, sign, entry = path.partition("#")
        place = f"{_FOLDER}/{known_path(file)}"
        if not new and not self._texts.exists(place):
            raise FileProblem(f"{file}: there is no such prompt")
        return place + sign + entry

    def shown(self, place: str) -> str:
        """A path of the project as the store has it."""
        return place.removeprefix(f"{_FOLDER}/")

    def project(
        self,
        places: Iterable[str],  # noqa: ARG002  # all texts are at hand
        texts: Mapping[str, str] | None = None,
    ) -> Project:
        """What the prompts mean, with all that they bring in; `texts` are what files say instead, by place."""
        self._texts.drafts.update(texts or {})
        return self._texts.project()

    def check(self, place: str, text: str | None = None) -> Sequence[FileReport]:
        """What the rules find in a prompt, or would find if it had this text, by the settings' defaults."""
        if text is not None:
            self._texts.drafts[place] = text
        settings, day = Settings(), today()
        project = self._texts.project()
        return check_files(
            [place],
            known=dict.fromkeys((*self._texts.list(_FOLDER), place)),
            texts=Texts(self._texts.text),
            settings_key=lambda _: "",
            cache=NoCache(),
            analyze=lambda paths: analyze_files(
                paths,
                project,
                RankTokenizers("on-demand"),
                lambda path: rule_settings(settings, path, day),
            ),
        )


class _StoredTexts:
    """The texts of a store as a project asks for them; a draft goes before what is kept."""

    def __init__(self, files: PromptFiles, parse: Parser) -> None:
        self._files = files
        self._parse = parse
        self.drafts: dict[str, str] = {}

    def project(self) -> Project:
        from promptwell.language.semantics.project import Project

        project = Project(self, parse=self._parse)
        project.known(self.list(_FOLDER))
        return project

    def text(self, path: str) -> str:
        if path in self.drafts:
            return self.drafts[path]
        if not path.startswith(f"{_FOLDER}/"):
            raise FileProblem(f"{path}: there is no such prompt")
        return self._files.read(path.removeprefix(f"{_FOLDER}/"))

    def read(self, path: str) -> str | None:
        try:
            return self.text(path)
        except FileProblem:
            return None

    def exists(self, path: str) -> bool:
        return self.read(path) is not None

    def root(self, path: str) -> str:  # noqa: ARG002  # there is one
        return _FOLDER

    def list(self, folder: str) -> list[str]:
        paths = (f"{_FOLDER}/{path}" for path in self._files.list().files)
        return [path for path in paths if path.startswith(folder.rstrip("/") + "/")]
