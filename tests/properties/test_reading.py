"""Whatever the text, reading never fails, prints back, and keeps places and values true."""

from __future__ import annotations

import re

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from promptwell.language.semantics.declarations import (
    binding_uses,
    declarations,
    front_matter_references,
)
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.formats.base import schema_at
from promptwell.language.syntax.messages import rendered_messages
from promptwell.language.syntax.parse import parse
from promptwell.language.syntax.suppressions import ignore_edit, suppressions
from promptwell.language.syntax.yaml.node import YamlNode
from promptwell.language.syntax.yaml.quoting import quoted
from promptwell.language.syntax.yaml.read import read_yaml
from promptwell.language.text.edit import apply_edits
from promptwell.language.text.source import Span

PROMPTS = [
    """---
name: support.reply
description: Draft a reply
model: {id: gpt-4o, provider: openai, options: {temperature: 0.2}}
inputs:
  - name: customer
    kind: string
    required: true
  - {name: history, kind: thread}
tools:
  - name: look_up
    kind: function
    bindings: {id: {input: customer}}
metadata:
  trust: {customer: untrusted}
  tests:
    - inputs: {customer: "Jane"}
---
system:
You help {{ customer }}. {# promptwell: ignore[all] #}
user[name="x"]:
{% for m in history %}{{ m.content | upper }}{% endfor %}
""",
    """---\r
sample:\r
  items: [a, 'b']\r
  text: |\r
    one\r
      two\r
model:\r
  api: chat\r
  configuration: {type: azure_openai, api_key: "${env:KEY}"}\r
---\r
# system:\r
{% include "x.j2" %}\U0001f600\u2028\r
""",
    "---\ntemplate: {format: {kind: mustache}, parser: {kind: prompty}}\n---\n{{#a}}{{b}}{{/a}}",
    '{% chat role="user" %}{{ x }}{% endchat %}{% raw %}system:{% endraw %}',
]
PIECES = st.sampled_from(
    [
        *("---", "+++", "\n", "\r\n", "\r", "\u2028", "\x85", "\ufeff", "\t", " ", "  ", "\0"),
        *(":", ": ", "- ", "? ", "[", "]", "{", "}", "{{", "}}", "{%", "%}", "{#", "#}", "# "),
        *("'", '"', "|", ">", "&a ", "*a", "!x ", "@", "`", "%", "<<: ", "~", "${file:x}", "\\"),
        *("name", "inputs", "system:", "user:", "kind: string", "a: b", "promptwell: ignore[x]"),
    ]
)
TEXTS = st.one_of(
    st.text(max_size=60),
    st.lists(st.one_of(PIECES, st.text(max_size=3)), max_size=30).map("".join),
)
PATHS = st.sampled_from(["a.prompty", "a.j2", "a.txt", ""])


@st.composite
def mutated_prompts(draw: st.DrawFn) -> str:
    """A prompt in which parts are deleted, doubled or replaced."""
    text = draw(st.sampled_from(PROMPTS))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 25)))
        text = text[:start] + draw(st.one_of(PIECES, st.just(""), TEXTS)) + text[end:]
    return text


