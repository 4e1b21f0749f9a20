"""Whatever stands in an agent file, it is read, prints back, and no question about it fails."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.language.features.in_memory import ROOT, MemoryFiles

from promptwell.language.features.actions.action import Question
from promptwell.language.features.actions.offer import code_actions
from promptwell.language.features.completion.complete import complete
from promptwell.language.features.definition import definition
from promptwell.language.features.folding import folds
from promptwell.language.features.hover import hover
from promptwell.language.features.references import references
from promptwell.language.features.rename import prepare_rename
from promptwell.language.features.symbols import document_symbols
from promptwell.language.rules.base import Diagnostic, RuleContext, RuleSettings
from promptwell.language.rules.run import check
from promptwell.language.semantics.agent_holes import resolve_holes
from promptwell.language.semantics.declarations import declarations
from promptwell.language.semantics.inference import declared_types
from promptwell.language.semantics.names import resolve_names
from promptwell.language.semantics.project import Project
from promptwell.language.syntax.formats.agents.profiles import DIALECTS
from promptwell.language.syntax.parse import parse
from promptwell.language.text.edit import apply_edits
from promptwell.language.text.source import Span

PATHS = st.sampled_from(
    [
        *(
            "a/SKILL.md",
            ".claude/skills/a/SKILL.md",
            ".claude/agents/a.md",
            ".claude/commands/a.md",
        ),
        *(".cursor/rules/a.mdc", "a.prompt.md", "a.instructions.md", "a.agent.md", "AGENTS.md"),
        *("CLAUDE.md", "GEMINI.md", ".github/copilot-instructions.md", ".claude/rules/a.md"),
        *(".github/skills/a/SKILL.md", "a.chatmode.md"),
    ]
)
PIECES = st.sampled_from(
    [
        *("---\n", "---", "name: a\n", "name: A b\n", "description: x: y\n", "description:", "\n"),
        *(
            "globs: **/*.ts\n",
            'globs: "*.ts"\n',
            "tools: [a, b]\n",
            "tools:\n  - a\n",
            "hooks: []\n",
        ),
        *(
            "arguments: [x, y]\n",
            "arguments: x y\n",
            "user-invokable: yes\n",
            "handoffs:\n  - label: x\n",
        ),
        *(
            "applyTo: [a]\n",
            "- ",
            "  ",
            "\t",
            ": ",
            "#",
            "'",
            '"',
            "[",
            "{",
            "|\n",
            "\r\n",
            "\ufeff",
        ),
        *("$ARGUMENTS", "$ARGUMENTS[", "$1", "$x", "${input:x:y}", "${selection}", "${", "{{ x }}"),
        *("[a](b.md)", "[a](", "](", "@b.md", "@./b", "#file:b.md", "#tool:x", "scripts/x.py "),
        *("`", "``", "```\n", "~~~\n", "<!-- ", "-->", "<!-- promptwell: ignore -->", "!`ls`"),
        *("🌿", "\u2028", "text ", "%41", "\\ ", "\x00"),
    ]
)
HOLES = (
    "$ARGUMENTS",
    "$1",
    "$x",
    "$loop",
    "${input:x:y}",
    "${input:loop}",
    "${selection}",
    "<!-- promptwell: x -->",
)
TEXTS = st.one_of(st.lists(PIECES, max_size=14).map("".join), st.text(max_size=40))


@given(PATHS, TEXTS, st.data())
@settings(max_examples=600, deadline=None)
def test_no_question_about_any_place_fails(path: str, text: str, data: st.DataObject) -> None:
    project = Project(MemoryFiles({path: text, "b.md": "Text."}))
    model = project.model(f"{ROOT}/{path}")
    assert model is not None
    assert model.document.dialect in DIALECTS
    assert model.document.print() == text
    for reference in model.references:
        written = text[reference.span.start : reference.span.end]
        assert written.replace("\\ ", " ") == reference.target
    for use in model.uses:
        assert text[use.span.start : use.span.end] == use.name
    offset = data.draw(st.integers(0, len(text)))
    complete(project, model, offset)
    hover(project, model, offset)
    definition(project, model, offset)
    references(project, model, offset)
    prepare_rename(project, model, offset)
    document_symbols(model)
    folds(model)
    failures: list[Exception] = []
    found = check(
        model,
        RuleContext(RuleSettings(), project),
        on_failure=lambda rule, failure: failures.append(failure),
    )
    assert failures == []
    for diagnostic in found:
        assert 0 <= diagnostic.span.start <= diagnostic.span.end <= len(text)
        for fix in diagnostic.fixes:
            apply_edits(text, fix.edits)
    for action in code_actions(Question(project, model, Span(offset, offset), found)):
        action.change()


@given(PATHS, TEXTS, st.lists(st.sampled_from(HOLES), max_size=6).map(" ".join))
@settings(max_examples=300, deadline=None)
def test_the_names_of_holes_are_those_that_the_walk_of_a_template_finds(
    path: str, text: str, holes: str
) -> None:
    document = parse(text + holes, path)
    types = declared_types(declarations(document, {}))
    assert resolve_holes(document, types) == resolve_names(document, types)


@given(PATHS, TEXTS)
@settings(max_examples=300, deadline=None)
def test_a_safe_fix_leaves_nothing_of_its_kind_to_mend(path: str, text: str) -> None:
    for diagnostic in _dropped(path, text):
        for fix in diagnostic.fixes:
            after = apply_edits(text, fix.edits)
            assert len(_dropped(path, after)) < len(_dropped(path, text)), after


def _dropped(path: str, text: str) -> list[Diagnostic]:
    project = Project(MemoryFiles({path: text}))
    model = project.model(f"{ROOT}/{path}")
    assert model is not None
    found = check(model, RuleContext(RuleSettings(), project))
    return [each for each in found if each.rule == "dropped-value"]
