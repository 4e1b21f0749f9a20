"""What bare names are read from at a place of a Handlebars template: the inputs, or an item of a block."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from promptwell.language.semantics.model import Local
from promptwell.language.semantics.types import Type


@dataclass(frozen=True, slots=True)
class Frame:
    """One context. `local` is its `this`, `outer` the frame that `../` leads to (None for the inputs).

    In an `unsure` frame nobody can tell whether a name is a field of the value or an input.
    `params` are the names of `as |item index|`, those of the outer frames included.
    """

    local: Local
    outer: Frame | None = None
    unsure: bool = False
    params: dict[str, Local] = field(default_factory=dict)

    @property
    def is_root(self) -> bool:
        """Whether bare names are inputs here."""
        return self.outer is None

    @property
    def root(self) -> Frame:
        """The frame of the inputs."""
        frame = self
        while frame.outer is not None:
            frame = frame.outer
        return frame

    @property
    def type(self) -> Type:
        """What is known of the value that names are read from."""
        return self.local.type

    def up(self, steps: int) -> Frame:
        """The frame that `../` leads to, so many times; never beyond the inputs."""
        frame = self
        for _ in range(steps):
            frame = frame.outer or frame
        return frame

    def inside(self, local: Local, *, unsure: bool = False) -> Frame:
        """The frame of a block in this one."""
        return Frame(local, self, unsure, self.params)

    def unsure_of_names(self) -> Frame:
        """The same frame where a name that is no field may be an input."""
        return self if self.unsure or self.is_root else replace(self, unsure=True)

    def naming(self, locals_: dict[str, Local]) -> Frame:
        """The same frame with names for its value."""
        return Frame(self.local, self.outer, self.unsure, {**self.params, **locals_})
