"""Whatever a YAML, JSON or text file holds, its prompts are read in place and every question is answered."""

from __future__ import annotations

import json
from itertools import pairwise

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.language.features.in_memory import ROOT, MemoryFiles

from promptwell.language.features.actions.action import Question
from promptwell.language.features.actions.offer import code_actions
from promptwell.language.features.completion.complete import complete
from promptwell.language.features.definition import definition
from promptwell.language.features.highlights import highlights
from promptwell.language.features.hints import HintChoice
from promptwell.language.features.hover import hover
from promptwell.language.features.in_files import (
    actions_in_files,
    file_folds,
    file_hints,
    file_links,
    file_selections,
    file_symbols,
    file_tokens,
    format_file,
    in_files,
    items_in_file,
    renaming_in_files,
)
from promptwell.language.features.references import references
from promptwell.language.features.rename import rename
from promptwell.language.rules import kept
from promptwell.language.rules.base import RuleContext, RuleSettings
from promptwell.language.rules.run import check_file
from promptwell.language.semantics.containers import dependencies_of, model_at, models_of
from promptwell.language.semantics.project import Project
from promptwell.language.syntax.detect import Associations
from promptwell.language.syntax.json_text import read_json
from promptwell.language.syntax.parse import parse
from promptwell.language.syntax.templates.styles import STYLES, Style, parse_style, style_of
from promptwell.language.text.edit import TextEdit, apply_edits
from promptwell.language.text.source import Span

SAMPLES = {
    "a.prompt.yml": """name: Animal
model: openai/gpt-4o
messages:
  - role: system
    content: 'You''re {{tone}}.'
  - role: user
    content: |
      Describe a {{animal}} and {{ spaced }}.
testData:
  - animal: dog
    "tone": "d\\u00e9but"
evaluators:
  - name: x
    llm: {prompt: "{{completion}} {{animal}}", modelId: m}
""",
    "story.yaml": """template: "Tell \\"{{$topic}}\\"\\n{{fn.call $length x='y'}}"
template_format: semantic-kernel
input_variables:
  - name: topic
    default: "1"
  - {name: 'length', is_required: true}
""",
    "chat.yaml": """template_format: handlebars
template: >-
  {{set "day" topic}}{{#message role="system"}}On {{day}}, {{ # if topic}}{{topic.x}}{{/if}}{{/message}}

  {{#each (parts)}}{{Mail-send to=title}}{{concat ../topic @index}}{{else}}{{get "day"}}{{/each}}
input_variables: [{name: topic}, {name: parts}]
""",
    "prompts.json": '{"_type": "prompt", "input_variables": ["a"],\t"template": "{a} \\u00e9 {\\"b\\": {c}}"}',
    "prompts.yaml": """one: |-
    {% for x in xs %}{{ x.y | upper }}{# promptwell: ignore[all] #}
      deeper {{ name }}
    {% endfor %}
two:
  system: >
    Be {kind} to {name}.

    Always.
  user: plain {name} text that goes
    on here
  three: [{role: user, content: "Hi {name}!\\
    more"}]
""",
    "skprompt.txt": '<message role="system">{{$a}}</message> {{"{{"}} {{b.c $d}} {{$',
    "text/a.txt": "Reply to {name} as {{literal}} and {{ x | y }} or {",
}
PIECES = st.sampled_from(
    [
        *("messages:\n", "template: ", "_type: prompt\n", "template_format: f-string\n", "a: |\n"),
        *("  - role: user\n", "    content: ", "input_variables: [a]\n", "testData:\n", "x: >-\n"),
        *(
            "{a}",
            "{{a}}",
            "{{ a }}",
            "{{$a}}",
            "{{#a}}",
            "{{/a}}",
            '{{set "a" ',
            "{{#each ",
            "{{else}}",
            "{{A-b ",
            "{% if a %}",
            "{{",
            "}}",
            "{",
            "}",
        ),
        *('"', "'", "\\", "\\n", "\\u00e9", "\\ud83d", "\n", "\r\n", "  ", "\t", ": ", "- ", "#"),
        *('{"', '": "', '", ', "[", "]", ",", "🌿", "\u2028", "\ufeff", "null", "1e5", "\0"),
    ]
)


@st.composite
def texts(draw: st.DrawFn) -> tuple[str, str]:
    """A file's name, and one of the samples with parts cut out and put in, or pieces alone."""
    name = draw(st.sampled_from(sorted(SAMPLES)))
    text = SAMPLES[name] if draw(st.booleans()) else ""
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 12)))
        put = draw(st.lists(st.one_of(PIECES, st.text(max_size=2)), max_size=4).map("".join))
        text = text[:start] + put + text[end:]
    return name, text


