"""Prompts of other formats as managed prompts: they load in Prompty and write the same messages."""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from promptwell.language.semantics.managed import Managed, managed_chat, managed_prompts
from promptwell.language.syntax.conversion.handlebars import handlebars_turns
from promptwell.language.syntax.parse import parse

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # what its own dependencies deprecate is not about our files
    import prompty

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
Messages = list[tuple[str, str]]


def converted(path: str, text: str) -> Managed:
    found = managed_prompts(parse(text, f"/w/{path}"), lambda _: None)
    assert len(found) == 1
    return found[0]


def rendered(tmp_path: Path, prompt: Managed, values: Mapping[str, Any]) -> Messages:
    assert not prompt.refusals
    file = tmp_path / "converted.prompty"
    file.write_text(prompt.text, encoding="utf-8")
    agent = prompty.load(file)
    return [(each.role, each.text) for each in prompty.prepare(agent, dict(values))]


def test_github_models_writes_the_same_messages(tmp_path: Path) -> None:
    text = """\
messages:
  - role: system
    content: |
      You are {{ spaced }}, {{persona}}; {% keep %} {# this #}.
  - role: user
    content: "{{question}}\\n\\tYes?"
"""
    prompt = converted("a.prompt.yml", text)
    assert rendered(tmp_path, prompt, {"persona": "Ann", "question": "{{no}}"}) == [
        ("system", "You are {{ spaced }}, Ann; {% keep %} {# this #}."),
        ("user", "{{no}}\n\tYes?"),
    ]


def test_semantic_kernel_takes_inputs_from_the_file_beside(tmp_path: Path) -> None:
    config = '{"input_variables": [{"name": "tone", "default": "kind"}]}'
    document = parse("Sum {{$text}}, {{ $tone }}, {{'ok'}}", "/w/Sum/skprompt.txt")
    (prompt,) = managed_prompts(document, {"/w/Sum/config.json": config}.get)
    assert prompt.path == "/w/Sum/Sum.prompty"
    assert rendered(tmp_path, prompt, {"text": "it"}) == [("user", "Sum it, kind, ok")]


def test_messages_in_json_keep_tools_and_options(tmp_path: Path) -> None:
    text = """\
{"model": "gpt-4o", "max_tokens": 5, "logprobs": true, "messages": [
 {"role": "developer", "content": "Be kind to {{name}}."},
 {"role": "user", "content": [{"type": "text", "text": "Hi"}]}],
 "tools": [{"type": "function", "function": {"name": "f", "parameters":
 {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]}}}]}"""
    prompt = managed_chat("/w/chat.json", text)
    assert prompt is not None
    assert rendered(tmp_path, prompt, {"name": "Bo"}) == [
        ("developer", "Be kind to Bo."),
        ("user", "Hi"),
    ]
    agent = prompty.load(tmp_path / "converted.prompty")
    assert agent.model.options.max_output_tokens == 5
    assert agent.model.options.additional_properties == {"logprobs": True}
    assert [tool.name for tool in agent.tools] == ["f"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("messages:\n  - {role: tool, content: x}\n", "no messages of `tool`"),
        ('messages:\n  - {role: user, content: "a\\nsystem:\\nb"}\n', "begin a new message"),
        ('messages:\n  - {role: user, content: "{{a-b}}"}\n', "no name in Jinja"),
    ],
)
def test_what_would_not_be_the_same_is_refused(text: str, reason: str) -> None:
    prompt = converted("a.prompt.yml", text)
    assert not prompt.text
    assert reason in prompt.refusals[0][0]
    assert prompt.refusals[0][1] in (1, 2, 0)


@pytest.mark.parametrize("text", ["", "[]", "{}", "[1]", '{"messages": []}', '[{"role": 3}]', "{"])
def test_json_without_messages_is_none(text: str) -> None:
    assert managed_chat("/w/a.json", text) is None


VALUES: dict[str, Any] = {
    "name": "Ann",
    "x": "set",
    "y": 0,
    "items": ["p", "q"],
    "people": [
        {"name": "Bo", "city": {"name": "Rome"}, "tags": ["a", "b"]},
        {"name": "Cy", "city": {"name": "Oslo"}, "tags": []},
    ],
    "person": {"name": "Di", "city": {"name": "Bonn"}},
    "empty": [],
    "orders": [{"items": [{"values": 1}, {"values": 2}]}],
}
OTHER_VALUES = [
    VALUES,
    {**VALUES, "x": "", "y": 1, "person": None, "people": []},
    {**VALUES, "x": "", "y": "", "items": []},
]


