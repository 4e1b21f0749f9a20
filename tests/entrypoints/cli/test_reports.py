"""The report forms, given findings that try to break them."""

from __future__ import annotations

import json
from xml.etree import ElementTree as ET

import pytest

from promptwell.entrypoints.cli.reports.github import write_github
from promptwell.entrypoints.cli.reports.json_report import write_json
from promptwell.entrypoints.cli.reports.junit import write_junit
from promptwell.entrypoints.cli.reports.outcome import Outcome
from promptwell.entrypoints.cli.reports.sarif import write_sarif
from promptwell.entrypoints.cli.reports.text import write_text
from promptwell.language.rules.base import Diagnostic, Fix, Related
from promptwell.language.rules.severity import Severity
from promptwell.language.text.edit import TextEdit
from promptwell.language.text.source import Span
from promptwell.services.checking import FileReport


def outcome(
    text: str,
    marked: str,
    message: str = "wrong",
    *,
    path: str = "/repo/a.j2",
    severity: Severity = "error",
    fixes: tuple[Fix, ...] = (),
    related: tuple[Related, ...] = (),
) -> Outcome:
    """One file with one finding under the marked text."""
    start = text.index(marked)
    span = Span(start, start + len(marked))
    diagnostic = Diagnostic("unused-input", "variables", severity, span, message, fixes, related)
    return Outcome([FileReport(path, text, (diagnostic,))], folder="/repo")


def block(outcome: Outcome) -> list[str]:
    """The line of the file and the marks under it, as text shows them."""
    return [line.partition("| ")[2] for line in write_text(outcome).splitlines()[1:3]]


def test_text_marks_what_is_meant() -> None:
    assert write_text(outcome("one\n  two\n", "two")) == (
        "a.j2:2:3: error[unused-input]: wrong\n  2 |   two\n    |   ^^^\n1 error in 1 file."
    )


@pytest.mark.parametrize(
    ("text", "marked", "shown", "marks"),
    [
        ("\tx = y", "y", "    x = y", "        ^"),
        ("日本 x", "x", "日本 x", "     ^"),
        ("日本", "本", "日本", "  ^^"),
        ("e\u0301 x", "x", "e\u0301 x", "  ^"),
        ("a\x1b[31mb", "b", "a<U+001B>[31mb", "             ^"),
        ("a\u202eb", "\u202e", "a<U+202E>b", " ^^^^^^^^"),
        ("a\u2028b", "b", "a<U+2028>b", "         ^"),
        ("a\U000e0041b", "b", "a<U+E0041>b", "          ^"),
        ("Caf\udce9 x", "x", "Caf<0xE9> x", "          ^"),
        ("one\ntwo\n", "e\ntw", "one", "  ^"),
        ("one\r\ntwo", "two", "two", "^^^"),
    ],
)
def test_text_shows_any_character_without_acting_on_it(
    text: str, marked: str, shown: str, marks: str
) -> None:
    assert block(outcome(text, marked)) == [shown, marks]


def test_an_emoji_of_several_parts_is_shown_as_one() -> None:
    assert block(outcome("👩\u200d💻 x", "x"))[0] == "👩\u200d💻 x"


def test_text_cuts_a_long_line_around_what_is_meant() -> None:
    shown, marks = block(outcome("a" * 5000 + " here " + "b" * 5000, "here"))
    assert len(shown) < 130
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert shown[marks.index("^") :].startswith("here")


def test_text_escapes_what_a_message_or_a_name_holds() -> None:
    text = write_text(outcome("x", "x", "a\x1b]0;b\nc", path="/repo/a\x1bb.j2"))
    assert "\x1b" not in text
    assert text.splitlines()[0] == "a<U+001B>b.j2:1:1: error[unused-input]: a<U+001B>]0;b<U+000A>c"


def test_text_tells_related_places_and_the_fix() -> None:
    fix = Fix("Remove it", (TextEdit(Span(0, 1), ""),))
    related = (Related(Span(0, 1), "declared here"), Related(Span(0, 1), "used here", "b.j2"))
    text = write_text(outcome("x", "x", fixes=(fix,), related=related))
    assert text.splitlines()[3:6] == [
        "    = line 1: declared here",
        "    = b.j2: used here",
        "    = --fix: Remove it",
    ]


def test_text_names_a_related_file_as_seen_from_here() -> None:
    related = (Related(Span(0, 1), "used here", "/repo/b.j2"),)
    assert write_text(outcome("x", "x", related=related)).splitlines()[3] == "    = b.j2: used here"


