"""Sentences about the parts of a prompt, in Markdown, for hover and completion."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from promptwell.language.features.available import Available, declaration_of
from promptwell.language.features.example_values import example_of, input_examples
from promptwell.language.features.imports import signature_of
from promptwell.language.features.location import Location
from promptwell.language.features.markdown import block, code, plain, value
from promptwell.language.features.variables import Places, Variable, places_of
from promptwell.language.semantics.model import ABSENT, Declaration, Local, Reference, SemanticModel
from promptwell.language.semantics.models.table import ModelInfo
from promptwell.language.semantics.paths import relative_to
from promptwell.language.semantics.project import Project
from promptwell.language.semantics.types import ANY, Type
from promptwell.language.syntax.formats.base import KeySchema, schema_at

_MOST_FIELDS = 12
_MOST_PLACES = 6
_MOST_EXAMPLES = 3
_SHOWN_LINES = 8

_ORIGINS = {
    "inputs": "declared",
    "sample": "given by the sample",
    "sample-file": "given by the sample file",
    "dataset": "given by a test or dataset",
}
_LOCALS = {
    "loop": "loop variable",
    "set": "set in the template",
    "macro": "macro",
    "parameter": "parameter of a macro",
    "import": "imported",
    "with": "set by `with`",
    "call": "parameter of a `call` block",
    "block": "block",
}


def describe_input(project: Project, model: SemanticModel, name: str) -> str:
    """An input: its type, whether it must be given, its values, and where it is declared and used."""
    found = declaration_of(project, model, name)
    kind = found.type if found else model.type_of_input(name)
    lines = [f"{code(name)} — input{_of_type(kind)}"]
    declaration = found.declaration if found else None
    if declaration is not None:
        lines += _facts(declaration)
    elif name in model.declared:
        lines += _facts(model.declared[name])
    lines += _fields(kind)
    lines += _examples(project, model, name, declaration or model.declared.get(name))
    places = places_of(project, Variable(model.document.path, name))
    lines += _handed(project, model, places)
    lines += _declared(project, model, name, list(places.files))
    lines.append(_used(model, places.used))
    if not places.elsewhere and not any(
        name in (each.declared if each else {}) for each in map(project.model, places.files)
    ):
        lines.insert(1, "Declared nowhere.")
    return "\n\n".join(line for line in lines if line)


def describe_local(
    project: Project, model: SemanticModel, local: Local, seen_from: SemanticModel | None = None
) -> str:
    """A name of the template's own: what kind of name, its type, and where its value comes from."""
    source = model.document.source
    here = seen_from or model
    written = signature_of(model, local) if local.kind == "macro" else local.name
    lines = [f"{code(written)} — {_LOCALS[local.kind]}{_of_type(local.type)}"]
    if local.value is not None:
        span = local.island.absolute(local.value.span)
        words = "each of" if local.kind == "loop" else "="
        lines.append(f"{words} {code(source.slice(span))}")
    lines += _fields(local.type)
    known = example_of(project, model, local.name, local.span.end)
    if known is not ABSENT and (local.value is None or local.value.kind != "constant"):
        lines.append(f"For example {value(known)}.")
    where = place_seen(here, Location(model.document.path, local.span), model)
    lines.append(f"Defined in {where}.")
    places = places_of(project, Variable(model.document.path, local.name, local))
    lines.append(_used(here, places.used))
    return "\n\n".join(line for line in lines if line)


def describe_available(name: Available) -> str:
    """A name in a list of completions, in a few lines."""
    if name.declaration is None:
        return block(name.signature) if name.signature else "\n\n".join(_fields(name.type))
    return "\n\n".join(line for line in [*_facts(name.declaration), *_fields(name.type)] if line)


def describe_type(name: str, kind: Type, example: Any = ABSENT) -> str:
    """An attribute: what is known of its type, and a value it may have."""
    known = f" — {kind}" if kind != ANY else " — of a type that nothing tells"
    shown = [] if example is ABSENT else [f"For example {value(example)}."]
    return "\n\n".join([f"{code(name)}{known}", *_fields(kind), *shown])


