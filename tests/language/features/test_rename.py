"""What a rename changes, in which files, and when it is refused."""

from __future__ import annotations

import pytest
from tests.language.features.in_memory import Files, MemoryFiles, prompt

from promptwell.language.features.rename import prepare_rename, rename
from promptwell.language.semantics.project import Project
from promptwell.language.semantics.summarize import summarize, summarize_text
from promptwell.language.syntax.detect import NO_ASSOCIATIONS
from promptwell.language.text.edit import apply_edits


def renamed(new_name: str = "clerk", **texts: str) -> dict[str, str]:
    files = Files(**texts)
    found = rename(files.project, files.model, files.offset, new_name)
    assert not found.refusal, found.refusal
    return files.edited(found.edits)


def refusal(new_name: str = "clerk", **texts: str) -> str:
    files = Files(**texts)
    found = rename(files.project, files.model, files.offset, new_name)
    assert not found.edits
    return found.refusal


PARTIAL = "Yours, {{ agent }}\n"
INCLUDE = '{% include "p.j2" %}'


def test_from_a_partial_the_prompt_and_its_other_partials_follow() -> None:
    texts = renamed(
        p_dot_j2="Yours, {{ ag‸ent }}\n",
        a_dot_prompty=prompt('{{ agent }}{% include "p.j2" %}{% include "q.j2" %}', "agent"),
        q_dot_j2="{{ agent.name }}",
        r_dot_j2="{{ agent }} is not brought in",
    )
    assert texts == {
        "p.j2": "Yours, {{ clerk }}\n",
        "a.prompty": prompt('{{ clerk }}{% include "p.j2" %}{% include "q.j2" %}', "clerk"),
        "q.j2": "{{ clerk.name }}",
    }


def test_every_prompt_that_shares_the_partial_follows() -> None:
    texts = renamed(
        a_dot_prompty=prompt("{{ ag‸ent }}" + INCLUDE, "agent"),
        b_dot_prompty=prompt("{{ agent }}" + INCLUDE, "agent"),
        p_dot_j2=PARTIAL,
    )
    assert set(texts) == {"a.prompty", "b.prompty", "p.j2"}
    assert texts["b.prompty"] == prompt("{{ clerk }}" + INCLUDE, "clerk")


def test_a_prompt_that_shares_another_partial_does_not_follow() -> None:
    texts = renamed(
        a_dot_prompty=prompt("{{ ag‸ent }}" + INCLUDE, "agent"),
        b_dot_prompty=prompt('{{ agent }}{% include "q.j2" %}', "agent"),
        p_dot_j2=PARTIAL,
        q_dot_j2="{{ agent }}",
    )
    assert set(texts) == {"a.prompty", "p.j2"}


def test_an_include_without_context_takes_nothing_along() -> None:
    texts = renamed(
        a_dot_prompty=prompt('{{ ag‸ent }}{% include "p.j2" without context %}', "agent"),
        p_dot_j2=PARTIAL,
    )
    assert set(texts) == {"a.prompty"}


def test_where_a_local_name_hides_the_input_the_partial_stays() -> None:
    texts = renamed(
        a_dot_prompty=prompt(
            '{{ ag‸ent }}{% for agent in [1] %}{% include "p.j2" %}{% endfor %}', "agent"
        ),
        p_dot_j2=PARTIAL,
    )
    assert set(texts) == {"a.prompty"}
    assert "{% for agent in [1] %}" in texts["a.prompty"]


def test_a_local_name_is_renamed_in_the_partial_that_sees_it() -> None:
    texts = renamed(
        "line",
        a_dot_j2='{% for ro‸w in rows %}{{ row }}{% include "row.j2" %}{% endfor %}{{ row }}',
        row_dot_j2="{{ row.name }}",
    )
    assert texts == {
        "a.j2": '{% for line in rows %}{{ line }}{% include "row.j2" %}{% endfor %}{{ row }}',
        "row.j2": "{{ line.name }}",
    }


def test_a_name_that_is_set_twice_is_one_name() -> None:
    texts = renamed(
        "y", a_dot_j2="{% set x = 1 %}{{ x‸ }}{% set x = x + 1 %}{% if x %}{{ x }}{% endif %}"
    )
    expected = "{% set y = 1 %}{{ y }}{% set y = y + 1 %}{% if y %}{{ y }}{% endif %}"
    assert texts == {"a.j2": expected}


