"""The engine as operations see it, from inside or from outside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from promptwell.domain.prompts.search.vector_making import VectorMaking


@dataclass(frozen=True, slots=True, kw_only=True)
class CacheState:
    """How often a cache had the answer."""

    name: str
    hits: int
    misses: int
    entries: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineStatus:
    """What an engine is doing.

    Where none runs only `store` and `held_by` say anything: the store's folder, and which other
    process works on it right now. Where the last one crashed, so do `crashed` (when the last was heard of it),
    `pid`, `started`, `crashes` and `log`.
    """

    running: bool
    store: str
    held_by: str = ""
    pid: int = 0
    port: int = 0
    version: str = ""
    started: datetime | None = None
    idle_minutes: float = 0.0
    calls: int = 0
    running_calls: int = 0
    memory_mb: float = 0.0
    roots: tuple[str, ...] = ()
    crashes: int = 0
    crashed: datetime | None = None
    log: str = ""
    caches: tuple[CacheState, ...] = ()
    vectors: VectorMaking | None = None


class Engine(Protocol):
    """The engine of the store, seen from inside or from outside."""

    def status(self) -> EngineStatus:
        """What it is doing."""

    def start(self) -> EngineStatus:
        """Start it where it does not run."""

    def stop(self) -> EngineStatus:
        """Let it end once it has finished what it is doing."""
