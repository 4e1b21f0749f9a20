"""A prompt of Semantic Kernel, in YAML or as `skprompt.txt` with its `config.json`, as a managed one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from promptwell.language.syntax.conversion.draft import Draft, Refusal, options_of, typed
from promptwell.language.syntax.conversion.embedded import Turns, made, split_text, turns_of
from promptwell.language.syntax.conversion.kernel_handlebars import computed_roles, kernel_turns
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.json_text import read_json
from promptwell.language.syntax.templates.styles import Style

_KERNEL = Style("semantic-kernel")
_KNOWN = frozenset(
    {"name", "description", "template", "template_format", "input_variables", "output_variable"}
    | {"execution_settings", "allow_dangerously_set_content", "schema", "type"}
)


def draft_of_kernel_yaml(prompt: PromptDocument, name: str) -> Draft:
    """A prompt in YAML."""
    data = prompt.header.plain()
    written = str(data.get("template_format") or "semantic-kernel").lower()
    spelled = _spelled(data)
    if written == "handlebars":
        turns = kernel_turns(prompt.decoded[0], spelled)
    elif written == "liquid":
        turns = Turns((), "jinja2", (Refusal("a Liquid template", "template_format"),))
    else:
        turns = turns_of(prompt, {} if written == "jinja2" else spelled)
        turns = _with_computed(turns, prompt.decoded[0])
    return _draft(data, name, turns)


def draft_of_kernel_text(text: str, config: str, name: str) -> Draft:
    """A `skprompt.txt`, with the text of the `config.json` beside it ("" for none)."""
    root = read_json(config).root if config else None
    data = root.plain() if root is not None and root.kind == "mapping" else {}
    written = str(data.get("template_format") or "semantic-kernel").lower()
    text, spelled = text.removeprefix("\ufeff"), _spelled(data)
    if written == "handlebars":
        return _draft(data, name, kernel_turns(text, spelled))
    if written == "jinja2":
        jinja = Style("jinja2")
        turns = made(split_text(text, jinja), jinja)
    else:
        turns = made(split_text(text, _KERNEL), _KERNEL, spelled)
    return _draft(data, name, _with_computed(turns, text))


def _with_computed(turns: Turns, text: str) -> Turns:
    return turns._replace(refusals=(*turns.refusals, *computed_roles(text)))


def _draft(data: Mapping[str, Any], name: str, turns: Turns) -> Draft:
    lost: list[str] = []
    declared = [_input(each) for each in _listed(data)]
    model = _model(data, lost)
    if data.get("output_variable"):
        lost.append("`output_variable`: what the answer is")
    lost += [f"`{key}`" for key in data if key not in _KNOWN | {"input", "completion"}]
    return Draft(
        name,
        turns.turns,
        tuple(declared),
        tuple(lost),
        turns.refusals,
        str(data.get("description") or ""),
        model,
        engine=turns.engine,
        title=str(data.get("name") or ""),
    )


def _listed(data: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    listed = data.get("input_variables")
    older = data.get("input")
    if listed is None and isinstance(older, dict):
        listed = older.get("parameters")
    return [each for each in listed or () if isinstance(each, dict) and "name" in each]


def _spelled(data: Mapping[str, Any]) -> dict[str, str]:
    """The declared names by their small letters: the kernel tells no capitals apart."""
    return {str(each["name"]).lower(): str(each["name"]) for each in _listed(data)}


def _input(written: Mapping[str, Any]) -> Mapping[str, Any]:
    default = written.get("default", written.get("defaultValue"))
    found = typed(str(written["name"]), default) if default not in (None, "") else {}
    found = found or {"name": str(written["name"]), "kind": "string"}
    if written.get("description"):
        found["description"] = str(written["description"])
    if default not in (None, ""):
        found["default"] = default
    elif written.get("is_required") is True:
        found["required"] = True
    return found


def _model(data: Mapping[str, Any], lost: list[str]) -> Mapping[str, Any]:
    settings = data.get("execution_settings")
    older = data.get("completion")
    if isinstance(older, dict):
        settings = {"default": older}
    if not isinstance(settings, dict) or not settings:
        return {}
    service = "default" if "default" in settings else next(iter(settings))
    chosen = settings[service]
    lost += [f"`execution_settings.{each}`" for each in settings if each != service]
    if not isinstance(chosen, dict):
        return {}
    written = {key: value for key, value in chosen.items() if key not in ("model_id", "service_id")}
    options, _ = options_of(written)
    model: dict[str, Any] = {"id": chosen["model_id"]} if chosen.get("model_id") else {}
    return model | ({"options": options} if options else {})