def test_a_macro_is_renamed_where_it_is_imported() -> None:
    macros = "{% macro mon‸ey(x) %}{{ x }}{% endmacro %}{{ money(1) }}"
    texts = renamed(
        "price",
        m_dot_j2=macros,
        a_dot_j2='{% from "m.j2" import money %}{{ money(2) }}',
        b_dot_j2='{% import "m.j2" as m %}{{ m.money(3) }}{{ m.other() }}',
        c_dot_j2='{% from "m.j2" import money as cash %}{{ cash(4) }}',
        d_dot_j2="{{ money(5) }}",
    )
    assert texts == {
        "m.j2": "{% macro price(x) %}{{ x }}{% endmacro %}{{ price(1) }}",
        "a.j2": '{% from "m.j2" import price %}{{ price(2) }}',
        "b.j2": '{% import "m.j2" as m %}{{ m.price(3) }}{{ m.other() }}',
        "c.j2": '{% from "m.j2" import price as cash %}{{ cash(4) }}',
    }


def test_from_the_importing_file_the_macro_itself_is_renamed() -> None:
    texts = renamed(
        "price",
        a_dot_j2='{% from "m.j2" import money %}{{ mon‸ey(2) }}',
        m_dot_j2="{% macro money(x) %}{% endmacro %}",
    )
    assert set(texts) == {"a.j2", "m.j2"}


def test_an_import_with_a_name_of_its_own_stays_in_its_file() -> None:
    texts = renamed(
        "price",
        a_dot_j2='{% from "m.j2" import money as cash %}{{ ca‸sh(2) }}',
        m_dot_j2="{% macro money(x) %}{% endmacro %}",
    )
    assert texts == {"a.j2": '{% from "m.j2" import money as price %}{{ price(2) }}'}


def test_samples_tests_and_trust_follow() -> None:
    text = """---
name: a
inputs:
  - {name: agent, kind: string, required: true}
metadata:
  trust: {agent: trusted}
  tests:
    - inputs: {agent: Ann}
---
user:
{{ ag‸ent }}
"""
    assert renamed(a_dot_prompty=text) == {
        "a.prompty": text.replace("‸", "").replace("agent", "clerk")
    }


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("s_dot_json", '{"agent": "agent", "x": 1}', '{"clerk": "agent", "x": 1}'),
        ("s_dot_json", '{"x": {"agent": 1}, "agent" : 2}', '{"x": {"agent": 1}, "clerk" : 2}'),
        ("s_dot_json", '{"a\\"b": "\\u00e9", "agent": 2}', '{"a\\"b": "\\u00e9", "clerk": 2}'),
    ],
)
def test_the_sample_file_follows(name: str, data: str, expected: str) -> None:
    file = name.replace("_dot_", ".")
    texts = renamed(
        a_dot_prompty=f"---\nmodel:\n  api: chat\nsample: {file}\n---\nuser:\n{{{{ ag‸ent }}}}\n",
        **{name: data},
    )
    assert texts[file] == expected


@pytest.mark.parametrize(
    ("file", "data", "expected"),
    [
        ("rows_dot_jsonl", '{"agent": 1}\n\n{"agent": 2}\n', '{"clerk": 1}\n\n{"clerk": 2}\n'),
        ("rows_dot_json", '[{"inputs": {"agent": 1}}]', '[{"inputs": {"clerk": 1}}]'),
        ("rows_dot_csv", "x,agent\n1,agent\n", "x,clerk\n1,agent\n"),
        ("rows_dot_yaml", "- agent: agent\n- 'agent': 2\n", "- clerk: agent\n- 'clerk': 2\n"),
    ],
)
def test_the_dataset_is_offered(file: str, data: str, expected: str) -> None:
    named = file.replace("_dot_", ".")
    files = Files(
        a_dot_prompty=prompt("{{ ag‸ent }}", "agent", more=f"metadata: {{dataset: {named}}}\n"),
        **{file: data},
    )
    found = rename(files.project, files.model, files.offset, "clerk")
    assert named not in files.edited(found.edits)
    assert files.edited(found.offered) == {named: expected}


