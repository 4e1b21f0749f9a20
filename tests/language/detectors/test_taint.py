"""Outside text: the way it takes through files, how long it takes to follow it, and text made to hurt."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from tests.language.features.in_memory import ROOT, MemoryFiles

from promptwell.language.detectors.taint.landings import taint_of
from promptwell.language.detectors.taint.trust import TrustSettings
from promptwell.language.detectors.templated_links import templated_links
from promptwell.language.rules.base import Diagnostic, RuleContext, RuleSettings
from promptwell.language.rules.run import check_file
from promptwell.language.semantics.project import Project

HEAD = """---
inputs:
  - {name: email, kind: string}
metadata:
  trust: {email: untrusted}
---
"""


def project_of(**texts: str) -> Project:
    files = MemoryFiles({name.replace("_dot_", "."): text for name, text in texts.items()})
    project = Project(files)
    project.known(files.texts)
    return project


def findings(project: Project, name: str, rule: str) -> list[Diagnostic]:
    found = check_file(f"{ROOT}/{name}", RuleContext(RuleSettings(), project))
    return [each for each in found if each.rule == rule]


def way(project: Project, name: str, rule: str = "input-in-system-role") -> list[tuple[str, str]]:
    """What the related places of the only finding say, each with the words that stand there."""
    (found,) = findings(project, name, rule)
    told = []
    for each in found.related:
        path = each.path or f"{ROOT}/{name}"
        text = project.text(path) or ""
        told.append(
            (text[each.span.start : each.span.end], f"{path.rpartition('/')[2]}: {each.message}")
        )
    return told


def test_the_way_leads_through_names_and_macros_of_the_file() -> None:
    body = (
        "{% macro show(text) %}Mail: {{ text }}{% endmacro %}\n"
        "system:\n{% set short = email[:200] %}\n{{ show(short) }}\n"
    )
    assert way(project_of(main_dot_prompty=HEAD + body), "main.prompty") == [
        ("email: untrusted", "main.prompty: `email` is declared untrusted here"),
        ("short", "main.prompty: is set as `short`"),
        ("text", "main.prompty: is written by the macro `show`"),
    ]


def test_the_way_leads_from_the_file_that_brings_a_partial_in() -> None:
    project = project_of(
        main_dot_prompty=HEAD
        + 'system:\nRules.\n{% set text = email %}\n{% include "part.j2" %}\n',
        part_dot_j2="Mail: {{ text }}\n",
    )
    assert way(project, "part.j2") == [
        ("email: untrusted", "main.prompty: `email` is declared untrusted here"),
        ("text", "main.prompty: is set as `text`"),
        ("part.j2", "main.prompty: `main.prompty` brings this file in here, in the system message"),
    ]


def test_the_way_leads_through_two_partials() -> None:
    project = project_of(
        main_dot_prompty=HEAD + 'developer:\nRules.\n{% include "outer.j2" %}\n',
        outer_dot_j2='{% include "inner.j2" %}\n',
        inner_dot_j2="{{ email }}\n",
    )
    told = way(project, "inner.j2")
    assert [text for text, _ in told] == ["email: untrusted", "outer.j2", "inner.j2"]
    assert "in the developer message" in told[-1][1]


def test_the_way_leads_into_the_file_of_an_imported_macro() -> None:
    project = project_of(
        main_dot_prompty=HEAD + '{% import "m.j2" as m %}\nsystem:\n{{ m.show(email) }}\n',
        m_dot_j2="{% macro show(text) %}Mail: {{ text }}{% endmacro %}\n",
    )
    assert way(project, "main.prompty")[-1] == ("text", "m.j2: is written by the macro `show`")


def test_a_partial_is_told_by_those_that_distrust_an_input_not_by_those_that_trust_it() -> None:
    project = project_of(
        a_dot_prompty=HEAD.replace("untrusted", "trusted") + 'system:\n{% include "part.j2" %}\n',
        part_dot_j2="{{ email }}\n",
    )
    assert findings(project, "part.j2", "input-in-system-role") == []
    project = project_of(
        a_dot_prompty=HEAD.replace("untrusted", "trusted") + 'system:\n{% include "part.j2" %}\n',
        b_dot_prompty=HEAD + 'system:\n{% include "part.j2" %}\n',
        part_dot_j2="{{ email }}\n",
    )
    (found,) = findings(project, "part.j2", "input-in-system-role")
    assert found.severity == "error"
    assert "of `b.prompty`" in found.message


def test_files_that_bring_each_other_in_come_to_an_end() -> None:
    project = project_of(
        a_dot_j2='{% include "b.j2" %}{{ email }}', b_dot_j2='{% include "a.j2" %}{{ email }}'
    )
    assert findings(project, "a.j2", "input-in-system-role") == []
    macros = (
        "{% macro a(x) %}{{ b(x) }}{% endmacro %}{% macro b(x) %}{{ a(x) }}{{ x }}{% endmacro %}"
    )
    project = project_of(c_dot_prompty=HEAD + macros + "\nsystem:\n{{ a(email) }}\n")
    assert len(findings(project, "c.prompty", "input-in-system-role")) == 1


HURTFUL: dict[str, Callable[[int], str]] = {
    "outputs": lambda n: "system:\n" + "Say {{ email }} now.\n" * n,
    "tags": lambda n: "system:\n" + "<mail>{{ email }}</mail>\n" * n,
    "tags in tags": lambda n: "system:\n" + "<a1>" * n + "{{ email }}" * n + "</a1>" * n,
    "names set from each other": lambda n: (
        "system:\n{% set x0 = email %}"
        + "".join(f"{{% set x{i + 1} = x{i} %}}" for i in range(n))
        + "{{ x"
        + str(n)
        + " }}"
    ),
    "one name set again and again": lambda n: (
        "system:\n" + "{% if a %}{% set x = email %}{% endif %}{{ x }}\n" * n
    ),
    "macros": lambda n: (
        "".join(f"{{% macro m{i}(x) %}}{{{{ m{i + 1}(x) }}}}{{% endmacro %}}" for i in range(n))
        + "\nsystem:\n{{ m0(email) }}"
    ),
    "captured blocks": lambda n: "system:\n" + "{% set x %}{{ email }}{% endset %}{{ x }}\n" * n,
    "branches": lambda n: (
        "user:\n{% if a %}x {{ email }}" + "{% elif b %}y {{ email }}" * n + "{% endif %}"
    ),
    "sums": lambda n: "system:\n{{ email" + " ~ email" * n + " }}",
    "links": lambda n: "system:\n" + "[a](https://x.example/?q={{ email }})" * n,
    "links never closed": lambda n: "system:\n" + "![a](https://x.example/?q={{ email }}" * n,
    "brackets": lambda n: "system:\n{{ email }}" + "[" * n * 20,
    "dashes": lambda n: "system:\n{{ email }}\n" + "-" * n * 20 + " x" * 60,
    "blanks": lambda n: "system:\n{{ email }}\n" + " " * n * 20 + "x: {{ email }}",
    "fences": lambda n: "system:\n" + "```\n{{ email }}\n" * n,
}


@pytest.mark.parametrize("name", HURTFUL)
def test_twice_the_text_takes_no_more_than_about_twice_the_time(name: str) -> None:
    """Nothing grows with the square of the size: four times the text, far less than sixteen times the time."""
    small, large = (best_time(HEAD + HURTFUL[name](count)) for count in (250, 1000))
    assert large < 9 * small + 0.02, (small, large)


def best_time(text: str) -> float:
    project = project_of(main_dot_prompty=text)
    model = project.model(f"{ROOT}/main.prompty")
    assert model is not None
    times = []
    for _ in range(3):
        settings = TrustSettings()
        start = time.process_time()
        taint_of(model, project, settings)
        list(templated_links(model.document))
        times.append(time.process_time() - start)
    return min(times)


def test_twenty_thousand_characters_take_two_milliseconds() -> None:
    """A long prompt as people write them: an output every few hundred characters, some in loops and macros."""
    paragraph = "Weigh what the customer wrote and answer in the tone of the house. " * 4
    piece = (
        f"{paragraph}\n{{% set short = email | trim %}}\n<mail>{{{{ short | e }}}}</mail>\n"
        f"{{% for line in lines %}}{{{{ line }}}}{{% endfor %}}\n{paragraph}{{{{ name }}}}\n"
    )
    text = HEAD + "system:\n" + piece * (20_000 // len(piece))
    assert best_time(text) < 0.004  # twice the aim, for a machine that others use too


@pytest.mark.parametrize(
    "part", ["{{ email", "{% set x = ", "{% macro a(", "{% call ", "{{ a.b[", "<", "![x]("]
)
def test_half_typed_text_gives_less_and_never_fails(part: str) -> None:
    failures: list[Exception] = []
    project = project_of(
        main_dot_prompty=HEAD + "system:\n" + part, part_dot_prompt="{{role 'system'}}" + part
    )
    for name in ("main.prompty", "part.prompt"):
        check_file(
            f"{ROOT}/{name}",
            RuleContext(RuleSettings(), project),
            on_failure=lambda _, failure: failures.append(failure),
        )
    assert failures == []


def test_a_partial_depends_on_the_files_that_bring_in_its_users() -> None:
    project = project_of(
        main_dot_prompty=HEAD + 'system:\n{% include "outer.j2" %}\n',
        outer_dot_j2='{% include "inner.j2" %}\n',
        inner_dot_j2="{{ email }}\n",
    )
    assert f"{ROOT}/main.prompty" in project.dependencies(f"{ROOT}/inner.j2")
