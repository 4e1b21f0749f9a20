"""Renaming an input, a local name, a macro, a block, an agent file or another file, wherever it is meant."""

from __future__ import annotations

from types import MappingProxyType
from typing import NamedTuple

from promptwell.language.features.agent_places import file_of_name
from promptwell.language.features.agent_rename import moves_with_name, rename_file_name
from promptwell.language.features.block_family import block_family, has_block
from promptwell.language.features.data_keys import data_keys
from promptwell.language.features.file_rename import file_rename, move_of, unmovable
from promptwell.language.features.location import FileEdits, Location, replacing
from promptwell.language.features.references import defining_variable
from promptwell.language.features.symbol import symbol_at
from promptwell.language.features.tested_variables import (
    in_prompts,
    in_tests,
    supplied_in,
    used_in,
    variable_at,
)
from promptwell.language.features.variables import Places, Variable, places_of, same_variable
from promptwell.language.semantics.handlebars.vocabulary import vocabulary_of
from promptwell.language.semantics.model import SemanticModel
from promptwell.language.semantics.paths import relative_to
from promptwell.language.semantics.project import Project
from promptwell.language.semantics.summary import DATA, NO_FILE
from promptwell.language.syntax.templates.jinja.dialects import SPECIAL_NAMES, dialect
from promptwell.language.text.source import Span

_RESERVED = frozenset(
    {"and", "or", "not", "if", "else", "elif", "in", "is", "for", "recursive"}
    | {"true", "false", "none", "True", "False", "None"}
)
# What YAML reads as something else than a text.
_YAML_WORDS = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})


class Renaming(NamedTuple):
    """The edits by file, or why there are none.

    `offered` are further edits that a person should look at first: datasets have the name as a
    column or key, but other programs may read them as well. `moved` is the file that gets another
    name, and that name.
    """

    edits: FileEdits
    refusal: str = ""
    offered: FileEdits = MappingProxyType({})
    moved: tuple[str, str] | None = None


class Renamable(NamedTuple):
    """What would be renamed: its place under the cursor and its name; or why it can't be.

    `is_file` says that the name is that of a file, which is to be moved.
    """

    span: Span
    name: str
    refusal: str = ""
    is_file: bool = False


_KINDS = {
    "special": "this name is Jinja's own",
    "filter": "a filter is named by the application, not by the prompt",
    "test": "a test is named by the application, not by the prompt",
    "function": "this name is given by the template language or the application",
    "tag": "a tag can't be renamed",
    "attribute": "an attribute is named by the data that the prompt is given",
    "argument": "an argument of a filter, a test or a function is named by the one who wrote that",
    "key": "this key is the format's own",
    "role": "a role is the format's own",
}


def prepare_rename(project: Project, model: SemanticModel, offset: int) -> Renamable:
    """What a rename at an offset would change, before a new name is asked for."""
    tested = variable_at(project, model, offset)
    if tested is not None:
        return Renamable(tested.span, tested.name)
    symbol = symbol_at(model, offset)
    if symbol is None:
        return Renamable(Span(offset, offset), "", "there is no name to rename here")
    named = file_of_name(project, model, symbol)
    if named is not None:
        return Renamable(symbol.span, named[1], is_file=moves_with_name(project, *named))
    if symbol.reference is not None and symbol.reference.kind in NO_FILE:
        return Renamable(symbol.span, symbol.name, _no_file(symbol.reference.kind))
    if symbol.kind == "reference" and symbol.reference is not None:
        refusal = unmovable(project, model.document.path, symbol.reference)
        return Renamable(symbol.span, symbol.name, refusal, is_file=True)
    if symbol.kind == "local" and symbol.name == "this":
        return Renamable(symbol.span, symbol.name, "`this` is a word of the template language")
    if symbol.kind == "block" or defining_variable(project, model, symbol) is not None:
        return Renamable(symbol.span, symbol.name)
    reason = _KINDS.get(symbol.kind, "this is not a name that can be changed")
    return Renamable(symbol.span, symbol.name, reason)


def _no_file(kind: str) -> str:
    if kind == "env":
        return "this names an environment variable, not a file"
    if kind == "tool":
        return "a tool is named by those who make it"
    return f"there is no {kind} of this name in the workspace"


def rename(project: Project, model: SemanticModel, offset: int, new_name: str) -> Renaming:
    """Give what stands at an offset another name, everywhere.

    An input is renamed in front matter, body, bindings of tools, samples, data files, and the
    partials that the prompt brings in; where another prompt shares such a partial, there as well.
    Refused, with the reason, where the result would mean something else than before.
    """
    found = prepare_rename(project, model, offset)
    if found.refusal:
        return Renaming({}, found.refusal)
    if variable_at(project, model, offset) is not None:
        return _rename_tested(project, model, found.name, new_name)
    symbol = symbol_at(model, offset)
    if symbol is None or new_name == found.name:
        return Renaming({})
    named = file_of_name(project, model, symbol)
    if named is not None:
        changed = rename_file_name(project, *named, new_name)
        return Renaming(changed.edits, changed.refusal, moved=changed.moved)
    if symbol.kind == "reference" and symbol.reference is not None:
        move, refusal = move_of(project, model.document.path, symbol.reference, new_name)
        if move is None:
            return Renaming({}, refusal)
        return Renaming(file_rename(project, [move]), moved=move)
    if symbol.kind == "block":
        return _rename_block(project, model, symbol.name, new_name)
    variable = defining_variable(project, model, symbol)
    if variable is None:
        return Renaming({}, "there is no name to rename here")
    return _rename_variable(project, model, variable, new_name)