@pytest.mark.parametrize(
    ("new_name", "words"),
    [
        ("a b", "is not a name"),
        ("1st", "is not a name"),
        ("", "is not a name"),
        ("a-b", "is not a name"),
        ("if", "word of the template language"),
        ("none", "word of the template language"),
        ("loop", "template language's own"),
        ("range", "template language's own"),
        ("on", "YAML"),
        ("other", "already an input"),
        ("free", "already an input"),
        ("mine", "local name"),
        ("used_below", "already an input of `p.j2`"),
        ("below", "local name in `p.j2`"),
    ],
)
def test_a_name_that_would_change_the_meaning_is_refused(new_name: str, words: str) -> None:
    reason = refusal(
        new_name,
        a_dot_prompty=prompt(
            "{{ other }}{{ free }}{% set mine = 1 %}{{ ag‸ent }}" + INCLUDE, "agent", "other"
        ),
        p_dot_j2="{{ used_below }}{% set below = 1 %}{{ agent }}",
    )
    assert words in reason


def test_a_partial_that_gets_a_local_name_from_another_prompt_is_refused() -> None:
    reason = refusal(
        a_dot_prompty=prompt("{{ ag‸ent }}" + INCLUDE, "agent"),
        b_dot_prompty=prompt('{% set agent = "x" %}' + INCLUDE),
        p_dot_j2=PARTIAL,
    )
    assert "`b.prompty` hands a name of its own" in reason


def test_data_that_another_prompt_reads_is_refused() -> None:
    head = "metadata: {dataset: rows.jsonl}\n"
    reason = refusal(
        a_dot_prompty=prompt("{{ ag‸ent }}", "agent", more=head),
        b_dot_prompty=prompt("{{ agent }}", "agent", more=head),
        rows_dot_jsonl='{"agent": 1}\n',
    )
    assert "`rows.jsonl` also gives `agent` to `b.prompty`" in reason


def test_data_that_cannot_be_read_is_refused() -> None:
    reason = refusal(
        a_dot_prompty=prompt("{{ ag‸ent }}", "agent", more="metadata: {dataset: rows.jsonl}\n"),
        rows_dot_jsonl='{"agent": 1}\n{"agent": \n',
    )
    assert "`rows.jsonl` can't be read" in reason


def test_a_local_name_that_would_hide_an_input_is_refused() -> None:
    reason = refusal("topic", a_dot_j2="{% for ro‸w in rows %}{{ row }}{{ topic }}{% endfor %}")
    assert "`topic` is an input" in reason


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{{ x | up‸per }}", "a filter"),
        ("{% i‸f x %}{% endif %}", "a tag"),
        ("{% if x is def‸ined %}{% endif %}", "a test"),
        ("{{ x.na‸me }}", "an attribute"),
        ("{% for x in y %}{{ lo‸op.index }}{% endfor %}", "Jinja's own"),
        ("plain w‸ords", "no name to rename"),
    ],
)
def test_what_has_no_name_of_its_own_is_refused(text: str, words: str) -> None:
    files = Files(a_dot_j2=text)
    assert words in prepare_rename(files.project, files.model, files.offset).refusal
    assert words in refusal(a_dot_j2=text)


def test_the_name_under_the_cursor_is_told_beforehand() -> None:
    files = Files(a_dot_prompty=prompt("{{ agent‸ }}", "agent"))
    found = prepare_rename(files.project, files.model, files.offset)
    assert (found.name, files.model.document.source.slice(found.span)) == ("agent", "agent")


MACRO = "{% macro money(amount, currency='EUR') %}{{ amount }} {{ currency }}{% endmacro %}"


def test_an_argument_is_renamed_with_its_parameter_wherever_it_is_given_by_name() -> None:
    call = '{% from "m.j2" import money %}{{ money(1, currency=code) }}'
    texts = renamed(
        "unit",
        a_dot_j2=call.replace("currency=", "curr‸ency="),
        b_dot_j2=call,
        m_dot_j2=MACRO,
    )
    assert texts == {
        "a.j2": call.replace("currency=", "unit="),
        "b.j2": call.replace("currency=", "unit="),
        "m.j2": MACRO.replace("currency", "unit"),
    }


