"""Set metadata reads as it was asked for, and everything else in the file is what it was."""

from __future__ import annotations

from typing import Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from promptwell.language.features.metadata_edits import set_metadata
from promptwell.language.semantics.metadata_declarations import MetadataDeclarations, MetadataField
from promptwell.language.semantics.prompt_metadata import prompt_metadata
from promptwell.language.syntax.parse import parse
from promptwell.language.text.edit import apply_edits

DECLARED = MetadataDeclarations(
    fields={
        "team": MetadataField(),
        "score": MetadataField("number"),
        "public": MetadataField("boolean"),
        "due": MetadataField("date"),
        "risk": MetadataField("enum", ("low", "high", "on", "a: b")),
        "langs": MetadataField("list"),
    }
)
BODY = "user:\nHello {{ name }}.\n\n---\nnot: front matter\n"

# Entries as people write them, indented by two: the keys that may change, and others.
ENTRIES = st.sampled_from(
    [
        *("  status: draft   # since May\n", "  status:\n", "  status: 'approved'\n"),
        *("  tags: [a,  'b', c ]\n", '  tags:\n    - a # first\n    # why\n    - "b"\n    - c\n'),
        *("  tags:\n  - a\n  - b\n", "  tags: a, b\n", "  owner: |+\n    Ann\n\n", "  owner: >-\n    A\n    B\n"),
        *('  owner: "Ann" # or Bob\n', "  # above\n  team: &t x\n", "  score: 1e3\n", "  score: 0x10\n"),
        *("  public: yes\n", "  due: 2026-01-31\n", '  risk: "on"\n', "  langs: []\n", "  langs: {a: 1}\n"),
        *("  other: {a: [1, .nan], b: ~}\n", "  notes: |\n    one\n\n", "  # alone\n"),
        *("\n", "  budget:\n    tokens: 5\n"),
    ]
)  # fmt: skip
AROUND = st.sampled_from(
    [
        *("name: a\n", "description: |+\n  x\n\n", "# note\n", "\n", "model:\n    id: m # small\n"),
        *("inputs:\n- {name: name, kind: string}\n", "x: &o {a: 1}\ny: *o\n", "outputs: # none\n"),
    ]
)  # fmt: skip
WORDS = st.sampled_from(
    [
        *("mail", "in review", "on", "null", "5", "1e3", "2026-01-31", "a: b", "# x", "'", '"', "\\"),
        *("a --- b", "+++", "über", "\u2028", "two\nlines", "\t", "{{ x }}", "- x", "${env:X}", "😀", "a,b"),
    ]
).filter(lambda word: bool(word.strip()))  # fmt: skip
CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "status": st.none() | st.sampled_from(["draft", "in-review", "archived"]),
        "category": st.none() | st.sampled_from(["chat", "other"]),
        "owner": st.none() | WORDS,
        "tags": st.none() | st.lists(WORDS | st.sampled_from("abcd"), max_size=5, unique=True),
        "team": st.none() | WORDS,
        "score": st.none() | st.integers() | st.floats(allow_nan=False, allow_infinity=False),
        "public": st.none() | st.booleans(),
        "due": st.none() | st.dates().map(lambda day: day.isoformat()),
        "risk": st.none() | st.sampled_from(["low", "on", "a: b"]),
        "langs": st.none() | st.lists(WORDS, max_size=3),
    },
)
SHAPES = st.sampled_from(["lines", "braces", "null", "tilde", "absent", "no front matter"])


def _unique(entries: list[str]) -> str:
    """The entries, those of a key once."""
    found: dict[str, str] = {}
    for number, each in enumerate(entries):
        key = each.replace("# above\n", "").split(":")[0].strip() if ":" in each else str(number)
        found.setdefault(key, each)
    return "".join(found.values())


def _content(shape: str, entries: str, before: str, behind: str) -> str | None:
    """A front matter whose `metadata` is written in a way of its own."""
    lines = {
        "lines": f"metadata:\n{entries}" if ":" in entries else "",
        "braces": "metadata: { status: draft , 'owner':  \"Ann\", tags: [a, b],team: }\n",
        "null": "metadata: # to come\n",
        "tilde": "metadata: ~ # none\n",
        "absent": "",
    }
    return None if shape == "no front matter" else before + lines[shape] + behind


@given(
    SHAPES,
    st.lists(ENTRIES, max_size=8).map(_unique),
    st.lists(AROUND, max_size=3, unique=True).map("".join),
    st.lists(AROUND, max_size=2, unique=True).map("".join),
    CHANGES,
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["", "\ufeff"]),
)
@settings(max_examples=800, deadline=None)
def test_metadata_is_set_and_all_else_stays(
    shape: str, entries: str, before: str, behind: str, changes: dict[str, Any], eol: str, bom: str
) -> None:
    content = _content(shape, entries, before, behind)
    if content is not None and not _has_each_key_once(content):
        return
    text = bom + (BODY if content is None else f"---\n{content}---\n{BODY}").replace("\n", eol)
    document = parse(text, "/w/a.prompty")
    made = set_metadata(document, changes, DECLARED)
    assert made.problems == ()
    after = apply_edits(text, made.edits)

    _assert_as_asked(after, changes)
    assert _rest(after, changes) == _rest(text, changes)
    assert after.startswith(bom)
    assert after.endswith(text[document.body.start :].removeprefix("\ufeff"))
    assert after.count("\n") == after.count(eol)
    assert _comments(after) >= _comments_to_keep(text, changes)
    assert set_metadata(parse(after, "/w/a.prompty"), changes, DECLARED).edits == ()


def _has_each_key_once(content: str) -> bool:
    keys = [line.split(":")[0] for line in content.split("\n") if line[:1].isalpha()]
    return len(keys) == len(set(keys))


def _assert_as_asked(text: str, changes: dict[str, Any]) -> None:
    found = prompt_metadata(parse(text, "/w/a.prompty"))
    said = {"tags": found.tags, "status": found.status, "category": found.category}
    said |= {"owner": found.owner, **found.fields}
    for name, value in changes.items():
        if name == "tags":
            assert said["tags"] == tuple(each.strip() for each in value or ())
        elif name == "langs" and value is not None:
            assert said["langs"] == tuple(each.strip() for each in value)
        elif name == "owner" and value is not None:
            assert said["owner"] == value.strip()
        else:
            assert said.get(name) == value
            assert type(said.get(name)) is type(value)


def _rest(text: str, changes: dict[str, Any]) -> str:
    """What PyYAML reads of the front matter besides; a text, in which `.nan` equals itself."""
    parts = text.removeprefix("\ufeff").replace("\r\n", "\n").split("---\n", 2)
    data = (yaml.safe_load(parts[1]) if len(parts) == 3 and not parts[0] else None) or {}
    rest = {key: each for key, each in (data.get("metadata") or {}).items() if key not in changes}
    data.pop("metadata", None)
    return repr((data, rest))


def _comments(text: str) -> set[str]:
    return {line[line.index("#") :] for line in text.split("\n") if "# " in line}


def _comments_to_keep(text: str, changes: dict[str, Any]) -> set[str]:
    """Those on lines of their own, and beside keys that don't change."""
    alone = {each for each in _comments(text) if each.strip() in ("# note", "# alone", "# above")}
    beside = {
        each for each in _comments(text) if each.strip() in ("# small", "# none", "# to come")
    }
    return alone | (set() if "metadata: ~" in text else beside)
