"""Why a text is not YAML, in plain words, how to mend it, and how to read on behind it."""

from __future__ import annotations

import re
from typing import NamedTuple

import yaml

from promptwell.language.syntax.problem import Problem
from promptwell.language.syntax.yaml.build import Refusal, build_tree
from promptwell.language.syntax.yaml.explain import explain_error, explain_value
from promptwell.language.syntax.yaml.lines import YamlLine, line_at, lines_upward
from promptwell.language.syntax.yaml.quoting import quoted
from promptwell.language.text.edit import TextEdit
from promptwell.language.text.source import Span

RULE = "invalid-front-matter"

_SUSPECTS_ABOVE = 60
_CLOSING = {"[": "]", "{": "}"}
_BREAKS = "\r\n\x85\u2028\u2029"
# A list written over more lines is told line by line.
_MOST_FLOW_LINES = 1000
# A mapping or a list that goes on, rather than a text that begins with a bracket.
_BEGINS_FLOW = re.compile(r"\{[ \t]*[\w-]+:[ \t]|\[[^\[\]{}]*,[ \t]")
_NO_SPACE = re.compile(r"[\w-]+:(?!//)\S")
# More words than a value usually has: a text that goes on, rather than a key without its colon.
_SENTENCE = 3


class Repair(NamedTuple):
    """One fault, and a patch of equal length that lets reading go on.

    `span` is replaced by `replacement`; where `value` is given, a scalar there stands for it.
    """

    problem: Problem
    span: Span
    replacement: str
    value: str | None = None


def diagnose(text: str, work: str, error: yaml.YAMLError) -> Repair:
    """The fault behind an error of the YAML reader.

    `text` is what the user wrote, `work` the same with earlier faults patched.
    """
    offset = _offset(error, len(work))
    line = line_at(work, offset)
    if "\\t" in _words(error) or work.startswith("\t", offset):
        tab = _tab(text, work, line, offset)
        if tab:
            return tab
    for suspect in lines_upward(work, offset, _SUSPECTS_ABOVE):
        repair = _bad_value(text, work, suspect, line.span.start)
        if repair:
            return repair
    return (
        _misplaced_flow(work, error)
        or _missing_colon(work, line, error)
        or _unreadable_block(work, line, error)
    )


def diagnose_refusal(text: str, work: str, refusal: Refusal) -> Repair:
    """The fault behind something that YAML allows and loaders refuse."""
    start, end = refusal.span
    if refusal.kind == "key":
        if text[start - 1 : start] == "{" and text[end : end + 1] == "}":
            return _quote(text, Span(start - 1, end + 1), explain_value("{{"))
        message = "a list or a mapping cannot be a key"
    elif refusal.kind in ("alias", "tag"):
        value = line_at(work, start).value
        if value.start == start and value.end > start:
            return _quote(text, value, explain_value(text[value.start : value.end]))
        if refusal.kind == "alias":
            message = (
                f"`*{refusal.detail}` refers to an anchor `&{refusal.detail}` that is not set above"
            )
        else:
            message = f"loaders do not know the tag `{refusal.detail}`"
    elif refusal.kind == "anchor":
        message = f"the anchor `&{refusal.detail}` is set twice"
    elif refusal.kind == "merge":
        message = "`<<` takes a mapping, or a list of mappings, to merge"
    else:
        message = "the front matter must be one YAML document, and a second one begins here"
    return Repair(Problem(RULE, refusal.span, message), refusal.span, work[start:end])


def _offset(error: yaml.YAMLError, length: int) -> int:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    return min(mark.index, length) if mark else 0


def _words(error: yaml.YAMLError) -> str:
    return f"{getattr(error, 'problem', None) or error}"


def _tab(source: str, text: str, line: YamlLine, offset: int) -> Repair | None:
    """A tab where YAML takes spaces only: in the indentation, beside a value, or in plain text."""
    start = line.span.start
    end = start + line.indent
    if "\t" in text[start:end]:
        blanks = text[start:end]
        spaces = " " * _width_below(source, start, blanks)
        place = Span(start + blanks.index("\t"), end)
        message = "YAML does not allow tabs in the indentation; use spaces"
        fix = ("Replace tabs by spaces", (TextEdit(Span(start, end), spaces),))
        problem = Problem(RULE, place, message, fix=fix)
        return Repair(problem, Span(start, end), blanks.replace("\t", " "))
    if text[offset : offset + 1] != "\t":
        return None
    value = line.value
    if value.start < offset < value.end and text[value.start] not in "\"'[{|>":
        return _quote(text, value, "a value that holds a tab needs quotes in YAML")
    end = offset
    while text[end : end + 1] in ("\t", " "):
        end += 1
    place = Span(offset, end)
    message = "YAML does not allow a tab here; use a space"
    problem = Problem(
        RULE, place, message, fix=("Replace the tab by a space", (TextEdit(place, " "),))
    )
    return Repair(problem, place, " " * (end - offset))


