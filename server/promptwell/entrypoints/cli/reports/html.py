"""The report of a scan as one HTML page that needs nothing else and runs nothing."""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from html import escape
from itertools import groupby

from promptwell import __version__
from promptwell.entrypoints.cli.reports.html_style import STYLE
from promptwell.entrypoints.cli.reports.outcome import Entry, Outcome
from promptwell.entrypoints.cli.reports.scan import Scanned
from promptwell.entrypoints.cli.reports.visible import visible
from promptwell.language.rules.score import Score
from promptwell.language.rules.severity import SEVERITIES, Severity
from promptwell.language.text.counted import counted
from promptwell.language.text.source import Span
from promptwell.services.scanning import FileCount, taxa_of

_MOST_OF_A_FILE = 500
_AROUND = 120
_KINDS = {"mcp-config": "settings of an AI tool"}


def write_html(scanned: Scanned) -> str:
    """The page. The policy in it lets a browser load nothing and run nothing, whatever the files say."""
    outcome, summary = scanned.outcome, scanned.summary
    body = [
        "<header><h1>Promptwell scan</h1>",
        f"<p>{counted(outcome.checked, 'file')}, promptwell {escape(__version__)}</p></header><main>",
        _cards(outcome),
        _rules(scanned),
        _weaknesses(scanned),
        _files(summary.files, outcome),
        *_findings(outcome),
        "</main>",
    ]
    digest = b64encode(sha256(STYLE.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    head = [
        "<!doctype html>",
        '<html lang="en"><head><meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="referrer" content="no-referrer">',
        f"<title>Promptwell scan</title><style>{STYLE}</style></head><body>",
    ]
    return "\n".join([*head, *body, "</body></html>"])


def shown(text: str) -> str:
    """A text as HTML in which whatever hides or acts is written out and marked."""
    parts: list[str] = []
    for character, seen in zip(text, visible(text), strict=True):
        if seen == character or character == "\t":
            parts.append(escape(seen))
        else:
            parts.append(f'<span class="hidden">{escape(seen.strip("<>"))}</span>')
    return "".join(parts)


def _cards(outcome: Outcome) -> str:
    cards = [
        f'<div class="card {each}"><b>{outcome.counts[each]}</b>{each}{"" if outcome.counts[each] == 1 else "s"}</div>'
        for each in SEVERITIES
    ]
    if outcome.baseline is not None:
        known = sum(len(report.diagnostics) for report in outcome.known)
        name = shown(outcome.baseline)
        cards.append(f'<div class="card"><b>{known}</b>known in {name}</div>')
    return f'<div class="cards">{"".join(cards)}</div>'


def _rules(scanned: Scanned) -> str:
    rows = [
        (
            f"<code>{escape(row.rule)}</code>",
            escape(row.group),
            _counts(row.counts),
            " ".join(_link(each.address, each.id) for each in row.taxa),
        )
        for row in scanned.summary.rules
    ]
    return _table("By rule", ("Rule", "Group", "Findings", "Weaknesses"), rows)


def _weaknesses(scanned: Scanned) -> str:
    rows = [
        (
            _link(row.taxon.address, row.taxon.id),
            escape(row.taxon.title),
            escape(row.taxon.taxonomy.name),
            str(row.findings),
        )
        for row in scanned.summary.taxa
    ]
    return _table("By weakness", ("Entry", "Title", "List", "Findings"), rows)


def _files(files: Iterable[FileCount], outcome: Outcome) -> str:
    rows = [
        (
            _file_link(outcome.shown(row.path)) if row.counts else shown(outcome.shown(row.path)),
            _KINDS.get(row.kind, escape(row.kind)),
            _counts(row.counts),
            _score(row.score) if row.score else "",
            ", ".join(f"{escape(part.group)} {part.score}" for part in row.score.parts)
            if row.score
            else "",
        )
        for row in files
    ]
    return _table("By file", ("File", "Kind", "Findings", "Score", "Parts"), rows)


def _score(found: Score) -> str:
    meter = f'<meter min="0" max="100" low="50" high="80" optimum="100" value="{found.total}">'
    return (
        f"{meter}</meter> <b>{found.total}</b> "
        f"<small>security {found.security}, quality {found.quality}</small>"
    )


def _findings(outcome: Outcome) -> Iterator[str]:
    secrets = {
        outcome.shown(report.path): tuple(
            each.span for each in report.diagnostics if each.group == "secrets"
        )
        for report in (*outcome.reports, *outcome.known)
    }
    for path, group in groupby(outcome.entries(), key=lambda entry: entry.path):
        entries = list(group)
        yield f'<details open id="{_anchor(path)}"><summary>{shown(path)}'
        yield f" <small>{counted(len(entries), 'finding')}</small></summary>"
        for entry in entries[:_MOST_OF_A_FILE]:
            yield _finding(entry, outcome, secrets.get(path, ()))
        if len(entries) > _MOST_OF_A_FILE:
            yield f"<p>{len(entries) - _MOST_OF_A_FILE} more in this file are not listed.</p>"
        yield "</details>"


def _finding(entry: Entry, outcome: Outcome, secrets: tuple[Span, ...]) -> str:
    diagnostic = entry.diagnostic
    line, column = entry.start
    severity = diagnostic.severity
    parts = [
        f'<article class="{severity}"><p><span class="label">{severity}</span> ',
        f"<code>{escape(diagnostic.rule)}</code> <small>line {line}, column {column}</small> ",
        " ".join(
            f"<small>{_link(each.address, each.id)}</small>" for each in taxa_of(diagnostic.rule)
        ),
        f"</p><p>{shown(diagnostic.message)}</p>",
    ]
    if entry.source.text:
        parts.append(_excerpt(entry, secrets))
    for related in diagnostic.related:
        where = (
            shown(outcome.shown(related.path)) if related.path else _line_of(entry, related.span)
        )
        parts.append(f'<p class="related">{where}: {shown(related.message)}</p>')
    return "".join([*parts, "</article>"])


def _line_of(entry: Entry, span: Span) -> str:
    return f"line {entry.source.line_column(min(span.start, entry.source.end))[0] + 1}"


def _excerpt(entry: Entry, secrets: tuple[Span, ...]) -> str:
    """The line of a finding, cut to what is near, with what is meant marked and each secret covered."""
    source, span = entry.source, entry.diagnostic.span
    line = source.line_span(source.line_number(min(span.start, source.end)))
    first = max(line.start, span.start - _AROUND)
    last = min(line.end, max(span.start, min(span.end, line.end)) + _AROUND, first + 3 * _AROUND)
    end = max(min(span.end, last), span.start)
    pieces = [
        ("…" if first > line.start else ""),
        _covered(source.text, Span(first, min(span.start, last)), secrets),
        "<mark>",
        _covered(source.text, Span(min(span.start, last), end), secrets),
        "</mark>",
        _covered(source.text, Span(end, max(end, last)), secrets),
        ("…" if last < line.end else ""),
    ]
    return f"<pre>{''.join(pieces)}</pre>"


def _covered(text: str, span: Span, secrets: tuple[Span, ...]) -> str:
    """A part of a text as HTML, with bars in place of what is secret."""
    parts: list[str] = []
    position = span.start
    for secret in sorted(secrets):
        if secret.end <= position or secret.start >= span.end:
            continue
        parts.append(shown(text[position : max(position, secret.start)]))
        parts.append('<span class="secret">secret</span>')
        position = min(secret.end, span.end)
    return "".join([*parts, shown(text[position : span.end])])


def _table(title: str, names: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    if not rows:
        return ""
    head = "".join(f"<th>{name}</th>" for name in names)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return (
        f'<section><h2>{title}</h2><div class="wide"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div></section>"
    )


def _counts(counts: Counter[Severity]) -> str:
    return " ".join(
        f'<span class="count {each}">{counted(counts[each], each)}</span>'
        for each in SEVERITIES
        if counts[each]
    )


def _link(address: str, text: str) -> str:
    return f'<a href="{escape(address)}" rel="noreferrer">{escape(text)}</a>'


def _file_link(path: str) -> str:
    return f'<a href="#{_anchor(path)}">{shown(path)}</a>'


def _anchor(path: str) -> str:
    return "f" + sha256(path.encode("utf-8", "surrogatepass")).hexdigest()[:16]
