"""Extract the selection to a partial: a new file, and an include in its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial

from promptwell.language.features.actions.action import (
    ActionKind,
    Change,
    CodeAction,
    NewFile,
    Question,
    refused,
)
from promptwell.language.features.actions.selection import around, cut, holds_role_line
from promptwell.language.semantics.bundle.names import introduces_names
from promptwell.language.semantics.model import Reference
from promptwell.language.semantics.paths import ancestors, folder_of, join
from promptwell.language.semantics.setting_apart import line_end
from promptwell.language.syntax.templates.jinja.dialects import SPECIAL_NAMES
from promptwell.language.syntax.templates.jinja.tree import Block, Island, Node
from promptwell.language.text.edit import TextEdit
from promptwell.language.text.source import Span

_TITLE = "Extract to a partial"
_KIND: ActionKind = "refactor.extract"
_FOLDERS = ("partials", "_partials")
_SUFFIX = re.compile(r"\.(?:j2|jinja2?)$")
_MOST_NAMES = 1000
# Their owners take the line end behind each tag away.
_TRIMMING = frozenset({"banks", "chat-template"})
_LOOP_TAGS = {"break": "for", "continue": "for"}
_BINDERS = {"loop": "for", "caller": "macro", "varargs": "macro", "kwargs": "macro"}


def extract_partial(question: Question) -> Iterator[CodeAction]:
    """The extraction of what is selected."""
    text = question.document.text
    span = question.span
    if not text[span.start : span.end].strip():
        return
    span = _without_last_line_end(question, span)
    reason = _reason(question, span)
    target = None if reason else _new_name(question)
    if target is None:
        yield refused(_TITLE, _KIND, reason or "save the file first: a partial stands beside it")
        return
    yield CodeAction(_TITLE, _KIND, partial(_change, question, span, target))


def _change(question: Question, span: Span, target: str) -> Change:
    path = question.document.path
    content = question.document.source.slice(span)
    if question.document.format != "prompty":
        # Jinja's own setting takes one line end off the end of each template.
        content += "\r" if content.endswith("\r") else line_end(question.document.text)
    include = TextEdit(span, f'{{% include "{target}" %}}')
    new = NewFile(join(_base(question, target), target), content)
    return Change({path: (include,)}, (new,))


def _without_last_line_end(question: Question, span: Span) -> Span:
    """The selection without the line end of its last line, which stays behind the include."""
    source = question.document.source
    start, end = span
    if source.text[start - 1 : start + 1] == "\r\n":
        start += 1  # one line end is not cut in two
    if end > start and source.text[end - 1] in "\r\n":
        end = source.line_span(source.line_number(end - 1)).end
    return Span(start, max(start, end))


# Why not.


def _reason(question: Question, span: Span) -> str:
    document = question.document
    if not question.creates:
        return "this editor makes no files for a language server"
    if document.embedding is not None:
        return "the text is indented or escaped as its file asks, which a partial is not"
    if document.engine != "jinja2":
        return f"a template of {document.engine} brings no Jinja partials in"
    if document.dialect in _TRIMMING:
        return f"in the dialect {document.dialect} line ends depend on where tags stand"
    return (
        cut(document, span)
        or _role_line(question, span)
        or _trimming(question, span)
        or _names(question, span)
    )


def _role_line(question: Question, span: Span) -> str:
    held = holds_role_line(question.document, span)
    return f"{held}, and a partial holds text of one message only" if held else ""


def _trimming(question: Question, span: Span) -> str:
    """White space that a `-` takes away across the ends of the selection."""
    text = question.document.text
    inner = text[span.start : span.end]
    before, after = text[question.document.body.start : span.start], text[span.end :]
    taken = (
        (re.match(r"\s*\{[%{#]-", inner) and before[-1:].isspace())
        or (re.search(r"-[%}#]\}\s*\Z", inner) and after[:1].isspace())
        or (re.search(r"-[%}#]\}\s*\Z", before) and inner[:1].isspace())
        or (re.match(r"\s*\{[%{#]-", after) and inner[-1:].isspace())
    )
    return "a tag's `-` takes away white space across an end of the selection" if taken else ""


def _names(question: Question, span: Span) -> str:
    """Names that would not reach the partial, or not come back out of it."""
    document, model = question.document, question.model
    islands = [each for each in document.template.islands_in(span) if span.covers(each.span)]
    enclosing = list(around(document, span))
    for island in islands:
        tag = island.parsed.tag
        if tag in ("block", "extends"):
            return f"`{tag}` means something only in the template itself"
        needed = _LOOP_TAGS.get(tag)
        if needed and not _inside(document.template.blocks(), needed, island, span):
            return f"`{tag}` would leave its loop"
        for name in _special_names(island):
            binder = _BINDERS.get(name, "")
            if not _inside(document.template.blocks(), binder, island, span):
                return f"`{name}` has no meaning in a partial"
    nodes = _nodes(document.template.children, span)
    if introduces_names(nodes):
        behind = Span(span.end, enclosing[-1].span.end if enclosing else document.body.end)
        set_here = {local.name for local in model.locals if span.covers(local.span)}
        later = {use.name for use in model.uses if behind.contains(use.span.start)}
        shared = sorted(set_here & later)
        if shared:
            return f"`{shared[0]}` is set in the selection and used behind it"
        if any(each.island and behind.covers(each.span) for each in model.references):
            return "a template behind the selection may use the names that are set in it"
    return ""


def _special_names(island: Island) -> Iterator[str]:
    for expression in island.parsed.expressions:
        for each in expression.walk():
            if each.kind == "name" and each.value in SPECIAL_NAMES:
                yield str(each.value)


def _inside(blocks: Iterator[Block], tag: str, island: Island, span: Span) -> bool:
    """Whether a block with this tag lies around a tag and within the range."""
    return any(
        each.tag == tag and span.covers(each.span) and each.span.covers(island.span)
        for each in blocks
    )


def _nodes(nodes: Sequence[Node], span: Span) -> list[Node]:
    """The outermost tags and blocks in a range."""
    found: list[Node] = []
    for node in nodes:
        if span.covers(node.span):
            found.append(node)
        elif isinstance(node, Block) and node.span.overlaps(span):
            for branch in node.branches:
                found += _nodes(branch.children, span)
    return found


# Where to.


def _new_name(question: Question) -> str | None:
    """A name for the partial, as the include writes it, that no file has yet."""
    path = question.document.path
    if not (path.startswith("/") or path[1:3] == ":/"):
        return None
    folder = _partials_folder(question)
    suffix = _SUFFIX.search(path)
    ending = suffix.group() if suffix else ".j2"
    for number in range(1, _MOST_NAMES):
        name = f"{folder}partial{f'-{number}' if number > 1 else ''}{ending}"
        candidates = question.project.candidates(path, Reference("include", name, Span(0, 0)))
        if all(question.project.files.read(each) is None for each in candidates):
            return name
    return None


def _partials_folder(question: Question) -> str:
    """The folder of partials that is there already, as an include writes it; "" for beside the file."""
    for base in _bases(question):
        for name in _FOLDERS:
            if question.project.files.list(f"{base}/{name}"):
                return f"{name}/"
    return ""


def _base(question: Question, target: str) -> str:
    """The folder that a name of the include begins from."""
    folder = target.rpartition("/")[0]
    return next(
        (
            base
            for base in _bases(question)
            if folder and question.project.files.list(f"{base}/{folder}")
        ),
        folder_of(question.document.path),
    )


def _bases(question: Question) -> Iterator[str]:
    path = question.document.path
    return ancestors(path, question.project.files.root(path))