def _width_below(source: str, start: int, blanks: str) -> int:
    """How many spaces tabs in the indentation stand for: more than the key has that they follow."""
    width = len(blanks.replace("\t", "  "))
    for above in lines_upward(source, max(0, start - 1), _SUSPECTS_ABOVE):
        written = source[above.span.start : above.span.end]
        if above.blank or written.startswith(blanks):
            continue
        opens = above.key is not None and above.value.start == above.value.end
        column = len(source[above.span.start : above.span.start + above.column].expandtabs(2))
        return max(width, column + 2) if opens else width
    return width


def _bad_value(text: str, work: str, line: YamlLine, fault_line: int) -> Repair | None:
    """The line's value as the fault, if it cannot be read on its own either."""
    span = line.value
    value = work[span.start : span.end]
    if line.key is None and not line.dashes:
        return None
    if not value or not (value[0] in "\"'[{|>@`%&*!-?,]}" or ": " in value or value[-1] == ":"):
        return None
    if _readable(value):
        return None
    if span.start < fault_line and _readable(work[span.start : fault_line]):
        return None  # it goes on in the next lines, and they are fine
    written = text[span.start : span.end]
    if value[0] in "\"'":
        return _bad_quotes(written, span)
    if value in ("[", "{") or (value[0] in "[{" and value[-1] == ","):
        closing = "]" if value[0] == "[" else "}"
        problem = Problem(
            RULE,
            Span(span.start, span.start + 1),
            f"what this `{value[0]}` opens cannot be read up to its `{closing}`",
        )
        return _placeholder(problem, span, written)
    if value[0] in "[{" and not value.startswith(("{{", "{%")) and value[-1] in "]}":
        inner = _bad_item(text, work, span)
        if inner:
            return inner
    if _BEGINS_FLOW.match(value) and value.count(value[0]) > value.count(_CLOSING[value[0]]):
        return _unclosed(span, written)
    return _quote(text, span, explain_value(written))


def _unclosed(span: Span, written: str) -> Repair:
    closing = _CLOSING[written[0]]
    message = f"this `{written[0]}` is never closed: `{closing}` is missing"
    fix = (f"Close with `{closing}`", (TextEdit(Span(span.end, span.end), closing),))
    problem = Problem(RULE, Span(span.start, span.start + 1), message, fix=fix)
    return _placeholder(problem, span, written)


def _bad_item(text: str, work: str, span: Span) -> Repair | None:
    """The one item of a `[...]` or `{...}` that cannot be read, found by where reading stops."""
    value = work[span.start : span.end]
    try:
        build_tree("k: " + value)
    except yaml.YAMLError as error:
        stop = _offset(error, len(value) + 3) - 3
    else:
        return None
    start = stop
    while start > 0 and value[start - 1] not in "[{,:":
        start -= 1
    while start < stop and value[start] in " \t":
        start += 1
    end = stop
    while end < len(value) and value[end] not in ",]}":
        end += 1
    while end > start and value[end - 1] in " \t":
        end -= 1
    if value.startswith("${", start) and value[end : end + 1] == "}":
        message = "`${` needs quotes inside `{ }` and `[ ]`: its `{` begins a mapping in YAML"
        return _quote(text, Span(span.start + start, span.start + end + 1), message)
    if end <= start or _readable(value[start:end]):
        return None
    inner = Span(span.start + start, span.start + end)
    return _quote(text, inner, explain_value(value[start:end]))


def _bad_quotes(written: str, span: Span) -> Repair:
    mark = written[0]
    if len(written) == 1 or written.find(mark, 1) < 0:
        message = f"this value begins with {mark} and has no closing {mark}"
        fix = ("Close the quotes", (TextEdit(Span(span.end, span.end), mark),))
        content = written[1:]
    else:
        closing = written.find(mark, 1)
        # `'It's fine'` lost its way at the apostrophe; `"a" and "b"` is text with quotes in it.
        whole = written[-1] != mark or written[closing + 1 : closing + 2] in (" ", "\t", ",", ".")
        content = written if whole else written[1:-1]
        if mark == '"' and "\\" in content and written.count(mark) == 2 and written[-1] == mark:
            message = "a backslash in double quotes begins an escape, and this one is unknown"
        elif not whole:
            message = f"a {mark} inside {mark} quotes ends the value early"
        else:
            message = "text stands behind the closing quotes"
        fix = ("Quote this value", (TextEdit(span, quoted(content)),))
    return _placeholder(Problem(RULE, span, message, fix=fix), span, content)


def _quote(text: str, span: Span, message: str) -> Repair:
    written = text[span.start : span.end]
    fix = ("Quote this value", (TextEdit(span, quoted(written)),))
    return _placeholder(Problem(RULE, span, message, fix=fix), span, written)


