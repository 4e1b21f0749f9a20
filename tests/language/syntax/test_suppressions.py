"""Comments hide findings where they say so, and edits write such comments."""

from __future__ import annotations

import pytest

from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.parse import parse
from promptwell.language.syntax.suppressions import ignore_edit, suppressions
from promptwell.language.text.edit import apply_edits
from promptwell.language.text.source import Span


def hidden(
    text: str, word: str, rule: str = "some-rule", group: str = "", path: str = "a.prompty"
) -> bool:
    document = parse(text, path)
    return suppressions(document).hides(rule, place(text, word), group)


def place(text: str, word: str) -> Span:
    start = text.index(word)
    return Span(start, start + len(word))


def suppressed(document: PromptDocument, word: str, where: str) -> PromptDocument | None:
    edit = ignore_edit(document, "some-rule", place(document.text, word), where)  # type: ignore[arg-type]
    if edit is None:
        return None
    return parse(apply_edits(document.text, [edit]), document.path)


HEAD = "---\nname: x\n---\nsystem:\n"


@pytest.mark.parametrize(
    ("body", "is_hidden"),
    [
        ("WORD {# promptwell: ignore[some-rule] #}\n", True),
        ("{# promptwell: ignore[some-rule] #} WORD\n", True),
        ("{# promptwell: ignore[some-rule] #}\nWORD\n", True),
        ("  {# promptwell: ignore[some-rule] #}  \r\nWORD\r\n", True),
        ("{# promptwell: ignore[some-rule] #}\n\nWORD\n", False),
        ("x {# promptwell: ignore[some-rule] #}\nWORD\n", False),
        ("WORD {# promptwell: ignore[other] #}\n", False),
        ("WORD {# promptwell: ignore[other, some-rule] #}\n", True),
        ("WORD {# promptwell: ignore[all] #}\n", True),
        ("WORD {# promptwell: ignore #}\n", True),
        ("WORD {# promptwell: ignore[variables] #}\n", True),
        ("WORD {#- because promptwell: ignore[some-rule] -#}\n", True),
        ("{#\n promptwell: ignore[some-rule]\n#}\nWORD\n", True),
        ("WORD promptwell: ignore[some-rule]\n", False),
        ("WORD {# promptwell: ignored[some-rule] #}\n", False),
        ("{# promptwell: ignore-start[some-rule] #}\n\nWORD\n", True),
        ("{# promptwell: ignore-start[some-rule] #}\n{# promptwell: ignore-end #}\nWORD\n", False),
        (
            "{# promptwell: ignore-start[some-rule] #}{# promptwell: ignore-end[other] #}\n\nWORD\n",
            True,
        ),
        ("{# promptwell: ignore-start #}\n\nWORD\n", True),
        ("WORD\n\n{# promptwell: ignore-file[some-rule] #}\n", True),
        ("WORD\n\n{# promptwell: ignore-start[some-rule] #}\n", False),
    ],
)
def test_a_comment_hides_what_it_reaches(body: str, is_hidden: bool) -> None:
    assert hidden(HEAD + body, "WORD", group="variables") is is_hidden


def test_comments_in_the_front_matter_count() -> None:
    assert hidden("---\nname: WORD  # promptwell: ignore[some-rule]\n---\nx", "WORD")
    assert hidden("---\n# promptwell: ignore[some-rule]\nname: WORD\n---\nx", "WORD")
    assert hidden("---\n# promptwell: ignore-file[some-rule]\n---\n\nWORD", "WORD")
    assert not hidden("---\nname: 'x # promptwell: ignore'\nb: WORD\n---\n", "WORD")
    assert not hidden("---\na: |\n  # promptwell: ignore-file\nb: WORD\n---\n", "WORD")
    assert hidden("---\na: WORD|  # promptwell: ignore\n---\n".replace("WORD|", "WORD"), "WORD")


def test_a_hash_in_the_body_is_no_comment() -> None:
    assert not hidden(HEAD + "# promptwell: ignore-file\nWORD", "WORD")


def test_mustache_comments_count() -> None:
    head = "---\ntemplate: {format: {kind: mustache}, parser: {kind: prompty}}\n---\n"
    assert hidden(head + "WORD {{! promptwell: ignore[some-rule] }}", "WORD")


@pytest.mark.parametrize(
    ("text", "word", "path"),
    [
        (HEAD + "Hello WORD there\nmore\n", "WORD", "a.prompty"),
        (HEAD + "Hello WORD there", "WORD", "a.prompty"),
        ("Hello WORD\r\nmore\r\n", "WORD", "a.j2"),
        ("---\nname: WORD\nb: 1\n---\nx\n", "WORD", "a.prompty"),
        ("---\nname: [a, WORD,\n  c]\n---\nx\n", "WORD", "a.prompty"),
        (HEAD + "{{ WORD\n}} x\n", "WORD", "a.prompty"),
        (HEAD + "x WORD {# promptwell: ignore[other] #}\n", "WORD", "a.prompty"),
        (HEAD + "{# promptwell: ignore[other] #}\nx WORD\n", "WORD", "a.prompty"),
    ],
)
def test_the_edit_for_a_line_hides_the_finding_there_and_only_there(
    text: str, word: str, path: str
) -> None:
    result = suppressed(parse(text, path), word, "line")
    assert result is not None
    found = suppressions(result)
    assert found.hides("some-rule", place(result.text, word))
    assert not found.hides("some-rule", Span(len(result.text) - 1, len(result.text))) or (
        "\n" not in text[text.index(word) : -1]
    )
    assert not found.hides("rule", place(result.text, word))


@pytest.mark.parametrize(
    ("text", "path"),
    [
        (HEAD + "WORD\n", "a.prompty"),
        ("WORD\n", "a.j2"),
        ("\ufeffWORD\n", "a.j2"),
        (HEAD + "WORD\n{# promptwell: ignore-file[x] #}\n", "a.prompty"),
        ("---\na: |\n  WORD\n---\nx\n", "a.prompty"),
    ],
)
def test_the_edit_for_a_file_hides_the_rule_everywhere(text: str, path: str) -> None:
    result = suppressed(parse(text, path), "WORD", "file")
    assert result is not None
    assert suppressions(result).hides("some-rule", Span(len(result.text), len(result.text)))
    assert suppressions(result).hides("some-rule", Span(0, 0))


def test_the_line_edit_leaves_the_prompt_as_it_was() -> None:
    result = suppressed(parse(HEAD + "Hello WORD\nx\n"), "WORD", "line")
    assert result is not None
    assert "Hello WORD{# promptwell: ignore[some-rule] #}\nx\n" in result.text


def test_where_no_comment_can_stand_there_is_no_edit_for_the_line() -> None:
    assert suppressed(parse("---\na: |\n  WORD\n  x\n---\nx\n"), "WORD", "line") is None
    assert suppressed(parse(HEAD + "{{ a\nWORD\n}}"), "WORD", "line") is None
