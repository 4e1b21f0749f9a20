"""Formatting keeps what a prompt says: Jinja2 renders the result to the same text, YAML reads it as before."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2.sandbox import SandboxedEnvironment
from tests.properties.jinja_templates import valid_templates

from promptwell.language.features.formatting.format import format_document, format_ranges
from promptwell.language.features.formatting.on_type import on_type
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.parse import parse
from promptwell.language.text.edit import apply_edits
from promptwell.language.text.source import Span

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
VALUES = {"user": {"name": "Ann", "a": 1}, "items": [1, "two"], "item": "x", "x": 3, "ticket": {}}
ENVIRONMENT = SandboxedEnvironment(
    extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"], keep_trailing_newline=True
)


def rendered(template: str) -> str | None:
    try:
        return ENVIRONMENT.from_string(template).render(VALUES)
    except Exception as error:  # noqa: BLE001  # a template may raise anything
        return type(error).__name__


def formatted(document: PromptDocument) -> str:
    return apply_edits(document.text, format_document(document))


# Templates as people write them: with white space in the tags, or none.
_loose = st.tuples(valid_templates, st.sampled_from([" ", "  ", "\t", ""])).map(
    lambda each: each[0].replace("|", f"{each[1]}|{each[1]}").replace("{{ ", "{{" + each[1])
)


@given(_loose)
@settings(max_examples=300, deadline=None)
def test_a_formatted_template_renders_as_before(template: str) -> None:
    document = parse(template, "a.j2", format="jinja", dialect="plain")
    after = formatted(document)
    assert rendered(after) == rendered(template)
    again = parse(after, "a.j2", format="jinja", dialect="plain")
    assert format_document(again) == ()


PIECES = st.sampled_from(
    [
        *("name:  a\n", "inputs:\n", "- name: x\n", "  - name:  x\n", "    kind:   array\n", "\n"),
        *(
            "  y: {kind:   string}\n",
            "      z:  1\n",
            "# note\n",
            "    # note\n",
            "a: |\n",
            "  b\n",
        ),
        *(
            "   b: >-\n",
            "      text\n",
            "     more\n",
            "c: &x   1\n",
            "d: *x\n",
            'e: "f\n',
            '  g"\n',
        ),
        *(
            "h:   i   # j\n",
            "- - k\n",
            "k: [1,\n",
            "  2]\n",
            "? l\n",
            ": m\n",
            "\t\n",
            "  \n",
            "\r\n",
        ),
        *("n: |+\n", "o:\n", "  -\n", "p : q\n", "- !t  r\n", "  s: |2\n", "---\n", "u: 'v'   \n"),
    ]
)


@given(st.lists(PIECES, max_size=9).map("".join))
@settings(max_examples=800, deadline=None)
def test_formatted_front_matter_reads_as_before(content: str) -> None:
    text = f"---\n{content}---\nuser:\nHello {{{{ x }}}}  \n\n"
    document = parse(text, "a.prompty")
    after = parse(formatted(document), "a.prompty")
    assert after.source.slice(after.body) == document.source.slice(document.body)
    assert format_document(after) == ()
    if document.front_matter and after.front_matter and after.text != text:
        assert _data(after) == _data(document)


def _data(document: PromptDocument) -> Any:
    assert document.front_matter is not None
    return yaml.safe_load(document.source.slice(document.front_matter.content))


@given(st.text(alphabet="{}%#|()[]'\"\n ab.:-+=~", max_size=50), st.data())
@settings(max_examples=400, deadline=None)
def test_no_text_is_too_broken_to_be_formatted(noise: str, data: st.DataObject) -> None:
    text = f"---\n{noise}\n---\n{noise}"
    document = parse(text, "a.prompty")
    offset = data.draw(st.integers(0, len(text)))
    apply_edits(text, format_ranges(document, [Span(0, offset)]))
    for typed in "}\n":
        apply_edits(text, on_type(document, offset, typed))
    again = parse(formatted(document), "a.prompty")
    assert format_document(again) == ()


def test_formatted_files_of_the_corpus_say_what_they_said() -> None:
    if not CORPUS.is_dir():
        pytest.skip("there is no corpus at ../shared/corpus")
    wrong = [str(path) for path in _prompts() if not _keeps_its_meaning(path)]
    assert wrong == []


def _prompts() -> list[Path]:
    kinds = ("*.prompty", "*.j2", "*.jinja", "*.jinja2")
    return sorted(path for kind in kinds for path in CORPUS.rglob(kind) if path.is_file())


def _keeps_its_meaning(path: Path) -> bool:
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        return True
    document = parse(text, str(path))
    after = parse(formatted(document), str(path))
    before_body, body = (each.source.slice(each.body) for each in (document, after))
    same = body == before_body or rendered(body) == rendered(before_body)
    if after.text != text and document.front_matter is not None:
        if after.text[: after.body.start] != text[: document.body.start]:
            same = same and _data(after) == _data(document)
    return same and format_document(after) == ()
