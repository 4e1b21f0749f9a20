"""Keeps what libraries compile at every start, as Python keeps what it compiles of modules.

attrs and cattrs write the source of some 650 functions for the protocol's types and compile it each
time a language server starts, and `dataclasses` and `typing` do so for our own types: a third of the
time until it answers. The compiled code is kept in the user's cache folder, beside nothing else, and
is used only for the very same source.
"""

from __future__ import annotations

import builtins
import logging
import marshal
import os
import sys
from contextlib import suppress
from hashlib import blake2b
from types import CodeType, ModuleType
from typing import Any

from promptwell.adapters.files import read_bytes, write_bytes
from promptwell.errors import FileProblem

_log = logging.getLogger(__name__)
_DIGEST = 32


class CompiledCode:
    """The code in one file. A file that is missing, foreign or damaged counts as an empty one.

    Args:
        folder: where the file is; its name says for which Python it is.
    """

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._path = f"{folder}/{sys.implementation.cache_tag}-{sys.hexversion:x}.bin"
        self._code = self._load()
        self._used: dict[bytes, CodeType] = {}
        self._news = False
        self._finished = False

    def serve(self, module: ModuleType) -> None:
        """Let a module's calls of the built-in `compile` and `exec` be answered from here."""
        module.__dict__["compile"] = self.compile
        module.__dict__["exec"] = self.exec

    def compile(self, source: Any, filename: Any, mode: str, *rest: Any, **options: Any) -> Any:
        """What the built-in function returns."""
        plain = not rest and not options and isinstance(source, str)
        if self._finished or not plain:
            return builtins.compile(source, filename, mode, *rest, **options)
        return self._kept(source, filename, mode)

    def exec(self, source: Any, *namespaces: Any) -> None:
        """Do what the built-in function does."""
        if not self._finished and namespaces and isinstance(source, str):
            # With annotations as values: the source is not of a module with our `from __future__`.
            source = self._kept(source, "<string>", "exec", dont_inherit=True)
        builtins.exec(source, *namespaces)  # noqa: S102  # the module would do so itself

    def finish(self) -> None:
        """Write what was used since the start, if some of it is new, and let go of all of it."""
        if self._finished:
            return
        self._finished = True
        used, self._used, self._code = self._used, {}, {}
        if not self._news:
            return
        content = marshal.dumps(used)
        try:
            os.makedirs(self._folder, mode=0o700, exist_ok=True)
            write_bytes(self._path, blake2b(content, digest_size=_DIGEST).digest() + content)
        except (OSError, FileProblem) as error:
            _log.info("compiled code could not be kept: %s", error)

    def _kept(self, source: str, filename: str, mode: str, **options: bool) -> CodeType:
        key = blake2b(f"{mode}\0{filename}\0{source}".encode(), digest_size=16).digest()
        code = self._code.get(key)
        if code is None:
            code = builtins.compile(source, filename, mode, **options)
            self._news = True
        self._used[key] = code
        return code

    def _load(self) -> dict[bytes, CodeType]:
        with suppress(FileProblem, OSError, ValueError, EOFError, TypeError):
            if not _is_own(self._path):
                return {}
            data = read_bytes(self._path)
            digest, content = data[:_DIGEST], data[_DIGEST:]
            # Python crashes on damaged code, so it has to be what was written, to the last byte.
            if blake2b(content, digest_size=_DIGEST).digest() == digest:
                loaded: dict[bytes, CodeType] = marshal.loads(content)  # noqa: S302  # see above
                return loaded
        return {}


def _is_own(path: str) -> bool:
    """Whether nobody but this user can have written a file."""
    if not hasattr(os, "geteuid"):
        return True  # a folder of the user's profile, which Windows keeps for them
    status = os.stat(path)
    return status.st_uid == os.geteuid() and not status.st_mode & 0o022