def test_an_argument_of_a_filter_keeps_its_name() -> None:
    reason = refusal(a_dot_j2="{{ text|truncate(len‸gth=3) }}")
    assert "named by the one who wrote that" in reason


def test_the_own_name_of_an_import_is_renamed_in_its_file_alone() -> None:
    texts = renamed(
        "price",
        a_dot_j2='{% import "m.j2" as m %}{{ m‸.money(1) }}{% from "m.j2" import money as n %}{{ n(1) }}',
        m_dot_j2=MACRO,
    )
    assert texts == {
        "a.j2": '{% import "m.j2" as price %}{{ price.money(1) }}'
        '{% from "m.j2" import money as n %}{{ n(1) }}'
    }


PAGE = "{% block head %}A{% endblock head %}{{ self.head() }}{% block foot %}{% endblock %}"
CHILD = '{% extends "page.j2" %}{% block head %}{{ super() }}{% endblock %}'


@pytest.mark.parametrize("start", ["page", "child", "grandchild"])
def test_a_block_is_renamed_in_all_templates_that_share_it(start: str) -> None:
    texts = {
        "page": PAGE,
        "child": CHILD,
        "grandchild": CHILD.replace("page.j2", "child.j2"),
        "stranger": "{% block head %}Z{% endblock %}",
    }
    marked = {**texts, start: texts[start].replace("block head", "block he‸ad", 1)}
    named = {f"{name}_dot_j2": text for name, text in marked.items()}
    first = {f"{start}_dot_j2": named.pop(f"{start}_dot_j2")}
    assert renamed("top", **first, **named) == {
        f"{name}.j2": texts[name].replace("head", "top") for name in ("page", "child", "grandchild")
    }


def test_a_block_does_not_get_the_name_of_another_one() -> None:
    reason = refusal("foot", child_dot_j2=CHILD.replace("head", "he‸ad"), page_dot_j2=PAGE)
    assert "`foot` is already a block of `page.j2`" in reason


def test_a_block_whose_parent_is_unknown_is_not_renamed() -> None:
    reason = refusal("top", child_dot_j2="{% extends layout %}{% block he‸ad %}{% endblock %}")
    assert "the template that `child.j2` extends is not known" in reason


def test_hundreds_of_files_that_are_known_by_their_summaries_are_renamed_without_being_parsed() -> (
    None
):
    users = {
        f"u{number}_dot_prompty": prompt(INCLUDE + "{{ agent }}", "agent") for number in range(50)
    }
    files = Files(p_dot_j2="Yours, {{ ag‸ent }}\n", **users)
    summaries = {}
    for name in files.texts:
        model = files.project.model(f"/w/{name}")
        assert model is not None
        summaries[f"/w/{name}"] = summarize(model)
    known = MemoryFiles(files.texts)
    project = Project(known).indexed(summaries, (), (), known)
    own = project.model("/w/p.j2")
    assert own is not None
    found = rename(project, own, files.offset, "clerk")
    assert len(files.edited(found.edits)) == 51
    assert files.edited(found.edits)["u7.prompty"] == prompt(INCLUDE + "{{ clerk }}", "clerk")
    assert project.known_model("/w/u7.prompty") is None


def test_a_file_that_is_not_what_its_summary_says_is_read_again() -> None:
    texts = {"p.j2": PARTIAL, "a.prompty": prompt(INCLUDE + "{{ agent }}", "agent")}
    summaries = {}
    for name, text in texts.items():
        summaries[f"/w/{name}"] = summarize_text(text, f"/w/{name}", NO_ASSOCIATIONS)
    texts["a.prompty"] = prompt(INCLUDE + "More: {{ agent }}", "agent")
    known = MemoryFiles(texts)
    project = Project(known).indexed(summaries, (), (), known)
    own = project.model("/w/p.j2")
    assert own is not None
    found = rename(project, own, PARTIAL.index("agent"), "clerk")
    edits = found.edits["/w/a.prompty"]
    assert apply_edits(texts["a.prompty"], edits) == prompt(INCLUDE + "More: {{ clerk }}", "clerk")
