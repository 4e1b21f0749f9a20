"""The rule unused-macro."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from promptwell.language.rules.base import Finding, Fix, Rule, RuleContext
from promptwell.language.semantics.visible_text import literal_parts
from promptwell.language.text.edit import TextEdit
from promptwell.language.text.source import Span

if TYPE_CHECKING:
    from promptwell.language.semantics.model import Local, SemanticModel
_WRITING_TAGS = frozenset({"include", "extends", "call", "print", "block"})


class UnusedMacro(Rule):
    """A macro that nothing calls.

    ## What it does

    Reports a macro that its own file doesn't call and that no known file imports. A file
    that holds nothing but macros is a library for others and stays silent.

    ## Why is this bad?

    It looks like part of the prompt, is read and kept up to date, and never reaches a model.

    ## Example

    ```jinja
    {% macro bullet(text) %}- {{ text }}{% endmacro %}
    {% for item in items %}* {{ item }}
    {% endfor %}
    ```

    ```jinja
    {% macro bullet(text) %}- {{ text }}{% endmacro %}
    {% for item in items %}{{ bullet(item) }}
    {% endfor %}
    ```

    ## Fix

    Removes the macro. It is unsafe: an application may call it from outside.
    """

    group = "variables"
    severity = "hint"

    def check(self, model: SemanticModel, context: RuleContext) -> Iterator[Finding]:
        """Yield the macros that are defined and not used."""
        macros = [local for local in model.locals if local.kind == "macro"]
        if not macros:
            return
        blocks = _macro_blocks(model)
        if _is_library(model, list(blocks.values())):
            return
        places = [(use.target, use.span) for use in model.uses]
        places += [(call.target, call.span) for call in model.calls]
        called: dict[Span, list[Span]] = {}
        for target, span in places:
            if target is not None:
                called.setdefault(target.span, []).append(span)
        taken = _taken_elsewhere(model, context)
        for macro in macros:
            own = blocks.get(macro.span.start)
            used = any(not (own and own.covers(span)) for span in called.get(macro.span, ()))
            if not used and macro.name not in taken and "*" not in taken:
                yield _finding(model, macro, own)


def _macro_blocks(model: SemanticModel) -> dict[int, Span]:
    """The whole block of each macro, by the offset of its name."""
    found: dict[int, Span] = {}
    for block in model.document.template.blocks():
        if block.tag == "macro":
            island = block.branches[0].island
            found[island.absolute(island.parsed.name_span).start] = block.span
    return found


def _is_library(model: SemanticModel, macros: list[Span]) -> bool:
    """Whether nothing is written outside the file's macros."""
    document = model.document
    if any(True for _ in literal_parts(document, document.template.span)):
        return False
    waiting = sorted(macros, reverse=True)
    covered = 0
    for island in document.template.islands:
        while waiting and waiting[-1].start <= island.span.start:
            covered = max(covered, waiting.pop().end)
        writes = island.kind in ("output", "raw") or island.parsed.tag in _WRITING_TAGS
        if writes and island.span.end > covered:
            return False
    return True


def _taken_elsewhere(model: SemanticModel, context: RuleContext) -> set[str]:
    """The macros that other files import; `*` stands for all."""
    path = model.document.path
    names: set[str] = set()
    for user in context.project.users(path):
        for reference in context.project.index.references(user):
            if context.project.resolve(user, reference) == path:
                if reference.kind == "from":
                    names.update(reference.names)
                elif reference.kind in ("import", "extends"):
                    names.add("*")
    return names


def _finding(model: SemanticModel, macro: Local, block: Span | None) -> Finding:
    fixes: tuple[Fix, ...] = ()
    if block is not None:
        text = model.document.text
        end = block.end
        starts_line = block.start == 0 or text[block.start - 1] in "\r\n"
        if starts_line and text.startswith("\r\n", end):
            end += 2
        elif starts_line and text.startswith("\n", end):
            end += 1
        edit = TextEdit(Span(block.start, end), "")
        fixes = (Fix(f"Remove the macro `{macro.name}`", (edit,), safe=False),)
    message = f"the macro `{macro.name}` is never called"
    return Finding(macro.span, message, fixes, tags=("unnecessary",))