def describe_builtin(kind: str, signature: str, text: str) -> str:
    """A name that Jinja provides."""
    return f"{code(signature)} — {kind}\n\n{text}"


def describe_file(project: Project, model: SemanticModel, reference: Reference) -> str:
    """A reference to a file: where it leads and how that file begins."""
    if reference.kind == "env":
        # Never its value: a hover may be seen by others.
        return f"{code(reference.target)} — environment variable, read when the prompt is run"
    folder = model.document.path.rpartition("/")[0] or "/"
    target = project.resolve(model.document.path, reference)
    if target is None:
        tried = project.candidates(model.document.path, reference)[:_MOST_PLACES]
        shown = ", ".join(code(relative_to(each, folder)) for each in tried)
        return f"{code(reference.target)} — no such file. Looked for: {shown or 'nothing'}"
    head = f"{code(relative_to(target, folder))} — {reference.kind}"
    if reference.kind in ("sample", "dataset", "file"):
        return head
    return f"{head}\n\n{first_lines(project, target)}"


def first_lines(project: Project, path: str) -> str:
    """How a file begins, as a block of code."""
    text = (project.files.read(path) or "").strip()
    first = "\n".join(text.split("\n")[:_SHOWN_LINES])
    more = "\n…" if text.count("\n") >= _SHOWN_LINES else ""
    return block(first + more) if first else "The file is empty."


def describe_model(info: ModelInfo) -> str:
    """A model: its limits, prices and last day, and where these facts come from."""
    lines = [f"{code(info.name)} — {info.kind} model of {plain(info.provider)}"]
    facts = []
    if info.context_window:
        facts.append(f"context window {info.context_window:,} tokens")
    if info.max_output:
        facts.append(f"answers up to {info.max_output:,} tokens")
    price = price_of(info)
    if price:
        facts.append(f"{price} per million tokens")
    if info.retirement_date is not None:
        facts.append(f"retires on {info.retirement_date.isoformat()}")
    elif not info.listed:
        facts.append("no longer offered")
    lines.append("\n".join(f"- {fact}" for fact in facts))
    lines.append(f"From {plain(info.source)}, {info.as_of.isoformat()}.")
    return "\n\n".join(line for line in lines if line)


def price_of(info: ModelInfo) -> str:
    """What a million tokens cost, in and out: `$2.50 in, $10 out`; "" where nobody says."""
    if info.input_price is None or info.output_price is None:
        return ""
    return f"{_dollars(info.input_price)} in, {_dollars(info.output_price)} out"


def describe_key(model: SemanticModel, path: Sequence[str | int]) -> str:
    """A key of the front matter, as its format documents it."""
    schema = schema_at(model.document, tuple(path))
    return describe_schema(schema, str(path[-1])) if schema is not None else ""


def describe_schema(schema: KeySchema, name: str) -> str:
    """What a key means and takes."""
    if not schema.name and not schema.doc:
        return ""
    types = " or ".join(schema.types)
    lines = [f"{code(name)} — {types}{', required' if schema.required else ''}", schema.doc]
    if schema.deprecated:
        lines.append(f"Deprecated: {plain(schema.deprecated)}")
    if schema.values:
        words = "For example" if schema.suggested else "One of"
        lines.append(f"{words} {', '.join(code(each) for each in schema.values)}.")
    if schema.default:
        lines.append(f"Default: {code(schema.default)}")
    return "\n\n".join(line for line in lines if line)


def describe_value(model: SemanticModel, path: Sequence[str | int], written: str) -> str:
    """A value that its key's schema lists."""
    schema = schema_at(model.document, tuple(path))
    if schema is None or written not in schema.values:
        return ""
    return describe_schema(schema, str(path[-1]))


def place_seen(model: SemanticModel, location: Location, other: SemanticModel) -> str:
    """A place in words, as seen from a file: `line 3`, or with the other file's path before it."""
    line = other.document.source.line_number(location.span.start) + 1
    if location.path == model.document.path:
        return f"line {line}"
    folder = model.document.path.rpartition("/")[0] or "/"
    return f"{code(relative_to(location.path, folder))} line {line}"


