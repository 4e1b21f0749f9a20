"""The rule input-without-value."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from promptwell.language.rules.base import Finding, Fix, Related, Rule, RuleContext
from promptwell.language.semantics.guards import asked_about
from promptwell.language.text.edit import TextEdit
from promptwell.language.text.source import Span

if TYPE_CHECKING:
    from promptwell.language.semantics.model import Declaration, SemanticModel, Use

# Kinds that are often absent on purpose: a new conversation has no thread, a question no picture.
_OPTIONAL_KINDS = frozenset({"thread", "image", "file", "audio"})


class InputWithoutValue(Rule):
    """An input that may stay empty without anybody noticing.

    ## What it does

    Reports an input that is neither `required` nor has a `default`, and that the prompt writes into
    its text without asking whether it is there. Version 1 can't say `required`; there it reports an
    input that the file's `sample` leaves out.

    It stays silent when every use is inside an `if` that asks about the input, has a `default` filter or
    an `or`, or only loops over it: there the prompt copes with the missing value.

    ## Why is this bad?

    In Prompty an input is optional unless it says `required: true`, and a missing value is
    written as nothing at all: "Reply to  in a friendly tone." An attribute of a missing value
    (`{{ customer.name }}`) even stops the rendering.

    ## Example

    ```prompty
    ---
    inputs:
      customer: {kind: string}
    ---
    Reply to {{ customer }} in a friendly tone.
    ```

    ```prompty
    ---
    inputs:
      customer: {kind: string, required: true}
    ---
    Reply to {{ customer }} in a friendly tone.
    ```

    ## Fix

    Adds `required: true`. It is unsafe: a call without the input, which was accepted, is then refused.
    """

    group = "variables"
    severity = "information"

    def check(self, model: SemanticModel, context: RuleContext) -> Iterator[Finding]:
        """Yield the inputs that may be missing where the text needs them."""
        open_inputs = {
            name: declaration
            for name, declaration in model.declared.items()
            if declaration.origin == "inputs" and _may_be_missing(model, declaration)
        }
        if not open_inputs:
            return
        asked = asked_about(model)
        for name, declaration in open_inputs.items():
            use = _unprotected(model, name, asked.get(name, []))
            if use is not None:
                yield _finding(model, declaration, use)


def _may_be_missing(model: SemanticModel, declaration: Declaration) -> bool:
    if declaration.required or declaration.type.kind in _OPTIONAL_KINDS:
        return False
    if declaration.has_default and declaration.default is not None:
        return False
    if model.document.dialect != "prompty-v1":
        return True
    # Version 1 can't say `required`: an input is left out by mistake only where others have values.
    sample = model.document.root.get("sample")
    return (
        sample is not None and sample.kind == "mapping" and sample.entry(declaration.name) is None
    )


def _unprotected(model: SemanticModel, name: str, asked: list[Span]) -> Use | None:
    found = None
    for use in model.uses_of(name):
        if use.guarded:
            return None
        # What is handed to a partial is not written yet: the partial may ask whether it is given.
        handed = use.island is not None and use.island.parsed.tag in (">", "#>")
        if use.output and not handed and found is None:
            if not any(block.covers(use.span) for block in asked):
                found = use
    return found


def _finding(model: SemanticModel, declaration: Declaration, use: Use) -> Finding:
    name = declaration.name
    if use.path and model.document.engine != "handlebars":
        effect = "rendering fails when it is not given"
    else:
        effect = "nothing is written in its place when it is not given"
    if model.document.dialect == "prompty-v1":
        message = f"`{name}` has no default and the sample leaves it out: {effect}"
        fixes: tuple[Fix, ...] = ()
    else:
        message = f"`{name}` is neither required nor has a default: {effect}"
        fixes = _require(model, declaration)
    related = (Related(use.span, "written here without asking whether it is given"),)
    return Finding(declaration.name_span, message, fixes, related)


def _require(model: SemanticModel, declaration: Declaration) -> tuple[Fix, ...]:
    node = model.document.root.get("inputs", declaration.name)
    if node is None:
        inputs = model.document.root.get("inputs")
        node = next(
            (
                item
                for item in (inputs.items if inputs else ())
                if (name := item.get("name")) and name.span == declaration.name_span
            ),
            None,
        )
    if node is None or node.kind != "mapping" or not node.entries or node.entry("required"):
        return ()
    source = model.document.source
    if node.style == "flow":
        edit = TextEdit(Span(node.span.end - 1, node.span.end - 1), ", required: true")
    else:
        indent = " " * source.line_column(node.entries[0].span.start)[1]
        at = source.line_span(source.line_number(node.entries[-1].span.end)).end
        eol = "\r\n" if "\r\n" in model.document.text[:2000] else "\n"
        edit = TextEdit(Span(at, at), f"{eol}{indent}required: true")
    return (Fix("Add `required: true`", (edit,), safe=False),)
