"""Real agent files, as their projects committed them, are read as their tools read them."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest

from promptwell.language.rules.base import RuleContext, RuleSettings
from promptwell.language.rules.run import check
from promptwell.language.semantics.analyze import analyze
from promptwell.language.semantics.project import Project
from promptwell.language.syntax.formats.agents.format import FORMAT

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
# Files that hold no line `---`: their tools read them without keys.
WITHOUT_KEYS = {"dataverse-python-pandas-integration.instructions.md"}

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not CORPUS.is_dir(), reason=f"no corpus at {CORPUS}"),
]


def agent_files() -> list[tuple[Path, str]]:
    found = []
    for path in sorted(CORPUS.rglob("*")):
        if path.suffix in (".md", ".mdc") and FORMAT.owns(path.as_posix()):
            with path.open(encoding="utf-8", newline="") as file:
                found.append((path, file.read()))
    return found


def test_every_file_prints_back_and_has_no_fault_that_its_tool_does_not_see() -> None:
    kinds: Counter[str] = Counter()
    for path, text in agent_files():
        dialect = FORMAT.dialect_of(path.as_posix(), text)
        document = FORMAT.parse(text, path.as_posix(), dialect)
        assert document.print() == text, path
        assert document.problems == (), path
        assert (document.front_matter is not None) or path.name in WITHOUT_KEYS, path
        kinds[dialect] += 1
    assert kinds["cursor-mdc"] > 100
    assert kinds["skill"] > 150
    assert kinds["vscode-agent"] > 90
    assert kinds["vscode-instructions"] > 80


def test_cursor_rules_have_their_three_keys_whatever_yaml_says() -> None:
    lenient = 0
    for path, text in agent_files():
        if path.suffix != ".mdc":
            continue
        document = FORMAT.parse(text, path.as_posix(), "cursor-mdc")
        assert document.front_matter is not None
        lenient += not document.front_matter.strict
        for entry in document.root.entries:
            line = document.source.line_number(entry.key.span.start)
            written = document.source.line_text(line)
            value = document.source.slice(entry.value.span)
            assert written == f"{entry.name}: {value}".rstrip() or value == "", path
    assert lenient > 90


def test_what_files_name_stands_where_it_is_said_to_stand() -> None:
    for path, text in agent_files():
        dialect = FORMAT.dialect_of(path.as_posix(), text)
        model = analyze(FORMAT.parse(text, path.as_posix(), dialect))
        for reference in model.references:
            assert text[reference.span.start : reference.span.end] == reference.target, path
        for use in model.uses:
            assert text[use.span.start : use.span.end] == use.name, path


class Disk:
    def __init__(self) -> None:
        self.changed: dict[str, str] = {}

    def read(self, path: str) -> str | None:
        try:
            return self.changed.get(path) or Path(path).read_bytes().decode()
        except (OSError, UnicodeDecodeError):
            return None

    def exists(self, path: str) -> bool:
        return Path(path).exists()

    def root(self, path: str) -> str:
        return (CORPUS / Path(path).relative_to(CORPUS).parts[0]).as_posix()

    def list(self, folder: str) -> list[str]:
        return []


def test_no_file_that_its_tool_accepts_has_an_error() -> None:
    project = Project(Disk())
    for path, _ in agent_files():
        model = project.model(path.as_posix())
        assert model is not None
        failures: list[Exception] = []
        found = check(
            model,
            RuleContext(RuleSettings(), project),
            on_failure=lambda rule, failure, into=failures: into.append(failure),  # type: ignore[misc]
        )
        assert failures == [], path
        assert [each for each in found if each.severity == "error"] == [], path


def test_files_with_a_part_cut_out_or_put_in_are_read_all_the_same() -> None:
    chance = random.Random(20261122)
    disk = Disk()
    for path, text in agent_files():
        first, second = sorted(chance.randrange(len(text) + 1) for _ in range(2))
        piece = chance.choice(["", "---\n", "`", "\t", "\x00", ": ", "[", '"', text[first:second]])
        mutated = text[:first] + piece + text[second:]
        dialect = FORMAT.dialect_of(path.as_posix(), mutated)
        document = FORMAT.parse(mutated, path.as_posix(), dialect)
        assert document.print() == mutated, path
        disk.changed[path.as_posix()] = mutated
        failures: list[Exception] = []
        check(
            analyze(document),
            RuleContext(RuleSettings(), Project(disk)),
            on_failure=lambda rule, failure, into=failures: into.append(failure),  # type: ignore[misc]
        )
        assert failures == [], path
