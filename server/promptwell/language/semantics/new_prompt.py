"""The text of a fresh managed prompt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from promptwell.language.semantics.analyze import analyze
from promptwell.language.semantics.guards import asked_about
from promptwell.language.semantics.types import ANY, Type
from promptwell.language.syntax.conversion.draft import Draft
from promptwell.language.syntax.conversion.managed import front_matter_text
from promptwell.language.syntax.parse import parse
from promptwell.language.syntax.templates.jinja.dialects import STANDARD_GLOBALS

if TYPE_CHECKING:
    from promptwell.language.semantics.model import SemanticModel
    from promptwell.language.text.source import Span

DEFAULT_BODY = "system:\nYou are a helpful assistant.\n\nuser:\n{{ question }}\n"
_ORDER = ("version", "owner", "authors", "tags", "status", "category")


def new_prompt(
    name: str,
    *,
    description: str = "",
    metadata: Mapping[str, Any] | None = None,
    body: str = DEFAULT_BODY,
    inputs: Sequence[Mapping[str, Any]] | None = None,
    model: Mapping[str, Any] | None = None,
) -> str:
    """A `.prompty` file of version 2, which loads in Prompty.

    Args:
        name: the prompt's name.
        description: what it is for.
        metadata: tags, status, category, owner and fields, already found valid; None as a value is nothing.
        body: the prompt, with its role lines.
        inputs: as Prompty writes them in a list, `{"name": ..., "kind": ...}`; without them those that the
            body uses, as texts.
        model: the model, as Prompty writes it.
    """
    given = {key: value for key, value in (metadata or {}).items() if value not in (None, (), [])}
    known = [key for key in _ORDER if key in given]
    ordered = {key: _listed(given[key]) for key in [*known, *(k for k in given if k not in known)]}
    if inputs is None:
        inputs = _inputs_of(body)
    draft = Draft(
        name,
        description=description,
        metadata=ordered,
        inputs=tuple(inputs),
        model=model or {},
    )
    # Prompty loads no file that ends with its front matter.
    return front_matter_text(draft) + (body if body.endswith("\n") else f"{body}\n")


def _inputs_of(body: str) -> list[dict[str, Any]]:
    """What the body uses, each with the type that its use tells, and required where it is written in any case."""
    model = analyze(parse(f"---\n---\n{body}\n", "a.prompty"))
    names = dict.fromkeys(use.name for use in model.free_uses)
    asked = asked_about(model)
    return [
        {
            "name": name,
            **_kind(model.type_of_input(name)),
            **({"required": True} if _is_needed(model, name, asked.get(name, ())) else {}),
        }
        for name in names
        if name not in STANDARD_GLOBALS
    ]


def _is_needed(model: SemanticModel, name: str, asked: Iterable[Span]) -> bool:
    uses = list(model.uses_of(name))
    blocks = list(asked)
    return not any(use.guarded for use in uses) and any(
        use.output and not any(block.covers(use.span) for block in blocks) for use in uses
    )


def _kind(type_: Type) -> dict[str, Any]:
    kind = "string" if type_.kind in ("any", "null") else type_.kind
    # Prompty loads no array without its items.
    return {"kind": kind, "items": _kind(type_.item or ANY)} if kind == "array" else {"kind": kind}


def _listed(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
