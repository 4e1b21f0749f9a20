"""Values as people write them on the command line."""

from __future__ import annotations

from typing import Any

import pytest

from promptwell.errors import UsageError
from promptwell.language.semantics.analyze import analyze
from promptwell.language.syntax.parse import parse
from promptwell.services.given_values import given_values

PROMPT = """---
inputs:
  - {name: zip, kind: string}
  - {name: n, kind: integer}
  - {name: x, kind: float}
  - {name: b, kind: boolean}
  - {name: tags, kind: array}
---
user:
{{ zip }}
"""
FILES = {"data.json": '{"zip": "1", "n": 2}', "rows.json": "[1]", "text.txt": "words = more\n"}


def given(*written: str) -> dict[str, Any]:
    return given_values(written, analyze(parse(PROMPT, "a.prompty")), FILES.__getitem__)


def test_the_declared_kind_decides_between_text_and_json() -> None:
    written = ("zip=01234", "n=5", "x=5", "b=true", 'tags=["a"]')

    assert given(*written) == {"zip": "01234", "n": 5, "x": 5, "b": True, "tags": ["a"]}


def test_what_is_not_declared_is_json_where_it_is_json_and_else_text() -> None:
    written = ("a=1", "b2=true", "c=x=y", "d=", 'e={"k": [1]}', 'f="quoted"', "g=null")

    assert given(*written) == {
        "a": 1,
        "b2": True,
        "c": "x=y",
        "d": "",
        "e": {"k": [1]},
        "f": '"quoted"',
        "g": "null",
    }


@pytest.mark.parametrize("written", ["n=x", "n=1.5", "n=true", "x=a", "b=1", "b=yes", "tags=a"])
def test_a_value_of_another_kind_is_refused(written: str) -> None:
    with pytest.raises(UsageError, match=f"the input `{written.partition('=')[0]}` is a"):
        given(written)


def test_later_values_count_over_earlier_ones_and_files_give_several() -> None:
    assert given("zip=0", "data.json", "n=3") == {"zip": "1", "n": 3}


def test_the_text_of_a_file_can_be_a_value() -> None:
    assert given("zip=@text.txt", "a=@@home") == {"zip": "words = more\n", "a": "@home"}


def test_a_file_without_a_mapping_is_refused() -> None:
    with pytest.raises(UsageError, match=r"rows.json: this is no mapping"):
        given("rows.json")
