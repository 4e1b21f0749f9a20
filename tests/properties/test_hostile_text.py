"""Text made to hurt: repeated delimiters, endless chains, deep nesting. It is read in linear time."""

from __future__ import annotations

import json

import pytest

from promptwell.language.semantics.analyze import analyze
from promptwell.language.syntax.parse import parse

_MANY = 50_000
_TEXTS = {
    "openers": "{{" * _MANY,
    "statement openers": "{%" * _MANY,
    "openers by turns": "{{ {% " * _MANY,
    "comment openers on lines": "{#\n" * _MANY,
    "raw blocks never closed": "{% raw %}" * _MANY,
    "lone quotes": "{{ '" * _MANY,
    "one quote, many pairs": '{{ "' + "x'" * _MANY,
    "brackets": "{{ " + "(" * _MANY + " }}",
    "nested lists": "{{ [" * _MANY,
    "attributes": "{{ a" + ".b" * _MANY + " }}",
    "filters": "{{ a" + "|b" * _MANY + " }}",
    "tests": "{{ a" + " is b" * _MANY + " }}",
    "subscripts": "{{ a" + "[1]" * _MANY + " }}",
    "calls": "{{ a" + "(1)" * _MANY + " }}",
    "sums": "{{ a" + "+b" * _MANY + " }}",
    "joins": "{{ a" + "~b" * _MANY + " }}",
    "negations": "{{ " + "not " * _MANY + "a }}",
    "conditions": "{{ " + "a if b else " * _MANY + "c }}",
    "a long list": "{{ [" + "1," * _MANY + "] }}",
    "nested ifs": "{% if a %}" * _MANY,
    "nested loops": "{% for a in b %}" * _MANY,
    "stray ends": "{% endif %}" * _MANY,
    "many elses": "{% if a %}" + "{% else %}" * _MANY,
    "unknown tags": "{% x %}" * _MANY,
    "a number without end": "{{ " + "1" * _MANY + " }}",
    "white space": "{% if a" + " " * _MANY * 5,
    "a line of a megabyte": "x" * 1_000_000,
    "line ends only": "\r\n" * _MANY,
    "role lines": "system:\n" * _MANY,
    "front matter openers": "---\n" * _MANY,
    "flow brackets in YAML": "---\n" + "[" * _MANY + "\n---\n",
    "block sequences in YAML": "---\n" + "- " * _MANY + "\n---\n",
    "aliases in YAML": "---\n" + "a: &a [*a,*a]\n" * 1000 + "---\n",
    "broken lines in YAML": "---\n" + "x: y: z\n" * 5000 + "---\n",
    "message tags never closed": "<message role='a'>" * _MANY,
    "single braces": "{" * _MANY + "}" * _MANY,
    "fences never closed": "x ```\n~~~ " * _MANY,
    "backticks of every length": " ".join("`" * (number % 300) for number in range(2000)),
    "link openers": "[" * _MANY + "](" * _MANY,
    "mentions": "@a/" * _MANY + " scripts/" * _MANY,
    "comments never closed": "<!-- " * _MANY,
    "a YAML quote never closed": '---\na: "' + "x" * _MANY + "\n---\nbody",
}


# A file that holds it as the text of a prompt is longer by its escapes.
_PATHS = [
    "/repo/a.prompty",
    "/repo/a.j2",
    "/repo/a/SKILL.md",
    "/repo/a.mdc",
    "/repo/skprompt.txt",
    "/repo/prompts.yaml",
    "/repo/a.json",
]


@pytest.mark.parametrize("path", _PATHS)
@pytest.mark.parametrize("name", _TEXTS)
@pytest.mark.timeout(30)
def test_hostile_text_is_read_and_prints_back(name: str, path: str) -> None:
    """Nothing raises, nothing is lost, and the work grows with the size only."""
    text = _TEXTS[name]
    if path.endswith((".yaml", ".json")):
        text = json.dumps({"_type": "prompt", "template": text})
    document = parse(text, path, format="langchain" if path.endswith(".json") else None)
    assert document.print() == text
    assert isinstance(analyze(document).references, tuple)  # asked for, and only then looked for
    for prompt in document.embedded:
        analyze(prompt.document)
