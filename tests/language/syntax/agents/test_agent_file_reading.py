"""Agent files: which tool reads a file, how it reads the keys, and what it puts in or follows."""

from __future__ import annotations

import pytest

from promptwell.language.semantics.analyze import analyze
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.formats.agents.format import FORMAT
from promptwell.language.syntax.formats.agents.profiles import DIALECTS, profile_named


def read(text: str, path: str = "", dialect: str = "") -> PromptDocument:
    document = FORMAT.parse(text, path, dialect or FORMAT.dialect_of(path, text))
    assert document.print() == text
    return document


@pytest.mark.parametrize(
    ("path", "dialect"),
    [
        ("/repo/skills/pdf/SKILL.md", "skill"),
        ("/repo/.claude/skills/pdf/SKILL.md", "claude-skill"),
        ("/repo/.github/skills/pdf/SKILL.md", "vscode-skill"),
        (r"C:\repo\.claude\agents\review.md", "claude-agent"),
        (".claude/commands/git/commit.md", "claude-command"),
        ("/repo/.claude/rules/style.md", "claude-rule"),
        ("/repo/.github/agents/planner.md", "vscode-agent"),
        ("/repo/docs/planner.agent.md", "vscode-agent"),
        ("/repo/.github/chatmodes/old.chatmode.md", "vscode-agent"),
        ("/repo/.github/prompts/review.prompt.md", "vscode-prompt"),
        ("/repo/.github/instructions/python.instructions.md", "vscode-instructions"),
        ("/repo/.github/copilot-instructions.md", "copilot-instructions"),
        ("/repo/.cursor/rules/general.mdc", "cursor-mdc"),
        ("/repo/AGENTS.md", "agents-md"),
        ("/repo/packages/a/CLAUDE.md", "claude-md"),
        ("/repo/GEMINI.md", "gemini-md"),
    ],
)
def test_a_path_tells_which_tool_reads_the_file(path: str, dialect: str) -> None:
    assert FORMAT.owns(path)
    assert FORMAT.dialect_of(path, "") == dialect


@pytest.mark.parametrize(
    "path",
    [
        "README.md",
        "docs/agents.txt",
        ".claude/agents/README.md",
        "src/agents/notes.md",
        ".prompt.md",
    ],
)
def test_other_files_are_left_alone(path: str) -> None:
    assert not FORMAT.owns(path)
    assert not FORMAT.recognizes(path, "# Notes\n")


def test_a_plugins_agents_and_commands_are_told_by_what_they_say() -> None:
    agent = "---\nname: review\ndescription: Reviews code\nmodel: opus\n---\nReview."
    assert FORMAT.dialect_of("plugins/review/agents/review.md", agent) == "claude-agent"
    assert not FORMAT.recognizes("plugins/review/agents/guide.md", "---\ntitle: x\n---\nText")
    assert FORMAT.recognizes("plugins/review/commands/go.md", "Review $ARGUMENTS.")
    assert not FORMAT.recognizes("docs/commands/usage.md", "How to use it.")


def test_each_profile_says_when_and_against_what_it_was_checked() -> None:
    for dialect in DIALECTS:
        profile = profile_named(dialect)
        assert profile.name == dialect
        assert profile.sources
        assert profile.checked >= "2026-11-01"
        known = {each.name for each in profile.keys.children} if profile.keys else set()
        assert set(profile.spellings.values()) <= known, dialect
        assert not set(profile.spellings) & known, dialect
        assert {each.key for each in (*profile.drops, *profile.limits, *profile.needs)} <= known


def test_cursor_takes_the_rest_of_each_line_as_it_stands() -> None:
    text = "---\ndescription: C# rules: issue #12\nglobs: **/*.cs, !bin/**\nalwaysApply: false\n---\nBody"
    document = read(text, "a.mdc")
    assert document.problems == ()
    root = document.root
    assert root.plain() == {
        "description": "C# rules: issue #12",
        "globs": "**/*.cs, !bin/**",
        "alwaysApply": False,
    }
    globs = root.get("globs")
    assert globs is not None
    assert document.source.slice(globs.span) == "**/*.cs, !bin/**"


def test_claude_recovers_a_value_that_yaml_refuses() -> None:
    document = read(
        "---\nname: a\ndescription: Use when: asked\nargument-hint: [file] — or none\n---\nText",
        ".claude/commands/a.md",
    )
    assert document.root.get("description", *()) is not None
    assert document.root.plain()["description"] == "Use when: asked"
    assert [problem.accepted for problem in document.problems] == [True, True]


