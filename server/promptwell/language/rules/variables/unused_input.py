"""The rule unused-input."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from promptwell.language.rules.base import Finding, Fix, Related, Rule, RuleContext
from promptwell.language.rules.variables.out_of_reach_input import is_out_of_reach
from promptwell.language.semantics.dotprompt import holder_of, is_prompt_file
from promptwell.language.semantics.handlebars.names import is_root_this
from promptwell.language.semantics.input_edits import remove_entry
from promptwell.language.text.edit import TextEdit
from promptwell.language.text.source import Span

if TYPE_CHECKING:
    from promptwell.language.semantics.model import Declaration, SemanticModel

_PARTS = frozenset({"include", "import", "from", "extends", "partial"})
_HOLDERS = {"inputs": ("inputs",), "sample": ("sample",)}


class UnusedInput(Rule):
    """An input that the prompt never uses.

    ## What it does

    Reports an input of `inputs`, or a key of a v1 `sample`, that neither the body, nor a partial it
    includes, nor a tool's binding reads. Columns of a dataset and keys of a sample file are not
    reported: data may hold more than one prompt needs. Inputs of kind `thread` are not
    reported either: a thread that the body doesn't place is added at the end.

    The rule is silent where it can't know: when the file includes a computed path, or a file that is
    not found.

    ## Why is this bad?

    Whoever calls the prompt takes the trouble to supply the value, and it never reaches the
    model. Often the place where it belonged was lost in an edit, and the prompt asks about
    something that it doesn't show.

    ## In real files

    Of the 14 prompts of a well-known sample application, 3 have one (`context` twice, `question` once): each
    is declared, supplied by the caller, and never shown to the model. In four larger collections 7 of 524
    files have one, and in each something was lost or forgotten.

    ## Example

    ```prompty
    ---
    inputs:
      question: {kind: string}
      context: {kind: string}
    ---
    Answer the question.
    Question: {{ question }}
    ```

    ```prompty
    ---
    inputs:
      question: {kind: string}
      context: {kind: string}
    ---
    Answer the question from the context.
    Context: {{ context }}
    Question: {{ question }}
    ```

    ## Fix

    Where the name stands in single braces, which are text, it is put into double ones; else the
    declaration is removed. Both are unsafe, because callers may pass the input, and because the
    fault may be the missing use instead.
    """

    group = "variables"
    severity = "warning"

    def check(self, model: SemanticModel, context: RuleContext) -> Iterator[Finding]:
        """Yield the declarations that nothing uses."""
        unused = _unused(model)
        if not unused or _cannot_know(model, context):
            return
        path = model.document.path
        elsewhere = set(context.project.inherited_uses(path))
        elsewhere |= _uses_in_children(model, context)
        broken = _words_in_broken_islands(model)
        for declaration in unused:
            if declaration.name not in elsewhere and declaration.name not in broken:
                yield _finding(model, declaration)


def _unused(model: SemanticModel) -> list[Declaration]:
    if model.document.engine == "none" or any(map(is_root_this, model.uses)):
        return []  # nobody reads such a template, or `{{json this}}` takes all there is
    used = {use.name for use in model.free_uses}
    # Another rule tells that these don't arrive where they are named.
    used |= {use.path[0] for use in model.uses if is_out_of_reach(model, use)}
    return [
        declaration
        for declaration in model.declared.values()
        if declaration.name not in used
        and declaration.origin in _HOLDERS
        and declaration.type.kind != "thread"
    ]


def _cannot_know(model: SemanticModel, context: RuleContext) -> bool:
    path = model.document.path
    return any(
        reference.dynamic or context.project.resolve(path, reference) is None
        for reference in model.references
        if reference.kind in _PARTS and reference.with_context and not reference.optional
    )


def _uses_in_children(model: SemanticModel, context: RuleContext) -> set[str]:
    """What templates that extend this file use: its inputs are theirs."""
    names: set[str] = set()
    for user in context.project.users(model.document.path):
        references = context.project.index.references(user)
        child = None
        if any(reference.kind == "extends" for reference in references):
            child = context.project.model(user)
        if child:
            names.update(use.name for use in child.free_uses)
    return names


def _words_in_broken_islands(model: SemanticModel) -> set[str]:
    """Words inside half-typed tags: what is being written may be the use that is missing."""
    text = model.document.source
    words: set[str] = set()
    for island in model.document.template.islands:
        if island.kind in ("output", "statement") and (not island.closed or island.parsed.problems):
            words.update(re.findall(r"\w+", text.slice(island.span)))
    return words


def _holder(model: SemanticModel, declaration: Declaration) -> tuple[str, ...]:
    if is_prompt_file(model.document):
        return holder_of(model.document, declaration.node)
    return _HOLDERS[declaration.origin]


def _in_single_braces(model: SemanticModel, name: str) -> list[Span]:
    """Where a template of double braces has the name in single ones, outside of its tags."""
    template = model.document.template
    found = re.finditer(
        rf"(?<![{{$\w])\{{[ \t]*{re.escape(name)}[ \t]*\}}(?!\}})",
        model.document.text[: template.span.end],
    )
    return [
        Span(*each.span())
        for each in found
        if each.start() >= template.span.start and template.island_at(each.start() + 1) is None
    ]


def _finding(model: SemanticModel, declaration: Declaration) -> Finding:
    related = tuple(
        Related(local.span, f"`{local.name}` is introduced anew here and hides the input")
        for local in model.locals
        if local.name == declaration.name and local.kind != "block"
    )[:3]
    edits = [
        remove_entry(model.document, _holder(model, each), each.node)
        for each in model.declarations
        if each.name == declaration.name and each.origin in _HOLDERS
    ]
    fixes: tuple[Fix, ...] = ()
    if edits and None not in edits:
        done = tuple(edit for edit in edits if edit is not None)
        fixes = (Fix(f"Remove `{declaration.name}`", done, safe=False),)
    message = f"`{declaration.name}` is declared but never used"
    single = _in_single_braces(model, declaration.name)
    if single:
        first = model.document.source.slice(single[0])
        message += f": `{first}` in single braces is text"
        doubled = tuple(
            TextEdit(each, f"{{{model.document.source.slice(each)}}}") for each in single
        )
        fixes = (Fix(f"Write `{{{first}}}`", doubled, safe=False), *fixes)
        related = (*related, Related(single[0], "this is sent as it stands"))
    return Finding(declaration.name_span, message, fixes, related, tags=("unnecessary",))
