"""Bundles: one file that renders as the prompt with its includes, imports and parents did."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from promptwell.errors import BundleError
from promptwell.language.semantics.bundle.bundle import Bundle, bundle
from promptwell.language.semantics.project import Project
from promptwell.language.syntax.rendering.request import RenderRequest, render_request
from promptwell.language.syntax.rendering.result import Rendered
from promptwell.services.rendering import render_prompt

FRONT = """---
name: x
inputs:
  - {name: who, kind: string, default: Ann}
  - {name: xs, kind: array, items: {kind: string}, default: [a, b]}
---
"""


class Texts:
    """A workspace at /w that lives in memory."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.texts = {f"/w/{name}": text for name, text in texts.items()}

    def read(self, path: str) -> str | None:
        return self.texts.get(path)

    def exists(self, path: str) -> bool:
        return self.read(path) is not None

    def root(self, path: str) -> str:
        return "/w"

    def list(self, folder: str) -> list[str]:
        return sorted(self.texts)


class Here:
    def render(self, request: RenderRequest) -> Rendered:
        return render_request(request)


def bundled(texts: Mapping[str, str], path: str = "/w/a.prompty") -> Bundle:
    project = Project(Texts(texts))
    document = project.document(path)
    assert document
    return bundle(project, document)


def rendered(
    texts: Mapping[str, str], path: str, values: Mapping[str, Any]
) -> tuple[str, list[Any]]:
    prompt = render_prompt(Project(Texts(texts)), Here(), path, values)
    return prompt.text, [each.plain() for each in prompt.messages]


