"""The most tokens a prompt comes to over a dataset."""

from __future__ import annotations

from typing import Any

import pytest

from promptwell.adapters.tokenizers import RankTokenizers
from promptwell.language.semantics.analyze import analyze
from promptwell.language.semantics.tokens.prompt import count_prompt
from promptwell.language.semantics.tokens.worst_case import WorstCase, worst_case, worst_rendered
from promptwell.language.syntax.parse import parse

EXACT = RankTokenizers(load="on-demand")


def worst(body: str, *rows: dict[str, Any], front: str = "name: A") -> WorstCase:
    """The worst case of a prompt over rows."""
    model = analyze(parse(f"---\n{front}\n---\nuser:\n{body}\n", "a.prompty"))
    found = worst_case(model, rows, "gpt-4o", EXACT)
    assert found is not None
    return found


def written(body: str) -> int:
    """The tokens of the prompt's written text."""
    document = parse(f"---\nname: A\n---\nuser:\n{body}\n", "a.prompty")
    return count_prompt(document, "gpt-4o", EXACT).total.count


def added(body: str, row: dict[str, Any]) -> int:
    """What a row's values add to the written text."""
    return worst(body, row).tokens.count - written(body)


def test_the_longest_row_is_found_and_the_count_is_an_estimate() -> None:
    found = worst("Say {{ text }}", {"text": "one"}, {"text": "one two three"}, {"text": ""})
    assert found.row == 1
    assert found.tokens.count == written("Say {{ text }}") + 3
    assert not found.tokens.exact


def test_a_value_counts_as_often_as_it_is_written() -> None:
    assert added("{{ text }} and {{ text }}", {"text": "one two"}) == 4


def test_attributes_are_followed() -> None:
    row = {"user": {"name": "Ann", "notes": "not written anywhere"}}
    assert added("{{ user.name }}", row) == 1


def test_a_loop_writes_its_text_and_values_for_every_item() -> None:
    body = "{% for item in items %}- {{ item.name }}\n{% endfor %}"
    items = [{"name": "apple"}, {"name": "pear"}, {"name": "plum"}]
    three, one = added(body, {"items": items}), added(body, {"items": items[:1]})
    assert three - one >= 2 * 2
    assert added(body, {"items": []}) == 0


def test_loops_in_loops_multiply() -> None:
    body = (
        "{% for order in orders %}Order:\n"
        "{% for line in order.lines %}{{ line }}\n{% endfor %}{% endfor %}"
    )
    orders = [{"lines": ["a", "b"]}, {"lines": ["c", "d", "e"]}]
    assert added(body, {"orders": orders}) >= 5 + 1 * 2


def test_a_name_set_from_an_input_counts() -> None:
    assert added("{% set short = text|trim %}{{ short }}", {"text": "one two three"}) == 3


def test_what_a_row_lacks_comes_from_the_default() -> None:
    front = "inputs:\n  - name: text\n    kind: string\n    default: one two three"
    found = worst("{{ text }}", {}, {"text": "one"}, front=front)
    assert found.row == 0


@pytest.mark.parametrize("value", [None, 3, 2.5, True, ["a"], {"a": 1}, "\ud800"])
def test_any_json_value_can_be_counted(value: Any) -> None:
    assert worst("{{ text }} {{ text.a.b }}", {"text": value}).row == 0


@pytest.mark.parametrize(
    "body",
    [
        "{% for x in %}{{ x }}{% endfor %}",
        "{% for x in x %}{{ x }}{% endfor %}",
        "{% set a = b %}{% set b = a %}{{ b }}",
        "{% for x in y %}{{ x ",
        "{% endfor %}{{ x }}",
    ],
)
def test_broken_and_circular_templates_have_a_worst_case_too(body: str) -> None:
    assert worst(body, {"x": ["a"], "y": [["b"]], "a": "c"}).tokens.count >= 0


def test_without_rows_there_is_no_worst_case() -> None:
    assert worst_case(analyze(parse("Hi", "a.j2")), [], "gpt-4o") is None
    assert worst_rendered([], "gpt-4o") is None


def test_rendered_rows_are_counted_exactly() -> None:
    rows = [[("user", "hello")], [("system", "hello"), ("user", "hello world")]]
    found = worst_rendered(rows, "gpt-4o", EXACT)
    assert found is not None
    assert (found.row, str(found.tokens)) == (1, str(4 + 1 + 4 + 2 + 3))
