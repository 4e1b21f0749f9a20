"""The package chromadb, which the extra `semantic` brings; imported when it is first needed."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from types import ModuleType
from typing import Any

from promptwell.errors import MissingExtraError


class ChromaFault(Exception):  # noqa: N818  # whoever meets it mends it
    """Chroma could not do what it was asked for, whatever the reason."""


def load_chroma() -> ModuleType:
    """The package.

    Raises:
        MissingExtraError: the extra `semantic` is not installed.
    """
    try:
        return _imported()
    except ImportError as error:
        raise MissingExtraError("search by meaning", "semantic") from error


def chroma_settings(**values: Any) -> Any:
    """Settings that send nothing home and take nothing from a `.env` file.

    Chroma would read the one in the current folder, and so let a repository say which server to talk to.
    """
    load_chroma()
    from chromadb.config import Settings

    return Settings(anonymized_telemetry=False, _env_file=None, **values)


@contextlib.contextmanager
def chroma_faults() -> Iterator[None]:
    """Turn whatever Chroma raises inside into a `ChromaFault`."""
    try:
        yield
    except (KeyboardInterrupt, SystemExit, GeneratorExit, MemoryError):
        raise
    except BaseException as error:  # a panic of its Rust part is no `Exception`
        raise ChromaFault(f"{type(error).__name__}: {error}".split("\n")[0]) from error


def _imported() -> ModuleType:
    try:
        import chromadb
    except ValueError:
        # On import it reads `.env` in the current folder, and fails where a line in it is not to its
        # taste. Only then is it worth to be somewhere else for a moment.
        with tempfile.TemporaryDirectory() as empty, contextlib.chdir(empty):
            import chromadb
    module: ModuleType = chromadb
    return module
