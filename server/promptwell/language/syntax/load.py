"""A Prompty v2 file as the data its loader makes of it, with references followed and shorthands written out."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from promptwell.errors import LoadError
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.yaml.read import read_yaml

# YAML aliases repeat their anchor's value; a few lines can stand for billions of values.
_MOST_VALUES = 100_000

_KINDS = ((bool, "boolean"), (int, "integer"), (float, "float"), (str, "string"))


def load(
    document: PromptDocument,
    env: Mapping[str, str],
    read: Callable[[str], str | None],
    roots: Sequence[str] = (),
) -> dict[str, Any]:
    """The prompt's definition: name, model, inputs, tools, template, instructions and the rest.

    `${env:NAME}` and `${env:NAME:default}` take their values from `env`, `${file:path}` from the
    files that `read` finds, as JSON, YAML or text by the suffix. A path counts from the prompt's
    folder and may not leave it, nor the folders in `roots`.

    Raises:
        LoadError: the front matter is no YAML, `template` is a text, a variable is not set, or a
            file is missing or lies outside. `reason` tells which.
    """
    data = front_matter_data(document)
    template = data.get("template")
    if isinstance(template, str) and not template.startswith("${"):
        raise LoadError(
            f"{document.path}: Invalid template format '{template}': leave `template` out for Jinja2, "
            "or give it `format` and `parser`",
            reason="template",
        )
    resolved = _Resolver(document.path, env, read, roots).resolve(data)
    body = document.source.slice(document.body)
    return {"kind": "prompt", **_written_out(resolved), "instructions": body.strip("\r\n")}


def front_matter_data(document: PromptDocument) -> dict[str, Any]:
    """The front matter as data, empty where a file has none.

    Raises:
        LoadError: it is no YAML.
    """
    front_matter = document.front_matter
    if front_matter is None:
        return {}
    if not front_matter.strict:
        fault = next(
            (each for each in document.problems if each.rule == "invalid-front-matter"), None
        )
        line = document.source.line_number(fault.span.start) + 1 if fault else 1
        why = fault.message if fault else "it is not YAML"
        raise LoadError(
            f"{document.path}:{line}: invalid frontmatter: {why}", reason="front-matter"
        )
    root = front_matter.root
    if root is None or root.kind != "mapping":
        return {}
    if any(node.kind == "alias" or node.value == "<<" for node in root.walk()):
        return _expanded(document.source.slice(front_matter.content), document.path)
    data = root.plain()
    return data if isinstance(data, dict) else {}


def declared_inputs(
    document: PromptDocument, read: Callable[[str], str | None], roots: Sequence[str] = ()
) -> list[dict[str, Any]]:
    """The inputs that the front matter declares, each with its `name`, shorthands written out.

    `${file:}` in a default is followed, `${env:}` is not: a rendering shows no secrets.

    Raises:
        LoadError: the front matter is no YAML, or a file is missing or lies outside.
    """
    inputs = front_matter_data(document).get("inputs")
    if inputs is None:
        return []
    return _properties(_Resolver(document.path, None, read, roots).resolve(inputs))


def valid_inputs(inputs: Sequence[Mapping[str, Any]], values: Mapping[str, Any]) -> dict[str, Any]:
    """The values with defaults filled in; examples are never used.

    Raises:
        LoadError: a required input has neither a value nor a default.
    """
    found = dict(values)
    for each in inputs:
        name = each.get("name")
        if not isinstance(name, str) or name in found:
            continue
        if each.get("default") is not None:
            found[name] = each["default"]
        elif each.get("required") is True:
            raise LoadError(
                f"Missing required input '{name}': give it a value (--vars {name}=...), "
                "or write a default for it in the front matter",
                reason="input",
                name=name,
            )
    return found


class _Resolver:
    def __init__(
        self,
        path: str,
        env: Mapping[str, str] | None,
        read: Callable[[str], str | None],
        roots: Sequence[str],
    ) -> None:
        self._path = path
        self._folder = posixpath.dirname(path)
        self._env = env
        self._read = read
        self._roots = (self._folder, *roots)

    def resolve(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {key: self._entry(key, inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [self.resolve(each) for each in value]
        return value

    def _entry(self, key: str, value: Any) -> Any:
        if not isinstance(value, str) or not value.startswith("${") or not value.endswith("}"):
            return self.resolve(value)
        protocol, _, rest = value[2:-1].partition(":")
        if protocol.lower() == "env" and self._env is not None:
            return self._variable(key, rest, self._env)
        if protocol.lower() == "file":
            return self._file(key, rest)
        return value

    def _variable(self, key: str, rest: str, env: Mapping[str, str]) -> str:
        name, _, default = rest.partition(":")
        value = env.get(name)
        if value is None and not default:
            raise LoadError(
                f"{self._path}: Environment variable '{name}' not set (for `{key}`): set it, or "
                f"write a default: ${{env:{name}:default}}",
                reason="env",
                name=name,
            )
        return default if value is None else value

    def _file(self, key: str, reference: str) -> Any:
        target = posixpath.normpath(posixpath.join(self._folder, reference.replace("\\", "/")))
        inside = any(target.startswith(root.rstrip("/") + "/") for root in self._roots)
        if not inside or ":" in reference:
            raise LoadError(
                f"{self._path}: the file '{reference}' (for `{key}`) lies outside allowed roots: "
                "move it below the prompt's folder",
                reason="file-outside",
                name=reference,
            )
        text = self._read(target)
        if text is None:
            raise LoadError(
                f"{self._path}: the file '{reference}' (for `{key}`) is not there: "
                "correct the path or add the file",
                reason="file-missing",
                name=reference,
            )
        suffix = posixpath.splitext(target)[1].lower()
        return _data(text, target) if suffix in (".json", ".yaml", ".yml") else text


def _written_out(data: dict[str, Any]) -> dict[str, Any]:
    found = dict(data)
    if isinstance(found.get("model"), str):
        found["model"] = {"id": found["model"]}
    for key in ("inputs", "outputs"):
        if found.get(key) is not None:
            found[key] = _properties(found[key])
    tools = found.get("tools")
    if isinstance(tools, dict):
        found["tools"] = [
            {"name": name, **(tool if isinstance(tool, dict) else {"kind": tool})}
            for name, tool in tools.items()
        ]
    template = found.get("template")
    if isinstance(template, dict):
        found["template"] = {
            key: {"kind": value}
            if isinstance(value, str) and key in ("format", "parser")
            else value
            for key, value in template.items()
        }
    return found


def _properties(written: Any) -> list[dict[str, Any]]:
    if isinstance(written, dict):
        named = [(str(name), value) for name, value in written.items()]
        return [
            {"name": name, **(value if isinstance(value, dict) else _shorthand(value))}
            for name, value in named
        ]
    if isinstance(written, list):
        return [each if isinstance(each, dict) else _shorthand(each) for each in written]
    return []


def _shorthand(value: Any) -> dict[str, Any]:
    if value is None:
        return {}
    kind = next((kind for type_, kind in _KINDS if isinstance(value, type_)), "array")
    return {"kind": kind, "default": value}


def _expanded(text: str, path: str) -> dict[str, Any]:
    import yaml

    try:
        data = yaml.load(text, _text_dates())  # noqa: S506  # a safe loader that leaves dates as text
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise LoadError(f"{path}: invalid frontmatter: {error}", reason="front-matter") from None
    left = _MOST_VALUES
    waiting = [data]
    while waiting:
        value = waiting.pop()
        waiting.extend(value.values() if isinstance(value, dict) else ())
        waiting.extend(value if isinstance(value, list) else ())
        left -= 1
        if left < 0:
            raise LoadError(
                f"{path}: the aliases in the front matter stand for more than {_MOST_VALUES:,} values",
                reason="front-matter",
            )
    return data if isinstance(data, dict) else {}


@lru_cache(maxsize=1)
def _text_dates() -> Any:
    import yaml

    class Loader(yaml.SafeLoader):
        pass

    def as_text(loader: yaml.SafeLoader, node: Any) -> Any:
        return loader.construct_scalar(node)

    Loader.add_constructor("tag:yaml.org,2002:timestamp", as_text)
    return Loader


def _data(text: str, path: str) -> Any:
    if path.lower().endswith(".json"):
        try:
            return json.loads(text)
        except (ValueError, RecursionError) as error:
            raise LoadError(
                f"{path}: this is not JSON: {error}", reason="file", name=path
            ) from None
    reading = read_yaml(text)
    if not reading.strict:
        why = reading.problems[0].message if reading.problems else "a fault"
        raise LoadError(f"{path}: this is not YAML: {why}", reason="file", name=path)
    return reading.root.plain() if reading.root else None
