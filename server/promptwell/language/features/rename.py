"""Renaming an input, a local name or a macro in every place that means it, in all files."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from promptwell.language.features.data_keys import data_keys
from promptwell.language.features.location import FileEdits, Location, replacing
from promptwell.language.features.references import defining_variable
from promptwell.language.features.symbol import symbol_at
from promptwell.language.features.variables import Places, Variable, places_of, same_variable
from promptwell.language.semantics.model import Reference, SemanticModel
from promptwell.language.semantics.paths import relative_to
from promptwell.language.semantics.project import Project
from promptwell.language.syntax.templates.jinja.dialects import SPECIAL_NAMES, dialect
from promptwell.language.text.source import Span

_RESERVED = frozenset(
    {"and", "or", "not", "if", "else", "elif", "in", "is", "for", "recursive"}
    | {"true", "false", "none", "True", "False", "None"}
)
# What YAML reads as something else than a text.
_YAML_WORDS = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})


class Renaming(NamedTuple):
    """The edits by file, or why there are none."""

    edits: FileEdits
    refusal: str = ""


class Renamable(NamedTuple):
    """What would be renamed: its place under the cursor and its name; or why it can't be."""

    span: Span
    name: str
    refusal: str = ""


_KINDS = {
    "special": "this name is Jinja's own",
    "filter": "a filter is named by the application, not by the prompt",
    "test": "a test is named by the application, not by the prompt",
    "function": "this name is given by the template language or the application",
    "tag": "a tag can't be renamed",
    "attribute": "an attribute is named by the data that the prompt is given",
    "reference": "to rename a file, rename it where files are listed",
    "key": "this key is the format's own",
    "role": "a role is the format's own",
    "block": "a block is named by the template that is extended",
}


def prepare_rename(project: Project, model: SemanticModel, offset: int) -> Renamable:
    """What a rename at an offset would change, before a new name is asked for."""
    symbol = symbol_at(model, offset)
    if symbol is None:
        return Renamable(Span(offset, offset), "", "there is no name to rename here")
    if defining_variable(project, model, symbol) is None:
        reason = _KINDS.get(symbol.kind, "this is not a name that can be changed")
        return Renamable(symbol.span, symbol.name, reason)
    return Renamable(symbol.span, symbol.name)


def rename(project: Project, model: SemanticModel, offset: int, new_name: str) -> Renaming:
    """Give what stands at an offset another name, everywhere.

    An input is renamed in front matter, body, bindings of tools, samples, data files, and the
    partials that the prompt brings in; where another prompt shares such a partial, there as well.
    Refused, with the reason, where the result would mean something else than before.
    """
    found = prepare_rename(project, model, offset)
    if found.refusal:
        return Renaming({}, found.refusal)
    symbol = symbol_at(model, offset)
    variable = defining_variable(project, model, symbol) if symbol else None
    if symbol is None or variable is None:
        return Renaming({}, "there is no name to rename here")
    if new_name == variable.name:
        return Renaming({})
    refusal = _unfit(model, variable, new_name)
    if refusal:
        return Renaming({}, refusal)
    places = places_of(project, variable, shared=True)
    refusal = _handed_elsewhere(places, variable) or _collides(project, variable, places, new_name)
    if refusal:
        return Renaming({}, refusal)
    in_data, refusal = _in_data(project, variable, places)
    if refusal:
        return Renaming({}, refusal)
    return Renaming(replacing([*places.all(), *in_data], new_name))


def _unfit(model: SemanticModel, variable: Variable, new_name: str) -> str:
    if not new_name.isidentifier():
        return f"`{new_name}` is not a name: use letters, digits and `_`, and no digit first"
    if new_name in _RESERVED:
        return f"`{new_name}` is a word of the template language"
    if new_name in SPECIAL_NAMES or new_name in dialect(model.document.dialect).globals:
        return f"`{new_name}` means something of the template language's own"
    if variable.local is None and new_name.lower() in _YAML_WORDS:
        return f"YAML does not read `{new_name}` as a text; choose another name"
    return ""


def _handed_elsewhere(places: Places, variable: Variable) -> str:
    for path, local in places.elsewhere.items():
        return (
            f"`{_short(path, variable.path)}` hands a name of its own, `{local.name}`, to a "
            "partial that uses this one; rename it there first"
        )
    return ""


def _collides(project: Project, variable: Variable, places: Places, new_name: str) -> str:
    """Why the new name is taken in one of the files, or "" where it is free."""
    touched: dict[str, list[Span]] = {}
    for path, span in (*places.declared, *places.used):
        touched.setdefault(path, []).append(span)
    for path in places.files:
        model = project.model(path)
        if model is None:
            continue
        where = _short(path, variable.path)
        if variable.local is None or path != variable.path:
            taken = new_name in model.declared or any(True for _ in model.uses_of(new_name))
            if taken:
                return f"`{new_name}` is already an input of `{where}`"
            for span in touched.get(path, ()):
                if new_name in model.visible_locals(span.start):
                    return f"`{new_name}` is a local name in `{where}` where the input is used"
        else:
            refusal = _captured(model, variable, touched.get(path, []), new_name)
            if refusal:
                return refusal
    return ""


def _captured(model: SemanticModel, variable: Variable, spans: list[Span], new_name: str) -> str:
    local = variable.local
    assert local is not None
    for use in model.uses:
        if use.name != new_name or not local.scope.contains(use.span.start):
            continue
        if use.target is None:
            return f"`{new_name}` is an input that is used where this name would hide it"
        if use.target.scope.covers(local.scope) or same_variable(use.target, local):
            return f"`{new_name}` is a local name that is used where this name would hide it"
    for span in spans:
        if new_name in model.visible_locals(span.start):
            return f"`{new_name}` is already a local name here"
    for other in model.locals:
        if other.name == new_name and other.scope.end == local.scope.end:
            return f"`{new_name}` is already a local name here"
    return ""


def _in_data(project: Project, variable: Variable, places: Places) -> tuple[list[Location], str]:
    """Where data files name the input, and why they can't be followed."""
    found: list[Location] = []
    if variable.local is not None:
        return found, ""
    for path in places.files:
        model = project.model(path)
        for reference in model.references if model else ():
            if reference.kind not in ("sample", "dataset") or reference.dynamic:
                continue
            target = project.resolve(path, reference)
            text = project.files.read(target) if target else None
            if target is None or text is None:
                continue
            keys = data_keys(text, target, variable.name)
            where = _short(target, variable.path)
            if not keys.readable:
                return (
                    [],
                    f"`{where}` can't be read as data, so its samples would keep the old name",
                )
            other = (
                _other_user(project, target, places.files, variable.name) if keys.spans else None
            )
            if other:
                shown = _short(other, variable.path)
                return (
                    [],
                    f"`{where}` also gives `{variable.name}` to `{shown}`; rename it there first",
                )
            found += [Location(target, span) for span in keys.spans]
    return found, ""


def _other_user(project: Project, data: str, files: Iterable[str], name: str) -> str | None:
    """Another prompt that takes the same input from the same data file."""
    last = data.rpartition("/")[2]
    for path in project.paths:
        if path in files:
            continue
        text = project.files.read(path)
        model = project.model(path) if text and last in text else None
        if model is None or not (name in model.declared or any(True for _ in model.uses_of(name))):
            continue
        if any(_means(project, path, reference, data) for reference in model.references):
            return path
    return None


def _means(project: Project, path: str, reference: Reference, data: str) -> bool:
    return reference.kind in ("sample", "dataset") and project.resolve(path, reference) == data


def _short(path: str, beside: str) -> str:
    return relative_to(path, beside.rpartition("/")[0] or "/")
