"""Every method that is registered is documented and tested."""

from __future__ import annotations

from pathlib import Path

import pytest

from promptwell.entrypoints.lsp.log import Log
from promptwell.entrypoints.lsp.server import assemble

ROOT = Path(__file__).parents[3]
FEATURES = assemble(Log("critical")).features
PAGE = (ROOT / "docs/reference/protocol.md").read_text(encoding="utf-8")
SNAPSHOTS = [each.name for each in Path(__file__).parent.joinpath("snapshots").glob("*.json")]
# Raw messages are written here; other tests speak through clients of their own.
TESTS = "\n".join(
    path.read_text(encoding="utf-8")
    for folder in ("tests/entrypoints/lsp", "tests/levels", "server/promptwell/entrypoints/cli")
    for path in sorted((ROOT / folder).rglob("*.py"))
    if path.name != Path(__file__).name
)


@pytest.mark.parametrize("feature", FEATURES, ids=lambda each: each.method)
def test_a_registered_method_is_documented_and_tested(feature) -> None:  # type: ignore[no-untyped-def]
    assert f"| `{feature.method}` |" in PAGE, "run `make generate`"
    snapshot = feature.method.replace("/", ".")
    has_snapshot = any(name.startswith(snapshot) for name in SNAPSHOTS)
    short = feature.method.removeprefix("textDocument/semanticTokens/")
    assert has_snapshot or f'"{feature.method}"' in TESTS or f'"{short}"' in TESTS


def test_no_method_is_registered_twice() -> None:
    methods = [each.method for each in FEATURES]
    assert len(methods) == len(set(methods))
