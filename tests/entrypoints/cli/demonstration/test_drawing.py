"""Pictures of lines and changes for a terminal."""

from __future__ import annotations

import pytest

from promptwell.entrypoints.cli.demonstration.drawing import (
    WIDTH,
    Pencil,
    shortened,
    visible,
    width_of,
)
from promptwell.language.text.source import SourceText, Span

PENCIL = Pencil(color=False)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("a\x1b[31mb", "a<U+001B>[31mb"),
        ("\u202eevil", "<U+202E>evil"),
        ("a\u200bb", "a<U+200B>b"),
        ("tab\there", "tab    here"),
        ("\U000e0069" * 9, "<U+E0069 and 8 more>"),
        ("größe 日本 🌿", "größe 日本 🌿"),
        ("\x9b2J", "<U+009B>2J"),
        ("\ud800", "<U+D800>"),
    ],
)
def test_nothing_of_a_file_can_command_the_terminal(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_carets_stand_under_the_marked_words() -> None:
    source = SourceText("one\nDear {{ custmer }},\n")
    line, carets = PENCIL.marked_line(source, Span(12, 19), "warning", "a name")
    assert line == "    2 | Dear {{ custmer }},"
    assert carets == "                ^^^^^^^ a name"


def test_carets_count_the_columns_of_wide_characters() -> None:
    source = SourceText("日本 🌿 x")
    line, carets = PENCIL.marked_line(source, Span(5, 6), "hint")
    assert width_of(line) == width_of(carets)


def test_a_long_line_is_cut_around_the_place() -> None:
    source = SourceText("a" * 5000 + "HERE" + "b" * 5000)
    line, carets = PENCIL.marked_line(source, Span(5000, 5004), "error")
    assert len(line) < WIDTH + 20
    assert line[carets.index("^") : carets.index("^") + 4] == "HERE"


def test_a_range_over_several_lines_is_marked_on_its_first() -> None:
    source = SourceText("{% if a\n   and b %}\n")
    _, carets = PENCIL.marked_line(source, Span(0, 18), "error")
    assert carets.strip() == "^" * 7


def test_a_diff_shows_what_changes_and_little_else() -> None:
    old = "".join(f"line {number}\n" for number in range(40))
    lines = list(PENCIL.diff(old, old.replace("line 20", "line twenty"), "a.j2"))
    assert "  -line 20" in lines
    assert "  +line twenty" in lines
    assert len(lines) < 10


def test_color_comes_only_when_it_is_wanted() -> None:
    assert PENCIL.paint("error", "x") == "x"
    assert Pencil(color=True).paint("error", "x") == "\x1b[31mx\x1b[0m"


def test_long_lists_end_with_a_count() -> None:
    assert shortened("abc", 3) == ["a", "b", "c"]
    assert shortened("abcde", 2) == ["a", "b", "  … and 3 more lines"]