def everything(text: str, path: str) -> PromptDocument:
    """Read a text, and ask all that reading answers."""
    document = parse(text, path)
    assert document.print() == text
    front_matter = document.front_matter
    if front_matter is not None and front_matter.root is not None:
        check_tree(front_matter.root, len(text))
    for problem in document.problems:
        assert 0 <= problem.span.start <= problem.span.end <= len(text), problem
        assert problem.message
        if problem.fix:
            apply_edits(text, problem.fix[1])
    position = 0
    for message in document.messages:
        assert position <= message.marker.start <= message.marker.end <= message.content.start
        assert message.content.start <= message.content.end <= len(text)
        if document.dialect not in ("banks", "haystack"):
            position = message.content.end
    for declaration in declarations(document, {"x": [{"a": 1}]}):
        assert 0 <= declaration.name_span.start <= declaration.name_span.end <= len(text)
    for use in binding_uses(document):
        assert document.source.slice(use.span)
    front_matter_references(document)
    schema_at(document, ("inputs", 0))
    hidden = suppressions(document)
    hidden.hides("x", Span(0, 0))
    for where in ("line", "file"):
        edit = ignore_edit(document, "some-rule", Span(len(text) // 2, len(text) // 2), where)
        if edit:
            apply_edits(text, [edit])
    return document


def check_tree(node: YamlNode, length: int) -> None:
    for each in node.walk():
        assert 0 <= each.span.start <= each.span.end <= length, each


@settings(max_examples=600, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS, PATHS)
def test_any_text_is_read_and_prints_back(text: str, path: str) -> None:
    everything(text, path)


@settings(max_examples=600, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(mutated_prompts(), PATHS)
def test_any_broken_prompt_is_read_and_prints_back(text: str, path: str) -> None:
    everything(text, path)


@settings(max_examples=800, deadline=None)
@given(TEXTS)
def test_yaml_is_called_strict_exactly_where_pyyaml_loads_it(text: str) -> None:
    reading = read_yaml(text)
    if (reading.root is not None and reading.root.value in ("<<", "=")) or "nesting" in str(
        reading.problems
    ):
        return  # front matter that is one lone scalar is refused elsewhere
    if "\ufeff" in text or re.search(r"[|>][-+0-9]*#|!\S*[\[\],]", text):
        return  # here libyaml and PyYAML's own reader differ, and neither is right
    try:
        yaml.safe_load(text)
    except (yaml.YAMLError, UnicodeEncodeError):
        assert not reading.strict
        assert reading.problems
    except (ValueError, TypeError, KeyError, IndexError):
        return  # a value such as `2020-13-41`: a fault of PyYAML's types, which stay text here
    else:
        assert reading.strict, reading.problems


LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=20),
)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.text("abcé: #", max_size=5), inner, max_size=4),
    ),
    max_leaves=12,
)


@settings(max_examples=400, deadline=None)
@given(
    st.dictionaries(st.text("abcd", min_size=1, max_size=4), TREES, min_size=1, max_size=4),
    st.booleans(),
    st.booleans(),
    st.sampled_from(["\n", "\r\n"]),
)
def test_the_span_of_every_scalar_holds_its_value(
    data: dict[str, object], flow: bool, unicode: bool, line_break: str
) -> None:
    text = yaml.safe_dump(
        data, default_flow_style=flow, allow_unicode=unicode, line_break=line_break, width=30
    )
    reading = read_yaml(text)
    assert reading.strict, reading.problems
    assert reading.root is not None
    if "&id" not in text:
        assert reading.root.plain() == yaml.safe_load(text)
    for node in reading.root.walk():
        if node.kind == "scalar":
            written = text[node.span.start : node.span.end]
            if not ("\n" in written and node.style in ("literal", "folded", "plain")):
                assert yaml.safe_load(written) == node.value


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=40).filter(lambda text: text.isprintable() or "\ud800" not in text))
def test_quoting_any_text_makes_a_scalar_of_it(text: str) -> None:
    if any("\ud800" <= character <= "\udfff" for character in text):
        return  # half a pair has no place in any file
    assert yaml.safe_load(f"a: {quoted(text)}") == {"a": text}
    assert read_yaml(f"a: {quoted(text)}").root.get("a").value == text  # type: ignore[union-attr]


@settings(max_examples=400, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.sampled_from(
                ["system:", "user[a=1]:", " # User : ", "\n", "\r\n", "\u2028", "x", ":", "[", "]"]
            ),
            st.text(max_size=3),
        ),
        max_size=15,
    ).map("".join)
)
def test_rendered_text_is_cut_into_the_messages_of_promptys_own_parser(text: str) -> None:
    parsers = pytest.importorskip("prompty.parsers", reason="the prompty package is not installed")
    parser = parsers.PromptyChatParser()
    expected = [
        (message.role, message.parts[0].value, message.metadata)
        for message in parser._parse_messages(text, None, None)
    ]
    assert list(rendered_messages(text)) == expected
