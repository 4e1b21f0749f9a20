"""Compiles Promptwell's modules first, as pip does with what it installs and Python at a first start.

Where PYTHONDONTWRITEBYTECODE is set, a working copy would be compiled anew by each process that is measured: half of
the time until a language server answers, and nothing that a user waits for.
"""

from __future__ import annotations

import compileall
from pathlib import Path

SOURCES = ("server", "mcp_server")


def compile_modules() -> None:
    """Bring the compiled modules of this working copy up to date."""
    for folder in SOURCES:
        compileall.compile_dir(Path(__file__).parents[1] / folder, quiet=1)