def test_text_stops_listing_one_file_after_fifty_findings() -> None:
    span = Span(0, 1)
    rules = ["unused-macro"] * 60 + ["unused-input"] * 1_200
    many = tuple(Diagnostic(rule, "variables", "warning", span, "wrong") for rule in rules)
    reports = [FileReport("/repo/a.j2", "x", many), FileReport("/repo/b.j2", "x", many[:50])]
    found = Outcome(reports, folder="/repo")
    lines = write_text(found).splitlines()
    assert lines[50 * 3] == (
        "a.j2: 1,210 more not shown (unused-input 1,200, unused-macro 10); "
        "`--format json` lists all."
    )
    assert [line for line in lines if "more not shown" in line] == [lines[50 * 3]]
    assert len([line for line in lines if line.startswith("b.j2:1:1: ")]) == 50
    assert lines[-1] == "1,310 warnings in 2 files."
    assert len(json.loads(write_json(found))["diagnostics"]) == 1310


def test_color_is_only_used_where_asked_for() -> None:
    assert "\x1b" not in write_text(outcome("x", "x"))
    assert "\x1b[31merror[unused-input]\x1b[0m" in write_text(outcome("x", "x"), color=True)


def test_less_severe_findings_are_counted_but_not_listed() -> None:
    reports = outcome("x", "x", severity="hint").reports
    shown = write_text(Outcome(reports, folder="/repo", least="warning"))
    assert shown == "1 hint in 1 file. 1 of them not shown: `--min-severity hint` shows all."


def test_json_survives_every_character() -> None:
    report = json.loads(write_json(outcome("\udce9\u2028x", "x", "\udce9 \x00")))
    assert report["diagnostics"][0]["message"] == "\udce9 \x00"


def test_github_annotations_are_escaped() -> None:
    line = write_github(outcome("ab", "b", "100%\r\n::warning::x", path="/repo/a:b,c.j2"))
    assert line == (
        "::error file=a%3Ab%2Cc.j2,line=1,endLine=1,col=2,endColumn=3,"
        "title=unused-input::100%25%0D%0A::warning::x"
    )


@pytest.mark.parametrize(
    ("severity", "command"),
    [("error", "error"), ("warning", "warning"), ("information", "notice"), ("hint", "notice")],
)
def test_github_has_three_levels(severity: Severity, command: str) -> None:
    assert write_github(outcome("x", "x", severity=severity)).startswith(f"::{command} ")


def test_junit_is_xml_whatever_a_file_holds() -> None:
    report = write_junit(outcome("x", "x", 'a<b>&"\x00\ud800]]>', path='/repo/"<&>.j2'))
    root = ET.fromstring(report.encode())
    assert root.attrib == {"name": "promptwell", "tests": "1", "failures": "1", "errors": "0"}
    failure = root.find("testsuite/testcase/failure")
    assert failure is not None
    assert failure.get("message") == 'a<b>&"\ufffd\ufffd]]>'
    assert root[0].get("name") == '"<&>.j2'


def test_junit_counts_a_clean_file_as_a_passed_test() -> None:
    clean = Outcome([FileReport("/repo/a.j2", "x", ())], folder="/repo")
    root = ET.fromstring(write_junit(clean).encode())
    assert root.get("failures") == "0"
    assert root.find("testsuite/testcase") is not None


def test_junit_does_not_fail_for_hints() -> None:
    root = ET.fromstring(write_junit(outcome("x", "x", severity="hint")).encode())
    assert root.get("failures") == "0"
    told = root.find("testsuite/system-out")
    assert told is not None
    assert "hint unused-input" in str(told.text)


def test_sarif_has_rules_places_fixes_and_related_places() -> None:
    fix = Fix("Remove it", (TextEdit(Span(2, 3), ""),), other_files={"/repo/gone.j2": ()})
    related = (Related(Span(0, 1), "declared here"), Related(Span(0, 1), "used", "/repo/é b.j2"))
    log = json.loads(write_sarif(outcome("a\nb", "b", fixes=(fix,), related=related)))
    assert log["version"] == "2.1.0"
    [run] = log["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    [rule] = run["tool"]["driver"]["rules"]
    assert rule["id"] == "unused-input"
    assert rule["shortDescription"]["text"]
    assert "## Why is this bad?" in rule["help"]["markdown"]
    [result] = run["results"]
    assert result["ruleId"] == "unused-input"
    assert result["level"] == "error"
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "a.j2"
    assert place["region"] == {"startLine": 2, "startColumn": 1, "endLine": 2, "endColumn": 2}
    [change] = result["fixes"][0]["artifactChanges"]
    assert change["replacements"][0]["insertedContent"] == {"text": ""}
    uris = [
        each["physicalLocation"]["artifactLocation"]["uri"] for each in result["relatedLocations"]
    ]
    assert uris == ["a.j2", "%C3%A9%20b.j2"]


def test_a_fingerprint_stays_when_lines_are_added_above() -> None:
    before = json.loads(write_sarif(outcome("a\nb", "b")))["runs"][0]["results"][0]
    after = json.loads(write_sarif(outcome("new\na\nb", "b")))["runs"][0]["results"][0]
    assert before["partialFingerprints"] == after["partialFingerprints"]
