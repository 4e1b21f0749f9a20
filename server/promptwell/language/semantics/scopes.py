"""The scopes of a template while it is walked: which local name a word means at each moment."""

from __future__ import annotations

from promptwell.language.semantics.model import Local


class Scope:
    """One scope while it is walked: the file, a loop, a macro, a block ..."""

    def __init__(self, end: int, outer: Scope | None, *, isolated: bool = False) -> None:
        self.end = end
        self.outer = outer
        self.isolated = isolated
        self.names: dict[str, Local] = {}
        # Each name as it was bound, with what it meant in this scope before.
        self.bound: list[tuple[str, Local | None]] = []

    def find(self, name: str) -> Local | None:
        """The local name that a word means here, or None where it is an input."""
        scope: Scope | None = self
        isolated = False
        while scope is not None:
            local = scope.names.get(name)
            # A block sees what the file sets at its top level, but no loop variables.
            if local is not None and not (isolated and scope.outer is not None):
                return local
            isolated = isolated or scope.isolated
            scope = scope.outer
        return None

    def bind(self, local: Local) -> None:
        """Let a name mean this from here on."""
        self.bound.append((local.name, self.names.get(local.name)))
        self.names[local.name] = local
