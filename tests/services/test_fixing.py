"""Fixes are applied until nothing is left: whole, without overlaps, and never for ever."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from promptwell.errors import FileProblem
from promptwell.language.rules.base import Diagnostic, Fix
from promptwell.language.text.edit import TextEdit
from promptwell.language.text.source import Span
from promptwell.services.checking import FileReport
from promptwell.services.fixing import MOST_ROUNDS, Fixed, fix_files

Offer = Callable[[str, str], list[Fix]]


def edit(start: int, end: int, text: str) -> TextEdit:
    return TextEdit(Span(start, end), text)


def fixed(texts: dict[str, str], offer: Offer, *, unsafe: bool = False) -> Fixed:
    """Fix texts in memory; `offer` says of a path and text which fixes a check would offer."""

    def check() -> list[FileReport]:
        return [
            FileReport(path, text, tuple(diagnostic(fix) for fix in offer(path, text)))
            for path, text in texts.items()
        ]

    def diagnostic(fix: Fix) -> Diagnostic:
        return Diagnostic("a-rule", "variables", "warning", Span(0, 0), "wrong", (fix,))

    return fix_files(check, texts.get, texts.__setitem__, unsafe=unsafe)


def once(fixes: Mapping[str, list[Fix]]) -> Offer:
    """Offer these fixes, by the text that they are for."""
    return lambda _, text: list(fixes.get(text, []))


def test_fixes_that_do_not_touch_are_made_at_once() -> None:
    texts = {"a": "one two"}
    done = fixed(
        texts, once({"one two": [Fix("", (edit(0, 3, "1"),)), Fix("", (edit(4, 7, "2"),))]})
    )
    assert texts == {"a": "1 2"}
    assert done.applied == {"a-rule": 2}
    assert done.files == ("a",)


def test_a_fix_that_overlaps_an_earlier_one_waits_for_the_next_round() -> None:
    texts = {"a": "abcd"}
    fixes = {
        "abcd": [Fix("", (edit(0, 3, "x"),)), Fix("", (edit(2, 4, "y"),))],
        "xd": [Fix("", (edit(1, 2, "z"),))],
    }
    fixed(texts, once(fixes))
    assert texts == {"a": "xz"}


def test_a_fix_is_made_whole_or_not_at_all() -> None:
    texts = {"a": "abcdef"}
    parted = Fix("", (edit(1, 2, "!"), edit(4, 5, "!")))
    fixed(texts, once({"abcdef": [Fix("", (edit(0, 2, "x"),)), parted]}))
    assert texts == {"a": "xcdef"}


def test_neighboring_deletions_are_made_at_once() -> None:
    texts = {"a": "abcd"}
    deletions = [Fix("", (edit(start, start + 1, ""),)) for start in range(4)]
    assert fixed(texts, once({"abcd": deletions})).applied == {"a-rule": 4}
    assert texts == {"a": ""}


def test_two_insertions_at_one_place_are_not_made_at_once() -> None:
    texts = {"a": "ab"}
    fixed(texts, once({"ab": [Fix("", (edit(1, 1, "x"),)), Fix("", (edit(1, 1, "y"),))]}))
    assert texts == {"a": "axb"}


def test_a_fix_whose_own_edits_overlap_is_left_alone() -> None:
    texts = {"a": "abc"}
    broken = Fix("", (edit(0, 2, "x"), edit(1, 3, "y")))
    assert fixed(texts, once({"abc": [broken]})).applied == {}
    assert texts == {"a": "abc"}


def test_an_unsafe_fix_is_made_only_where_asked_for() -> None:
    fixes = {"a": [Fix("", (edit(0, 1, "b"),), safe=False)]}
    texts = {"a": "a"}
    fixed(texts, once(fixes))
    assert texts == {"a": "a"}
    fixed(texts, once(fixes), unsafe=True)
    assert texts == {"a": "b"}


def test_a_fix_may_change_another_file_too() -> None:
    texts = {"a": "use", "b": "declare"}
    fix = Fix("", (edit(0, 3, "used"),), other_files={"b": (edit(0, 7, "declared"),)})
    done = fixed(texts, once({"use": [fix]}))
    assert texts == {"a": "used", "b": "declared"}
    assert set(done.files) == {"a", "b"}


def test_a_fix_of_a_file_that_is_not_there_is_left_alone() -> None:
    texts = {"a": "use"}
    fix = Fix("", (edit(0, 3, "used"),), other_files={"gone": (edit(0, 0, "x"),)})
    assert fixed(texts, once({"use": [fix]})).files == ()
    assert texts == {"a": "use"}


def test_rules_that_undo_each_other_come_to_an_end() -> None:
    texts = {"a": "0"}
    flips = {"0": [Fix("", (edit(0, 1, "1"),))], "1": [Fix("", (edit(0, 1, "0"),))]}
    assert sum(fixed(texts, once(flips)).applied.values()) <= MOST_ROUNDS


def test_a_rule_that_is_never_content_comes_to_an_end() -> None:
    texts = {"a": ""}

    def more(_: str, text: str) -> list[Fix]:
        return [Fix("", (edit(len(text), len(text), "x"),))]

    fixed(texts, more)
    assert texts == {"a": "x" * MOST_ROUNDS}


def test_a_file_that_can_not_be_written_does_not_stop_the_others() -> None:
    texts = {"/a": "one", "/b": "one"}

    def check() -> list[FileReport]:
        fix = Fix("", (edit(0, 3, "1"),))
        found = Diagnostic("a-rule", "variables", "warning", Span(0, 0), "wrong", (fix,))
        return [
            FileReport(path, text, (found,) if text == "one" else ())
            for path, text in texts.items()
        ]

    def write(path: str, text: str) -> None:
        if path == "/a":
            raise FileProblem(f"{path}: could not be written: permission denied")
        texts[path] = text

    done = fix_files(check, texts.get, write)
    assert texts == {"/a": "one", "/b": "1"}
    assert done.files == ("/b",)
    assert done.applied == {"a-rule": 1}
    assert done.refused == ("/a: could not be written: permission denied",)
