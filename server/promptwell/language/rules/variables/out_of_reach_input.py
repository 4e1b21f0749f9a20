"""The rule out-of-reach-input."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from promptwell.language.rules.base import Finding, Fix, Related, Rule, RuleContext
from promptwell.language.text.edit import TextEdit
from promptwell.language.text.source import Span

if TYPE_CHECKING:
    from promptwell.language.semantics.model import SemanticModel, Use

_SIMPLE = frozenset({"string", "integer", "float", "boolean"})


class OutOfReachInput(Rule):
    """An input that is named inside `{{#each}}` or `{{#with}}`, where names are fields of something else.

    ## What it does

    Reports a name in such a block of a `.prompt` file that is an input and no field of the item, as far as
    the schema tells what the item is.

    ## Why is this bad?

    Inside the block Handlebars reads names from the item alone and writes nothing for those that it
    lacks. The input is there, one step out.

    ## Example

    ```yaml path=mail.prompt
    ---
    input:
      schema:
        sender: string
        names(array): string
    ---
    {{#each names}}
    Dear {{this}}, kind regards, {{sender}}
    {{/each}}
    ```

    ```yaml path=mail.prompt
    ---
    input:
      schema:
        sender: string
        names(array): string
    ---
    {{#each names}}
    Dear {{this}}, kind regards, {{@root.sender}}
    {{/each}}
    ```

    ## Fix

    Writes `@root.` before the name. It is unsafe: it changes what the prompt says.
    """

    group = "variables"
    severity = "warning"

    def check(self, model: SemanticModel, context: RuleContext) -> Iterator[Finding]:
        """Yield the names that are read from an item that lacks them."""
        for use in model.uses:
            if is_out_of_reach(model, use):
                yield _finding(model, use)


def is_out_of_reach(model: SemanticModel, use: Use) -> bool:
    """Whether a bare name in a block is an input and certainly no field of the block's value."""
    if use.target is None or use.guarded or use.name != "this" or not use.path:
        return False
    written = use.span.start == use.span.end == use.path_spans[0].start
    if not written or use.path[0] not in model.declared or model.document.engine != "handlebars":
        return False
    type_ = use.type
    lacks = type_.kind == "object" and type_.closed and use.path[0] not in type_.fields
    return lacks or type_.kind in _SIMPLE


def _finding(model: SemanticModel, use: Use) -> Finding:
    name, place = use.path[0], use.path_spans[0]
    around = use.target.island if use.target is not None else None
    block = f"`{{{{#{around.parsed.tag}}}}}`" if around is not None else "this block"
    message = (
        f"inside {block} `{name}` is a field of the item, not the input; that is `@root.{name}`"
    )
    start = place.start - (model.document.text[place.start - 1 : place.start] == "[")
    fix = Fix(f"Change to `@root.{name}`", (TextEdit(Span(start, start), "@root."),), safe=False)
    declared = model.declared[name]
    related = (Related(declared.name_span, "the input"),)
    return Finding(place, message, (fix,), related)
