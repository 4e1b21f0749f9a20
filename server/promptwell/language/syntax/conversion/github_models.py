"""A `.prompt.yml` of GitHub Models as a managed prompt."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from promptwell.language.syntax.conversion.draft import Draft, options_of, typed
from promptwell.language.syntax.conversion.embedded import turns_of
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.json_schema import is_schema, properties_of_schema


def draft_of_github_models(prompt: PromptDocument, name: str) -> Draft:
    """The messages with what the file says beside them."""
    data = prompt.header.plain()
    turns = turns_of(prompt)
    lost: list[str] = []
    options, _ = options_of(_mapping(data.get("modelParameters")))
    model: dict[str, Any] = {"id": data["model"]} if isinstance(data.get("model"), str) else {}
    if options:
        model["options"] = options
    rows = [each for each in _list(data.get("testData")) if isinstance(each, dict)]
    given = {str(key): value for row in reversed(rows) for key, value in row.items()}
    said = "".join(turn.text for turn in turns.turns)
    inputs = [typed(key, value) for key, value in given.items() if f"{{{{ {key} }}}}" in said]
    if data.get("evaluators"):
        lost.append("`evaluators`: Prompty evaluates nothing")
    outputs = _outputs(data, lost)
    known = {"name", "description", "model", "modelParameters", "messages", "testData"}
    known |= {"evaluators", "responseFormat", "jsonSchema"}
    lost += [f"`{key}`" for key in data if key not in known]
    tests = [{"inputs": row} for row in rows]
    return Draft(
        name,
        turns.turns,
        tuple(inputs),
        tuple(lost),
        turns.refusals,
        str(data.get("description") or ""),
        model,
        outputs,
        metadata={"tests": tests} if tests else {},
        title=str(data.get("name") or ""),
    )


def _outputs(data: Mapping[str, Any], lost: list[str]) -> tuple[Mapping[str, Any], ...]:
    wanted = data.get("responseFormat")
    if wanted == "json_schema":
        schema = _schema(data.get("jsonSchema"))
        if is_schema(schema) and schema:
            return tuple(properties_of_schema(schema))
        lost.append("`jsonSchema`: Prompty's `outputs` can't say all of it")
    elif wanted not in (None, "text"):
        lost.append(f"`responseFormat: {wanted}`")
    return ()


def _schema(written: Any) -> Any:
    if isinstance(written, str):
        try:
            written = json.loads(written)
        except (ValueError, RecursionError):
            return None
    return written.get("schema", written) if isinstance(written, dict) else None


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else ()
