"""Versions: their graph, their identities and the file of labels hold for any history and any text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from promptwell.domain.versions.graph import ancestors, has_cycle, merge_base, merge_bases
from promptwell.domain.versions.identity import plain_blob_id, text_id
from promptwell.domain.versions.labels import (
    Label,
    move_labels,
    read_labels,
    remove_label,
    set_label,
)

# Each version has parents among those before it, as the store adds them.
GRAPHS = st.lists(st.lists(st.integers(0, 30), max_size=3), min_size=1, max_size=12).map(
    lambda parents: {
        str(number): [str(each % number) for each in dict.fromkeys(some)] if number else []
        for number, some in enumerate(parents)
    }
)
NAMES = st.sampled_from(["production", "staging", "v1.2", "x_y"])
PATHS = st.sampled_from(["a.prompty", "p/b c.prompty", "p@1/x.md", "é.yaml#one@two", "#odd.md"])
TEXT_IDS = st.integers(0, 16**64 - 1).map(lambda number: f"{number:064x}")
LABELS = st.builds(Label, PATHS, NAMES, TEXT_IDS)
LINES = st.sampled_from(
    [
        "# a comment\n",
        "\n",
        "<<<<<<< HEAD\n",
        "nonsense\r\n",
        f"z.md@production {'0' * 64}\n",
        f"a.prompty@staging {'1' * 64}\r\n",
        "a.prompty@staging 123",
    ]
)
FILES = st.builds(
    str.__add__,
    st.sampled_from(["", "\ufeff"]),
    st.lists(LINES, max_size=6).map("".join) | st.text(max_size=80),
)


@given(GRAPHS)
def test_no_version_comes_from_itself(graph: dict[str, list[str]]) -> None:
    assert not has_cycle(graph)
    for version, parents in graph.items():
        assert all(version not in ancestors(graph, parent) for parent in parents)


@given(GRAPHS, st.data())
def test_a_cycle_is_seen(graph: dict[str, list[str]], data: st.DataObject) -> None:
    newest = data.draw(st.sampled_from(sorted(graph)))
    oldest = data.draw(st.sampled_from(sorted(ancestors(graph, newest))))
    assert has_cycle({**graph, oldest: [*graph[oldest], newest]})


@given(GRAPHS, st.data())
def test_a_merge_base_is_a_newest_common_ancestor(
    graph: dict[str, list[str]], data: st.DataObject
) -> None:
    one, other = (data.draw(st.sampled_from(sorted(graph))) for _ in range(2))
    common = ancestors(graph, one) & ancestors(graph, other)
    bases = merge_bases(graph, one, other)
    assert bool(bases) == bool(common)
    assert set(bases) == {
        each
        for each in common
        if not any(each != other and each in ancestors(graph, other) for other in common)
    }
    assert merge_bases(graph, other, one) == bases
    assert merge_base(graph, one, one) == one


@given(st.text())
def test_line_ends_make_no_other_identity(text: str) -> None:
    lines = text.replace("\r", "")
    assert text_id(lines.replace("\n", "\r\n")) == text_id(lines)
    assert plain_blob_id(lines.replace("\n", "\r\n")) == plain_blob_id(lines)


def test_git_gives_the_same_blob_id() -> None:
    # `printf 'hello\n' | git hash-object --stdin`
    assert plain_blob_id("hello\n") == "ce013625030ba8dba906f756967f9e9ca394464a"


@given(FILES, LABELS)
def test_a_label_that_is_set_is_read(text: str, label: Label) -> None:
    after = set_label(text, label)
    assert read_labels(after).of(label.prompt)[label.name] == label.text
    assert set_label(after, label) == after


@given(FILES, LABELS)
def test_setting_a_label_loses_no_other_line(text: str, label: Label) -> None:
    name = f"{label.prompt}@{label.name} "
    before = [each.rstrip("\r") for each in text.removeprefix("\ufeff").split("\n")]
    done = set_label(text, label)
    assert done.startswith("\ufeff") == text.startswith("\ufeff")
    after = [each.rstrip("\r") for each in done.removeprefix("\ufeff").split("\n")]
    kept = [each for each in before if each and not each.startswith(name)]
    assert [each for each in after if each in kept] == kept


@given(FILES, LABELS)
def test_labels_that_were_there_are_there_still(text: str, label: Label) -> None:
    before, after = read_labels(text).labels, read_labels(set_label(text, label)).labels
    same = (label.prompt, label.name)
    assert [each for each in before if (each.prompt, each.name) != same] == [
        each for each in after if (each.prompt, each.name) != same
    ]


@given(st.lists(LABELS, max_size=8), st.randoms())
def test_labels_stand_in_one_order_however_they_came(labels: list[Label], random: object) -> None:
    last = list({(each.prompt, each.name): each for each in labels}.values())
    one = other = ""
    for each in last:
        one = set_label(one, each)
    for each in reversed(last):
        other = set_label(other, each)
    assert one == other
    assert not read_labels(one).problems


@given(st.lists(LABELS, max_size=8), LABELS)
def test_a_label_that_is_removed_is_gone_and_no_other(labels: list[Label], gone: Label) -> None:
    text = ""
    for each in labels:
        text = set_label(text, each)
    after = read_labels(remove_label(text, gone.prompt, gone.name)).labels
    before = read_labels(text).labels
    assert list(after) == [
        each for each in before if (each.prompt, each.name) != (gone.prompt, gone.name)
    ]


def test_labels_move_with_their_prompt() -> None:
    text = set_label(
        set_label("", Label("a.md", "production", "0" * 64)), Label("b.md", "x", "1" * 64)
    )
    moved = read_labels(move_labels(text, {"a.md": "c.md"}))
    assert moved.labels == (Label("b.md", "x", "1" * 64), Label("c.md", "production", "0" * 64))
    assert moved.problems == ()
