"""Prompty v1 to v2: the front matter's keys renamed and moved, the prompt left alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.front_matter_rewrite import Group, Keep, Make, Plan, rewrite
from promptwell.language.syntax.json_schema import is_schema, properties_of_schema
from promptwell.language.syntax.messages import split_messages
from promptwell.language.syntax.yaml.node import YamlEntry, YamlNode
from promptwell.language.text.edit import TextEdit
from promptwell.language.text.source import Span

_KINDS = {
    **dict.fromkeys(("list", "array", "sequence"), "array"),
    **dict.fromkeys(("dict", "map", "mapping", "object", "json"), "object"),
    **dict.fromkeys(("number", "double", "float"), "float"),
    **dict.fromkeys(("int", "integer"), "integer"),
    **dict.fromkeys(("bool", "boolean"), "boolean"),
    **dict.fromkeys(("str", "string", "text", "secret"), "string"),
}
_KIND_OF = (
    (bool, "boolean"),
    (int, "integer"),
    (float, "float"),
    (list, "array"),
    (dict, "object"),
)

_PROVIDERS = {
    **dict.fromkeys(("azure_openai", "azure_open_ai", "azure", "azure_serverless"), "foundry"),
    **dict.fromkeys(("serverless",), "foundry"),
    **dict.fromkeys(("openai", "open_ai"), "openai"),
    "anthropic": "anthropic",
}
_CONNECTION_KEYS = {
    "azure_endpoint": "endpoint",
    "base_url": "endpoint",
    "api_key": "apiKey",
    "api_version": "apiVersion",
}
_ENDPOINTS = ("azure_endpoint", "base_url", "endpoint")
_HOST = re.compile(r"https?://([^/:?#\s]+)", re.IGNORECASE)
# Where prompty 2 sends the user's own credentials without being asked.
_TRUSTED_HOSTS = (
    "api.openai.com", "api.anthropic.com", ".openai.azure.com", ".services.ai.azure.com",
    ".cognitiveservices.azure.com",
)  # fmt: skip
_MODEL_IDS = ("azure_deployment", "model", "model_name", "deployment_name", "name")
_OPTION_KEYS = {
    "max_tokens": "maxOutputTokens",
    "max_completion_tokens": "maxOutputTokens",
    "temperature": "temperature",
    "top_p": "topP",
    "top_k": "topK",
    "frequency_penalty": "frequencyPenalty",
    "presence_penalty": "presencePenalty",
    "seed": "seed",
    "stop": "stopSequences",
    "parallel_tool_calls": "allowMultipleToolCalls",
}
_TO_METADATA = ("authors", "tags", "version", "base")

# A role that only the values tell: `{{ item.role }}:`.
_ROLE_BY_VALUE = re.compile(r"^\s*#?\s*\{\{.*\}\}\s*(?:\[.*\]\s*)?:\s*$", re.MULTILINE)


def convert_v1(document: PromptDocument, data: Mapping[str, Any] | None = None) -> list[TextEdit]:
    """The edits that turn a Prompty v1 file into version 2.

    Comments, order and quotes stay, and so does the prompt itself, byte for byte. A sample
    becomes the inputs' defaults. No edits where the file is no v1 file or its front matter no YAML.

    Args:
        document: the file.
        data: contents of the sample and tool files it names, by the path as written.
    """
    front_matter = document.front_matter
    if document.dialect != "prompty-v1" or front_matter is None or not _readable(document):
        return []
    edits = rewrite(document, _Converter(document, data or {}).plans())
    if document.text.startswith("\ufeff"):
        # Prompty 2 does not find the front matter behind a byte order mark.
        edits.insert(0, TextEdit(Span(0, 1), ""))
    return edits


def conversion_remarks(
    document: PromptDocument, data: Mapping[str, Any] | None = None
) -> list[str]:
    """What a person should look at after the conversion of a v1 file, one sentence each."""
    if document.dialect != "prompty-v1":
        return []
    if document.front_matter is None or not _readable(document):
        return ["the front matter is no YAML: mend it first (promptwell check tells where)"]
    converter = _Converter(document, data or {})
    converter.plans()
    return converter.remarks


def _readable(document: PromptDocument) -> bool:
    front_matter = document.front_matter
    if front_matter is None or front_matter.root is None or front_matter.root.kind != "mapping":
        return False
    return not any(
        each.rule == "invalid-front-matter" and not _mended(document, each.span)
        for each in document.problems
    )


def _mended(document: PromptDocument, span: Span) -> bool:
    return document.text.startswith("\ufeff") and span == Span(0, 1)


class _Converter:
    def __init__(self, document: PromptDocument, data: Mapping[str, Any]) -> None:
        self.remarks: list[str] = []
        self._document = document
        self._data = data
        self._root = document.root
        self._dataset = ""
        self._sample = self._sample_values()
        self._tools: Plan | None = None

    def plans(self) -> list[Plan]:
        found: list[Plan] = []
        metadata = self._metadata()
        for entry in self._root.entries:
            in_metadata = entry.name in (*_TO_METADATA, "metadata")
            if in_metadata or (entry.name == "sample" and self._dataset):
                if metadata is not None:
                    found.append(metadata)
                    metadata = None
            elif entry.name == "model":
                found.append(self._model(entry))
                if self._tools is not None:
                    found.append(self._tools)
            elif entry.name in ("inputs", "sample"):
                found += self._inputs(entry)
            elif entry.name == "outputs":
                found += self._outputs(entry)
            elif entry.name == "template":
                found += self._template(entry)
            else:
                found.append(Keep(entry))
        if self._root.entry("template") is None and self._needs_loose_roles():
            found.append(Make("template", _LOOSE_TEMPLATE))
        return found

    # The model

    def _model(self, entry: YamlEntry) -> Plan:
        if entry.value.kind != "mapping":
            return Keep(entry)
        children: list[Plan] = []
        for inner in entry.value.entries:
            if inner.name == "api":
                children.append(Keep(inner, "apiType"))
            elif inner.name == "configuration":
                children = [*self._identity(inner), *children, *self._connection(inner)]
            elif inner.name == "connection" and inner.value.text():
                children.append(
                    Make("connection", {"kind": "reference", "name": inner.value.value})
                )
            elif inner.name == "parameters":
                children += self._options(inner)
            elif inner.name == "response":
                if inner.value.value not in (None, "first"):
                    self.remarks.append(
                        f"`model.response: {inner.value.value}` has no counterpart in v2 and is left out"
                    )
            else:
                children.append(Keep(inner))
        return Group("model", tuple(children), entry)

    def _identity(self, configuration: YamlEntry) -> list[Plan]:
        found: list[Plan] = []
        written = configuration.value
        identity = next((each for name in _MODEL_IDS if (each := written.entry(name))), None)
        if identity is not None:
            found.append(Keep(identity, "id"))
        kind = written.get("type")
        if kind is not None and kind.text():
            provider = _PROVIDERS.get(str(kind.value).lower(), str(kind.value))
            found.append(Make("provider", provider))
        return found

    def _connection(self, configuration: YamlEntry) -> list[Plan]:
        written = configuration.value
        if written.kind != "mapping":
            # `${file:connection.json}`: what it holds is converted by hand.
            if written.text():
                self.remarks.append("`model.configuration` names a file: convert its keys as well")
            return [Keep(configuration, "connection")]
        identity = next((each for name in _MODEL_IDS if (each := written.entry(name))), None)
        named = written.get("connection")
        by_name = named is not None and bool(named.text())
        children: list[Plan] = [Make("kind", self._connection_kind(written, by_name))]
        self._remark_endpoint(written)
        for inner in written.entries:
            if inner.name == "type" or inner is identity:
                continue
            if inner.name == "connection" and by_name:
                children.append(Keep(inner, "name"))
            else:
                children.append(Keep(inner, _CONNECTION_KEYS.get(inner.name, "")))
        return [Group("connection", tuple(children), configuration)]

    def _connection_kind(self, written: YamlNode, by_name: bool) -> str:
        if by_name:
            return "reference"
        named = written.get("type")
        provider = _PROVIDERS.get(str(named.value).lower()) if named else None
        if provider == "foundry" and written.entry("api_key") is None:
            # Without a key, v1 signed in with the user's Entra identity, which is this kind.
            return "foundry"
        return "key"

    def _remark_endpoint(self, written: YamlNode) -> None:
        endpoint = next((each for name in _ENDPOINTS if (each := written.get(name))), None)
        key = written.get("api_key")
        secret = key is not None and bool(key.text()) and not str(key.value).startswith("${")
        host = _HOST.match(str(endpoint.value)) if endpoint else None
        if host and not secret and not host[1].lower().endswith(_TRUSTED_HOSTS):
            self.remarks.append(
                f"prompty 2 sends no credentials to {host[1]} unless told to: write the endpoint as "
                "${env:...}, or name it in PROMPTY_TRUSTED_ENDPOINTS"
            )

    def _options(self, parameters: YamlEntry) -> list[Plan]:
        if parameters.value.kind != "mapping":
            if parameters.value.text():
                self.remarks.append("`model.parameters` names a file: convert its keys as well")
            return [Keep(parameters, "options")]
        children: list[Plan] = []
        more: list[Plan] = []
        for inner in parameters.value.entries:
            new = _OPTION_KEYS.get(inner.name)
            if inner.name == "tools" and self._take_tools(inner):
                continue
            if new == "stopSequences" and inner.value.kind == "scalar":
                children.append(Make(new, [inner.value.value]))
            elif new:
                children.append(Keep(inner, new))
            else:
                more.append(Keep(inner))
        if more:
            children.append(Group("additionalProperties", tuple(more)))
        return [Group("options", tuple(children), parameters)] if children else []

    def _take_tools(self, entry: YamlEntry) -> bool:
        written = entry.value.plain()
        if isinstance(written, str) and written.startswith("${file:"):
            written = self._data.get(written[7:-1].strip())
        tools = written.get("tools") if isinstance(written, dict) else written
        converted = _tools_of(tools)
        if converted is None or self._root.entry("tools") is not None:
            self.remarks.append(
                "`model.parameters.tools` goes to the provider as it is, under "
                "`options.additionalProperties`: write the tools under `tools` to have them checked"
            )
            return False
        self._tools = Make("tools", converted)
        return True

    # Inputs and outputs

    def _inputs(self, entry: YamlEntry) -> list[Plan]:
        if entry.name == "sample" and self._root.entry("inputs") is not None:
            return []
        sample = self._sample
        children: list[Plan] = []
        if entry.name == "inputs":
            if entry.value.kind == "sequence":
                return [Keep(entry, "", tuple(_kind_changes(entry.value.items)))]
            children += (
                self._input(inner, sample.pop(inner.name, None)) for inner in entry.value.entries
            )
        children += [self._sampled(name, value) for name, value in sample.items()]
        return [Group("inputs", tuple(children), entry)] if children else []

    def _input(self, entry: YamlEntry, sample: YamlEntry | Make | None) -> Plan:
        written = entry.value
        if written.kind != "mapping":
            given = written.kind not in ("missing", "alias") and written.value is not None
            default: Plan | None = Keep(entry, "default") if given else _as(sample, "default")
            parts = _typed(written.plain() if given else _value_of(sample), default)
            # A value becomes the default, and its comments stay with that line.
            return Group(_key_text(self._document, entry), parts, None if given else entry)
        children: list[Plan] = []
        typed = False
        for inner in written.entries:
            if inner.name in ("type", "kind") and not typed:
                typed = True
                children.append(_as_kind(inner))
            else:
                children.append(Keep(inner))
        if not typed:
            children.insert(0, Make("kind", _kind_of(_given(written, sample))))
        if self._is_array(written, _given(written, sample)) and written.entry("items") is None:
            children.append(_items_of(_given(written, sample)))
        if sample is not None:
            taken = "example" if written.get("default") is not None else "default"
            if taken == "default" or written.entry("example") is None:
                more = _as(sample, taken)
                # A sample that says what the default says already adds nothing.
                if more and not (taken == "example" and _value_of(sample) == _default(written)):
                    children.append(more)
        return Group(_key_text(self._document, entry), tuple(children), entry)

    def _is_array(self, written: YamlNode, value: Any) -> bool:
        kind = written.get("type") or written.get("kind")
        text = (kind.text() if kind else None) or _kind_of(value)
        return _KINDS.get(text.lower()) == "array"

    def _sampled(self, name: str, sample: YamlEntry | Make) -> Plan:
        key = _key_text(self._document, sample) if isinstance(sample, YamlEntry) else name
        return Group(key, _typed(_value_of(sample), _as(sample, "default")))

    def _sample_values(self) -> dict[str, YamlEntry | Make]:
        written = self._root.get("sample")
        if written is None:
            return {}
        if written.kind == "mapping":
            return {entry.name: entry for entry in written.entries}
        name = str(written.value or "")
        path = name[7:-1].strip() if name.startswith("${") else name
        content = self._data.get(path)
        if isinstance(content, list) and content:
            content = content[0]
        if not isinstance(content, dict):
            if name:
                self._dataset = path
                self.remarks.append(
                    f"the sample file '{path}' can't be read: it is now `metadata.dataset`; give the "
                    "inputs their defaults by hand"
                )
            return {}
        return {str(key): Make(str(key), value) for key, value in content.items()}

    def _outputs(self, entry: YamlEntry) -> list[Plan]:
        written = entry.value
        if written.kind == "sequence":
            return [Keep(entry, "", tuple(_kind_changes(written.items)))]
        if written.kind != "mapping":
            return [Keep(entry)] if written.text() else []
        children: list[Plan] = []
        for inner in written.entries:
            if inner.value.kind == "mapping":
                parts = [
                    _as_kind(each) if each.name == "type" else Keep(each)
                    for each in inner.value.entries
                ]
                if self._is_array(inner.value, None) and inner.value.entry("items") is None:
                    parts.append(_items_of(None))
                children.append(Group(_key_text(self._document, inner), tuple(parts), inner))
            else:
                kind = Make("kind", _kind_of(inner.value.value))
                children.append(Group(_key_text(self._document, inner), (kind,), inner))
        return [Group("outputs", tuple(children), entry)]

    # The rest

    def _metadata(self) -> Plan | None:
        more: list[Plan] = [
            Keep(entry) for entry in self._root.entries if entry.name in _TO_METADATA
        ]
        present = self._root.entry("metadata")
        if self._dataset and (present is None or present.value.get("dataset") is None):
            more.append(Make("dataset", self._dataset))
        if not more:
            return Keep(present) if present else None
        if present is not None and present.value.kind == "mapping":
            kept = [Keep(each) for each in present.value.entries]
            return Group("metadata", (*kept, *more), present)
        if self._root.entry("base") is not None:
            self.remarks.append(
                "`base` has no counterpart in v2: put what it brings into this file"
            )
        return Group("metadata", tuple(more))

    def _template(self, entry: YamlEntry) -> list[Plan]:
        written = entry.value
        kind = written.text() or ""
        parser: YamlEntry | None = None
        if written.kind == "mapping":
            if written.entry("format") is not None:
                return [Keep(entry)]
            named = written.get("type")
            kind = (named.text() if named else "") or ""
            parser = written.entry("parser")
        elif kind.startswith("${"):
            return [Keep(entry)]
        loose = self._needs_loose_roles()
        if kind in ("", "jinja2") and parser is None and not loose:
            return []
        fmt: dict[str, Any] = {"kind": kind or "jinja2"}
        if loose:
            fmt["strict"] = False
        children: list[Plan] = [Make("format", fmt)]
        if parser is not None and parser.value.text():
            children.append(Make("parser", {"kind": parser.value.value}))
        return [Group("template", tuple(children), entry)]

    def _needs_loose_roles(self) -> bool:
        """Whether role lines come about in ways that v2 refuses unless told not to be strict."""
        document = self._document
        body = document.source.slice(document.body)
        if _ROLE_BY_VALUE.search(body):
            return True
        # Prompty 2 counts only role lines that stand alone on their line.
        alone = {each.name_span for each in split_messages(document.text, document.body)}
        return any(
            not each.implicit and each.name_span not in alone and each.role in _V2_ROLES
            for each in document.messages
        )


_V2_ROLES = frozenset({"system", "user", "assistant", "developer"})
_LOOSE_TEMPLATE = {"format": {"kind": "jinja2", "strict": False}, "parser": {"kind": "prompty"}}


def _as_kind(entry: YamlEntry) -> Plan:
    written = entry.value.text()
    kind = _KINDS.get(written.lower(), written) if written else "string"
    if kind == written:
        return Keep(entry, "kind")
    if entry.value.kind != "scalar":
        return Make("kind", "string")
    return Keep(entry, "kind", ((entry.value.span, str(kind)),))


def _typed(value: Any, default: Plan | None) -> tuple[Plan, ...]:
    found: list[Plan] = [Make("kind", _kind_of(value))]
    if isinstance(value, list):
        found.append(_items_of(value))
    return (*found, default) if default else tuple(found)


def _items_of(value: Any) -> Make:
    """The items of an array, which Prompty 2 wants to be told."""
    first = value[0] if isinstance(value, list) and value else {}
    return Make("items", {"kind": "object" if isinstance(first, list) else _kind_of(first)})


def _kind_changes(items: Iterable[YamlNode]) -> Iterable[tuple[Span, str]]:
    for item in items:
        entry = item.entry("type")
        if entry is not None and item.entry("kind") is None:
            yield entry.key.span, "kind"
            written = entry.value.text()
            if written and written.lower() in _KINDS:
                yield entry.value.span, _KINDS[written.lower()]


def _as(sample: YamlEntry | Make | None, name: str) -> Plan | None:
    if sample is None or _value_of(sample) is None:
        return None
    return Keep(sample, name) if isinstance(sample, YamlEntry) else Make(name, sample.value)


def _value_of(sample: YamlEntry | Make | None) -> Any:
    if sample is None:
        return None
    return sample.value.plain() if isinstance(sample, YamlEntry) else sample.value


def _default(written: YamlNode) -> Any:
    node = written.get("default")
    return node.plain() if node is not None else None


def _given(written: YamlNode, sample: YamlEntry | Make | None) -> Any:
    value = _default(written)
    return _value_of(sample) if value is None else value


def _kind_of(value: Any) -> str:
    return next((kind for type_, kind in _KIND_OF if isinstance(value, type_)), "string")


def _key_text(document: PromptDocument, entry: YamlEntry) -> str:
    return document.source.slice(entry.key.span)


def _tools_of(written: Any) -> list[dict[str, Any]] | None:
    """Function tools of v1 as tools of v2; None where they are something else."""
    if not isinstance(written, list):
        return None
    found: list[dict[str, Any]] = []
    for tool in written:
        function = tool.get("function") if isinstance(tool, dict) else None
        if not isinstance(function, dict) or not isinstance(function.get("name"), str):
            return None
        schema = function.get("parameters", {})
        if not is_schema(schema):
            return None
        converted: dict[str, Any] = {"name": function["name"], "kind": "function"}
        for key in ("description", "strict"):
            if key in function:
                converted[key] = function[key]
        converted["parameters"] = properties_of_schema(schema)
        found.append(converted)
    return found
