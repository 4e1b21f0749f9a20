"""The HTML report: one page in which nothing from a file acts, loads or stays hidden."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser

import pytest

from promptwell.entrypoints.cli.reports.html import write_html
from promptwell.entrypoints.cli.reports.outcome import Outcome
from promptwell.entrypoints.cli.reports.scan import Scanned
from promptwell.language.rules.base import Diagnostic, Related
from promptwell.language.text.source import Span
from promptwell.services.checking import FileReport
from promptwell.services.scanning import scores_of, summarize

ATTACKS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</pre></style><style>*{display:none}</style>",
    "javascript:alert(1)",
    "<!-- --><meta http-equiv=refresh content=0;url=https://evil.example>",
    "&lt;b&gt; &#x3c;script&#x3e;",
    "\u202e\u200b\U000e0041\x00\x1b[31m\x07\ud800",
)


class Page(HTMLParser):
    """The elements of a page and the text that a reader sees."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def report(text: str, *diagnostics: Diagnostic, path: str = "/repo/a.j2") -> str:
    reports = [FileReport(path, text, diagnostics)]
    outcome = Outcome(reports, folder="/repo")
    scores = scores_of(reports, lambda _: True)
    return write_html(Scanned(outcome, summarize(reports, scores, lambda _: "prompt")))


def finding(span: Span, message: str = "m", group: str = "hidden") -> Diagnostic:
    related = (Related(span, message),)
    return Diagnostic("invisible-text", group, "error", span, message, (), related)


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_from_a_file_becomes_an_element(attack: str) -> None:
    text = f"one {attack} two"
    plain = Page(report("one x two", finding(Span(4, 5))))
    page = Page(report(text, finding(Span(4, 4 + len(attack)), attack), path=f"/repo/{attack}"))
    allowed = {tag for tag, _ in plain.elements} | {"span"}
    assert {tag for tag, _ in page.elements} <= allowed
    assert not {"script", "img", "iframe", "object", "link", "form"} & allowed
    for _, attributes in page.elements:
        assert not [name for name in attributes if name.startswith("on") or name == "style"]
        href = attributes.get("href") or "#"
        assert href.startswith(("#", "https://cwe.mitre.org/", "https://genai.owasp.org/"))


def test_the_policy_lets_the_page_load_nothing_but_its_own_style() -> None:
    page = report("x", finding(Span(0, 1)))
    style = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    assert len(style) == 1
    digest = b64encode(sha256(style[0].encode()).digest()).decode()
    policy = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert policy == [
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    ]
    assert "url(" not in style[0]
    assert "@import" not in style[0]


def test_hidden_characters_are_shown_as_marks() -> None:
    page = report("a\u200bb\u202ec", finding(Span(1, 2)))
    assert '<mark><span class="hidden">U+200B</span></mark>b' in page
    assert '<span class="hidden">U+202E</span>c' in page
    assert "\u200b" not in page
    assert "\u202e" not in page


def test_a_secret_is_covered_wherever_its_line_is_shown() -> None:
    key = "sk-live-0123456789"
    text = f"use {key}\u200b for this"
    page = report(
        text,
        finding(Span(4, 4 + len(key)), "a key", group="secrets"),
        finding(Span(4 + len(key), 5 + len(key))),
    )
    assert key not in page
    assert key[:8] not in page
    assert page.count('<span class="secret">secret</span>') == 2


def test_a_long_line_is_cut_around_what_is_meant() -> None:
    page = report("a" * 50_000 + "!" + "b" * 50_000, finding(Span(50_000, 50_001)))
    assert len(page) < 20_000
    assert "<mark>!</mark>" in page


def test_a_surrogate_can_be_written(tmp_path: object) -> None:
    assert report("a\udce9", finding(Span(0, 1))).encode("utf-8")
