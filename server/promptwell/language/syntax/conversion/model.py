"""The `model` of a v1 file: its identity, connection, options and tools."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from promptwell.language.syntax.front_matter_rewrite import Group, Keep, Make, Plan
from promptwell.language.syntax.json_schema import is_schema, properties_of_schema
from promptwell.language.syntax.yaml.node import YamlEntry, YamlNode

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


class ModelConversion:
    """Plans the model of one file; `remarks` gather what a person should look at.

    `tools` is the plan of the tools that v1 holds below the model, once `plan` has found them.
    """

    def __init__(self, root: YamlNode, data: Mapping[str, Any], remarks: list[str]) -> None:
        self.tools: Plan | None = None
        self.remarks = remarks
        self._root = root
        self._data = data

    def plan(self, entry: YamlEntry) -> Plan:
        """What the `model` entry becomes."""
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
        self.tools = Make("tools", converted)
        return True


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
