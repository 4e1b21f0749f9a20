"""Prompty v1 to v2, as edits that leave all else alone."""

from __future__ import annotations

from typing import Any

import pytest

from promptwell.language.syntax.convert_v1 import conversion_remarks, convert_v1
from promptwell.language.syntax.parse import parse
from promptwell.language.text.edit import apply_edits

BODY = "---\nsystem:\n  You help. {# kept #}\n\nuser:\n{{ q }}"


def converted(front_matter: str, data: dict[str, Any] | None = None, body: str = BODY) -> str:
    text = f"---\n{front_matter}{body}"
    document = parse(text, "/w/a.prompty")
    after = apply_edits(text, convert_v1(document, data or {}))
    assert after.endswith(body)
    assert after == text or parse(after, "/w/a.prompty").dialect == "prompty-v2"
    return after.removeprefix("---\n").removesuffix(body)


def remarks(front_matter: str, data: dict[str, Any] | None = None) -> list[str]:
    return conversion_remarks(parse(f"---\n{front_matter}{BODY}", "/w/a.prompty"), data or {})


def test_the_model_s_keys_are_renamed_and_moved() -> None:
    v1 = """\
model:
  api: chat
  configuration:
    type: azure_openai
    azure_deployment: gpt-4o   # the deployment
    azure_endpoint: ${env:ENDPOINT}
    api_version: 2024-08-01
    # never commit a key
    api_key: ${env:KEY}
  parameters:
    max_tokens: 100
    top_p: 0.5
    stop: END
    response_format:
      type: json_object
  response: first
"""
    v2 = """\
model:
  id: gpt-4o   # the deployment
  provider: foundry
  apiType: chat
  connection:
    kind: key
    endpoint: ${env:ENDPOINT}
    apiVersion: 2024-08-01
    # never commit a key
    apiKey: ${env:KEY}
  options:
    maxOutputTokens: 100
    topP: 0.5
    stopSequences:
    - END
    additionalProperties:
      response_format:
        type: json_object
"""
    assert converted(v1) == v2


@pytest.mark.parametrize(
    ("configuration", "provider", "connection"),
    [
        ("type: openai, model: m, api_key: k", "openai", "kind: key\n    apiKey: k"),
        ("type: azure_openai, azure_deployment: m", "foundry", "kind: foundry"),
        ("type: azure_openai, name: m, connection: c", "foundry", "kind: reference\n    name: c"),
        ("type: other, model: m", "other", "kind: key"),
    ],
)
def test_each_kind_of_configuration_gets_its_provider_and_connection(
    configuration: str, provider: str, connection: str
) -> None:
    assert converted(f"model: {{api: chat, configuration: {{{configuration}}}}}\n") == (
        f"model:\n  id: m\n  provider: {provider}\n  apiType: chat\n"
        f"  connection:\n    {connection}\n"
    )


def test_types_become_kinds_and_samples_become_defaults_with_their_comments() -> None:
    v1 = """\
inputs:
    # the question
    q:
        type: string   # text
        description: "What?"
    items: {type: list}
    n:
sample:
    # what people ask
    q: |
        two

          lines
    more: 'quoted'
"""
    v2 = """\
inputs:
    # the question
    q:
        kind: string   # text
        description: "What?"
        # what people ask
        default: |
            two

              lines
    items:
        kind: array
        items:
          kind: object
    n:
        kind: string
    more:
        kind: string
        default: 'quoted'
"""
    assert converted(v1) == v2


def test_a_default_that_is_written_stays_and_its_sample_becomes_the_example() -> None:
    v1 = "inputs:\n  q: {type: int, default: 1}\nsample: {q: 2}\n"

    assert converted(v1) == "inputs:\n  q:\n    kind: integer\n    default: 1\n    example: 2\n"


def test_a_sample_file_gives_the_defaults() -> None:
    v1 = "inputs:\n  q: {type: string}\nsample: ${file:s.json}\n"
    data = {"s.json": {"q": "a --- b", "xs": ["a"]}}

    assert converted(v1, data) == (
        'inputs:\n  q:\n    kind: string\n    default: "a \\u002d-- b"\n'
        "  xs:\n    kind: array\n    items:\n      kind: string\n    default:\n    - a\n"
    )


def test_a_sample_file_that_can_t_be_read_is_kept_as_a_dataset_and_told() -> None:
    v1 = "name: x\nmodel: {api: chat}\nsample: ${file:s.json}\n"

    assert converted(v1) == ("name: x\nmodel:\n  apiType: chat\nmetadata:\n  dataset: s.json\n")
    assert "'s.json' can't be read" in remarks(v1)[0]


