"""What `doctor` looks up, put together."""

from __future__ import annotations

from promptwell import __version__
from promptwell.adapters import machine
from promptwell.adapters.check_cache import cache_folder
from promptwell.adapters.discovery import repository_root
from promptwell.adapters.engine.record import read_record
from promptwell.adapters.other_processes import is_running
from promptwell.adapters.tokenizers import RankTokenizers
from promptwell.bootstrap import Workspace, survey
from promptwell.bootstrap.stores import has_store, place_of
from promptwell.language.text.source import SourceText
from promptwell.services.diagnosis import Diagnosis, Folder, Machine, Optional, diagnose
from promptwell.settings.machine import machine_settings

_PACKAGES = (
    "jinja2",
    "pygls",
    "lsprotocol",
    "pydantic",
    "pyyaml",
    "pathspec",
    "platformdirs",
    "tiktoken",
    "watchfiles",
    "sqlalchemy",
    "alembic",
    "fastapi",
    "uvicorn",
    "pygit2",
    "mcp",
)
# What is installed on request, by what pip is asked for.
_OPTIONAL_PACKAGES = {
    "prompty": "prompty",
    "chromadb": "promptwell[semantic]",
    "sentence-transformers": "promptwell[semantic]",
    "psycopg": "promptwell[postgres]",
}


def examine(workspace: Workspace) -> Diagnosis:
    """What is installed on this machine and found in a folder."""
    tokenizers = RankTokenizers()
    tokenizers.load_ranks()
    cache = cache_folder()
    facts = Machine(
        promptwell=__version__,
        python=machine.python_version(),
        packages={name: machine.package_version(name) for name in _PACKAGES},
        optional={
            name: Optional(machine.package_version(name), asked)
            for name, asked in _OPTIONAL_PACKAGES.items()
        },
        tokenizers={each.encoding: each.problem for each in tokenizers.status()},
        git=machine.git_version(),
        cache_folder=cache,
        cache_problem=machine.write_problem(cache),
    )
    discovery = workspace.discover([workspace.root])
    found = survey(workspace)
    problems = []
    for problem in workspace.settings.problems():
        text = workspace.files.read(problem.path) or ""
        line, column = SourceText(text).line_column(problem.span.start)
        problems.append((f"{problem.path}:{line + 1}:{column + 1}", problem.message))
    return diagnose(
        facts,
        Folder(
            root=workspace.root,
            repository=repository_root(workspace.root) or "",
            settings_files=workspace.settings.files(),
            settings_problems=tuple(problems),
            formats=found.formats,
            candidates=len(found.candidates),
            unreadable=discovery.problems,
            **_kept_where(workspace.root),
        ),
    )


def _kept_where(root: str) -> dict[str, str]:
    """Where what is known of the prompts lies, and who has it."""
    settings = machine_settings(root)
    place = place_of(root).folder
    record = read_record(place)
    running = record is not None and is_running(record.pid)
    return {
        "store": place if has_store(root) else "",
        "engine": f"process {record.pid}, version {record.version}" if record and running else "",
        "server": settings.server,
        "server_ignored": settings.ignored,
    }
