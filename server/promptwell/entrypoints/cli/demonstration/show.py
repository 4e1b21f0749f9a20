"""The demonstration from beginning to end: start a server, open the files, play the scenes, sum up."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from promptwell.bootstrap import Workspace
from promptwell.entrypoints.cli.demonstration.client import LanguageClient, ServerError
from promptwell.entrypoints.cli.demonstration.drawing import WIDTH, Pencil, visible
from promptwell.entrypoints.cli.demonstration.editor import Editor, Shown
from promptwell.entrypoints.cli.demonstration.places import Places
from promptwell.entrypoints.cli.demonstration.scenes import Stage
from promptwell.language.rules.severity import SEVERITIES
from promptwell.language.text.counted import counted

MOST_SHOWN = 12
MOST_OPENED = 200


class Show:
    """The whole demonstration of one workspace. `refused` counts scenes that got no answer."""

    def __init__(self, workspace: Workspace, pencil: Pencil) -> None:
        self._workspace = workspace
        self._paths = workspace.known
        self._pencil = pencil
        self._numbers = 0
        self.refused = 0

    def lines(self) -> Iterator[str]:
        """Everything that is printed, in order."""
        root = Path(self._workspace.root)
        yield self._pencil.paint("title", f"Promptwell, as an editor sees it: {visible(str(root))}")
        started = time.perf_counter()
        with LanguageClient([sys.executable, "-m", "promptwell", "lsp"], root) as client:
            hello = client.initialize()
            ready = time.perf_counter() - started
            server = hello.get("serverInfo") or {}
            named = visible(f"{server.get('name', 'server')} {server.get('version', '')}".strip())
            yield f"Started the language server over stdio: {named}, ready in {ready:.2f} s"
            editor = Editor(client, self._workspace.root, self._workspace.files.read)
            # Of very many files some from everywhere say more than the first ones.
            for path in self._paths[:: 1 + (len(self._paths) - 1) // MOST_OPENED]:
                self._open(editor, path)
            yield from self._opened(editor)
            found = {
                path: sorted(
                    editor.diagnostics(file),
                    key=lambda shown: (SEVERITIES.index(shown.severity), shown.span),
                )
                for path, file in editor.files.items()
            }
            yield from self._scenes(Stage(editor, self._pencil), editor, found)
            yield ""
            yield self._pencil.paint("title", self._summary(client, found, started))

    def _opened(self, editor: Editor) -> Iterator[str]:
        kinds: dict[str, int] = {}
        for path in self._paths:
            suffix = "." + path.rpartition("/")[2].rpartition(".")[2]
            kinds[suffix] = kinds.get(suffix, 0) + 1
        listed = ", ".join(f"{count} {visible(kind)}" for kind, count in sorted(kinds.items()))
        yield f"Prompt files found: {len(self._paths)} ({listed})"
        if len(self._paths) > len(editor.files):
            yield f"Opened {len(editor.files)} of them"

    def _open(self, editor: Editor, path: str) -> None:
        text = self._workspace.files.read(path)
        if text is not None:
            editor.open(path, text)

    def _scenes(self, stage: Stage, editor: Editor, found: dict[str, list[Shown]]) -> Iterator[str]:
        worst = sorted(
            (path for path, shown in found.items() if shown),
            key=lambda path: (SEVERITIES.index(found[path][0].severity), -len(found[path])),
        )
        shown_files = worst[:MOST_SHOWN]
        # Places in files without errors make the clearer pictures.
        sound = sorted(editor.files, key=lambda path: path in found and _has_error(found[path]))
        places = Places(self._workspace.project, sound)

        def underlined() -> Iterator[str]:
            for path in shown_files:
                yield from stage.diagnostics(editor.files[path], found[path])
            if len(worst) > len(shown_files):
                rest = sum(len(found[path]) for path in worst[MOST_SHOWN:])
                yield f"… and {rest} findings in {len(worst) - MOST_SHOWN} more files"
            if not worst:
                yield "nothing: these prompts are well"

        attribute, name = places.attribute_typing(), places.name_typing()
        hover, definition = places.hover(), places.definition()
        renamings, touch = places.renamings(), places.touch()
        if touch:
            self._open(editor, touch.partial)
        yield from self._scene("What is underlined", underlined)
        yield from self._scene(
            "Completion of attributes", attribute and (lambda: stage.completion(attribute))
        )
        yield from self._scene("Completion of names", name and (lambda: stage.completion(name)))
        yield from self._scene("Hover", hover and (lambda: stage.hover(hover)))
        yield from self._scene(
            "Go to definition", definition and (lambda: stage.definition(definition))
        )
        yield from self._scene(
            "Rename across files", (lambda: stage.rename(renamings)) if renamings else None
        )
        yield from self._scene(
            "Code actions", lambda: stage.actions({path: found[path] for path in shown_files})
        )
        yield from self._scene(
            "A change in a partial checks its users again", touch and (lambda: stage.touch(touch))
        )

    def _scene(self, title: str, play: Callable[[], Iterator[str]] | None) -> Iterator[str]:
        """One scene under its title, with the time it took; without a place for it, a word on that."""
        self._numbers += 1
        started = time.perf_counter()
        lines: list[str] = []
        try:
            lines.extend(play() if play else ["these files hold no place to show it"])
        except ServerError as problem:
            self.refused += 1
            lines.append(f"the server did not answer: {visible(str(problem))}")
        took = f" {1000 * (time.perf_counter() - started):.0f} ms" if play else ""
        heading = f"{self._numbers}. {title} "
        rule = "─" * (WIDTH - len(heading) - len(took))
        yield ""
        yield self._pencil.paint("title", heading + rule + took)
        yield from lines

    def _summary(
        self, client: LanguageClient, found: dict[str, list[Shown]], started: float
    ) -> str:
        every = [shown.severity for diagnostics in found.values() for shown in diagnostics]
        counts = ", ".join(counted(every.count(severity), severity) for severity in SEVERITIES)
        return (
            f"{len(found)} files, {len(every)} findings ({counts}); "
            f"{client.answered} requests answered in {client.seconds:.2f} s, "
            f"{self.refused} refused; {time.perf_counter() - started:.1f} s in all"
        )


def _has_error(shown: list[Shown]) -> bool:
    return any(each.severity == "error" for each in shown)
