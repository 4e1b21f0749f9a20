"""The values that a declaration allows an input: `enumValues` of Prompty, `enum` of Picoschema."""

from __future__ import annotations

from typing import Any

from promptwell.language.semantics.declared_types import named_properties
from promptwell.language.semantics.dotprompt import input_schema, is_prompt_file
from promptwell.language.syntax.document import PromptDocument


def allowed_values(document: PromptDocument) -> dict[str, tuple[Any, ...]]:
    """The values that inputs may have, by name; an input that may have any is not among them."""
    if is_prompt_file(document):
        schema = input_schema(document)
        fields = schema.fields if schema else ()
        return {each.name: tuple(each.schema.values) for each in fields if each.schema.values}
    inputs = document.header.get("inputs")
    found: dict[str, tuple[Any, ...]] = {}
    for name, node in named_properties(inputs) if inputs is not None else ():
        allowed = node.get("enumValues") or node.get("enum")
        values = tuple(each.value for each in allowed.items) if allowed is not None else ()
        if values:
            found[str(name.value)] = values
    return found
