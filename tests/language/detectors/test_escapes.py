"""What JSON writes as escapes is found as it is found written out, at the escapes' own places."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from promptwell.language.detectors.escapes import find_hidden_in
from promptwell.language.detectors.hidden_text import find_hidden_text
from promptwell.language.syntax.formats.data import FORMAT

words = st.text(
    alphabet='ab \\u0"\n\u00e9\u200b\u202e\u4e2d\U0001f600\U000e0041\U000e0042', max_size=30
)


@given(words)
def test_escapes_hide_nothing_and_places_are_exact(word: str) -> None:
    text = json.dumps({"a": word})
    found = list(find_hidden_in(FORMAT.parse(text, "/w/a.json", "data")))
    written = json.dumps({"a": word}, ensure_ascii=False)
    assert [each.characters for each in found] == [
        each.characters for each in find_hidden_text(written)
    ]
    for each in found:
        assert json.loads(f'"{text[each.span.start : each.span.end]}"') == each.characters


@given(words)
def test_taking_it_out_leaves_the_rest_of_the_value(word: str) -> None:
    text = json.dumps({"a": word})
    for each in reversed(list(find_hidden_in(FORMAT.parse(text, "/w/a.json", "data")))):
        text = text[: each.span.start] + text[each.span.end :]
    kept = json.loads(text)["a"]
    assert not list(find_hidden_text(kept))
    assert [each for each in kept if each not in "\u200b\u202e\U000e0041\U000e0042"] == [
        each for each in word if each not in "\u200b\u202e\U000e0041\U000e0042"
    ]
