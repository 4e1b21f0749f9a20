"""The places that the demonstration chooses."""

from __future__ import annotations

from pathlib import Path

from promptwell.bootstrap import Workspace
from promptwell.entrypoints.cli.demonstration.places import Places

SUPPORT = Path(__file__).parents[4] / "examples" / "support"


def places_of(folder: Path) -> Places:
    root = folder.as_posix()
    paths = Workspace(root).discover([root]).files
    drafts_last = sorted(paths, key=lambda path: "/drafts/" in path)
    return Places(Workspace(root, known=paths).project, drafts_last)


def test_the_examples_hold_a_telling_place_for_every_scene() -> None:
    places = places_of(SUPPORT)
    attribute, name, hover = places.attribute_typing(), places.name_typing(), places.hover()
    definition, renamings, touch = places.definition(), places.renamings(), places.touch()
    assert attribute
    assert attribute.text == "{{ ticket."
    assert name
    assert name.text == "{{ "
    assert hover
    assert definition
    assert definition.path.endswith("prompts/reply.prompty")
    assert renamings[0].old_name == "ticket"
    assert touch
    assert touch.partial.endswith("partials/tone.j2")
    assert touch.what == "{{ locale }}"


def test_a_single_template_without_inputs_has_few_places_and_no_fault(tmp_path: Path) -> None:
    (tmp_path / "a.j2").write_text("Hello.", encoding="utf-8")
    places = places_of(tmp_path)
    assert places.attribute_typing() is None
    assert places.name_typing() is None
    assert places.hover() is None
    assert places.definition() is None
    assert places.renamings() == []
    assert places.touch() is None


def test_broken_files_do_not_stop_the_choice(tmp_path: Path) -> None:
    (tmp_path / "a.j2").write_text("{% if {{ x.y }", encoding="utf-8")
    (tmp_path / "b.prompty").write_text("---\ninputs: [: {\n---\n{{ ", encoding="utf-8")
    places = places_of(tmp_path)
    places.attribute_typing()
    places.name_typing()
    places.hover()
    places.definition()
    places.renamings()
    places.touch()
