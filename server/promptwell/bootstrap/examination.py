"""What `doctor` looks up, put together."""

from __future__ import annotations

from promptwell import __version__
from promptwell.adapters import machine
from promptwell.adapters.check_cache import cache_folder
from promptwell.adapters.discovery import repository_root
from promptwell.adapters.tokenizers import RankTokenizers
from promptwell.bootstrap import Workspace, survey
from promptwell.language.text.source import SourceText
from promptwell.services.diagnosis import Diagnosis, Folder, Machine, diagnose

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
)
_OPTIONAL_PACKAGES = ("prompty",)


def examine(workspace: Workspace) -> Diagnosis:
    """What is installed on this machine and found in a folder."""
    tokenizers = RankTokenizers()
    tokenizers.load_ranks()
    cache = cache_folder()
    facts = Machine(
        promptwell=__version__,
        python=machine.python_version(),
        packages={name: machine.package_version(name) for name in _PACKAGES},
        optional={name: machine.package_version(name) for name in _OPTIONAL_PACKAGES},
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
        ),
    )
