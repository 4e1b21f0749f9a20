"""A prompt in chunks: by message and section, each with its exact place, whatever file it stands in."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from promptwell.domain.prompts.search.chunks import Chunk, chunks_of, key_of, prompts_in
from promptwell.domain.prompts.search.passages import LONGEST, passages, size
from promptwell.language.syntax.detect import detect
from promptwell.language.syntax.exact_text import exact_text
from promptwell.language.syntax.parse import parse
from promptwell.language.text.source import Span

CORPUS = Path(__file__).parents[5] / "shared" / "corpus"
SENTENCE = "Read the whole ticket before you answer, and quote the customer exactly. "


def chunks(text: str, path: str) -> list[Chunk]:
    return [chunk for each in prompts_in(parse(text, path)) for chunk in chunks_of(each)]


PROMPTY = f"""---
name: Support
model: gpt-4o
description: Answers tickets of customers.
---
system:
You are {{{{ persona.tone | upper }}}} and kind. {{# nobody reads this #}}{{% if vip %}}Hurry.{{% endif %}}

user:
# Rules
## Style
{SENTENCE * 8}
```sh
# no heading, but a comment in code
```
## Limits
{SENTENCE * 16}
"""


def test_a_prompt_gives_its_description_and_its_messages_by_section() -> None:
    found = chunks(PROMPTY, "a.prompty")
    assert [(each.part, each.role, each.title) for each in found] == [
        ("description", "", ""),
        ("message", "system", ""),
        ("message", "user", "Rules › Style"),
        ("message", "user", "Rules › Limits"),
        ("message", "user", "Rules › Limits"),
    ]
    assert found[0].text == "Support\nAnswers tickets of customers."
    for each in found[1:]:
        assert PROMPTY[each.start : each.end] == each.text
    assert PROMPTY[found[0].start : found[0].end] == "Answers tickets of customers."


def test_a_model_reads_no_tags_and_the_headings_above() -> None:
    _, system, style, limits, more = chunks(PROMPTY, "a.prompty")
    assert system.meaning == "You are persona.tone and kind. Hurry."
    assert style.meaning.startswith("Rules Style Read the whole ticket")
    assert limits.meaning.startswith("Rules: Limits Read the whole ticket")
    assert more.meaning.startswith("Rules › Limits: Read the whole ticket")
    assert [each.key for each in (system, more)] == [key_of(system.meaning), key_of(more.meaning)]


def test_the_same_words_have_one_key_wherever_and_however_they_stand() -> None:
    text = "Translate the text\\ninto {{language}}."
    written = [
        chunks("user:\nTranslate the text\ninto {{ language }}.\n", "a.prompty"),
        chunks("user:\r\nTranslate the text\r\ninto {{ language }}.\r\n", "b.prompty"),
        chunks(f'messages:\n  - role: user\n    content: "{text}"\n', "c.prompt.yml"),
        chunks("messages:\n- role: user\n  content: |\n   Translate the text\n   into {{language}}.\n", "d.prompt.yml"),
    ]  # fmt: skip
    assert {each.key for found in written for each in found if each.part == "message"} == {
        key_of("Translate the text into language.")
    }


def test_prompts_in_another_file_give_what_their_tool_reads_at_places_of_that_file() -> None:
    words = "Fasse die Beschwerde für Zoë zusammen. “Bitte” kurz – 😀!\n\n# Ausgabe\nNur ein Satz."
    messages = [{"role": "user", "content": words}]
    block = "".join(f"      {line}\n" if line else "\n" for line in words.split("\n"))
    texts = {
        "a.prompt.yml": yaml.safe_dump({"messages": messages}, allow_unicode=False),
        "b.prompt.yml": f"messages:\n  - role: user\n    content: |-\n{block}",
        "c.prompt.yml": json.dumps({"messages": messages}),
        "d.json": json.dumps({"_type": "prompt", "template": words, "input_variables": []}),
    }
    for path, text in texts.items():
        found = chunks(text, path)
        assert [each.text for each in found] == [words], path
        assert text[found[0].start :].startswith("Fasse die"), path
        assert text[: found[0].end].endswith("ein Satz."), path


def test_long_escaped_text_is_cut_between_words_and_at_its_headings() -> None:
    words = (
        "# Café\n\n"
        + "Les cafés fermés sont déjà notés à côté. " * 30
        + "\n## Thé\n"
        + SENTENCE * 8
    )
    text = json.dumps({"messages": [{"role": "user", "content": words}]})
    found = [each for each in chunks(text, "a.prompt.yml") if each.part == "message"]
    assert {each.title for each in found} == {"Café", "Café › Thé"}
    assert " ".join(" ".join(each.text for each in found).split()) == " ".join(words.split())
    assert {word.strip(".") for each in found for word in each.text.split()} == {
        word.strip(".") for word in words.split()
    }


def test_an_agent_file_is_cut_at_its_headings_and_short_sections_stay_together() -> None:
    text = (
        f"---\ndescription: Reviews code.\n---\n# Review\n## First\n{SENTENCE}\n## Second\n{SENTENCE}\n"
        f"## Third\n{SENTENCE * 12}\n"
    )
    found = chunks(text, ".claude/agents/review.md")
    assert [each.title for each in found] == ["", "Review › First", "Review › Third"]
    assert "## Second" in found[1].text


def test_text_beside_the_messages_is_found_but_not_the_tags_around_them() -> None:
    text = (
        'template: |\n  Forget nothing.\n  <message role="user">Hello {{$name}}</message>\n'
        "template_format: semantic-kernel\nname: greet\n"
    )
    found = [each for each in chunks(text, "sk.yaml") if each.part == "message"]
    assert [(each.role, each.text) for each in found] == [
        ("", "Forget nothing."),
        ("user", "Hello {{$name}}"),
    ]


@pytest.mark.parametrize("text", ["", "---\n---\n", "{{ }}", "user:\n\n", "…", "#\n```\n"])
def test_what_says_nothing_gives_nothing(text: str) -> None:
    assert chunks(text, "a.prompty") == []


@given(st.text(st.sampled_from("ab .\n#`é字😀{}%\r\t"), max_size=3000))
def test_any_text_is_cut_in_order_without_losing_a_word(text: str) -> None:
    found = list(passages(text, Span(0, len(text))))
    assert [each for each in found if size(text[each.start : each.end]) > LONGEST] == []
    position = 0
    for each in found:
        assert not text[position : each.start].strip()
        assert each.start < each.end
        position = each.end
    assert not text[position:].strip()


@given(st.text(st.sampled_from("ab .\n#`é字{}%\r\t\\\"'<>/:"), max_size=400), st.integers(0, 3))
def test_any_file_gives_chunks_with_places_in_it(words: str, kind: int) -> None:
    text = [
        f"---\nname: a\n---\nuser:\n{words}",
        words,
        json.dumps({"messages": [{"role": "user", "content": words}]}),
        yaml.safe_dump({"messages": [{"role": "user", "content": words}]}),
    ][kind]
    path = ["a.prompty", "CLAUDE.md", "a.prompt.yml", "b.prompt.yml"][kind]
    found = chunks(text, path)
    for each in found:
        assert 0 <= each.start < each.end <= len(text)
        assert each.key == key_of(each.meaning)
    spans = sorted((each.start, each.end) for each in found if each.part == "message")
    assert all(before[1] <= after[0] for before, after in pairwise(spans))


@pytest.mark.corpus
@pytest.mark.skipif(not CORPUS.is_dir(), reason=f"no corpus at {CORPUS}")
def test_real_files_are_cut_without_losing_a_word() -> None:
    seen = 0
    for path in sorted(CORPUS.rglob("*")):
        text = path.read_bytes().decode(errors="replace") if path.is_file() else ""
        name = path.relative_to(CORPUS).as_posix()
        if detect(name, text) is None:
            continue
        for document in prompts_in(parse(text, name)):
            seen += 1
            found = chunks_of(document)
            embedding = document.embedding
            if embedding:
                said = [exact_text(document, place).strip() for place in embedding.places]
                assert said == [each.replace("\r\n", "\n").strip() for each in document.decoded]
            for message in document.messages:
                inside = [
                    each for each in found if message.content.covers(Span(each.start, each.end))
                ]
                kept = " ".join(" ".join(each.text for each in inside).split())
                whole = " ".join(exact_text(document, message.content).strip("\ufeff").split())
                assert kept.replace(" ", "") == whole.replace(" ", ""), name
    assert seen > 900


def test_five_megabytes_are_cut_in_linear_time() -> None:
    body = (SENTENCE * 20 + "\n# Part\n{{ name }}\n") * 3000
    found = chunks(f"user:\n{body}", "a.prompty")
    assert sum(len(each.text) for each in found) > 4_000_000
