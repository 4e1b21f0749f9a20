"""Where a name comes from."""

from __future__ import annotations

from collections.abc import Iterator

from promptwell.language.features.agent_places import named_file
from promptwell.language.features.attribute_source import attribute_source
from promptwell.language.features.attribute_uses import attribute_places
from promptwell.language.features.data_keys import data_keys
from promptwell.language.features.imports import imported_by
from promptwell.language.features.location import Location
from promptwell.language.features.macro_arguments import parameter_of
from promptwell.language.features.symbol import Symbol, symbol_at
from promptwell.language.features.tested_variables import in_tests, tested_definition
from promptwell.language.features.variables import Variable, places_of, same_variable
from promptwell.language.semantics.dotprompt import field_at, is_prompt_file
from promptwell.language.semantics.local_values import origin_of
from promptwell.language.semantics.model import SemanticModel
from promptwell.language.semantics.project import Project
from promptwell.language.text.source import Span

_START = Span(0, 0)


def definition(project: Project, model: SemanticModel, offset: int) -> list[Location]:
    """The places that define what an offset touches; the place itself where it is a definition.

    A use leads to its input's declaration or to the local name, an imported macro to its `macro`
    tag, a path to the file, a block to the block of the same name in the parent, an attribute to
    the property or the sample's key that the front matter has for it.
    """
    tested = tested_definition(project, model, offset)
    if tested is not None:
        return tested
    symbol = symbol_at(model, offset)
    if symbol is None:
        return []
    path = model.document.path
    if symbol.kind == "input":
        return _of_input(project, model, symbol)
    if symbol.kind == "local" and symbol.local is not None:
        return _of_local(project, model, symbol)
    if symbol.kind == "macro" and symbol.local is not None:
        found = imported_by(project, model, symbol.local, symbol.name)
        if found is None:
            return []
        return [Location(found.path, found.macro.span if found.macro else _START)]
    if symbol.kind == "reference" and symbol.reference is not None:
        target = project.resolve(path, symbol.reference) or named_file(
            project, model, symbol.reference
        )
        return [Location(target, _START)] if target else []
    if symbol.kind == "argument" and symbol.call is not None:
        parameter = parameter_of(project, model, symbol.call, symbol.name)
        return [Location(parameter[0], parameter[1].span)] if parameter else []
    if symbol.kind == "attribute":
        return _of_attribute(project, model, symbol)
    if symbol.kind == "block":
        return parent_blocks(project, model, symbol.name) or [Location(path, symbol.span)]
    return []


def parent_blocks(project: Project, model: SemanticModel, name: str) -> list[Location]:
    """The block of a name in the nearest template that a file extends and that has one."""
    seen = {model.document.path}
    current: SemanticModel | None = model
    while current is not None:
        here = current
        current = None
        for reference in here.references:
            if reference.kind != "extends" or reference.dynamic:
                continue
            path = project.resolve(here.document.path, reference)
            parent = project.model(path) if path and path not in seen else None
            if path is None or parent is None:
                continue
            seen.add(path)
            for island in parent.document.template.islands:
                if island.parsed.tag == "block" and island.parsed.name == name:
                    return [Location(path, island.absolute(island.parsed.name_span))]
            current = parent
    return []


def _of_attribute(project: Project, model: SemanticModel, symbol: Symbol) -> list[Location]:
    if is_prompt_file(model.document):
        return list(_field(model, symbol.span))
    source = attribute_source(project, model, symbol.span)
    if source is not None:
        return [source.location]
    # A partial's name may stand for a local one of the file that brings it in.
    return attribute_places(project, model, symbol).declared[:1]


def _field(model: SemanticModel, span: Span) -> Iterator[Location]:
    """Where the schema of a `.prompt` file has the field that is read at a place."""
    for use in model.uses:
        if span in use.path_spans:
            path = origin_of(model, use, use.path_spans.index(span) + 1)
            found = field_at(model.document, path) if path else None
            if found is not None:
                yield Location(model.document.path, found.name_span)
                return


def _of_input(project: Project, model: SemanticModel, symbol: Symbol) -> list[Location]:
    path = model.document.path
    places = places_of(project, Variable(path, symbol.name))
    declared = places.declared or _in_data(project, list(places.files), symbol.name)
    handed = [
        Location(user, local.span) for user, local in places.elsewhere.items() if user != path
    ]
    # Without a declaration, what gives the variable a value is the next best to look at.
    given = [] if declared or handed else in_tests(project, places.files, symbol.name)
    return [*_inputs_first(project, declared), *handed, *given]


def _inputs_first(project: Project, declared: list[Location]) -> list[Location]:
    """The declarations proper where there are any; samples and tests only try the prompt out."""
    proper = []
    for path, span in declared:
        model = project.model(path)
        if model is not None and any(
            each.name_span == span and each.origin == "inputs" for each in model.declarations
        ):
            proper.append(Location(path, span))
    return proper or declared


def _in_data(project: Project, paths: list[str], name: str) -> list[Location]:
    """Where a sample file or dataset gives the input, if nothing else declares it."""
    found = []
    for path in paths:
        model = project.model(path)
        for reference in model.references if model else ():
            if reference.kind in ("sample", "dataset"):
                target = project.resolve(path, reference)
                text = project.files.read(target) if target else None
                if target and text is not None:
                    spans = data_keys(text, target, name).spans
                    found += [Location(target, span) for span in spans[:1]]
    return found


def _of_local(project: Project, model: SemanticModel, symbol: Symbol) -> list[Location]:
    local = symbol.local
    assert local is not None
    if local.kind == "import":
        found = imported_by(project, model, local)
        if found is not None:
            return [Location(found.path, found.macro.span if found.macro else _START)]
    same = [each for each in model.locals if same_variable(each, local)]
    return [Location(model.document.path, same[0].span if same else local.span)]
