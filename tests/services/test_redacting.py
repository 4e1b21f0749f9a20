"""Cleaning a text: what was found goes, the rest of the file stays what it was."""

from __future__ import annotations

import json
from collections import Counter

import pytest
import yaml

from promptwell.language.rules.base import Diagnostic, Fix
from promptwell.language.text.edit import TextEdit
from promptwell.language.text.source import Span
from promptwell.services.file_shapes import shape_of
from promptwell.services.redacting import redacted

KEY = "sk-live-0123456789"
MAIL = "ann@example.org"
PHONE = "4155550123"


def found(text: str) -> list[Diagnostic]:
    """What rules would find in a text: keys, addresses, telephone numbers, hidden characters."""
    findings: list[Diagnostic] = []
    for word, rule, group, kind in (
        (KEY, "provider-token", "secrets", "api-key"),
        (MAIL, "personal-data", "privacy", "email"),
        (PHONE, "personal-data", "privacy", "phone"),
        ("\u200b", "invisible-text", "hidden", ""),
    ):
        start = text.find(word)
        while start >= 0:
            span = Span(start, start + len(word))
            fixes = (Fix("Remove", (TextEdit(span, ""),)),) if group == "hidden" else ()
            findings.append(Diagnostic(rule, group, "error", span, "m", fixes, kind=kind))
            start = text.find(word, span.end)
    return findings


def clean(text: str, path: str) -> str:
    result = redacted(text, path, found(text))
    for word in (KEY, MAIL, PHONE, "\u200b"):
        assert word not in result.text
    assert shape_of(result.text, path) == shape_of(text, path) is not None
    return result.text


def test_placeholders_say_what_was_there() -> None:
    text = f"Write to {MAIL}\u200b with {KEY}.\n"
    result = redacted(text, "/w/a.j2", found(text))
    assert result.text == "Write to [EMAIL] with [REDACTED:api-key].\n"
    assert result.replaced == Counter(
        {"[EMAIL]": 1, "[REDACTED:api-key]": 1, "hidden characters": 1}
    )


def test_json_stays_json_also_where_a_number_goes() -> None:
    text = f'{{"mail": "<{MAIL}>", "phone": {PHONE}, "list": [{PHONE}, 1], "{MAIL}": "{KEY}"}}'
    assert json.loads(clean(text, "/w/a.json")) == {
        "mail": "<[EMAIL]>",
        "phone": "[PHONE]",
        "list": ["[PHONE]", 1],
        "[EMAIL]": "[REDACTED:api-key]",
    }


def test_json_lines_stay_lines() -> None:
    text = f'{{"a": {PHONE}}}\n{{"a": 1}}\n{{"a": "{KEY}\u200b"}}\n'
    assert [json.loads(line) for line in clean(text, "/w/a.jsonl").splitlines()] == [
        {"a": "[PHONE]"},
        {"a": 1},
        {"a": "[REDACTED:api-key]"},
    ]


def test_yaml_says_the_rest_as_before() -> None:
    text = f"""\
mail: {MAIL}
{MAIL}: "{KEY}"
flow: {{a: {MAIL}, b: [{PHONE}, x]}}
both: to {MAIL} or C:\\dir "{PHONE}"
block: |
  Write to {MAIL}.
# {KEY}
"""
    assert yaml.safe_load(clean(text, "/w/a.yaml")) == {
        "mail": "[EMAIL]",
        "[EMAIL]": "[REDACTED:api-key]",
        "flow": {"a": "[EMAIL]", "b": ["[PHONE]", "x"]},
        "both": 'to [EMAIL] or C:\\dir "[PHONE]"',
        "block": "Write to [EMAIL].\n",
    }


def test_front_matter_of_a_prompt_stays_readable() -> None:
    text = f"---\nname: a\nauthor: {MAIL}\n---\nsystem:\nWrite to {MAIL}.\n"
    assert clean(text, "/w/a.prompty") == (
        '---\nname: a\nauthor: "[EMAIL]"\n---\nsystem:\nWrite to [EMAIL].\n'
    )


@pytest.mark.parametrize("mark", [",", "\t"])
def test_a_table_keeps_its_rows_and_columns(mark: str) -> None:
    rows = f'1{mark}{MAIL}{mark}"a{mark} {KEY}"\n2{mark}{PHONE}{mark}x\u200b\n'
    text = clean(rows, "/w/a.tsv" if mark == "\t" else "/w/a.csv")
    assert text == f'1{mark}[EMAIL]{mark}"a{mark} [REDACTED:api-key]"\n2{mark}[PHONE]{mark}x\n'


def test_toml_stays_toml() -> None:
    assert clean(f'key = "{KEY}"\n# {MAIL}\n', "/w/config.toml") == (
        'key = "[REDACTED:api-key]"\n# [EMAIL]\n'
    )


def test_findings_that_overlap_are_replaced_once() -> None:
    text = f"postgres://ann:{KEY}@example.org/x"
    whole = Diagnostic("credential-in-url", "secrets", "error", Span(0, len(text)), "m", kind="url")
    result = redacted(text, "/w/a.j2", [*found(text), whole])
    assert result.text == "[REDACTED:url]"


def test_the_placeholder_of_a_fix_is_taken() -> None:
    fix = Fix("Replace", (TextEdit(Span(3, 18), "[EMAIL_ADDRESS]"),), safe=False)
    finding = Diagnostic("personal-data", "privacy", "warning", Span(3, 18), "m", (fix,))
    assert redacted(f"to {MAIL}", "/w/a.j2", [finding]).text == "to [EMAIL_ADDRESS]"


def test_a_fix_that_writes_something_else_is_not_made() -> None:
    fix = Fix("Rename", (TextEdit(Span(0, 1), "b"),))
    finding = Diagnostic("confusable", "hidden", "warning", Span(0, 1), "m", (fix,))
    assert redacted("a", "/w/a.j2", [finding]).text == "a"
