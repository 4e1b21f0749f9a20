"""Files together: what an include means, who uses a partial, and what a change touches."""

from __future__ import annotations

import pytest

from promptwell.language.semantics.project import Project


class Workspace:
    """Texts by path below `/repo`."""

    def __init__(self, **texts: str) -> None:
        self.texts = texts

    def read(self, path: str) -> str | None:
        return self.texts.get(path)

    def exists(self, path: str) -> bool:
        return self.read(path) is not None

    def root(self, path: str) -> str:
        return "/repo"

    def list(self, folder: str) -> list[str]:
        return sorted(path for path in self.texts if path.startswith(folder + "/"))


def _project(texts: dict[str, str], **options: tuple[str, ...]) -> Project:
    files = Workspace()
    files.texts = texts
    project = Project(files, template_roots=options.get("template_roots", ()))
    project.known(path for path in texts if path.endswith((".j2", ".prompty")))
    return project


def _target(project: Project, path: str) -> str | None:
    model = project.model(path)
    assert model is not None
    return project.resolve(path, model.references[0])


@pytest.mark.parametrize(
    ("include", "at", "roots"),
    [
        ("b.j2", "/repo/prompts/deep/b.j2", ()),
        ("parts/b.j2", "/repo/prompts/parts/b.j2", ()),
        ("b.j2", "/repo/b.j2", ()),
        ("../b.j2", "/repo/prompts/b.j2", ()),
        ("b.j2", "/repo/templates/b.j2", ("templates",)),
    ],
)
def test_an_include_is_looked_up_beside_the_file_then_above_then_in_the_roots(
    include: str, at: str, roots: tuple[str, ...]
) -> None:
    texts = {"/repo/prompts/deep/a.j2": f"{{% include '{include}' %}}", at: ""}
    assert _target(_project(texts, template_roots=roots), "/repo/prompts/deep/a.j2") == at


def test_the_nearest_file_of_a_name_wins() -> None:
    texts = {"/repo/p/a.j2": "{% include 'b.j2' %}", "/repo/p/b.j2": "", "/repo/b.j2": ""}
    assert _target(_project(texts), "/repo/p/a.j2") == "/repo/p/b.j2"


def test_no_reference_leaves_the_workspace() -> None:
    texts = {"/repo/a.j2": "{% include '../secret.j2' %}", "/secret.j2": "x"}
    assert _target(_project(texts), "/repo/a.j2") is None


def test_users_follow_a_change_of_an_include() -> None:
    texts = {
        "/repo/a.j2": "{% include 'c.j2' %}",
        "/repo/b.j2": "{% import 'c.j2' as c %}{% include 'c.j2' %}",
        "/repo/c.j2": "",
    }
    project = _project(texts)
    assert project.users("/repo/c.j2") == ["/repo/a.j2", "/repo/b.j2"]
    texts["/repo/a.j2"] = "nothing"
    project.changed("/repo/a.j2")
    assert project.users("/repo/c.j2") == ["/repo/b.j2"]
    texts["/repo/a.j2"] = "{% extends 'c.j2' %}"
    project.changed("/repo/a.j2")
    assert sorted(project.users("/repo/c.j2")) == ["/repo/a.j2", "/repo/b.j2"]


def test_an_earlier_project_goes_on_telling_the_time_before() -> None:
    texts = {"/repo/a.j2": "{% include 'b.j2' %}", "/repo/b.j2": ""}
    before = _project(texts)
    assert before.users("/repo/b.j2") == ["/repo/a.j2"]
    later = before.after(["/repo/a.j2"], Workspace(**{**texts, "/repo/a.j2": "changed"}))
    assert later.users("/repo/b.j2") == []
    assert before.users("/repo/b.j2") == ["/repo/a.j2"]
    model = before.model("/repo/a.j2")
    assert model is not None
    assert model.document.text == "{% include 'b.j2' %}"


def test_a_circle_is_told_with_its_files() -> None:
    texts = {
        "/repo/a.j2": "{% include 'b.j2' %}",
        "/repo/b.j2": "{% include 'c.j2' %}",
        "/repo/c.j2": "{% include 'a.j2' %}",
    }
    project = _project(texts)
    model = project.model("/repo/b.j2")
    assert model is not None
    assert project.cycle("/repo/b.j2", model.references[0]) == [
        "/repo/b.j2",
        "/repo/c.j2",
        "/repo/a.j2",
        "/repo/b.j2",
    ]


def test_inputs_reach_partials_of_partials_unless_a_local_name_hides_them() -> None:
    texts = {
        "/repo/a.prompty": "---\ninputs: [{name: who, kind: string, required: true}]\n---\n"
        "system:\n{% include 'b.j2' %}{% for x in xs %}{% include 'c.j2' %}{% endfor %}",
        "/repo/b.j2": "{% include 'c.j2' %}",
        "/repo/c.j2": "{{ who }}{{ x }}",
    }
    inherited = _project(texts).inherited_uses("/repo/a.prompty")
    assert {path for path, _ in inherited["who"]} == {"/repo/c.j2"}
    # Through b.j2 the name x is free; inside the loop it is the loop's.
    assert len(inherited["x"]) == 1


def test_a_file_depends_on_partials_samples_and_files_that_do_not_exist_yet() -> None:
    texts = {
        "/repo/p/a.prompty": "---\nsample: s.json\n---\nsystem:\n{% include 'gone.j2' %}",
        "/repo/p/s.json": '{"who": "Jane"}',
    }
    project = _project(texts)
    assert project.dependencies("/repo/p/a.prompty") == {
        "/repo/p/s.json",
        "/repo/p/gone.j2",
        "/repo/gone.j2",
    }
    model = project.model("/repo/p/a.prompty")
    assert model is not None
    assert set(model.declared) == {"who"}
    texts["/repo/p/s.json"] = '{"whom": 1}'
    project.changed("/repo/p/s.json")
    again = project.model("/repo/p/a.prompty")
    assert again is not None
    assert set(again.declared) == {"whom"}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("d.jsonl", '{"q": 1}\n{"q": 2}\n'),
        ("d.json", '[{"q": 1}, {"q": 2}]'),
        ("d.json", '{"samples": [{"inputs": {"q": 1}}]}'),
        ("d.csv", "q,r\n1,2\n"),
        ("d.yaml", "- q: 1\n"),
    ],
)
def test_the_columns_of_a_dataset_are_known(name: str, text: str) -> None:
    prompt = f"---\nmetadata:\n  dataset: {name}\n---\nsystem:\n{{{{ q }}}}"
    model = _project({"/repo/a.prompty": prompt, f"/repo/{name}": text}).model("/repo/a.prompty")
    assert model is not None
    assert "q" in model.declared