def _rename_variable(
    project: Project, model: SemanticModel, variable: Variable, new_name: str
) -> Renaming:
    refusal = _unfit(model, variable, new_name)
    if refusal:
        return Renaming({}, refusal)
    places = places_of(project, variable, shared=True)
    refusal = _handed_elsewhere(places, variable) or _collides(project, variable, places, new_name)
    if refusal:
        return Renaming({}, refusal)
    samples, datasets, refusal = _in_data(project, variable, places)
    if refusal:
        return Renaming({}, refusal)
    tests, refusal = _in_tests(project, variable, places, new_name)
    if refusal:
        return Renaming({}, refusal)
    edits = replacing([*places.all(), *samples], new_name)
    return Renaming(edits, offered=replacing([*datasets, *tests], new_name))


def _in_tests(
    project: Project, variable: Variable, places: Places, new_name: str
) -> tuple[list[Location], str]:
    """Where promptfoo's tests of the prompts, and the other prompts they try out, name the input."""
    found: dict[Location, None] = {}
    known = set(places.all())
    for path in places.files if variable.local is None else ():
        for suite in project.suites_of(path):
            where = _short(suite.path, variable.path)
            if new_name in suite.supplied:
                return [], f"`{new_name}` is already a variable of the tests in `{where}`"
            others = in_prompts(project, suite, variable.name)
            refusal = _collides(project, variable, others, new_name)
            if refusal:
                return [], refusal
            found.update(dict.fromkeys(others.all()))
    tests = in_tests(project, places.files, variable.name) if variable.local is None else []
    return [place for place in (*tests, *found) if place not in known], ""


def _rename_tested(project: Project, model: SemanticModel, name: str, new_name: str) -> Renaming:
    """Rename a variable of promptfoo's settings there, in their data, and in the prompts they test."""
    suite = project.suite(model.document.path)
    if suite is None or name == new_name:
        return Renaming({})
    refusal = _no_name(new_name)
    if not refusal and (new_name in suite.supplied or used_in(suite, new_name)):
        refusal = f"`{new_name}` is already a variable of these tests"
    places = in_prompts(project, suite, name)
    refusal = refusal or _collides(project, Variable(suite.path, name), places, new_name)
    if refusal:
        return Renaming({}, refusal)
    here = [*supplied_in(project, suite, name), *used_in(suite, name)]
    return Renaming(replacing([*here, *places.all()], new_name))


def _rename_block(project: Project, model: SemanticModel, name: str, new_name: str) -> Renaming:
    path = model.document.path
    refusal = _no_name(new_name)
    if refusal:
        return Renaming({}, refusal)
    family = block_family(project, path, name)
    if family.unknown:
        where = _short(family.unknown, path)
        return Renaming(
            {}, f"the template that `{where}` extends is not known, and may have it too"
        )
    for each in family.files:
        if has_block(project, each, new_name):
            return Renaming({}, f"`{new_name}` is already a block of `{_short(each, path)}`")
    return Renaming(replacing(family.places, new_name))


def _no_name(new_name: str) -> str:
    if not new_name.isidentifier():
        return f"`{new_name}` is not a name: use letters, digits and `_`, and no digit first"
    if new_name in _RESERVED:
        return f"`{new_name}` is a word of the template language"
    return ""


def _unfit(model: SemanticModel, variable: Variable, new_name: str) -> str:
    refusal = _no_name(new_name)
    if refusal:
        return refusal
    is_handlebars = model.document.engine == "handlebars"
    if is_handlebars and new_name in (*vocabulary_of(model.document).helpers, "this"):
        return f"`{new_name}` means something of the template language's own"
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
        summary = project.summary(path)
        if summary is None or not (summary.takes_data or summary.mentions(new_name)):
            continue
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


def _in_data(
    project: Project, variable: Variable, places: Places
) -> tuple[list[Location], list[Location], str]:
    """Where sample files and datasets name the input, and why they can't be followed."""
    samples: list[Location] = []
    datasets: list[Location] = []
    for path in places.files if variable.local is None else ():
        for reference in project.index.references(path):
            if reference.kind not in DATA or reference.dynamic:
                continue
            target = project.index.target(path, reference)
            text = project.files.read(target) if target else None
            if target is None or text is None:
                continue
            keys = data_keys(text, target, variable.name)
            where = _short(target, variable.path)
            if not keys.readable:
                refusal = f"`{where}` can't be read as data, so its samples would keep the old name"
                return [], [], refusal
            others = [
                each
                for each in project.index.naming(target)
                if keys.spans and each not in places.files and _takes(project, each, variable.name)
            ]
            if others:
                shown = _short(others[0], variable.path)
                refusal = (
                    f"`{where}` also gives `{variable.name}` to `{shown}`; rename it there first"
                )
                return [], [], refusal
            found = samples if reference.kind == "sample" else datasets
            found += [Location(target, span) for span in keys.spans]
    return samples, datasets, ""


def _takes(project: Project, path: str, name: str) -> bool:
    """Whether a prompt has an input of a name."""
    model = project.model(path)
    return model is not None and (name in model.declared or any(True for _ in model.uses_of(name)))


def _short(path: str, beside: str) -> str:
    return relative_to(path, beside.rpartition("/")[0] or "/")
