"""No error on a real file that its own tool accepts: prompty for v2, jinja2 for templates."""

from __future__ import annotations

import os
from pathlib import Path

import jinja2
import pytest

from promptwell.language.rules.base import RuleContext, RuleSettings
from promptwell.language.rules.run import check
from promptwell.language.semantics.project import Project

CORPUS = Path(__file__).parents[4] / "shared" / "corpus"
FOLDERS = ("prompty", "contoso-chat", "promptflow", "openhands")
KINDS = (".prompty", ".j2", ".jinja", ".jinja2")
FILES = sorted(
    path for folder in FOLDERS for path in (CORPUS / folder).rglob("*") if path.suffix in KINDS
)

pytestmark = pytest.mark.skipif(not FILES, reason=f"no corpus at {CORPUS}")


class Disk:
    def read(self, path: str) -> str | None:
        try:
            return Path(path).read_bytes().decode()
        except (OSError, UnicodeDecodeError):
            return None

    def exists(self, path: str) -> bool:
        return Path(path).exists()

    def root(self, path: str) -> str:
        inside = Path(path).relative_to(CORPUS)
        return (CORPUS / inside.parts[0]).as_posix()

    def list(self, folder: str) -> list[str]:
        return []


def test_files_with_errors_are_those_that_their_tool_refuses(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    loader = pytest.importorskip("prompty.core.loader")
    _set_variables(monkeypatch)
    project = Project(Disk())
    context = RuleContext(RuleSettings(), project)
    unexcused = []
    for file in FILES:
        model = project.model(file.as_posix())
        assert model is not None
        errors = [each for each in check(model, context) if each.severity == "error"]
        if errors and _accepts(loader, file, model.document.dialect, model.document.text):
            unexcused += [f"{file}: {each.rule}: {each.message}" for each in errors]
    assert not unexcused


def _accepts(loader: object, file: Path, dialect: str, text: str) -> bool:
    if dialect == "prompty-v2":
        try:
            loader.load(file)  # type: ignore[attr-defined]
        except (ValueError, TypeError, OSError):
            return False
    try:
        jinja2.Environment(extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"]).parse(text)
    except jinja2.TemplateError:
        return False
    return True


def _set_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give a value to every environment variable that the files name."""
    for file in FILES:
        text = file.read_text(encoding="utf-8", errors="replace")
        for part in text.split("${env:")[1:]:
            name = part.partition("}")[0].partition(":")[0]
            if name.isidentifier() and name not in os.environ:
                monkeypatch.setenv(name, "https://api.openai.com")
