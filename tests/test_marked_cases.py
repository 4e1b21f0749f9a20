"""The harness of the case files: it must fail whatever does not hold."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest
from tests.case_comparison import faults, report
from tests.case_sections import CaseError
from tests.levels.base import Place, RefusedError, Reported
from tests.marked_cases import Case, case_files, read_cases

from promptwell.language.text.source import Span

HERE = Path("tests/cases/features/some.md")
RULE = Path("tests/cases/rules/some-rule.md")


class Scripted:
    """A level whose answers are written down."""

    def __init__(self, reported: list[Reported] | None = None, **answers: object) -> None:
        self.reported = reported or []
        self.answers = answers

    def diagnostics(self, path: str) -> list[Reported] | None:
        return self.reported if path.startswith("main") else []

    def after(self, how: str, title: str, rules: frozenset[str] | None) -> dict[str, str] | None:
        return self.answers.get(f"after_{how}")  # type: ignore[return-value]

    def hover(self, place: Place) -> str | None:
        return self.answers.get("hover")  # type: ignore[return-value]

    def definitions(self, place: Place) -> list[Place] | None:
        return self.answers.get("definitions")  # type: ignore[return-value]

    def references(self, place: Place) -> list[Place] | None:
        return self.answers.get("references")  # type: ignore[return-value]

    def completions(self) -> list[str] | None:
        return self.answers.get("completions")  # type: ignore[return-value]

    def actions(self) -> list[str] | None:
        return self.answers.get("actions")  # type: ignore[return-value]

    def rename(self, new_name: str) -> dict[str, str] | None:
        if "refused" in self.answers:
            raise RefusedError(self.answers["refused"])
        return self.answers.get("rename")  # type: ignore[return-value]

    def symbols(self, path: str) -> list[str] | None:
        return self.answers.get("symbols")  # type: ignore[return-value]

    def view(self, what: str) -> list[str] | None:
        return self.answers.get(what)  # type: ignore[return-value]


def only_case(text: str, path: Path = HERE) -> Case:
    (case,) = read_cases(path, dedent(text))
    return case


MARKED = """\
    # A name that nobody declared

    Prose.

    ````prompty
    Explain {{ topik }} to a child.
               ^^^^^ warning[some-rule]: `topik` is not
    ````
    """
TOPIK = Reported("some-rule", "warning", Span(11, 16), "`topik` is not declared")


def test_marks_are_taken_out_of_the_text() -> None:
    case = only_case(MARKED)
    assert case.heading == "A name that nobody declared"
    assert case.files[0].path == "main.prompty"
    assert case.files[0].text == "Explain {{ topik }} to a child.\n"


def test_a_case_whose_marks_are_all_met_holds() -> None:
    assert faults(only_case(MARKED), Scripted([TOPIK])) == []


@pytest.mark.parametrize(
    "reported",
    [
        [],
        [TOPIK, TOPIK],
        [TOPIK._replace(rule="other-rule")],
        [TOPIK._replace(severity="error")],
        [TOPIK._replace(span=Span(11, 15))],
        [TOPIK._replace(span=Span(10, 16))],
        [TOPIK._replace(message="unknown name")],
    ],
    ids=["missing", "twice", "rule", "severity", "end", "start", "message"],
)
def test_a_case_with_a_wrong_diagnostic_fails(reported: list[Reported]) -> None:
    assert faults(only_case(MARKED), Scripted(reported))


def test_a_failure_shows_the_actual_marks_ready_to_paste() -> None:
    case = only_case(MARKED)
    other = TOPIK._replace(span=Span(8, 19), message="not known")
    text = report(case, "core", faults(case, Scripted([other])))
    assert "some.md:1 [core] A name that nobody declared" in text
    assert (
        "Explain {{ topik }} to a child.\n        ^^^^^^^^^^^ warning[some-rule]: not known" in text
    )
    pasted = only_case(f"# Case\n````prompty\n{text.rpartition('actual')[2].strip()[4:]}\n````\n")
    assert faults(pasted, Scripted([other])) == []


def test_a_case_without_marks_must_be_silent() -> None:
    case = only_case("# Quiet\n````prompty\nHello.\n````\n")
    assert faults(case, Scripted()) == []
    assert faults(case, Scripted([TOPIK._replace(span=Span(0, 5))]))


def test_under_rules_only_the_named_rule_and_marked_ones_count() -> None:
    case = only_case("# Quiet\n````prompty\nHello.\n````\n", RULE)
    assert case.rule == "some-rule"
    assert faults(case, Scripted([TOPIK._replace(rule="other", span=Span(0, 5))])) == []
    assert faults(case, Scripted([TOPIK._replace(span=Span(0, 5))]))


def test_a_cursor_leaves_diagnostics_out_unless_they_are_marked() -> None:
    case = only_case(
        "# Half typed\n````prompty\n{{ <CURSOR>\n````\n````completions\ntopic\n!role\n````\n"
    )
    assert case.cursor == (case.files[0], 3)
    noisy = Scripted([TOPIK._replace(span=Span(0, 2))], completions=["topic"])
    assert faults(case, noisy) == []
    assert faults(case, Scripted(completions=["other"]))
    assert faults(case, Scripted(completions=["topic", "role"]))


def test_several_marks_may_stand_under_one_line() -> None:
    case = only_case(
        """\
        # Two
        ````j2
        {{ a }} {{ b }}
           ^ hint[one]
                   ^ hint[two]
        ````
        """
    )
    assert [(mark.rule, mark.span) for mark in case.files[0].marks] == [
        ("one", Span(3, 4)),
        ("two", Span(11, 12)),
    ]


def test_a_place_can_be_named_by_its_text() -> None:
    case = only_case(
        '# Emoji\n````j2\n👩‍👩‍👧 {{ who }}\t{{ who }}\n^ hint[one] at "who" #2: odd\n````\n'
    )
    (mark,) = case.files[0].marks
    assert case.files[0].text[mark.span.start :] == "who }}\n"
    assert mark.span.start > 10
    assert mark.text == "odd"


def test_characters_that_cannot_be_seen_are_written_by_number() -> None:
    case = only_case('# Hidden\n````j2 escapes\na\\u{200B}b\n^ error[one] at "\\u{200B}"\n````\n')
    assert case.files[0].text == "a\u200bb\n"
    assert case.files[0].marks[0].span == Span(1, 2)
    reported = Reported("one", "error", Span(1, 2), "hidden")
    assert faults(case, Scripted([reported])) == []
    shown = faults(case, Scripted([reported._replace(rule="two")]))[0]
    assert '^ error[two] at "\\u{200B}": hidden' in shown


def test_a_range_over_several_lines_is_marked_up_to_the_end_of_its_first() -> None:
    case = only_case("# Long\n````j2\n{% if a %}\n^^^^^^^^^^ error[one]\nb\n````\n")
    assert faults(case, Scripted([Reported("one", "error", Span(0, 12), "open")])) == []


def test_an_empty_range_is_marked_by_one_caret() -> None:
    case = only_case("# Empty\n````j2\nab\n  ^ error[one]\n````\n")
    assert faults(case, Scripted([Reported("one", "error", Span(2, 2), "missing")])) == []


def test_carets_of_the_prompt_are_written_with_a_backslash() -> None:
    case = only_case("# Carets\n````txt\nsee\n  \\^^ here\n\\\\^ there\n````\n")
    assert case.files[0].text == "see\n  ^^ here\n\\^ there\n"
    reported = Reported("one", "hint", Span(0, 3), "x")
    (shown,) = faults(case, Scripted([reported]))
    assert "\n  \\^^ here\n\\\\^ there" in shown


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("# A\n````j2\nx\n^ nonsense\n````\n", "not a mark"),
        ("# A\n````j2\nx\n^^^\n````\n", "carets without a mark"),
        ("# A\n````j2\n^ hint[one]\n````\n", "needs a line above"),
        ('# A\n````j2\nx\n^ hint[one] at "y"\n````\n', "does not hold"),
        ("# A\n````j2\nx\n", "never closed"),
        ("# A\n````\nx\n````\n", "needs a word"),
        ("# A\n````after\nx\n````\n", "needs a file above"),
        ("# A\n````j2\nx\n````\n````aftr\n````\n", "no fence is called"),
        ("````j2\nx\n````\n", "needs a heading"),
        ("# A\n````j2\nx\n````\n````j2\ny\n````\n", "two files"),
        ("# A\n````j2\nx\n````\n# A\n````j2\ny\n````\n", "two cases"),
        ("levels: everywhere\n# A\n````j2\nx\n````\n", "no level"),
        ("# A\n````j2\n<CURSOR>x<CURSOR>\n````\n", "one <CURSOR>"),
        ("# A\n````j2 path='x\nx\n````\n", "cannot read"),
    ],
)
def test_a_case_file_that_cannot_be_read_says_why(text: str, reason: str) -> None:
    with pytest.raises(CaseError, match=reason):
        read_cases(HERE, text)


def test_hover_must_hold_the_marked_text() -> None:
    case = only_case("# Hover\n````j2\n{{ a }}\n   ^ hover: a customer\n````\n")
    assert faults(case, Scripted(hover="**a**: a\ncustomer's name")) == []
    assert faults(case, Scripted(hover="something"))
    nothing = only_case("# Hover\n````j2\n{{ a }}\n   ^ hover: (none)\n````\n")
    assert faults(nothing, Scripted(hover="")) == []
    assert faults(nothing, Scripted(hover="something"))


def test_definitions_and_references_must_be_exactly_the_marked_places() -> None:
    case = only_case(
        """\
        # Both
        ````j2
        {% set a = 1 %}{{ a }}
               ^ def 1
                          ^ ref 1
        ````
        """
    )
    define, use = Place("main.j2", Span(7, 8)), Place("main.j2", Span(18, 19))
    assert faults(case, Scripted(definitions=[define], references=[use, define])) == []
    assert faults(case, Scripted(definitions=[use], references=[use, define]))
    assert faults(case, Scripted(definitions=[define], references=[define]))


def test_a_place_that_opens_another_file_is_checked_by_its_path() -> None:
    case = only_case("# Open\n````j2\n{% include 'b.j2' %}\n            ^^^^ opens b.j2\n````\n")
    assert faults(case, Scripted(definitions=[Place("b.j2", Span(0, 0))])) == []
    assert faults(case, Scripted(definitions=[Place("c.j2", Span(0, 0))]))


RENAME = """\
    # Across files
    ````prompty path=a.prompty
    {{ old<CURSOR> }}
    ````
    ````j2 path=b.j2
    {{ old }}
    ````
    ````rename to=new
    ````
    ````after path=a.prompty
    {{ new }}
    ````
    """


def test_a_rename_changes_the_files_shown_and_no_other() -> None:
    case = only_case(RENAME)
    assert faults(case, Scripted(rename={"a.prompty": "{{ new }}\n"})) == []
    assert faults(case, Scripted(rename={}))
    assert faults(case, Scripted(rename={"a.prompty": "{{ new }}\n", "b.j2": "{{ new }}\n"}))
    assert faults(case, Scripted(refused="no"))


def test_a_rename_can_be_expected_to_be_refused() -> None:
    case = only_case(
        "# No\n````j2\n{{ old<CURSOR> }}\n````\n````rename to=1x refused\nnot a name\n````\n"
    )
    assert faults(case, Scripted(refused="not a name: 1x")) == []
    assert faults(case, Scripted(refused="because"))
    assert faults(case, Scripted(rename={}))


def test_fixes_must_give_the_text_of_the_after_fence() -> None:
    text = MARKED + "\n    ````after unsafe\n    Explain {{ topic }} to a child.\n    ````\n"
    case = only_case(text)
    good = {"main.prompty": "Explain {{ topic }} to a child.\n"}
    assert faults(case, Scripted([TOPIK], after_unsafe=good)) == []
    assert faults(case, Scripted([TOPIK], after_unsafe={"main.prompty": "Explain.\n"}))


def test_a_view_must_be_shown_line_by_line() -> None:
    case = only_case("# Folding\n````j2\nx\n````\n````shows folding\n1-3 block\n  4-5\n````\n")
    assert faults(case, Scripted(folding=["1-3 block", "  4-5"])) == []
    assert faults(case, Scripted(folding=["1-3 block", "4-5"]))
    assert faults(case, Scripted(folding=[]))


def test_symbols_must_be_the_outline() -> None:
    case = only_case("# Outline\n````j2\nx\n````\n````symbols\ninputs\n  topic\n````\n")
    assert faults(case, Scripted(symbols=["inputs", "  topic"])) == []
    assert faults(case, Scripted(symbols=["inputs", "topic"]))


def test_options_set_the_text_and_the_settings() -> None:
    case = only_case(
        "# Options\n````prompty eol=crlf bom settings='{\"budget-tokens\": 5}' today=2026-02-03\n"
        "a\nb\n^ hint[one]\n````\n"
    )
    assert case.files[0].text == "\ufeffa\r\nb\r\n"
    assert case.files[0].marks[0].span == Span(4, 5)
    assert case.settings == {"budget-tokens": 5}
    assert case.today == "2026-02-03"


def test_fences_of_three_backticks_belong_to_the_prompt_or_the_prose() -> None:
    case = only_case(
        "# Nested\n```python\n# not a heading for a case\n```\n`````md\n````js\n# code\n````\n`````\n"
    )
    assert case.heading == "Nested"
    assert case.files[0].text == "````js\n# code\n````\n"


def test_every_case_file_of_the_repository_can_be_read() -> None:
    for path in case_files():
        assert read_cases(path), f"{path} holds no case"
