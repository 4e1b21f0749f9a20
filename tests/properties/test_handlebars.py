"""Handlebars of any kind is read, understood and helped with: nothing raises, nothing is lost."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from promptwell.language.features.completion.complete import complete
from promptwell.language.features.definition import definition
from promptwell.language.features.folding import folds
from promptwell.language.features.highlights import highlights
from promptwell.language.features.hover import hover
from promptwell.language.features.linked_editing import linked
from promptwell.language.features.references import references
from promptwell.language.features.rename import rename
from promptwell.language.features.semantic_tokens.tokens import semantic_tokens
from promptwell.language.features.symbols import document_symbols
from promptwell.language.rules.base import RuleContext, RuleSettings
from promptwell.language.rules.run import check
from promptwell.language.semantics.project import Project
from promptwell.language.syntax.parse import parse

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "dotprompt"
PATH = "/repo/a.prompt"
_MANY = 20_000
HOSTILE = {
    "openers": "{{" * _MANY,
    "names never closed": "{{a " * _MANY,
    "quotes never closed": '{{a "\n' * _MANY,
    "brackets never closed": "{{a [\n" * _MANY,
    "comments never closed": "{{!-- a " * _MANY,
    "raw blocks never closed": "{{{{raw}}}} " * _MANY,
    "blocks never closed": "{{#if a}}" * _MANY,
    "stray ends": "{{/if}}" * _MANY,
    "many elses": "{{#if a}}" + "{{else}}" * _MANY,
    "parentheses": "{{a " + "(" * _MANY + "}}",
    "a path without end": "{{a" + ".b" * _MANY + "}}",
    "a path out of everything": "{{" + "../" * _MANY + "a}}",
    "arguments": "{{a" + " b" * _MANY + "}}",
    "named arguments": "{{a" + " b=c" * _MANY + "}}",
    "block names": "{{#each a as |" + "b " * _MANY + "|}}{{/each}}",
    "closing braces": "{{a}}" + "}}" * _MANY,
    "backslashes": "\\{{" * _MANY,
    "nested loops": "{{#each a}}{{b}}" * 90 + "{{c}}" * _MANY,
    "a schema without end": "---\ninput:\n  schema: " + "{a: " * 2_000 + "\n---\n{{a}}",
}
PARTS = st.sampled_from(
    (
        *(
            "{{",
            "}}",
            "{{#if ",
            "{{/if}}",
            "{{#each xs}}",
            "{{/each}}",
            "{{else}}",
            "{{else if x}}",
        ),
        *("{{>card", ' a="b"', "{{!", "--", "{{{", "}}}", "~", "this", "../", "@root.", "@index"),
        *("name", " ", "\n", "\r\n", '"', "'", "(", ")", "|", "as |a b|", "=", "[", "]", "\\", "1"),
        *('{{role "system"}}', "{{history}}", "text", "ä", "\U0001f600", "---\n", "input:\n", "."),
        *("  schema:\n", "    name(array): string\n", "    other?: ", "  default: {name: 1}\n"),
        *("# line\n", '{{#*inline "a"}}'),
    )
)


class OneFile:
    def __init__(self, text: str) -> None:
        self.text = text

    def read(self, path: str) -> str | None:
        return self.text if path == PATH else None

    def exists(self, path: str) -> bool:
        return path == PATH

    def root(self, path: str) -> str:
        return "/repo"

    def list(self, folder: str) -> list[str]:
        return [PATH]


def everything(text: str, offsets: list[int]) -> None:
    """Ask all there is to ask of a text."""
    project = Project(OneFile(text))
    project.known([PATH])
    model = project.model(PATH)
    assert model is not None
    assert model.document.print() == text
    last = 0
    for island in model.document.template.islands:
        assert last <= island.span.start <= island.span.end <= len(text)
        last = island.span.end
    for problem in model.document.problems:
        assert 0 <= problem.span.start <= problem.span.end <= len(text)
    failures: list[Exception] = []
    check(
        model, RuleContext(RuleSettings(), project), on_failure=lambda _, why: failures.append(why)
    )
    assert not failures
    document_symbols(model)
    folds(model)
    tokens = semantic_tokens(project, model, RuleSettings())
    for one, two in pairwise(tokens):
        assert one.span.end <= two.span.start
    for offset in offsets:
        complete(project, model, offset)
        hover(project, model, offset)
        definition(project, model, offset)
        references(project, model, offset)
        highlights(model, offset)
        linked(model, offset)
        rename(project, model, offset, "other")


@pytest.mark.timeout(30)
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_read_in_the_time_that_its_size_takes(name: str) -> None:
    project = Project(OneFile(HOSTILE[name]))
    model = project.model(PATH)
    assert model is not None
    assert model.document.print() == HOSTILE[name]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(PARTS, max_size=25).map("".join), st.data())
def test_any_text_made_of_the_languages_parts_is_helped_with(
    text: str, data: st.DataObject
) -> None:
    offsets = data.draw(st.lists(st.integers(0, len(text)), max_size=4))
    everything(text, offsets)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300).map(lambda each: each.decode("utf-8", "replace")))
def test_random_bytes_print_back(text: str) -> None:
    for dialect in ("dotprompt", "litellm", "humanloop", "promptl", "plain"):
        assert parse(text, PATH, dialect=dialect).print() == text


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not there")
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_real_files_that_were_damaged_are_helped_with(data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(sorted(CORPUS.rglob("*.prompt"))))
    text = path.read_text(encoding="utf-8")
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        end = min(len(text), start + data.draw(st.integers(0, 30)))
        text = text[:start] + data.draw(st.one_of(st.just(""), PARTS)) + text[end:]
    everything(text, [data.draw(st.integers(0, len(text)))])
