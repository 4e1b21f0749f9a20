"""A difference as one HTML page that needs nothing else and runs nothing."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from html import escape

from promptwell import __version__
from promptwell.bootstrap.comparing import Compared
from promptwell.entrypoints.cli.reports.differences.html_style import STYLE
from promptwell.entrypoints.cli.reports.differences.rows import Piece, Row, blocks
from promptwell.entrypoints.cli.reports.differences.said import (
    changes,
    meaning_sentence,
    no_difference,
    ref_name,
    sentences,
    shown_texts,
    token_sentence,
)
from promptwell.entrypoints.cli.reports.visible import visible

MOST_ROWS = 5_000
"""A page with more lines than this is of no use to anybody; `--format unified` has all."""

_SIGNS = {"-": "−", "+": "+", " ": ""}
_CLASSES = {"-": "removed", "+": "added", " ": "same"}
_ELEMENTS = {"-": "del", "+": "ins"}
_SPOKEN = {"-": "removed", "+": "added", " ": "unchanged"}


def write_html(compared: Compared, *, level: str = "word") -> str:
    """The page. The policy in it lets a browser load nothing and run nothing, whatever the file says."""
    path = compared.new.path
    name = f"Difference of {path}"
    digest = b64encode(sha256(STYLE.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return "\n".join(
        [
            "<!doctype html>",
            '<html lang="en"><head><meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="referrer" content="no-referrer">',
            f"<title>{_shown(name)}</title><style>{STYLE}</style></head><body>",
            *_header(compared),
            "<main>",
            *_meaning(compared, level),
            *_differences(compared, level),
            "</main>",
            f"<footer>promptwell {escape(__version__)}</footer></body></html>",
        ]
    )


def _header(compared: Compared) -> Iterator[str]:
    old, new = compared.old, compared.new
    entry = compared.comparison.entry
    yield f"<header><h1>{_shown(new.path)}{f'#{_shown(entry)}' if entry else ''}</h1>"
    before = ref_name(old) + (f" ({old.path})" if old.path != new.path else "")
    yield (
        f'<p><span class="ref">{_shown(before)}</span> <span aria-hidden="true">→</span>'
        f'<span class="unseen"> compared with </span> <span class="ref">{_shown(ref_name(new))}</span></p>'
        "</header>"
    )


def _meaning(compared: Compared, level: str) -> Iterator[str]:
    found = list(sentences(compared))
    also = [each for each in (meaning_sentence(compared), token_sentence(compared, level)) if each]
    if not found and not token_sentence(compared, level) and not compared.comparison.lines.hunks:
        yield f"<p>{no_difference(compared)}</p>"
        return
    yield '<section aria-labelledby="meaning"><h2 id="meaning">What changed</h2>'
    for name, said in found:
        if name and name != compared.comparison.entry:
            yield f"<h3>{_shown(name)}</h3>"
        yield "<ul>" + "".join(f"<li>{_sentence(each)}</li>" for each in said) + "</ul>"
    yield from (f"<p>{_shown(each)}</p>" for each in also)
    yield "</section>"


def _sentence(sentence: str) -> str:
    """A sentence with what stands in backticks as code."""
    parts = sentence.split("`")
    if len(parts) % 2 == 0:
        return _shown(sentence)
    return "".join(
        f"<code>{_shown(part)}</code>" if index % 2 else _shown(part)
        for index, part in enumerate(parts)
    )


def _differences(compared: Compared, level: str) -> Iterator[str]:
    found = compared.comparison
    every = blocks(*shown_texts(compared), found.lines.hunks, changes(compared, level), context=3)
    left = MOST_ROWS
    began = False
    for number, block in enumerate(every, 1):
        if left <= 0:
            yield "<p>More lines differ than a page can show: <code>--format unified</code> has all.</p>"
            break
        if not began:
            yield '<section aria-labelledby="lines"><h2 id="lines">Lines</h2>'
            began = True
        yield from _table(block[:left], number)
        left -= len(block)
    if began:
        yield "</section>"


def _table(block: list[Row], number: int) -> Iterator[str]:
    first = next((row.new_line or row.old_line for row in block), 1)
    yield (
        f'<div class="wide" tabindex="0" role="region" aria-label="Change {number}"><table>'
        f'<caption class="unseen">Change {number}, from line {first} on</caption>'
        '<thead class="unseen"><tr><th scope="col">Line before</th><th scope="col">Line now</th>'
        '<th scope="col">What happened</th><th scope="col">Text</th></tr></thead><tbody>'
    )
    yield from map(_row, block)
    yield "</tbody></table></div>"


def _row(row: Row) -> str:
    whole = all(each.kind in ("added", "removed") for each in row.pieces)
    text = "".join(_piece(each, row, whole=whole) for each in row.pieces)
    if not row.ended and row.mark != " ":
        text += '<span class="hidden">no line end</span>'
    return (
        f'<tr class="{_CLASSES[row.mark]}"><td class="number">{row.old_line or ""}</td>'
        f'<td class="number">{row.new_line or ""}</td>'
        f'<td class="mark"><span aria-hidden="true">{_SIGNS[row.mark]}</span>'
        f'<span class="unseen">{_SPOKEN[row.mark]}</span></td>'
        f'<td class="text">{text}</td></tr>'
    )


def _piece(piece: Piece, row: Row, *, whole: bool) -> str:
    text = _shown(piece.text)
    if not piece.kind or whole or row.mark == " ":
        return text
    element = _ELEMENTS[row.mark]
    blank = ' class="blank"' if not piece.text.strip() else ""
    return f"<{element}{blank}>{text}</{element}>"


def _shown(text: str) -> str:
    """A text as HTML in which whatever hides or acts is written out and marked."""
    parts: list[str] = []
    for character, seen in zip(text, visible(text), strict=True):
        if seen == character or character == "\t":
            parts.append(escape(character))
        else:
            parts.append(f'<span class="hidden">{escape(seen.strip("<>"))}</span>')
    return "".join(parts)
