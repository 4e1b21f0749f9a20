"""What a tool can do, as far as it matters to whoever has to answer for the agent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

Capability = Literal[
    "read", "write", "run", "untrusted", "private", "send", "request", "spend", "destroy"
]
"""`read` and `write` files of the workspace; `run` commands; bring in `untrusted` text, which strangers
wrote; read what is `private` (mail, records, secrets); `send` something outward; `request` an address of
the model's choice, which can carry a little outward; `spend` money; `destroy` what can't be had back."""

Capabilities = frozenset[Capability]
NONE: Capabilities = frozenset()


class ToolTable(NamedTuple):
    """The tools that come with one consumer, and what each can do.

    `checked` is the day on which the facts were last compared with the `sources`. Names are in
    lower case; a name that ends in `/` stands for all below it.
    """

    consumer: str
    checked: str
    sources: tuple[str, ...]
    tools: Mapping[str, Capabilities]

    def of(self, name: str) -> Capabilities | None:
        """What a tool can do; None for a tool that the consumer doesn't bring along."""
        lowered = name.lower()
        known = self.tools.get(lowered)
        if known is None and "/" in lowered:
            known = self.tools.get(lowered.partition("/")[0] + "/")
        return known


def can(*capabilities: Capability) -> Capabilities:
    """A set of capabilities."""
    return frozenset(capabilities)
