"""Every published format finds a token of its own, with either engine, and says where it comes from."""

from __future__ import annotations

from collections import Counter

import pytest
from tests.language.detectors.secrets.fake_secrets import fake_secrets

from promptwell.language.detectors.secrets.catalogue import all_formats
from promptwell.language.detectors.secrets.checksums import aws_key_id, crc32_base62, jwt
from promptwell.language.detectors.secrets.engine import compiled
from promptwell.language.detectors.secrets.find import search

FORMATS = all_formats()
FAKES = fake_secrets(seed=3)


@pytest.mark.parametrize("name", FAKES)
def test_a_token_of_the_format_is_found_by_both_engines(name: str) -> None:
    line, secret = FAKES[name]
    text = f"Grüße, 🎉\n{line}\n"
    found = search(text, standard_library=False)
    assert found == search(text, standard_library=True)
    assert [text[each.span.start : each.span.end] for each in found if each.format == name] == [
        secret
    ]


def test_ids_are_unique_and_keywords_in_lower_case() -> None:
    assert max(Counter(form.id for form in FORMATS).values()) == 1
    for form in FORMATS:
        assert form.keywords
        assert all(keyword == keyword.lower() for keyword in form.keywords)


def test_there_is_a_document_for_most_and_the_others_are_marked_unread() -> None:
    read = [form for form in FORMATS if form.source.read]
    assert len(read) > len(FORMATS) * 0.7
    assert all(form.source.address for form in read)


def test_every_pattern_is_one_of_both_engines_with_at_most_one_group() -> None:
    for form in FORMATS:
        for standard_library in (False, True):
            pattern = compiled(form.pattern, standard_library=standard_library)
            assert pattern.groups <= 1, form.id


def test_the_checksum_of_github_is_a_crc() -> None:
    # npm's own example of the format, which it published as a dummy.
    assert crc32_base62("npm" + "_qkJaB6MffYVzZXWqmcoF49yrUxP3wf0LsakP")
    assert not crc32_base62("npm" + "_qkJaB6MffYVzZXWqmcoF49yrUxP3wf0LsakQ")


def test_an_aws_key_names_an_account() -> None:
    assert aws_key_id("AKIA" + "Y4TLTJ3YOFVUPUN3")
    assert not aws_key_id("AKIA" + "0000000000000000")


def test_a_web_token_has_json_in_it() -> None:
    assert not jwt("eyJhbGciOiJIUzI1NiJ9.not-json.abc")
