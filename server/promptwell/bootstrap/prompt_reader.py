"""What the operations read, render and check prompts with, put together for one workspace."""

from __future__ import annotations

import atexit
from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING

from promptwell.adapters.files import WorkspaceFiles, read_text
from promptwell.adapters.paths import is_below, shown, to_path
from promptwell.bootstrap import Workspace, loaded_with, prompt_renderer
from promptwell.bootstrap.check_run import CheckRun
from promptwell.errors import FileProblem
from promptwell.language.syntax.detect import detect

if TYPE_CHECKING:
    from promptwell.adapters.rendering.renderer import ProcessRenderer
    from promptwell.language.semantics.project import Project
    from promptwell.language.syntax.parse import Parser
    from promptwell.services.checking import FileReport

# Formats of files that a scan reads besides prompts.
_NO_PROMPTS = frozenset({"data", "mcp-config"})


class WorkspaceReader:
    """The prompts of a folder as their files are now. Settings are read once: make one for each operation.

    `parse` may remember what it read for the operation before.
    """

    def __init__(self, root: str, parse: Parser | None = None) -> None:
        self.root = root
        self._parse = parse
        self._files = WorkspaceFiles([root])
        self._settings = Workspace(root).settings

    @property
    def renderer(self) -> ProcessRenderer:
        """The renderer that all questions of this process share."""
        return shared_renderer()

    def place(self, path: str, *, new: bool = False) -> str:
        """A path as the project has it; with `new` there need be no such file.

        Raises:
            FileProblem: it leads out of the workspace, or there is no such file.
        """
        file, sign, entry = path.partition("#")
        absolute = to_path(file.replace("\0", "\ufffd"), self.root)
        if "\0" in path or not is_below(absolute, self.root) or not self._files.holds(absolute):
            raise FileProblem(
                f"{path!r} leads out of the workspace; give a path relative to its folder"
            )
        if not new:
            self._must_be_prompt(absolute, file)
        return absolute + sign + entry

    def _must_be_prompt(self, path: str, shown_as: str) -> None:
        """Refuse what is no prompt: whoever may read prompts may not read every file by that."""
        try:
            text = read_text(path)
        except FileProblem as problem:
            raise FileProblem(str(problem).replace(path, shown_as)) from problem
        self._settings.at(path)
        found = detect(path, text, self._settings.associations())
        if found is None or found[0] in _NO_PROMPTS:
            raise FileProblem(
                f"{shown_as}: this is no prompt file; if it is one, name its format under `formats` "
                "in promptwell.toml"
            )

    def shown(self, place: str) -> str:
        """A path of the project as it is seen from the root."""
        return shown(place, self.root)

    def project(self, places: Iterable[str], texts: Mapping[str, str] | None = None) -> Project:
        """What some prompts mean, with all that they bring in; `texts` are what files say instead, by place."""
        files = [place.partition("#")[0] for place in places]
        open_texts = dict(texts or {})
        known = loaded_with(files, self.root, open_texts)
        return Workspace(self.root, open_texts=open_texts, known=known, parse=self._parse).project

    def check(self, place: str, text: str | None = None) -> list[FileReport]:
        """What the rules find in a file, or would find if it had this text; as `check` reports it."""
        run = CheckRun(
            [place],
            overrides={},
            open_texts={} if text is None else {place: text},
            use_cache=text is None,
            jobs=1,
            root=self.root,
            parse=self._parse,
        )
        reports = run.reports()
        run.save()
        return reports


@cache
def shared_renderer() -> ProcessRenderer:
    """The one renderer of this process; it ends with it."""
    renderer = prompt_renderer()
    atexit.register(renderer.close)
    return renderer
