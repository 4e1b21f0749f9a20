"""The rule unknown-attribute."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from promptwell.language.rules.base import Finding, Fix, Rule, RuleContext
from promptwell.language.rules.severity import Severity
from promptwell.language.rules.variables.out_of_reach_input import is_out_of_reach
from promptwell.language.semantics.types import MESSAGE, Type
from promptwell.language.text.edit import TextEdit
from promptwell.language.text.nearest import nearest

if TYPE_CHECKING:
    from promptwell.language.semantics.model import SemanticModel, Use

# What Python gives its own values, and templates may call: `user.items()`, `name.upper()`.
_METHODS = {
    "object": frozenset(dir(dict)),
    "array": frozenset(dir(list)),
    "string": frozenset(dir(str)),
    "integer": frozenset(dir(int)),
    "float": frozenset(dir(float)),
    "boolean": frozenset(dir(bool)),
}
_SIMPLE = frozenset({"string", "integer", "float", "boolean"})


class UnknownAttribute(Rule):
    """An attribute that the value does not have.

    ## What it does

    Reports an attribute that is not among the fields of an input's declared schema, and an
    attribute of a declared text, number or boolean. Where only samples, defaults or examples show
    what a value looks like, it is a hint: other values may have more fields.

    ## Why is this bad?

    Jinja writes nothing for an attribute that doesn't exist, and says nothing.

    ## Example

    ```prompty
    ---
    inputs:
      customer:
        kind: object
        properties:
          first_name: {kind: string}
    ---
    Dear {{ customer.firstname }},
    ```

    ```prompty
    ---
    inputs:
      customer:
        kind: object
        properties:
          first_name: {kind: string}
    ---
    Dear {{ customer.first_name }},
    ```

    ## Fix

    Where a field comes near, the fix writes that one. It is unsafe: it changes what the prompt says.
    """

    group = "variables"
    severity = "warning"

    def check(self, model: SemanticModel, context: RuleContext) -> Iterator[Finding]:
        """Yield the attributes that their values' types do not have."""
        asked = {(use.name, use.path) for use in model.uses if use.guarded and use.path}
        for use in model.uses:
            if use.path and use.type.kind != "any" and (use.name, use.path) not in asked:
                if model.document.engine == "handlebars" and _is_anothers(model, use):
                    continue
                finding = _judge(model, use)
                if finding is not None:
                    yield finding


def _judge(model: SemanticModel, use: Use) -> Finding | None:
    owner, type_ = use.name, use.type
    for name, span in zip(use.path, use.path_spans, strict=False):
        if name == "[]" and type_.kind == "array":
            type_, owner = type_.element(), f"{owner}[]"
            continue
        if name == "[]":
            return None
        if name in type_.fields:
            type_, owner = type_.fields[name], f"{owner}.{name}"
            continue
        severity = _doubt(model, use, type_, name)
        if severity is None:
            return None
        near = nearest(name, type_.fields)
        message = f"`{owner}` has no `{name}`"
        if near:
            message += f"; did you mean `{near}`?"
        elif type_.fields:
            message += f": it has {_listed(type_)}"
        else:
            message += f": it is a {type_.kind}"
        written = model.document.source.slice(span)
        fixes: tuple[Fix, ...] = ()
        if near and name in written:
            edit = TextEdit(span, written.replace(name, near))
            fixes = (Fix(f"Change to `{near}`", (edit,), safe=False),)
        return Finding(span, message, fixes, severity=severity)
    return None


def _is_anothers(model: SemanticModel, use: Use) -> bool:
    """What JavaScript has on every list and text, and what another rule tells."""
    return use.path[-1] == "length" or is_out_of_reach(model, use)


def _doubt(model: SemanticModel, use: Use, type_: Type, name: str) -> Severity | None:
    """How sure it is that a type has no such attribute; None where nobody knows."""
    if name in _METHODS.get(type_.kind, ()) or type_ == MESSAGE:
        return None
    if type_.kind == "object":
        if type_.closed:
            return "warning"
        return "hint" if type_.fields and _is_shown_by_data(model, use) else None
    if type_.kind in _SIMPLE and use.target is None:
        declaration = model.declared.get(use.name)
        if declaration is not None and declaration.kind_text and len(use.path) == 1:
            return "warning"
    return None


def _is_shown_by_data(model: SemanticModel, use: Use) -> bool:
    """Whether a value was given somewhere, rather than fields guessed from how they are used."""
    if use.target is not None:
        return True
    return any(
        each.has_default or each.has_example or each.origin != "inputs"
        for each in model.declarations
        if each.name == use.name
    )


def _listed(type_: Type) -> str:
    names = [f"`{name}`" for name in list(type_.fields)[:5]]
    return ", ".join(names) + (" ..." if len(type_.fields) > 5 else "")