def project_of(name: str, text: str) -> tuple[Project, str]:
    files = MemoryFiles({name: text, "config.json": '{"input_variables": [{"name": "a"}]}'})
    project = Project(files, Associations({"**/text/*.txt": "plain", "**/prompts.*": "prompt-map"}))
    project.known([f"{ROOT}/{name}"])
    return project, f"{ROOT}/{name}"


@given(texts())
@settings(max_examples=300, deadline=None)
def test_every_prompt_is_read_where_it_stands(given_text: tuple[str, str]) -> None:
    name, text = given_text
    for format_name in ("github-models", "semantic-kernel", "langchain", "prompt-map", "plain"):
        document = parse(text, name, format=format_name)
        assert document.print() == text
        for each in document.embedded:
            inner = each.document
            assert len(inner.text) == len(text)
            assert inner.print() == inner.text
            assert len(inner.decoded) == len(each.embedding.places)
            for island in inner.template.islands:
                assert any(place.covers(island.span) for place in each.embedding.places)
                for expression in island.parsed.expressions:
                    for part in expression.walk():
                        if part.kind == "name":
                            place = island.absolute(part.name_span)
                            assert inner.text[place.start : place.end] == part.value


@given(texts(), st.integers(0, 400))
@settings(max_examples=150, deadline=None)
def test_every_question_about_any_file_is_answered(
    given_text: tuple[str, str], offset: int
) -> None:
    name, text = given_text
    project, path = project_of(name, text)
    offset = min(offset, len(text))
    found = check_file(path, RuleContext(RuleSettings(), project))
    assert all(0 <= each.span.start <= each.span.end <= len(text) for each in found)
    for diagnostic in found:
        for fix in diagnostic.fixes:
            apply_edits(text, fix.edits)
    file_symbols(project, path)
    file_folds(project, path)
    file_links(project, path)
    file_hints(project, path, Span(0, len(text)), HintChoice())
    tokens = file_tokens(project, path, RuleSettings())
    ends = [each.span.end for each in tokens]
    assert all(before <= each.span.start for before, each in zip(ends, tokens[1:], strict=False))
    apply_edits(text, format_file(project, path))
    chain = file_selections(project, path, offset)
    assert all(outer.covers(inner) for inner, outer in pairwise(chain))
    assert path not in dependencies_of(project, path)
    model = model_at(project, path, offset)
    assert model is not None
    hover(project, model, offset)
    highlights(model, offset)
    locations = [*definition(project, model, offset), *references(project, model, offset)]
    assert all("#" not in each.path for each in in_files(project, locations))
    inner = model_at(project, path, offset, names=False)
    assert inner is not None
    items_in_file(project, inner, complete(project, inner, offset))
    question = Question(project, model, Span(offset, offset), found)
    for action in actions_in_files(project, code_actions(question)):
        edits = action.change().edits
        if path in edits:
            apply_edits(text, edits[path])


@given(texts(), st.integers(0, 400), PIECES)
@settings(max_examples=150, deadline=None)
def test_what_is_kept_of_a_prompt_that_moved_is_what_is_found_anew(
    given_text: tuple[str, str], offset: int, piece: str
) -> None:
    name, text = given_text
    at = min(offset, len(text))
    for changed in (text, f"\n{text}", text[:at] + piece + text[at:]):
        project, path = project_of(name, changed)
        context = RuleContext(RuleSettings(), project)
        seen = check_file(path, context)
        kept.forget()
        assert check_file(path, context) == seen


@given(st.sampled_from(sorted(SAMPLES)), st.integers(0, 400))
@settings(max_examples=150, deadline=None)
def test_a_rename_changes_names_alone_and_can_be_taken_back(name: str, offset: int) -> None:
    text = SAMPLES[name]
    project, path = project_of(name, text)
    model = model_at(project, path, min(offset, len(text)))
    assert model is not None
    renaming = renaming_in_files(project, rename(project, model, min(offset, len(text)), "fresh_1"))
    if renaming.refusal or path not in renaming.edits:
        return
    old = {text[edit.span.start : edit.span.end] for edit in renaming.edits[path]}
    assert len(old) == 1
    after = apply_edits(text, renaming.edits[path])
    again, _ = project_of(name, after)
    assert len(models_of(again, path)) == len(models_of(project, path))
    at = after.index("fresh_1")
    model = model_at(again, path, at)
    assert model is not None
    back = renaming_in_files(again, rename(again, model, at, old.pop()))
    assert apply_edits(after, back.edits[path]) == text