def _of_type(kind: Type) -> str:
    return f", {kind}" if kind != ANY else ""


def _facts(declaration: Declaration) -> list[str]:
    facts = []
    if declaration.origin == "inputs":
        facts.append("required" if declaration.required else "optional")
    if declaration.has_default:
        facts.append(f"default {value(declaration.default)}")
    if declaration.has_example:
        facts.append(f"example {value(declaration.example)}")
    if declaration.trust:
        facts.append(declaration.trust)
    return [plain(declaration.description), ", ".join(facts)]


def _examples(
    project: Project, model: SemanticModel, name: str, shown: Declaration | None
) -> list[str]:
    """Values of the input besides those that its declaration shows."""
    known = [] if shown is None else [shown.example, shown.default]
    more = [each for each in input_examples(project, model, name) if each not in known]
    if not more:
        return []
    return [f"For example {_list([value(each) for each in more[:_MOST_EXAMPLES]], 'or')}."]


def _handed(project: Project, model: SemanticModel, places: Places) -> list[str]:
    """Names of other files' own that stand in for the input where they bring this file in."""
    where = []
    for path, local in places.elsewhere.items():
        user = project.model(path)
        if user is not None and path != model.document.path:
            place = place_seen(model, Location(path, local.span), user)
            where.append(f"{place} ({_LOCALS[local.kind]})")
    return [f"Handed in by {_list(where)}."] if where else []


def _fields(kind: Type) -> list[str]:
    inner = kind.item if kind.kind == "array" and kind.item else kind
    if not inner.fields:
        return []
    shown = [
        f"{code(name)}{f' {each}' if each != ANY else ''}"
        for name, each in list(inner.fields.items())[:_MOST_FIELDS]
    ]
    more = ", …" if len(inner.fields) > _MOST_FIELDS else ""
    words = "Attributes of each" if inner is not kind else "Attributes"
    return [f"{words}: {', '.join(shown)}{more}"]


def _declared(project: Project, model: SemanticModel, name: str, files: Iterable[str]) -> list[str]:
    """Where the input is declared, and where it is given values."""
    by_origin: dict[str, list[str]] = {}
    for path in files:
        other = project.model(path)
        for declaration in other.declarations if other else ():
            if declaration.name == name and other is not None:
                where = place_seen(model, Location(path, declaration.name_span), other)
                words = _ORIGINS[declaration.origin]
                by_origin.setdefault(words, []).append(where)
    return [
        f"{words.capitalize()} in {_list(dict.fromkeys(places))}."
        for words, places in by_origin.items()
    ]


def _used(model: SemanticModel, used: Sequence[Location]) -> str:
    if not used:
        return "Used nowhere."
    here = model.document.path
    own = [location for location in used if location.path == here]
    lines = sorted({model.document.source.line_number(each.span.start) + 1 for each in own})
    parts = []
    if lines:
        shown = ", ".join(str(line) for line in lines[:_MOST_PLACES])
        more = ", …" if len(lines) > _MOST_PLACES else ""
        parts.append(f"line{'s' if len(lines) > 1 else ''} {shown}{more}")
    others: dict[str, int] = {}
    for location in used:
        if location.path != here:
            others[location.path] = others.get(location.path, 0) + 1
    folder = here.rpartition("/")[0] or "/"
    parts += [
        f"{code(relative_to(path, folder))}{f' ({count} times)' if count > 1 else ''}"
        for path, count in list(others.items())[:_MOST_PLACES]
    ]
    if len(others) > _MOST_PLACES:
        parts.append(f"{len(others) - _MOST_PLACES} more files")
    return f"Used in {_list(parts)}."


def _list(parts: Iterable[str], last: str = "and") -> str:
    words = list(parts)
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}"


def _dollars(amount: float) -> str:
    """A price with cents where there are any, and more digits where a cent is too much."""
    if amount >= 0.1 or amount == 0:
        return f"${amount:,.2f}".removesuffix(".00")
    return f"${amount:.4f}".rstrip("0")
