"""Real prompt files, as their projects committed them, are read without a fault of ours."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from promptwell.language.syntax.messages import rendered_messages
from promptwell.language.syntax.parse import parse
from promptwell.language.syntax.yaml.node import YamlNode
from promptwell.language.syntax.yaml.read import read_yaml

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
FOLDERS = ("prompty", "contoso-chat", "promptflow", "openhands")
SUFFIXES = {".prompty", ".j2", ".jinja", ".jinja2"}
NOT_JINJA = {"no_end.jinja2"}  # a fixture of its project for a template that is not closed

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not CORPUS.is_dir(), reason=f"no corpus at {CORPUS}"),
]


def files(*suffixes: str) -> list[Path]:
    found = [path for folder in FOLDERS for path in sorted((CORPUS / folder).rglob("*"))]
    return [path for path in found if path.suffix in (suffixes or SUFFIXES)]


def read(path: Path) -> str:
    with path.open(encoding="utf-8", newline="") as file:
        return file.read()


def test_every_file_prints_back_exactly_and_has_no_problem() -> None:
    assert len(files()) > 400
    for path in files():
        text = read(path)
        document = parse(text, path.as_posix())
        assert document.print() == text, path
        if path.name not in NOT_JINJA:
            assert document.problems == (), path


def test_front_matter_that_pyyaml_accepts_is_read_strictly_to_the_same_values() -> None:
    for path in files(".prompty"):
        text = read(path)
        front_matter = parse(text, path.as_posix()).front_matter
        if front_matter is None:
            continue
        content = text[front_matter.content.start : front_matter.content.end]
        assert front_matter.strict, path
        loaded = yaml.load(content, Loader=yaml.BaseLoader)  # texts only, no objects
        assert texts(front_matter.root, text) == (loaded or None), path


def test_front_matter_of_other_tools_is_read_as_pyyaml_reads_it() -> None:
    """The Markdown files of other tools hold much YAML that PyYAML refuses; its verdict is ours."""
    compared = 0
    for path in sorted(CORPUS.rglob("*")):
        if path.suffix not in (".md", ".mdc", ".prompt"):
            continue
        text = read(path)
        if not text.startswith("---\n") or "\n---\n" not in text[4:]:
            continue
        content = text[4 : text.index("\n---\n", 3) + 1]
        try:
            yaml.safe_load(content)
            accepted = True
        except (yaml.YAMLError, ValueError):
            accepted = False
        reading = read_yaml(content)
        assert reading.strict is accepted, (path, reading.problems)
        assert accepted or reading.problems, path
        compared += 1
    assert compared > 300


def test_each_role_line_of_a_prompty_file_is_one_that_prompty_finds_in_the_text() -> None:
    for path in files(".prompty"):
        document = parse(read(path), path.as_posix())
        if document.dialect == "prompty-v2" and "{#" not in document.text:
            body = document.source.slice(document.body).strip()
            expected = [role for role, _, _ in rendered_messages(body)]
            assert [message.role for message in document.messages] == expected, path


def texts(node: YamlNode | None, text: str) -> Any:
    """A tree with every scalar as the text that it holds, as PyYAML's base loader gives it."""
    if node is None:
        return None
    if node.kind == "mapping":
        return {entry.name: texts(entry.value, text) for entry in node.entries}
    if node.kind == "sequence":
        return [texts(item, text) for item in node.items]
    if node.kind == "missing":
        return ""
    if isinstance(node.value, str):
        return node.value
    return text[node.span.start : node.span.end]