@given(st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=12,
), st.booleans(), st.sampled_from([None, 2, "\t"]))  # fmt: skip
def test_json_says_what_the_standard_library_reads(
    value: object, ascii_only: bool, indent: int | str | None
) -> None:
    text = json.dumps(value, ensure_ascii=ascii_only, indent=indent)
    reading = read_json(text)
    assert reading.strict
    assert reading.root is not None
    assert reading.root.plain() == _without_surrogates(value)
    for node in reading.root.walk():
        if node.kind == "scalar" and isinstance(node.value, str):
            written = text[node.span.start : node.span.end]
            assert _without_surrogates(json.loads(written)) == node.value


@given(st.text(max_size=200))
def test_any_text_is_read_as_json_without_fail(text: str) -> None:
    reading = read_json(text)
    try:
        json.loads(text)
    except ValueError:
        return
    assert reading.root is not None


@given(st.lists(st.one_of(PIECES, st.text(max_size=3)), max_size=20).map("".join))
def test_placeholders_of_any_text_are_islands_in_it(text: str) -> None:
    style_of(text)
    for name in STYLES:
        template = parse_style(text, Span(0, len(text)), Style(name))
        position = 0
        for island in template.islands:
            assert position <= island.span.start <= island.span.end <= len(text)
            position = island.span.start


def _without_surrogates(value: object) -> object:
    if isinstance(value, str):
        return "".join("\ufffd" if "\ud800" <= each <= "\udfff" else each for each in value)
    if isinstance(value, list):
        return [_without_surrogates(each) for each in value]
    if isinstance(value, dict):
        return {_without_surrogates(key): _without_surrogates(item) for key, item in value.items()}
    return value


HOLES = {
    "semantic-kernel": "Tell of {{$alpha}}, {{$be}} and {{fn.call $alpha}} {{ }}",
    "handlebars": "{{#each items}}{{title}}{{/each}} {{alpha}} {{concat 'a' beta}} {{#m}} {{ }} {{",
    "jinja2": "Hello {{ alpha }}{% if beta %}{{ be }}{% endif %} {{ }} {% %} {{ alpha | up }}",
}
SCALARS = {
    "literal": "|\n    it {}\n",
    "indented": "|2-\n      it {}\n",
    "folded": ">\n    it {}\n\n    more\n",
    "double": '"He said \\"no\\"\n    {}"\n',
    "single": "'it''s\n    {}'\n",
    "anchored": '&a "it {}"\n',
    "plain": "it {}\n",
}


def kernel_file(language: str, style: str, *, windows: bool) -> str:
    """A prompt of Semantic Kernel in YAML, in a text of this style."""
    holes = HOLES[language].replace("'", "''") if style == "single" else HOLES[language]
    text = (
        f"template_format: {language}\ninput_variables:\n  - name: alpha\n  - name: 'beta'\n"
        f"template: {SCALARS[style].format(holes)}last: kept\n"
    )
    return text.replace("\n", "\r\n") if windows else text


@given(
    st.sampled_from(sorted(HOLES)),
    st.sampled_from(sorted(SCALARS)),
    st.booleans(),
    st.floats(0, 1),
)
@settings(max_examples=200, deadline=None)
def test_what_is_completed_and_renamed_leaves_the_file_around_it(
    language: str, style: str, windows: bool, where: float
) -> None:
    text = kernel_file(language, style, windows=windows)
    project, path = project_of("story.yaml", text)
    start = text.index("template: ")
    offset = start + round(where * (len(text) - start))
    model = model_at(project, path, offset, names=False)
    if model is None or model.document.embedding is None:
        return
    changes = [
        [TextEdit(item.span, item.new_text), *item.edits]
        for item in items_in_file(project, model, complete(project, model, offset))
    ]
    renaming = renaming_in_files(project, rename(project, model, offset, "omega"))
    if not renaming.refusal:
        changes.append(list(renaming.edits[path]))
    before = yaml.safe_load(text)
    for edits in changes:
        after = yaml.safe_load(apply_edits(text, edits))
        assert list(after) == list(before)
        assert isinstance(after["template"], str)
        assert after["last"] == "kept"
        assert [type(each["name"]) for each in after["input_variables"]][:2] == [str, str]