def test_authors_tags_and_version_move_under_metadata() -> None:
    v1 = "# head\nname: x\n\n# who\nauthors:\n  - Ann # first\nmodel: {api: chat}\ntags: [a]\nversion: 1.0\n"

    assert converted(v1) == (
        "# head\nname: x\n\nmetadata:\n  # who\n  authors:\n    - Ann # first\n  tags: [a]\n"
        "  version: 1.0\nmodel:\n  apiType: chat\n"
    )


def test_metadata_that_is_there_takes_them_in() -> None:
    v1 = "metadata:\n  owner: me\nmodel: {api: chat}\nauthors: [Ann]\n"

    assert converted(v1) == ("metadata:\n  owner: me\n  authors: [Ann]\nmodel:\n  apiType: chat\n")


def test_the_usual_template_is_left_out_and_another_is_written_out() -> None:
    assert converted("template: jinja2 # why\nname: x\n") == "# why\nname: x\n"
    assert converted("template: mustache\n") == "template:\n  format:\n    kind: mustache\n"


@pytest.mark.parametrize(
    "body",
    [
        "---\n{% for m in h %}\n# {{ m.role }}:\n{{ m.content }}\n{% endfor %}\n",
        "---\n{% if x %}user:{% endif %}\nHi\n",
    ],
)
def test_prompts_whose_role_lines_v2_would_refuse_allow_them(body: str) -> None:
    after = converted("model: {api: chat}\n", body=body)

    assert "template:\n  format:\n    kind: jinja2\n    strict: false\n" in after


def test_tools_are_written_as_v2_has_them() -> None:
    v1 = """\
model:
  api: chat
  parameters:
    tools:
      - type: function
        function:
          name: look
          description: Looks
          parameters:
            type: object
            properties:
              place: {type: string, enum: [a, b]}
              n: {type: number}
            required: [place]
"""
    v2 = """\
model:
  apiType: chat
tools:
- name: look
  kind: function
  description: Looks
  parameters:
  - name: place
    kind: string
    enumValues:
    - a
    - b
    required: true
  - name: n
    kind: float
"""
    assert converted(v1) == v2


def test_tools_that_v2_can_t_say_go_to_the_provider_as_they_are() -> None:
    v1 = "model:\n  api: chat\n  parameters:\n    tools: ${file:t.json}\n"

    assert converted(v1) == (
        "model:\n  apiType: chat\n  options:\n    additionalProperties:\n      tools: ${file:t.json}\n"
    )
    assert "`model.parameters.tools` goes to the provider" in remarks(v1)[0]


def test_what_has_no_counterpart_is_told() -> None:
    assert (
        "`model.response: all` has no counterpart"
        in remarks("model: {api: chat, response: all}\n")[0]
    )
    assert "`base` has no counterpart" in remarks("base: b.prompty\n")[0]
    assert (
        "sends no credentials to h.example"
        in remarks(
            "model: {api: chat, configuration: {type: openai, base_url: 'https://h.example/v1'}}\n"
        )[0]
    )


def test_line_ends_and_a_byte_order_mark_are_handled() -> None:
    text = "\ufeff---\r\nmodel:\r\n  api: chat\r\nauthors: [a]\r\n---\r\nsystem:\r\nx\r\n"

    after = apply_edits(text, convert_v1(parse(text, "a.prompty")))

    assert after == (
        "---\r\nmodel:\r\n  apiType: chat\r\nmetadata:\r\n  authors: [a]\r\n---\r\nsystem:\r\nx\r\n"
    )


def test_files_that_are_not_v1_or_not_yaml_get_no_edits() -> None:
    assert convert_v1(parse("---\nname: x\nmodel: {id: m}\n---\nsystem:\nx", "a.prompty")) == []
    assert convert_v1(parse("---\nmodel:\n  api: [\n---\nsystem:\nx", "a.prompty")) == []
    assert convert_v1(parse("system:\nx", "a.prompty")) == []


def test_only_the_lines_that_differ_are_edited() -> None:
    text = "---\nname: x\ndescription: y\nmodel:\n  api: chat\n---\nsystem:\nx\n"

    [edit] = convert_v1(parse(text, "a.prompty"))

    assert text[edit.span.start : edit.span.end] == "  api: chat\n"
    assert edit.new_text == "  apiType: chat\n"