def test_claude_drops_all_keys_behind_an_unindented_second_line() -> None:
    text = "---\nname: a\ndescription: First line\nsecond line: of it: here\n- no\n---\nText"
    document = read(text, ".claude/skills/a/SKILL.md")
    assert document.problems
    assert not any(problem.accepted for problem in document.problems)
    assert "drops all keys" in document.problems[0].message


def test_vscode_takes_a_star_for_text_and_stops_at_a_second_colon() -> None:
    star = read("---\napplyTo: **/*.ts\n---\nText", "a.instructions.md")
    assert [problem.accepted for problem in star.problems] == [True]
    colon = read("---\ndescription: a: b\napplyTo: '**'\n---\nText", "a.instructions.md")
    assert [problem.accepted for problem in colon.problems] == [False]
    assert "reads no key behind this line" in colon.problems[0].message


def test_files_without_keys_have_no_front_matter() -> None:
    document = read("---\nname: x\n---\nText", "AGENTS.md")
    assert document.front_matter is None
    assert document.body == (0, len(document.text))


def names(document: PromptDocument) -> list[tuple[str, str]]:
    model = analyze(document)
    return [(use.name, document.source.slice(use.span)) for use in model.uses]


def test_claudes_holes_are_filled_in_code_as_well() -> None:
    text = "Fix $ARGUMENTS, $1 and $ARGUMENTS[2].\n```sh\necho $2 $HOME\n```\n${CLAUDE_SKILL_DIR} $10.50"
    found = names(read(text, dialect="claude-command"))
    assert [name for name, _ in found] == ["ARGUMENTS", "1", "ARGUMENTS", "2", "CLAUDE_SKILL_DIR"]
    assert all(name == written for name, written in found)


def test_named_arguments_are_declared_in_the_front_matter() -> None:
    text = "---\narguments: [issue, branch]\n---\nFix $issue on $branch, not $issues or $other."
    document = read(text, dialect="claude-skill")
    model = analyze(document)
    assert [each.name for each in model.declarations] == ["issue", "branch"]
    assert [each.name for each in model.uses] == ["issue", "branch"]
    spaced = analyze(read("---\narguments: issue branch\n---\n$branch", dialect="claude-skill"))
    assert [spaced.document.source.slice(each.name_span) for each in spaced.declarations] == [
        "issue",
        "branch",
    ]


def test_vscodes_holes_are_those_that_it_knows() -> None:
    text = "${input:name} ${input:kind:pick one} ${selection} ${PROJECT_TYPE=web} ${unknown} $ARGUMENTS"
    found = names(read(text, dialect="vscode-prompt"))
    assert [name for name, _ in found] == ["name", "kind", "selection"]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_braces_are_text(dialect: str) -> None:
    document = read("Say {{ name }} and {x} {% if a %}.", dialect=dialect)
    assert document.template.islands == ()
    assert document.problems == ()


def references(text: str, dialect: str) -> list[tuple[str, str]]:
    model = analyze(read(text, "/repo/x.md", dialect))
    for each in model.references:
        assert model.document.source.slice(each.span) == each.target
    return [(each.kind, each.target) for each in model.references]


def test_links_are_those_that_the_tool_follows() -> None:
    text = "See [a](docs/a.md#top), @docs/b.md and #file:c.ts with #tool:search/web.\n"
    assert references(text, "vscode-agent") == [
        ("link", "docs/a.md"),
        ("attachment", "c.ts"),
        ("tool", "search/web"),
    ]
    assert references(text, "claude-md") == [("link", "docs/a.md"), ("mention", "docs/b.md")]
    assert references(text, "agents-md") == [("link", "docs/a.md")]


def test_what_stands_in_code_or_in_a_comment_is_no_link() -> None:
    text = (
        "`[a](a.md)` ``@b.md ` ``\n\n```md\n[c](c.md)\n```\n<!-- [d](d.md) -->\n[e](e.md) ` open\n"
    )
    assert references(text, "claude-md") == [("link", "e.md")]


def test_addresses_pictures_and_people_are_no_files() -> None:
    text = (
        "[w](https://x.org/a.md) ![p](p.png) [h](#here) @someone @angular/core me@x.md @pytest.mark"
    )
    assert references(text, "claude-md") == []


def test_a_skill_names_its_files_by_their_folders() -> None:
    text = "Run scripts/fill.py, then read references/forms.md. Not src/scripts/x.py or scripts/.\n"
    assert references(text, "skill") == [
        ("resource", "scripts/fill.py"),
        ("resource", "references/forms.md"),
    ]