@pytest.mark.parametrize(
    "template",
    [
        "Hi {{name}}!",
        "a\n{{#if x}}\nyes {{x}}\n{{else}}\nno\n{{/if}}\nb",
        "{{#if x}}A{{else if y}}B{{else}}C{{/if}}",
        "{{#unless x}}no{{/unless}} end",
        "{{#each items}}\n- {{this}} ({{@index}})\n{{/each}}\nend",
        "{{#each people}}{{name}} of {{city.name}}{{#unless @last}}, {{/unless}}{{/each}}",
        "{{#each people}}{{../name}}:{{name}};{{/each}} {{name}}",
        "{{#each people as |p i|}}{{i}}={{p.name}} {{name}};{{/each}}",
        "{{#each people}}{{#each tags}}{{this}}/{{../name}}/{{@root.name}}{{/each}}{{else}}-{{/each}}",
        "{{#with person}}{{name}} {{city.name}} {{../name}}{{else}}nobody{{/with}}",
        "{{#each empty}}x{{else}}none{{/each}}",
        "  {{! comment }}\nafter {{!-- c --}} x",
        "a {{~ name ~}} b",
        "{{{name}}} & <b>",
        "literal {% raw %} {# #} \\{{esc}}",
        "{{#if x}}\n  {{#each items}}\n  * {{this}}\n  {{/each}}\n{{/if}}\nz",
        "{{#each orders}}{{#each items}}{{values}} {{/each}}{{/each}}",
        "a\r\n{{#if x}}\r\nyes\r\n{{/if}}\r\nb",
    ],
)
def test_handlebars_and_its_jinja_write_the_same(template: str) -> None:
    handlebarrz = pytest.importorskip("handlebarrz", reason="needs dotpromptz-handlebars")
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    original = handlebarrz.Handlebars()
    original.escape_fn = handlebarrz.no_escape
    jinja = ImmutableSandboxedEnvironment(keep_trailing_newline=True, newline_sequence="\n")
    found = handlebars_turns(template)
    assert not found.refusals
    for values in OTHER_VALUES:
        wanted = original.compile(template)(values).replace("\r\n", "\n")
        text = "".join(turn.text for turn in found.turns)
        assert jinja.from_string(text).render(**values).strip() == wanted.strip()


@pytest.mark.parametrize(
    ("template", "reason"),
    [
        ("{{json x}}", "no such helper"),
        ("{{> part}}", "a partial"),
        ("{{#log x}}{{/log}}", "no block"),
        ("{{#if x}}{{role 'user'}}{{/if}}", "begins within this block"),
        ("{{#each xs}}{{@key}}{{/each}}", "`@key`"),
        ("{{orders.length}}", "`length`"),
        ("{{../x}}", "outermost"),
        ("{{this}}", "no name"),
        ("{{#if x}}", "never closed"),
        ("{{role 'tool'}}x", "this role"),
        ("{{history}}", "thread"),
        ("", "no message"),
    ],
)
def test_what_jinja_says_otherwise_is_refused(template: str, reason: str) -> None:
    assert reason in " ".join(each.reason for each in handlebars_turns(template).refusals)


def test_every_prompt_of_the_corpus_loads_or_is_refused(tmp_path: Path) -> None:
    if not CORPUS.is_dir():
        pytest.skip("the corpus is not here")
    files = [
        path
        for pattern in ("gh-models/**/*.yml", "ai-inference/**/*.yml", "dotprompt/**/*.prompt")
        for path in sorted(CORPUS.glob(pattern))
    ]
    count = 0
    for path in files:
        document = parse(path.read_bytes().decode("utf-8", "replace"), path.as_posix())
        for prompt in managed_prompts(document, lambda _: None):
            assert bool(prompt.text) != bool(prompt.refusals), path
            if prompt.text:
                file = tmp_path / f"{count}.prompty"
                file.write_text(prompt.text, encoding="utf-8")
                agent = prompty.load(file)
                body = re.split(r"(?m)^---\n", prompt.text, maxsplit=2)[2]
                assert agent.instructions.strip() == body.strip()
                count += 1
    assert count >= 20