CASES: dict[str, dict[str, str]] = {
    "nothing to put in": {"a": "system:\nHi {{ who }}\n"},
    "a partial": {"a": "system:\n{% include 'p' %}\nuser:\nx\n", "p": "Be kind, {{ who }}.\n"},
    "a partial in a partial": {
        "a": "system:\n{% include 'd/p' %}|",
        "d/p": "1{% include 'q' %}3",
        "d/q": "2 {{ who }}",
    },
    "white space around the tag": {
        "a": "system:\nA  {%- include 'p' -%}  \n B {%- include 'q' -%} {%- include 'p' %}.",
        "p": " p ",
        "q": "\nq\n",
    },
    "tags that take white space, on both sides of a joint": {
        "a": "system:\nA {% if xs -%} {% include 'p' %} {%- endif %} {% include 'q' %} B"
        " {% include 'q' %}\n{%- if xs %}c{% endif %}",
        "p": "\n p \n",
        "q": "{%- if xs %} q {% endif -%}\n",
    },
    "names that stay in the partial": {
        "a": "system:\n{% set x = 1 %}{% include 'p' %}{{ x }}{{ y }}{% include 'p' %}",
        "p": "{% set x = 2 %}{% set y = 3 %}{% macro m() %}m{% endmacro %}<{{ x }}{{ y }}{{ m() }}>",
    },
    "names that the partial sees": {
        "a": "system:\n{% set t = 'T' %}{% for x in xs %}{% include 'p' %}{% endfor %}"
        "{% macro m(z) %}{% include 'q' %}{% endmacro %}{{ m('Z') }}",
        "p": "({{ x }}{{ t }})",
        "q": "[{{ z }}{{ t }}{{ who }}]",
    },
    "a partial without context": {
        "a": "system:\n{% set t = 1 %}{% include 'p' without context %}{{ who }}",
        "p": "<{{ t }}{{ who }}{{ who is defined }}>",
    },
    "partials that may be missing": {
        "a": "system:\nx{% include 'no' ignore missing %}{% include ['no', 'p'] %}",
        "p": "P",
    },
    "role lines at the edges of partials": {
        "a": "{% include 's' %}{% include 'u' %}\n{{ who }}\n{% if xs %}{% include 'u' %}{% endif %}\nbye",
        "s": "system:\nYou help.\n",
        "u": "user:",
    },
    "role lines in partials with names of their own": {
        "a": "{% include 's' %}\n{% include 'u' %}\nx",
        "s": "system:\n{% set a = 1 %}{{ a }}\n",
        "u": "{% set a = 2 %}\nuser:",
    },
    "a module": {
        "a": "system:\n{% import 'm' as m %}{{ m.hi(who) }} {{ m.word }} {{ m.gone }}\n"
        "{% for x in xs %}{{ m.hi(x) }}{% endfor %}",
        "m": "text {% set word = 'W' %}{% macro helper(x) %}<{{ x }}{{ word }}>{% endmacro %}\n"
        "{% macro hi(x, y='!') %}Hi {{ helper(x) }}{{ y }}{{ who }}{% endmacro %}",
    },
    "a module with context": {
        "a": "system:\n{% set t = 1 %}{% import 'm' as m with context %}{{ m.hi() }}",
        "m": "{% macro hi() %}{{ who }}{{ t }}{% endmacro %}",
    },
    "a module with names of mappings": {
        "a": "system:\n{% import 'm' as m %}{{ m.items(1) }}{{ m.keys }}",
        "m": "{% macro items(x) %}<{{ x }}>{% endmacro %}{% set keys = 'k' %}",
    },
    "names from a module": {
        "a": "system:\n{% from 'm' import hi, bye as ciao, gone %}{{ hi(1) }}{{ ciao(2) }}{{ gone }}{{ bye }}",
        "m": "{%- macro hi(x) -%} h{{ x }} {%- endmacro -%} {% macro bye(x) %}b{{ x }}{{ hi(3) }}{% endmacro %}",
    },
    "a macro with a caller": {
        "a": "system:\n{% from 'm' import box %}{% call box('t') %}{{ who }}{% endcall %}",
        "m": "{% macro box(t) %}[{{ t }}:{{ caller() }}]{% endmacro %}",
    },
    "a module that imports another": {
        "a": "system:\n{% import 'm' as m %}{{ m.hi(who) }}",
        "m": "{% from 'n' import wrap %}{% macro hi(x) %}{{ wrap(x) }}{% endmacro %}",
        "n": "{% macro wrap(x) %}<{{ x }}>{% endmacro %}",
    },
    "a module with conditions": {
        "a": "system:\n{% import 'm' as m %}{{ m.x }}{{ m.hi() }}",
        "m": "{% if 1 > 2 %}{% set x = 1 %}{% else %}{% set x = 2 %}out{% endif %}"
        "{% macro hi() %}{% include 'p' %}{{ x }}{% endmacro %}",
        "p": "P{{ x }}",
    },
    "role lines in a macro": {
        "a": "{% from 'm' import turn %}{% for x in xs %}{{ turn(x) }}{% endfor %}",
        "m": "{% macro turn(x) %}\nuser:\n{{ x }}\n{% endmacro %}",
    },
    "a parent": {
        "a": "{% extends 'base' %}{% block body %}Child of {{ who }}{% endblock %}ignored",
        "base": "system:\n{% block head %}Head{% endblock %}\n{% block body %}none{% endblock %}\nuser:\nx\n",
    },
    "a parent's blocks in the child's": {
        "a": "{% extends 'base' %}{% block body %}<{{ super() }}>{{ super()|upper }}{% endblock %}",
        "base": "system:\n{% block body %}b {{ who }}{% block inner %}i{% endblock %}{% endblock %}",
    },
    "three generations": {
        "a": "{% extends 'mid' %}{% set t = 'T' %}{% block one %}a{{ super() }}{% endblock %}"
        "{% block in_mid %}in a{{ t }}{% endblock %}",
        "mid": "{% extends 'base' %}{% block one %}m{{ super() }}{% endblock %}"
        "{% block two %}[{% block in_mid %}mid{% endblock %}]{% endblock %}",
        "base": "system:\n{% block one %}b{{ t }}{% endblock %}-{% block two %}two{% endblock %}-{{ t }}",
    },
    "a child's macros and imports": {
        "a": "{% extends 'base' %}\n{% from 'm' import hi %}\n{% macro own(x) %}o{{ x }}{% endmacro %}\n"
        "{% block body %}{{ hi(who) }}{{ own(1) }}{% set q = 1 %}{{ q }}{% endblock %}",
        "base": "system:\n{% block body %}{% endblock %}{{ q }}",
        "m": "{% macro hi(x) %}Hi {{ x }}{% endmacro %}",
    },
    "blocks that stand for themselves": {
        "a": "{% extends 'base' %}{% block title %}T {{ who }}{% endblock %}",
        "base": "system:\n{% block title %}t{% endblock %}={{ self.title() }}={{ self.title()|length }}",
    },
    "blocks in loops": {
        "a": "{% extends 'base' %}{% block row %}({{ x }}){% endblock %}{% block cell %}<{{ x }}>{% endblock %}",
        "base": "system:\n{% for x in xs %}{% block row %}{% endblock %}"
        "{% block cell scoped %}{% endblock %}{% endfor %}",
    },
    "white space around blocks": {
        "a": "{% extends 'base' %}{% block b -%}  B  {%- endblock %}",
        "base": "system:\nx  {%- block b %} p {% endblock -%}  y {% block c -%} c {% endblock %} z",
    },
    "role lines in blocks": {
        "a": "{% extends 'base' %}{% block turns %}\nuser:\n{{ who }}\nassistant:\n{% endblock %}",
        "base": "{% block sys %}{{ who }}\n{% endblock %}\nsystem:\nx\n{% block turns %}{% endblock %}\ny",
    },
    "a partial with a parent and blocks": {
        "a": "system:\n{% block own %}o{% endblock %}{% include 'p' %}{% include 'p' %}",
        "p": "{% extends 'base' %}{% block own %}P{% endblock %}",
        "base": "<{% block own %}{% endblock %}>",
    },
    "comments, raw text and text that looks like tags": {
        "a": "system:\n{# {% include 'no' %} #}{% raw %}{% include 'no' %}{% endraw %}{% include 'p' %}",
        "p": "{{ '{% x %}' }}{# c #}{% raw %}{{ y }}{% endraw %}",
    },
    "a module that a partial imports": {
        "a": "system:\n{% include 'p' %}{{ m }}",
        "p": "{% import 'm' as m %}{{ m.hi() }}",
        "m": "{% macro hi() %}hi{% endmacro %}",
    },
}


