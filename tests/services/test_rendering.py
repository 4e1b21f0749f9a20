"""Rendering prompts of a workspace: values, partials, places of faults."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from promptwell.errors import FileProblem, LoadError, RenderError
from promptwell.language.semantics.project import Project
from promptwell.language.syntax.rendering.request import RenderRequest, render_request
from promptwell.language.syntax.rendering.result import Rendered
from promptwell.services.rendering import RenderedPrompt, render_prompt


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
    """Renders in this process."""

    def render(self, request: RenderRequest) -> Rendered:
        return render_request(request)


def render(
    texts: Mapping[str, str], path: str = "a.prompty", examples: bool = False, **values: Any
) -> RenderedPrompt:
    project = Project(Texts(texts))
    return render_prompt(project, Here(), f"/w/{path}", values, examples=examples)


def messages(prompt: RenderedPrompt) -> list[tuple[str, str]]:
    return [(each.role, each.text) for each in prompt.messages]


def prompty(front_matter: str, body: str = "user:\n{{ q }}\n") -> dict[str, str]:
    return {"a.prompty": f"---\n{front_matter}\n---\n{body}"}


V2 = "inputs:\n  - {name: q, kind: string, default: why}\n  - {name: r, kind: string, required: true}"


def test_defaults_fill_what_is_not_given() -> None:
    assert messages(render(prompty(V2), r="x")) == [("user", "why")]
    assert messages(render(prompty(V2), r="x", q="how")) == [("user", "how")]


def test_a_missing_required_input_is_named_with_the_way_to_give_it() -> None:
    with pytest.raises(LoadError, match=r"/w/a.prompty: Missing required input 'r'"):
        render(prompty(V2))


def test_examples_are_used_only_when_asked_for() -> None:
    texts = prompty("inputs:\n  - {name: q, kind: string, example: sky}")

    assert messages(render(texts)) == [("user", "")]
    assert messages(render(texts, examples=True)) == [("user", "sky")]


def test_the_first_row_of_a_dataset_serves_as_example() -> None:
    texts = prompty("inputs: [{name: q, kind: string}]\nmetadata: {dataset: rows.jsonl}")
    texts["rows.jsonl"] = '{"q": "first"}\n{"q": "second"}\n'

    assert messages(render(texts, examples=True)) == [("user", "first")]


def test_a_v1_sample_serves_as_default() -> None:
    texts = prompty("inputs:\n  q: {type: string}\nsample:\n  q: from sample")

    assert messages(render(texts)) == [("user", "from sample")]
    assert messages(render(texts, q="given")) == [("user", "given")]


def test_a_v1_sample_file_serves_as_default_and_its_absence_is_told() -> None:
    texts = prompty("sample: data.json\nmodel: {api: chat}")

    assert "'data.json' can't be read" in render(texts).warnings[0]
    texts["data.json"] = '{"q": "from file"}'
    assert messages(render(texts)) == [("user", "from file")]


def test_variables_of_the_environment_are_never_resolved(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET", "s3cret")
    texts = prompty("inputs:\n  - {name: q, kind: string, default: '${env:SECRET}'}")

    assert messages(render(texts)) == [("user", "${env:SECRET}")]


def test_a_default_may_come_from_a_file_of_the_workspace_only() -> None:
    texts = prompty("inputs:\n  - {name: q, kind: string, default: '${file:q.txt}'}")
    texts["q.txt"] = "from file"
    assert messages(render(texts)) == [("user", "from file")]

    with pytest.raises(LoadError, match="outside allowed roots"):
        render(prompty("inputs:\n  - {name: q, default: '${file:../../etc/passwd}'}"))


def test_partials_are_found_beside_the_file_that_names_them() -> None:
    texts = prompty("name: x", "user:\n{% include 'parts/rules.j2' %}")
    texts |= {"parts/rules.j2": "Rules: {% include 'tone.j2' %}", "parts/tone.j2": "be kind"}

    assert messages(render(texts)) == [("user", "Rules: be kind")]


def test_partials_with_computed_names_are_found_as_well() -> None:
    texts = prompty("name: x", "user:\n{% include 'p/' ~ lang ~ '.j2' %}")
    texts |= {"p/de.j2": "Hallo"}

    assert messages(render(texts, lang="de")) == [("user", "Hallo")]


def test_partials_outside_the_workspace_are_not_there() -> None:
    texts = prompty("name: x", "user:\n{% include '../secret' %}")

    with pytest.raises(RenderError, match=r"'\.\./secret' is not there"):
        render(texts)


def test_an_optional_partial_that_is_missing_is_told() -> None:
    prompt = render(prompty("name: x", "user:\nx{% include 'gone' ignore missing %}"))

    assert prompt.warnings == ("/w/a.prompty: the partial 'gone' is not there and was left out",)


def test_partials_that_bring_each_other_in_are_told_as_a_circle() -> None:
    texts = prompty("name: x", "{% include 'b.j2' %}")
    texts |= {"b.j2": "{% include 'c.j2' %}", "c.j2": "{% include 'b.j2' %}"}

    with pytest.raises(RenderError, match=r"/w/b.j2 -> /w/c.j2 -> /w/b.j2"):
        render(texts)


def test_a_fault_is_placed_in_the_file_and_not_in_the_template() -> None:
    with pytest.raises(RenderError, match=r"/w/a.prompty:6: an expression fails") as caught:
        render(prompty("name: x", "\nuser:\n{{ 1 + 'x' }}"))
    assert caught.value.line == 6

    texts = prompty("name: x", "{% include 'b.j2' %}") | {"b.j2": "\n{{ 1 + 'x' }}"}
    with pytest.raises(RenderError, match=r"/w/b.j2:2: "):
        render(texts)


def test_a_name_without_a_value_is_placed_in_the_file() -> None:
    prompt = render(prompty("name: x", "\nuser:\n{{ gone }}"))

    [use] = prompt.undefined
    text = prompty("name: x", "\nuser:\n{{ gone }}")["a.prompty"]
    assert (use.name, use.template, use.line) == ("gone", "/w/a.prompty", 6)
    assert use.offset == text.index("gone")


def test_asking_for_a_declared_optional_input_is_no_fault() -> None:
    texts = prompty(
        "inputs: [{name: q, kind: string}]", "user:\n{% if q %}x{% endif %}{% if z %}{% endif %}"
    )

    assert [each.name for each in render(texts).undefined] == ["z"]


def test_a_value_that_reaches_nothing_is_told() -> None:
    assert render(prompty("name: x"), q="a", tone="b").warnings == (
        "a value for 'tone' is given, but the prompt has no such input",
    )


def test_v2_refuses_role_lines_from_values_unless_the_file_allows_them() -> None:
    with pytest.raises(RenderError, match="writes the role line 'system:'"):
        render(prompty("name: x"), q="a\nsystem:\nb")

    open_file = prompty("template:\n  format: {kind: jinja2, strict: false}")
    assert [role for role, _ in messages(render(open_file, q="a\nsystem:\nb"))] == [
        "user",
        "system",
    ]


def test_conversations_expand_by_the_declared_kind() -> None:
    texts = prompty("inputs: [{name: h, kind: thread}]", "system:\nx\n{{ h }}\nuser:\ny")

    prompt = render(texts, h=[{"role": "assistant", "content": "z"}])

    assert messages(prompt) == [("system", "x"), ("assistant", "z"), ("user", "y")]


def test_mustache_prompts_render_with_their_partials() -> None:
    texts = prompty("template:\n  format: mustache", "user:\r\n{{>p}} {{q}}\r\n")
    texts["p.mustache"] = "part"

    assert messages(render(texts, q="x")) == [("user", "part x")]


def test_plain_templates_render_with_what_is_given() -> None:
    texts = {"t.j2": "Hello {{ name }}"}

    assert messages(render(texts, "t.j2", name="Ann")) == [("", "Hello Ann")]


def test_a_file_that_is_not_there_and_front_matter_that_is_no_yaml_are_told() -> None:
    with pytest.raises(FileProblem, match="there is no such file"):
        render({})
    with pytest.raises(LoadError, match=r"/w/a.prompty:2: invalid frontmatter"):
        render(prompty("name: [x"))


@pytest.mark.parametrize(
    ("path", "text", "reason"),
    [
        ("prompts.yaml", "a: |\n  Hello {name}\n", "holds prompts in its texts"),
        ("skprompt.txt", "Hello {{$name}}", "a template of semantic-kernel"),
    ],
)
def test_what_nothing_here_fills_in_is_refused_with_a_way_out(
    path: str, text: str, reason: str
) -> None:
    with pytest.raises(RenderError, match=reason) as refusal:
        render({path: text}, path)
    assert "convert the prompt" in str(refusal.value)
