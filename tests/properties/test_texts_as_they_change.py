"""Whatever is typed in a long text, what is found in it is what a first look at it would find."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from promptwell.language.detectors.personal_data.find import find_personal_data
from promptwell.language.detectors.personal_data.found import PersonalData
from promptwell.language.detectors.secrets.find import find_secrets, search
from promptwell.language.syntax.embedding import blank_view, blanked
from promptwell.language.text.change import change_between
from promptwell.language.text.line_starts import line_starts

_LETTERS = "Zk3vQ9xLm2Rt7Yw5Bn8Cd4Fg6Hj1"
_KEY = "\n".join((_LETTERS * 3)[offset : offset + 60] for offset in range(8))
PIECES = (
    *("github_pat_", "ghp_", "sk-", "AKIA", _LETTERS, _LETTERS[::-1], "password", "api_key"),
    *(
        "DB_PASSWORD=",
        ": ",
        " = ",
        '"',
        "'",
        "=",
        "https://",
        "ann:",
        "@",
        "example.org",
        "postgres://",
    ),
    *(
        "curl -u ann:",
        "Bearer ",
        "Basic ",
        "Authorization: ",
        "Password: ",
        ";Server=db;",
        "user: ",
    ),
    *(
        "-----BEGIN RSA PRIVATE KEY-----\n",
        "-----END RSA PRIVATE KEY-----\n",
        _KEY,
        "LS0tLS1CRUdJTi",
    ),
    *("ann.smith@contoso.com", "+49 30 901820", "4111 1111 1111 1111", "5500 0055 5555 5559"),
    *(
        "DE89 3704 0044 0532 0130 00",
        "8.20.15.77",
        "2a02:908:1:2:3:4:5:6",
        "Phone: ",
        "IP address ",
    ),
    *(
        "\n",
        "\n\n",
        " ",
        "\t",
        "x",
        "7",
        "-",
        "\\n",
        "{",
        "}",
        "\r\n",
        "é",
        "\u0130",
        "\ud800",
        "...",
    ),
)
# What gives these away, or excuses them, stands far from them.
FAR_APART = (
    f"curl https://shop.example{' ' * 200} -u ann:{_LETTERS}\n",
    f"host: db7\n{'x: y, ' * 25}\npassword: admin1\n",
    f"password: admin1\n{'x: y, ' * 25}\nhost: db7\n",
    f"-----BEGIN RSA PRIVATE KEY-----\n{_KEY * 12}\n-----END RSA PRIVATE KEY-----\n",
    f"PuTTY-User-Key-File-2: ssh-rsa\nComment: a\n{'x' * 150}\nPrivate-Lines: 8\n{_KEY}\n",
    f"https://shop.example/{'a' * 150}/4111111111111112/ann.smith@contoso.com\n",
    "Phone:\n        030 23125 417 and\n2a02:908:1:2:3:4:5:6\n",
)
LINE = "Answer the customer 12 times in plain words, and quote the policy of order 7, see a: b.\n"


@st.composite
def texts_being_typed(draw: st.DrawFn) -> list[str]:
    """A long text, and what it becomes edit by edit, each near the others or anywhere."""
    lines = [LINE] * 260
    for _ in range(draw(st.integers(0, 4))):
        lines.insert(draw(st.integers(0, len(lines))), _some(draw))
    at = draw(st.integers(0, len(lines)))
    fragile = draw(st.sampled_from(FAR_APART))
    texts = ["".join([*lines[:at], fragile, *lines[at:]])]
    here = len("".join(lines[:at])) + draw(st.integers(0, len(fragile)))
    for _ in range(draw(st.integers(1, 6))):
        text = texts[-1]
        if draw(st.sampled_from((False, False, True))):
            here = draw(st.integers(0, len(text)))
        at = min(len(text), here + draw(st.sampled_from((0, 0, -3, 1, 40, -300))))
        end = min(len(text), max(0, at) + draw(st.sampled_from((0, 0, 0, 1, 2, 40, 700))))
        written = _some(draw)
        texts.append(text[: max(0, at)] + written + text[end:])
        here = max(0, at) + len(written)
    return texts


def _some(draw: st.DrawFn) -> str:
    return "".join(draw(st.lists(st.sampled_from(PIECES), max_size=5)))


@pytest.mark.parametrize("fragile", FAR_APART)
def test_no_letter_is_too_far_away_to_count(fragile: str) -> None:
    filler = LINE * 130
    for offset in range(0, len(fragile), 1 + len(fragile) // 70):
        for letter in ("", "\n", " tel: "):
            text = f"{filler}{fragile[:offset]}{letter}{fragile[offset + 1 :]}{filler}"
            assert find_secrets(text) == search(text, standard_library=True)
            assert find_personal_data(text) == _first_look(text, offset)


@given(texts_being_typed())
@settings(max_examples=100, deadline=None)
def test_the_secrets_are_those_of_a_first_look(texts: list[str]) -> None:
    for text in texts:
        assert find_secrets(text) == search(text, standard_library=True)


@given(texts_being_typed())
@settings(max_examples=100, deadline=None)
def test_the_personal_data_is_that_of_a_first_look(texts: list[str]) -> None:
    for number, text in enumerate(texts):
        assert find_personal_data(text) == _first_look(text, number)


def _first_look(text: str, number: int) -> tuple[PersonalData, ...]:
    # A text that differs at both ends is taken for another one, and looked through whole.
    frame = "abcdefghijk"[number % 11] * 200
    found = find_personal_data(f"{frame}\n\n{text}\n\n{frame}")
    return tuple(each._replace(span=each.span.shift(-202)) for each in found)


@given(texts_being_typed(), st.sampled_from(("\n", "\r\n", "\r")))
@settings(max_examples=100, deadline=None)
def test_the_lines_are_those_of_a_first_look(texts: list[str], line_end: str) -> None:
    for text in (each.replace("\n", line_end) for each in texts):
        ends = [match.end() for match in re.finditer("\r\n|\r|\n", text)]
        assert line_starts(text) == (0, *ends)


@pytest.mark.parametrize("where", ["begin", "middle", "end"])
def test_line_ends_that_meet_are_one(where: str) -> None:
    lines = LINE * 200
    left, right = {"begin": ("", lines), "middle": (lines, lines), "end": (lines, "")}[where]
    for typed in ("\r", "\r\n", "\n", "\rx\n", "\r\n", "x", "", "\n\r", "\r", "\r\r\n", "\r\n"):
        text = f"{left}{typed}{right}"
        ends = [match.end() for match in re.finditer("\r\n|\r|\n", text)]
        assert line_starts(text) == (0, *ends)


@given(texts_being_typed())
@settings(max_examples=50, deadline=None)
def test_a_blanked_text_is_that_of_a_first_look(texts: list[str]) -> None:
    for text in texts:
        assert blank_view(text) == blanked(text)


@given(texts_being_typed())
@settings(max_examples=100, deadline=None)
def test_what_lies_outside_of_a_change_is_the_same(texts: list[str]) -> None:
    for before, after in pairwise(texts):
        start, end, moved = change_between(before, after)
        assert before[:start] == after[:start]
        assert before[end - moved :] == after[end:]
        assert 0 <= start <= min(end, end - moved)