@pytest.mark.parametrize("texts", CASES.values(), ids=CASES.keys())
def test_a_bundle_renders_as_the_prompt_did_here_and_in_prompty(
    texts: dict[str, str], tmp_path: Path
) -> None:
    prompty = pytest.importorskip("prompty")
    files = {**texts, "a.prompty": FRONT + texts["a"]}

    result = bundled(files)

    text, messages = rendered(files, "/w/a.prompty", {})
    alone = {"a.prompty": result.text}
    assert rendered(alone, "/w/a.prompty", {}) == (text, messages)
    (tmp_path / "a.prompty").write_bytes(result.text.encode())
    agent = prompty.load(tmp_path / "a.prompty")
    theirs = prompty.prepare(agent, {})
    assert [{"role": each.role, "content": each.text} for each in theirs] == messages
    assert bundled(alone).text == result.text


@pytest.mark.parametrize("texts", CASES.values(), ids=CASES.keys())
def test_a_bundle_of_a_plain_template_renders_as_it_did(texts: dict[str, str]) -> None:
    files = {**texts, "a.j2": texts["a"]}

    result = bundled(files, "/w/a.j2")

    values = {"who": "Ann", "xs": ["a", "b"]}
    assert rendered({"a.j2": result.text}, "/w/a.j2", values) == rendered(files, "/w/a.j2", values)


def test_the_front_matter_stays_and_the_parts_are_listed() -> None:
    result = bundled(
        {"a.prompty": FRONT + "\n\nsystem:\n{% include 'p' %}", "p": "1{% include 'q' %}", "q": "2"}
    )

    assert result.text == FRONT + "\n\nsystem:\n12"
    assert result.parts == ("/w/p", "/w/q")


def test_files_that_the_front_matter_reads_are_told() -> None:
    front = "---\nname: x\ninputs:\n  - {name: a, kind: string, default: '${file:a.txt}'}\n---\n"

    assert bundled({"a.prompty": front + "system:\nx"}).remarks == (
        "the front matter still reads 'a.txt'",
    )


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        ({"a": "x\n{% include 'a.prompty' %}"}, r"/w/a.prompty:8: .*include each other"),
        (
            {"a": "{% include 'p' %}", "p": "{% include 'q' %}", "q": "\n{% import 'p' as p %}"},
            r"/w/q:2: .*: /w/p -> /w/q -> /w/p",
        ),
        ({"a": "{% extends 'a.prompty' %}"}, "include each other"),
        ({"a": "{% include 'gone' %}"}, r"/w/a.prompty:7: the template 'gone' is not there"),
        ({"a": "{% include who ~ '.j2' %}"}, "computed can't be bundled"),
        ({"a": "{% include 'p' if who else 'q' %}", "p": "", "q": ""}, r"\{% if %\}"),
        ({"a": "{% if who %}{% extends 'p' %}{% endif %}", "p": ""}, "at the top"),
        ({"a": "{% include 'p' %}", "p": "{% if %}"}, r"/w/p:1: "),
        (
            {
                "a": "{% extends 'p' %}",
                "p": "{% block b %}{{ super() }}{% endblock %}",
            },
            r"/w/p:1: there is no block 'b' above",
        ),
        (
            {"a": "{% extends 'p' %}", "p": "{% block b required %}{% endblock %}"},
            "has to be filled by a child",
        ),
        (
            {
                "a": "{% extends 'p' %}",
                "p": "{% block b %}{{ self.c() }}{% endblock %}{% block c %}{{ self.b() }}{% endblock %}",
            },
            "contains itself",
        ),
    ],
)
def test_what_can_t_be_bundled_is_told_with_its_place(texts: dict[str, str], message: str) -> None:
    with pytest.raises(BundleError, match=message):
        bundled({**texts, "a.prompty": FRONT + texts["a"]})


def test_mustache_partials_are_put_in_with_their_indent() -> None:
    front = "---\nname: x\ntemplate:\n  format:\n    kind: mustache\n---\n"
    files = {
        "a.prompty": front + "user:\n  {{>p}}\nand {{> p }}!\n",
        "p.mustache": "one {{x}}\ntwo\n",
    }

    result = bundled(files)

    assert result.text == front + "user:\n  one {{x}}\n  two\nand one {{x}}\ntwo\n!\n"
    values = {"x": "<1>"}
    assert rendered({"a.prompty": result.text}, "/w/a.prompty", values) == rendered(
        files, "/w/a.prompty", values
    )
