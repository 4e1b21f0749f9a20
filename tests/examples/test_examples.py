"""The example prompts load and render in Prompty itself, the package that owns their format."""

from __future__ import annotations

import json
import warnings
from pathlib import Path
from typing import Any

import pytest

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # what its own dependencies deprecate is not about our files
    import prompty

SUPPORT = Path(__file__).parents[2] / "examples" / "support"
CLEAN = sorted((SUPPORT / "prompts").glob("*.prompty"))
DATA = json.loads((SUPPORT / "data" / "ticket.json").read_text(encoding="utf-8"))


def has_includes(path: Path) -> bool:
    return "{% include" in path.read_text(encoding="utf-8")


def values_of(agent: Any) -> dict[str, Any]:
    known = {
        each.name: each.default if each.default is not None else each.example
        for each in agent.inputs or []
    }
    return {name: DATA.get(name, value) for name, value in known.items()}


@pytest.mark.parametrize("path", CLEAN, ids=lambda path: path.stem)
def test_every_clean_example_loads_in_prompty(path: Path) -> None:
    agent = prompty.load(path)
    assert agent.name
    assert agent.instructions


@pytest.mark.parametrize(
    "path", [path for path in CLEAN if not has_includes(path)], ids=lambda path: path.stem
)
def test_every_clean_example_without_includes_renders_in_prompty(path: Path) -> None:
    agent = prompty.load(path)
    messages = prompty.prepare(agent, values_of(agent))
    assert [message.role for message in messages] == ["system", "user"]
    assert all(message.text.strip() for message in messages)


def test_the_lines_of_the_data_set_have_all_inputs_of_the_reply() -> None:
    inputs = {each.name for each in prompty.load(SUPPORT / "prompts" / "reply.prompty").inputs}
    lines = (SUPPORT / "data" / "tickets.jsonl").read_text(encoding="utf-8").splitlines()
    assert [set(json.loads(line)) for line in lines] == [inputs] * 4
