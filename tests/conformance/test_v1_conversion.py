"""Real v1 files, converted: they load in Microsoft's prompty 2 and make the same messages."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from promptwell.adapters.files import WorkspaceFiles
from promptwell.language.semantics.project import Project
from promptwell.language.syntax.parse import parse
from promptwell.language.syntax.rendering.request import RenderRequest, render_request
from promptwell.language.syntax.rendering.result import Rendered
from promptwell.services.conversion import convert_prompts
from promptwell.services.rendering import render_prompt

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not CORPUS.is_dir(), reason=f"the corpus is absent: no {CORPUS}"),
]

# Files that prompty 2 refuses for what v1 allowed.
REFUSED = {
    "promptflow/src/promptflow/tests/test_configs/prompty/prompty_with_reference_file.prompty": (
        "it names files above its own folder, which prompty 2 never reads"
    ),
    "prompty/web/src/content/docs/legacy/getting-started/setup/socrates.prompty": (
        "it sends the user's own credentials to a host that prompty 2 does not know"
    ),
}


def v1_files() -> list[str]:
    found = []
    for folder in ("prompty", "contoso-chat", "promptflow"):
        for file in sorted((CORPUS / folder).rglob("*.prompty")):
            text = file.read_bytes().decode()
            if parse(text, file.as_posix()).dialect == "prompty-v1":
                found.append(file.relative_to(CORPUS).as_posix())
    return found


class Here:
    def render(self, request: RenderRequest) -> Rendered:
        return render_request(request)


def values_for(project: Project, path: str) -> dict[str, Any]:
    """Something for each input that the file gives no value itself."""
    model = project.model(path)
    assert model
    by_kind: dict[str, Any] = {
        "array": [
            {"role": "user", "content": "a", "id": "1"},
            {"role": "assistant", "content": "b"},
        ],
        "object": {"firstName": "Ann", "orders": [{"name": "tent"}]},
    }
    values = {}
    for use in model.free_uses:
        declared = model.declared.get(use.name)
        if declared is None or not (declared.has_default or declared.has_example):
            kind = model.type_of_input(use.name).kind
            values[use.name] = by_kind.get(kind, f"some {use.name}")
    return values


def test_the_corpus_has_v1_files_to_convert() -> None:
    assert len(v1_files()) > 60


@pytest.mark.parametrize("name", v1_files() if CORPUS.is_dir() else [])
def test_a_converted_file_loads_in_prompty_2_and_makes_the_same_messages(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prompty = pytest.importorskip("prompty")
    path = (CORPUS / name).as_posix()
    project = Project(WorkspaceFiles([CORPUS.as_posix()]))
    [converted] = convert_prompts(project, [path])
    assert converted.changed
    written = tmp_path / "converted.prompty"
    written.write_bytes(converted.after.encode())
    for variable in re.findall(r"\$\{env:(\w+)", converted.after, re.IGNORECASE):
        monkeypatch.setenv(variable, "https://example.openai.azure.com")
    values = values_for(project, path)

    if name in REFUSED:
        with pytest.raises(ValueError, match=r"outside allowed roots|is not trusted"):
            prompty.load(written)
        return
    messages = prompty.prepare(prompty.load(written), dict(values))

    ours = render_prompt(project, Here(), path, values)
    assert [(each.role, each.text) for each in messages] == [
        (each.role, each.text) for each in ours.messages
    ]


@pytest.mark.parametrize("name", v1_files() if CORPUS.is_dir() else [])
def test_conversion_keeps_the_prompt_and_every_comment(name: str) -> None:
    path = (CORPUS / name).as_posix()
    project = Project(WorkspaceFiles([CORPUS.as_posix()]))

    [converted] = convert_prompts(project, [path])

    before, after = parse(converted.before, path), parse(converted.after, path)
    assert before.source.slice(before.body) == after.source.slice(after.body)
    assert after.problems == ()
    for comment in re.findall(r"^\s*#.*$", converted.before, re.MULTILINE):
        assert comment.strip() in converted.after
    assert convert_prompts(project, [path]) == [converted]
