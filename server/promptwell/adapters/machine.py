"""What is installed on this machine."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
import tempfile
from importlib.metadata import PackageNotFoundError, version


def python_version() -> str:
    """Python's version and kind, and the platform it runs on."""
    return f"{platform.python_version()} ({platform.python_implementation()}, {platform.platform(terse=True)})"


def package_version(name: str) -> str:
    """The version of an installed package; "" where it is not installed."""
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def git_version() -> str:
    """What Git says its version is; "" where there is none."""
    git = shutil.which("git")
    if git is None:
        return ""
    try:
        answer = subprocess.run(  # noqa: S603  # the path was looked up and the argument is fixed
            [git, "--version"], capture_output=True, text=True, timeout=5, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return answer.stdout.strip().removeprefix("git version ")


def write_problem(folder: str) -> str:
    """Why a folder can't be written to, or ""; it is made if it is not there."""
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return ""
    except OSError as error:
        return (error.strerror or str(error)).lower()


def memory_mb() -> float:
    """The memory that this process holds, in megabytes; 0 where it can't be told."""
    try:
        with open("/proc/self/statm", encoding="ascii") as stream:
            pages = int(stream.read().split()[1])
        return round(pages * os.sysconf("SC_PAGE_SIZE") / 1024 / 1024, 1)
    except (OSError, ValueError, IndexError):
        return _most_memory_mb()


def _most_memory_mb() -> float:
    """The most memory that this process held so far, where that is all that can be told."""
    try:
        import resource
    except ImportError:  # Windows
        return 0.0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(most / 1024 / (1024 if sys.platform == "darwin" else 1), 1)
