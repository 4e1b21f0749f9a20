"""The values with which a prompt is rendered: what the caller gives, then what the file itself says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from promptwell.errors import LoadError
from promptwell.language.semantics.data_files import rows_of
from promptwell.language.semantics.declarations import declarations, front_matter_references
from promptwell.language.semantics.dotprompt import prompt_declarations
from promptwell.language.semantics.model import Declaration
from promptwell.language.semantics.project import Project
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.load import declared_inputs, front_matter_data


class InputValues(NamedTuple):
    """Values by input, the kinds of the declared inputs, and what could not be read."""

    values: dict[str, Any]
    kinds: dict[str, str]
    warnings: tuple[str, ...] = ()


def input_values(
    project: Project, document: PromptDocument, given: Mapping[str, Any], *, examples: bool = False
) -> InputValues:
    """The values of a prompt's inputs.

    What is given counts first, then a v1 `sample`, then defaults. With `examples` an input that
    still has no value takes its example, or the first row of a dataset that the prompt names.

    Raises:
        LoadError: a required input has no value, or the front matter is no YAML.
    """
    inputs = _declared(project, document)
    kinds = {each["name"]: _kind(each) for each in inputs if isinstance(each.get("name"), str)}
    found = dict(given)
    warnings: list[str] = []
    if document.dialect == "prompty-v1":
        _fill(found, _sample(project, document, warnings))
    _fill(found, {each.get("name"): each.get("default") for each in inputs})
    if examples:
        _fill(found, {each.get("name"): _example(each) for each in inputs})
        _fill(found, _dataset_row(project, document, warnings))
    for each in inputs:
        name = each.get("name")
        if name not in found and (each.get("required") is True or each.get("is_required") is True):
            raise LoadError(
                f"{document.path}: Missing required input '{name}': give it a value "
                f"(--vars {name}=...), or write a default for it in the front matter",
                reason="input",
                name=str(name),
            )
    return InputValues(found, kinds, tuple(warnings))


def _declared(project: Project, document: PromptDocument) -> list[dict[str, Any]]:
    if document.format == "dotprompt":
        return [_prompt_input(each) for each in prompt_declarations(document)]
    if document.format != "prompty":
        return []
    root = project.files.root(document.path)
    return declared_inputs(document, project.files.read, [root])


def _prompt_input(declaration: Declaration) -> dict[str, Any]:
    """An input of a `.prompt` file. Dotprompt renders without values for those that it requires."""
    given = {"default": declaration.default} if declaration.has_default else {}
    return {"name": declaration.name, "type": declaration.kind_text, **given}


def _fill(found: dict[str, Any], more: Mapping[Any, Any]) -> None:
    for name, value in more.items():
        # A default of null is no default, as Prompty has it.
        if isinstance(name, str) and name not in found and value is not None:
            found[name] = value


def _kind(declared: Mapping[str, Any]) -> str:
    kind = declared.get("kind", declared.get("type", ""))
    return kind if isinstance(kind, str) else ""


def _example(declared: Mapping[str, Any]) -> Any:
    example = declared.get("example")
    return declared.get("sample") if example is None else example


def _sample(project: Project, document: PromptDocument, warnings: list[str]) -> dict[str, Any]:
    written = front_matter_data(document).get("sample")
    if isinstance(written, dict):
        return written
    content = _from_files(project, document, "sample", warnings)
    if isinstance(content, list) and content:
        content = content[0]
    return content if isinstance(content, dict) else {}


def _dataset_row(project: Project, document: PromptDocument, warnings: list[str]) -> dict[str, Any]:
    rows = rows_of(_from_files(project, document, "dataset", warnings))
    found: dict[str, Any] = dict(rows[0]) if rows else {}
    for each in declarations(document, {}):
        if each.origin == "dataset" and each.has_example:
            found.setdefault(each.name, each.example)
    return found


def _from_files(project: Project, document: PromptDocument, kind: str, warnings: list[str]) -> Any:
    """The data of the first file of a kind that the front matter names and that can be read."""
    for reference in front_matter_references(document):
        if reference.kind == kind:
            content = project.data(document.path, reference)
            if content is not None:
                return content
            warnings.append(
                f"the {kind} file '{reference.target}' can't be read; its values are missing"
            )
    return None
