"""Settings of tests, and conversion to managed prompts, hold for any text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promptwell.language.features.completion.complete import complete
from promptwell.language.features.definition import definition
from promptwell.language.features.references import references
from promptwell.language.features.rename import rename
from promptwell.language.semantics.managed import managed_chat, managed_prompts
from promptwell.language.semantics.project import Project
from promptwell.language.syntax.conversion.handlebars import handlebars_turns
from promptwell.language.syntax.conversion.jinja_text import literal, to_jinja
from promptwell.language.syntax.parse import parse
from promptwell.language.syntax.templates.styles import STYLES, Style

SETTINGS = """\
prompts: [file://a.j2, "Say {{topic}} {{ x.y }}", {id: b.json, label: b}, file://p/*.j2, f.py:g]
defaultTest: {vars: {tone: 'it''s {{topic}}'}}
tests:
  - vars: {topic: [rain, file://t.txt], "quoted": "a\\n{{topic}}"}
    assert: [{type: contains, value: "{{tone}}"}]
  - file://rows.csv
  - vars: file://v.yaml
scenarios:
  - config: [{vars: {a: 1}}]
    tests: [{}]
"""
PIECES = (
    "prompts:",
    "tests:",
    "- ",
    "vars:",
    "file://",
    "{{",
    "}}",
    "\n",
    "  ",
    ": ",
    "'",
    '"',
    "|\n",
    "x",
    "{",
    "]",
)
SOURCES = {
    "/w/a.prompt.yml": "model: m\nmessages:\n  - {role: user, content: 'Hi {{a}}'}\ntestData: [{a: 1}]\n",
    "/w/k.yaml": "template_format: handlebars\ntemplate: '{{#each xs}}{{this}}{{/each}}'\n",
    "/w/s/skprompt.txt": "Sum {{$x}} {{'y'}} {{f.g $x}}",
    "/w/d.prompt": '---\ninput: {schema: {a?: string}}\n---\n{{role "system"}}\n{{#if a}}{{a.b}}{{/if}}',
    "/w/prompts.yaml": "greeting: |\n  Hello {name}, {{literal}}.\n  Bye {name}.\n",
}


class Files:
    def __init__(self, texts: dict[str, str]) -> None:
        self.texts = texts

    def read(self, path: str) -> str | None:
        return self.texts.get(path)

    def exists(self, path: str) -> bool:
        return path in self.texts

    def root(self, path: str) -> str:
        return "/w"

    def list(self, folder: str) -> list[str]:
        return list(self.texts)


def mutated(text: str) -> st.SearchStrategy[str]:
    """A text with a few pieces cut out and others put in."""
    places = st.integers(0, len(text))
    change = st.tuples(places, st.integers(0, 12), st.sampled_from(PIECES) | st.text(max_size=4))

    def apply(changes: list[tuple[int, int, str]]) -> str:
        result = text
        for at, length, new in changes:
            result = result[:at] + new + result[at + length :]
        return result

    return st.lists(change, max_size=5).map(apply)


@given(mutated(SETTINGS), st.data())
def test_any_settings_answer_every_question(text: str, data: st.DataObject) -> None:
    path = "/w/promptfooconfig.yaml"
    files = Files({path: text, "/w/a.j2": "{{ topic }} {{ tone }}", "/w/rows.csv": "a,b\n1,2\n"})
    project = Project(files)
    project.known(["/w/a.j2", path])
    suite, model = project.suite(path), project.model(path)
    assert suite is not None
    assert model is not None
    for variable in suite.suite.variables:
        assert 0 <= variable.span.start <= variable.span.end <= len(text)
    for use in suite.suite.uses:
        assert text[use.span.start : use.span.end] == use.name
    offset = data.draw(st.integers(0, len(text)))
    definition(project, model, offset)
    references(project, model, offset)
    rename(project, model, offset, "renamed")
    complete(project, model, offset)
    project.suites_of("/w/a.j2")


@pytest.mark.parametrize("path", SOURCES)
@given(data=st.data())
def test_any_prompt_is_converted_or_refused(path: str, data: st.DataObject) -> None:
    text = data.draw(mutated(SOURCES[path]))
    for prompt in managed_prompts(parse(text, path), lambda _: text):
        assert bool(prompt.text) != bool(prompt.refusals)
        if prompt.text:
            assert parse(prompt.text, prompt.path).dialect == "prompty-v2"


@given(
    mutated(
        '[{"role": "system", "content": "Hi {{a}}"}, {"role": "user", "content": [{"text": "x"}]}]'
    )
)
def test_any_json_is_converted_refused_or_left(text: str) -> None:
    prompt = managed_chat("/w/c.json", text)
    assert prompt is None or bool(prompt.text) != bool(prompt.refusals)


@given(st.text(st.sampled_from("{}%# ab\n\"'$"), max_size=30))
def test_a_literal_text_means_itself_in_jinja(text: str) -> None:
    from jinja2 import Environment

    found = Environment(keep_trailing_newline=True, autoescape=False).from_string(literal(text))
    assert found.render() == text


@given(st.text(st.sampled_from("{}$ab#/^!>&~.\"' \n\\"), max_size=40), st.sampled_from(STYLES))
def test_any_template_is_converted_or_refused(text: str, style: str) -> None:
    to_jinja(text, Style(style))
    handlebars_turns(text)
