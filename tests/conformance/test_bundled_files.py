"""Real prompts with includes, bundled: they render as before, the examples also in prompty."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from promptwell.adapters.files import WorkspaceFiles
from promptwell.errors import BundleError, PromptwellError
from promptwell.language.semantics.project import Project
from promptwell.language.syntax.rendering.request import RenderRequest, render_request
from promptwell.language.syntax.rendering.result import Rendered
from promptwell.services.bundling import bundle_prompt
from promptwell.services.rendering import render_prompt

ROOT = Path(__file__).parents[2]
CORPUS = ROOT.parent / "shared" / "corpus"
EXAMPLES = ROOT / "examples"

_REFERS = re.compile(r"\{%[-+]?\s*(?:include|import|from|extends)\b")


class Here:
    def render(self, request: RenderRequest) -> Rendered:
        return render_request(request)


def referring(folder: Path) -> list[str]:
    """The templates below a folder that bring in others which are there."""
    found = []
    for file in sorted(folder.rglob("*")) if folder.is_dir() else []:
        if file.suffix in (".j2", ".jinja2", ".jinja", ".prompty"):
            if _REFERS.search(file.read_bytes().decode("utf-8", "replace")):
                found.append(file.as_posix())
    return found


def project_of(folder: Path) -> Project:
    roots = [path.as_posix() for path in folder.iterdir() if path.is_dir()]
    return Project(WorkspaceFiles([folder.as_posix()]), template_roots=roots)


def messages(project: Project, path: str, text: str | None = None) -> Any:
    files = WorkspaceFiles([project.files.root(path)], open_texts={path: text} if text else {})
    try:
        prompt = render_prompt(
            Project(files, template_roots=project.template_roots), Here(), path, {}, examples=True
        )
    except PromptwellError as error:
        return str(error)
    return [each.plain() for each in prompt.messages]


@pytest.mark.corpus
@pytest.mark.skipif(not CORPUS.is_dir(), reason=f"the corpus is absent: no {CORPUS}")
@pytest.mark.parametrize("path", referring(CORPUS / "openhands") + referring(CORPUS / "promptflow"))
def test_a_real_template_renders_the_same_when_bundled(path: str) -> None:
    project = project_of(CORPUS)

    result = bundle_prompt(project, path)

    assert result.parts
    assert not _REFERS.search(result.text)
    assert messages(project, path, result.text) == messages(project, path)


@pytest.mark.parametrize("path", referring(EXAMPLES))
def test_an_example_renders_the_same_when_bundled_also_in_prompty(
    path: str, tmp_path: Path
) -> None:
    prompty = pytest.importorskip("prompty")
    project = project_of(EXAMPLES)
    if "/drafts/" in path:
        # One example names a partial that is not there: a planted mistake.
        with pytest.raises(BundleError, match="is not there"):
            bundle_prompt(project, path)
        return

    result = bundle_prompt(project, path)

    assert messages(project, path, result.text) == messages(project, path)
    if path.endswith(".prompty"):
        prompt = render_prompt(project, Here(), path, {}, examples=True)
        written = tmp_path / "bundled.prompty"
        written.write_bytes(result.text.encode())
        theirs = prompty.prepare(prompty.load(written), dict(prompt.values))
        assert [(each.role, each.text) for each in theirs] == [
            (each.role, each.text) for each in prompt.messages
        ]