def _placeholder(problem: Problem, span: Span, value: str) -> Repair:
    return Repair(problem, span, "x" * (span.end - span.start), value)


def _misplaced_flow(work: str, error: yaml.YAMLError) -> Repair | None:
    """A list in `[ ]` or a mapping in `{ }` over several lines, no further in than its key."""
    context = getattr(error, "context_mark", None)
    if "could not find expected ':'" not in _words(error) or context is None:
        return None
    opening = line_at(work, min(context.index, len(work)))
    closing = _CLOSING.get(work[opening.value.start : opening.value.end])
    above = (each for each in lines_upward(work, opening.span.start - 1, 20) if not each.blank)
    owner = next(above, None) if opening.span.start else None
    if closing is None or owner is None or owner.key is None:
        return None
    if owner.value.start < owner.value.end or owner.indent < opening.indent:
        return None
    end = opening.span.end
    for _ in range(_MOST_FLOW_LINES):
        if end >= len(work):
            break
        below = line_at(work, end + (2 if work.startswith("\r\n", end) else 1))
        if below.span.start <= end or (not below.blank and below.indent < opening.indent):
            break
        end = below.span.end
        if below.indent == opening.indent and work.startswith(closing, below.value.start):
            key = work[owner.key.start : owner.key.end]
            what = "list" if closing == "]" else "mapping"
            message = f"this {what} has to stand further in than its key `{key}`"
            span = Span(opening.value.start, end)
            hidden = "".join(each if each in _BREAKS else " " for each in work[span.start : end])
            return Repair(Problem(RULE, opening.value, message), span, hidden)
    return None


def _missing_colon(work: str, line: YamlLine, error: yaml.YAMLError) -> Repair | None:
    """A key without its colon: a word alone, or a word before a value or before indented lines."""
    context = getattr(error, "context_mark", None)
    below: YamlLine | None = None
    if "could not find expected ':'" in _words(error) and context:
        line = line_at(work, min(context.index, len(work)))
    elif "mapping values" in _words(error):
        below = line
        above = [each for each in lines_upward(work, line.span.start, 20) if not each.blank]
        # Plain lines run together; the first of them is where the colon is missing.
        less = [each for each in above if each.column < line.column or each.key is None]
        if not less:
            return None
        line = less[0]
    if line.key is not None or line.value.start == line.value.end:
        return None
    start, end = line.value
    word, _, rest = work[start:end].partition(" ")
    span = Span(start, start + len(word))
    if _NO_SPACE.match(word):
        name = word.partition(":")[0]
        behind = start + len(name) + 1
        message = f"`{name}:` needs a space behind it; without one this is all text"
        fix = ("Insert a space", (TextEdit(Span(behind, behind), " "),))
        return Repair(Problem(RULE, span, message, fix=fix), line.value, " " * (end - start))
    if not word.replace("-", "").replace("_", "").replace(".", "").isalnum():
        return None
    message = f"`{word}` has no `:` behind it; a key is written `{word}: value`"
    fix = (f"Insert `:` after `{word}`", (TextEdit(Span(span.end, span.end), ":"),))
    is_text = len(rest.split()) >= _SENTENCE or _runs_on(work, line)
    problem = Problem(RULE, span, message, fix=None if is_text else fix)
    nested = below is not None and below.column > line.column
    if len(word) < 2 or not (nested or rest):
        # A key being typed: with no value yet, it tells nothing.
        return Repair(problem, line.value, " " * (end - start))
    return Repair(problem, span, word[:-1] + ":", word)


def _runs_on(work: str, line: YamlLine) -> bool:
    """Whether a line may continue the text above it: a plain value that is no single word."""
    above = line_at(work, line.span.start - 1) if line.span.start else line
    value = work[above.value.start : above.value.end]
    return above.key is not None and " " in value and value[0] not in "\"'[{|>"


def _unreadable_block(work: str, line: YamlLine, error: yaml.YAMLError) -> Repair:
    """Leave out the line at which reading stops, and all that is indented below it."""
    if line.blank and line.span.start > 0:
        above = (each for each in lines_upward(work, line.span.start - 1, 1000) if not each.blank)
        line = next(above, line)
    start = line.span.start + line.indent
    end = line.span.end
    for_span = Span(start, max(line.value.end, line.key.end if line.key else start, start))
    while end < len(work):
        below = line_at(work, end + (2 if work.startswith("\r\n", end) else 1))
        if below.span.start <= end or (not below.blank and below.indent <= line.indent):
            break
        end = below.span.end
    hidden = "".join(each if each in _BREAKS else " " for each in work[start:end])
    problem = Problem(RULE, for_span, explain_error(error))
    return Repair(problem, Span(start, end), hidden)


def _readable(value: str) -> bool:
    """Whether a value can be read on its own, aliases taken on trust."""
    try:
        built = build_tree("k: " + value)
    except yaml.YAMLError:
        return False
    return all(each.kind == "alias" for each in built.refusals)
