"""The search on any text: it never raises, both engines agree, and it takes time in proportion."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.language.detectors.secrets.fake_secrets import fake_secrets

from promptwell.language.detectors.secrets.catalogue import formats_by_keyword
from promptwell.language.detectors.secrets.find import find_secrets, search
from promptwell.language.detectors.secrets.hiding import Hider, without_secrets

FAKES = fake_secrets(seed=5)
_LINES = [line for line, _ in FAKES.values()]
_BITS = st.sampled_from(
    [
        *_LINES[::7], *list(formats_by_keyword())[::5], "password", ": ", "=", '"', "'", "\n", " ", "://", "@",
        "user:pw9xQ2",
        "-----BEGIN RSA PRIVATE KEY-----", "-----END RSA PRIVATE KEY-----", "eyJ", "Bearer ", "<password>",
        "</password>", "${", "}",
        "İ", "ß", "\ud800", "\udcff", "\U0001f600", "\x00", "\r\n", "--token ", ";Server=", "api_key", "value", "\\n",
    ]
)  # fmt: skip
TEXTS = st.lists(_BITS | st.text(max_size=12), max_size=30).map("".join)


@given(TEXTS)
@settings(max_examples=150, deadline=None)
def test_both_engines_find_the_same_in_any_text(text: str) -> None:
    found = search(text, standard_library=False)
    assert found == search(text, standard_library=True)
    ends = 0
    for each in found:
        assert ends <= each.span.start < each.span.end <= len(text)
        ends = each.span.end


@given(TEXTS)
@settings(max_examples=150, deadline=None)
def test_a_hidden_text_keeps_its_length_and_holds_no_secret(text: str) -> None:
    hidden = Hider(text).text
    assert len(hidden) == len(text)
    assert [each for each in find_secrets(hidden) if not each.weak and each.certain] == []


@given(st.binary(max_size=400))
def test_random_bytes_are_read(content: bytes) -> None:
    find_secrets(content.decode("utf-8", "surrogateescape"))


HOSTILE = {
    "keywords": "sk-proj-ghp_AKIAxoxb-eyJ" * 400,
    "keywords apart": "sk-proj- ghp_ AKIA xoxb- eyJ hf_ " * 300,
    "names": "password token secret key " * 400,
    "assignments": "password: aB3$xyQ9\n" * 500,
    "open quotes": 'password: "' * 800,
    "one line": "token=" + "a1B2" * 2500,
    "addresses": "https://a:b" * 900,
    "web tokens": "eyJhbGciOiJIUzI1NiJ9." * 480,
    "keys that never end": "-----BEGIN RSA PRIVATE KEY-----\n" * 310,
    "keys in base 64": "LS0tLS1CRUdJTi" * 700,
    "flags": "--token --password " * 500,
    "dots": "." * 10_000,
    "tags": "<password>" * 1000,
    "names of providers": "algolia_key = algolia mistral: " * 320,
    "long name": "a_" * 4000 + "password = x",
    "blank": "password" + " " * 9000 + "=",
    "putty": "PuTTY-User-Key-File-2: x\n" * 400,
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("standard_library", [False, True])
def test_twice_the_text_takes_about_twice_the_time(name: str, standard_library: bool) -> None:
    text = HOSTILE[name]
    search(text, standard_library=standard_library)  # compiles what it needs
    once = min(_seconds(text * 4, standard_library) for _ in range(3))
    twice = min(_seconds(text * 8, standard_library) for _ in range(3))
    # Work that grows with the square would take four times as long; a busy machine is no reason to fail.
    assert twice < once * 3.2 + 0.01


def _seconds(text: str, standard_library: bool) -> float:
    begun = time.process_time()
    search(text, standard_library=standard_library)
    return time.process_time() - begun


def test_what_is_said_of_a_text_is_said_without_its_secrets() -> None:
    line, secret = FAKES["rootly-key"]
    said = f"unknown key `{secret}`, and a part of it: `{secret[:30]}...`"
    assert without_secrets(said, line) == "unknown key `***`, and a part of it: `***`"
    assert secret not in without_secrets(said)
