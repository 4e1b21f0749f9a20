"""What was read of prompt files is kept by all that it follows from, and no more of it than is allowed."""

from __future__ import annotations

from promptwell.adapters.kept_documents import KeptDocuments
from promptwell.language.syntax.detect import NO_ASSOCIATIONS, Associations

TEXT = "---\nname: a\n---\nHello {{ name }}\n"


def test_a_text_is_read_once() -> None:
    kept = KeptDocuments()
    first = kept(TEXT, "/work/a.prompty", NO_ASSOCIATIONS)
    assert kept(TEXT, "/work/a.prompty", NO_ASSOCIATIONS) is first
    assert (kept.counts().hits, kept.counts().misses) == (1, 1)


def test_another_text_or_path_or_format_is_another_document() -> None:
    kept = KeptDocuments()
    formats = Associations(formats={"*.prompty": "jinja"})
    found = [
        kept(TEXT, "/work/a.prompty", NO_ASSOCIATIONS),
        kept(f"{TEXT}!", "/work/a.prompty", NO_ASSOCIATIONS),
        kept(TEXT, "/work/b.prompty", NO_ASSOCIATIONS),
        kept(TEXT, "/work/a.prompty", formats),
    ]
    assert kept.counts().hits == 0
    assert [each.print() for each in found] == [TEXT, f"{TEXT}!", TEXT, TEXT]
    assert [each.format for each in found] == ["prompty", "prompty", "prompty", "jinja"]


def test_what_was_not_asked_for_longest_goes_when_it_is_too_much() -> None:
    kept = KeptDocuments(most=3 * len(TEXT))
    for name in "abc":
        kept(TEXT, f"/work/{name}.prompty", NO_ASSOCIATIONS)
    assert kept.counts().size == 2
    kept(TEXT, "/work/a.prompty", NO_ASSOCIATIONS)
    assert kept.counts().hits == 0


def test_a_very_long_text_is_read_and_not_kept() -> None:
    kept = KeptDocuments()
    long = TEXT * 10_000
    assert kept(long, "/work/a.prompty", NO_ASSOCIATIONS).text == long
    assert kept.counts().size == 0


def test_half_of_a_surrogate_pair_is_read_as_well() -> None:
    assert KeptDocuments()("\ud83d", "/work/a.prompty", NO_ASSOCIATIONS).text == "\ud83d"
