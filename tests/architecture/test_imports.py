"""What is imported when: the layers' contracts, and the budget of each command."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from promptwell.entrypoints.lsp.late import LATE

ROOT = Path(__file__).parents[2]
NEVER = {
    "alembic",
    "chromadb",
    "fastapi",
    "httpx",
    "litellm",
    "mcp",
    "psycopg",
    "pygit2",
    "rich",
    "sentence_transformers",
    "sqlalchemy",
    "starlette",
    "torch",
    "uvicorn",
}


def modules_after(code: str, cwd: Path = ROOT) -> set[str]:
    """The top-level modules that a fresh process has loaded after running some code."""
    return {name.partition(".")[0] for name in all_modules_after(code, cwd)}


def all_modules_after(code: str, cwd: Path = ROOT) -> set[str]:
    """The same with those of packages."""
    script = f"import sys\n{code}\nprint(*sorted(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return set(done.stdout.splitlines()[-1].split())


def after_command(*arguments: str, cwd: Path = ROOT) -> set[str]:
    return modules_after(
        f"from promptwell.entrypoints.cli.main import run_command_line\n"
        f"run_command_line({list(arguments)!r})",
        cwd,
    )


def test_layers_are_kept() -> None:
    done = subprocess.run(
        [
            Path(sys.executable).parent / "lint-imports",
            "--no-logo",
            "--cache-dir",
            ".import_linter_cache",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_help_imports_nothing_heavy() -> None:
    loaded = after_command("--help")
    assert loaded.isdisjoint({"pydantic", "jinja2", "yaml", "argparse", "json", "logging", *NEVER})


def test_check_without_settings_imports_no_validation_and_no_server(tmp_path: Path) -> None:
    (tmp_path / "a.prompty").write_text("---\nname: a\n---\nsystem:\nHello {{ name }}\n")
    loaded = after_command("check", "--no-cache", cwd=tmp_path)
    assert "jinja2" in loaded
    assert loaded.isdisjoint(
        {"pydantic", "pygls", "lsprotocol", "attrs", "cattrs", "asyncio", *NEVER}
    )


def test_check_from_the_cache_imports_neither_jinja_nor_the_rules(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "a.prompty").write_text("---\nname: a\n---\nsystem:\nHello {{ name }}\n")
    first = after_command("check", "a.prompty", cwd=tmp_path)
    second = after_command("check", "a.prompty", cwd=tmp_path)
    assert "jinja2" in first
    assert "jinja2" not in second


def test_the_language_server_imports_nothing_of_the_engine() -> None:
    loaded = modules_after(
        "import promptwell.entrypoints.lsp.command\nimport promptwell.entrypoints.lsp.server"
    )
    assert loaded.isdisjoint({*NEVER, "pydantic", "uvicorn", "http"})


def test_the_language_server_answers_initialize_without_what_is_asked_later() -> None:
    loaded = all_modules_after(
        "from promptwell.entrypoints.lsp.late import put_off\n"
        "put_off()\n"
        "from promptwell.entrypoints.lsp.log import Log\n"
        "from promptwell.entrypoints.lsp.server import assemble\n"
        "assemble(Log())"
    )
    # All that answers questions about a file is behind the first of these.
    assert loaded.isdisjoint(
        {
            "promptwell.language.features.in_files",
            "promptwell.language.features.actions.offer",
            "promptwell.language.features.hints",
            "promptwell.services.context",
            "jinja2",
        }
    )


def test_what_an_editor_asks_is_loaded_when_it_is_asked() -> None:
    folder = ROOT / "server/promptwell/services/editor"
    asked = {f"promptwell.services.editor.{path.stem}" for path in folder.glob("[!_]*.py")}
    # The first diagnostics need these two.
    at_once = {f"promptwell.services.editor.{name}" for name in ("reading", "checking")}
    assert set(LATE) == asked - at_once


def test_opening_a_store_that_is_up_to_date_imports_no_migrations(tmp_path: Path) -> None:
    opened = (
        "from promptwell.adapters.storage.opening import open_store\n"
        f"store = open_store({str(tmp_path)!r})\n"
        "with store.reading('') as rows: rows.prompts.names()\n"
        "store.close()"
    )
    assert "alembic" in modules_after(opened)
    assert modules_after(opened).isdisjoint({"alembic", "mako", "psycopg", "pydantic"})


def test_the_language_imports_no_validation_library() -> None:
    loaded = modules_after("from promptwell.language.rules.registry import all_rules\nall_rules()")
    assert loaded.isdisjoint({"pydantic", "pygls", "lsprotocol", *NEVER})


def test_the_mcp_command_explains_itself_without_the_sdk() -> None:
    assert after_command("mcp", "--help").isdisjoint({"mcp", "anyio", "pydantic", *NEVER})


def test_the_mcp_server_opens_no_store_and_loads_no_language_before_it_is_asked() -> None:
    loaded = modules_after("import promptwell_mcp.server, promptwell.bootstrap.calling")
    assert "mcp" in loaded
    assert loaded.isdisjoint({"sqlalchemy", "fastapi", "jinja2", "yaml", "re2", "tiktoken"})
