"""The form of a difference in structure: one change a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from promptwell.language.semantics.models.cost import dollars

Part = Literal[
    "prompt", "input", "model", "setting", "message", "tool", "output", "partial", "metadata", "key"
]
How = Literal["added", "removed", "renamed", "moved", "changed"]
Value = Any
"""Plain data as JSON has it: what the file says there."""


@dataclass(frozen=True, slots=True)
class StructuralChange:
    """One change of a prompt.

    `name` is what changed: an input, a tool, a setting's path, a message's role (with its number where
    there are several). `aspect` says what of it: `required`, `type`, `default`, `role`, `text`,
    `white-space`, `place`, `layout`, `line-ends`, `conflict`, or nothing. `before` and `after` are its values where
    it has some; of a message's text they are the numbers of its characters. `sentence` says all of it.
    """

    part: Part
    how: How
    name: str
    sentence: str
    aspect: str = ""
    before: Value = None
    after: Value = None


@dataclass(frozen=True, slots=True)
class Amounts:
    """What two versions of a prompt come to: tokens as written, and US dollars to read them once.

    `exact` is False where tokens are estimated. Costs are None where the price is not known.
    """

    tokens_before: int
    tokens_after: int
    exact: bool
    cost_before: float | None = None
    cost_after: float | None = None

    @property
    def sentence(self) -> str:
        """How much more or less it is: `+84 tokens, +$0.0002 a call`; "" where nothing is."""
        parts = []
        tokens = self.tokens_after - self.tokens_before
        about = "" if self.exact else "about "
        if tokens:
            parts.append(f"{about}{tokens:+,} {'token' if abs(tokens) == 1 else 'tokens'}")
        if self.cost_before is not None and self.cost_after is not None:
            cost = self.cost_after - self.cost_before
            if cost:
                amount = dollars(abs(cost))
                parts.append(f"{'' if parts else about}{'-' if cost < 0 else '+'}{amount} a call")
        return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class PromptDiff:
    """The difference of one prompt. `name` tells it from others of its file; "" where it is the file's only one."""

    name: str
    changes: tuple[StructuralChange, ...]
    amounts: Amounts | None = None

    @property
    def sentences(self) -> tuple[str, ...]:
        """All of it in words, what it costs last."""
        amounts = self.amounts.sentence if self.amounts else ""
        return (*(each.sentence for each in self.changes), *([amounts] if amounts else []))


@dataclass(frozen=True, slots=True)
class StructureDiff:
    """The difference of two versions of a file, prompt by prompt; prompts that are the same are left out."""

    prompts: tuple[PromptDiff, ...] = ()

    @property
    def sentence(self) -> str:
        """All of it in one line: `input `tone` added, now required; +84 tokens`."""
        return "; ".join(
            f"{each.name}: {'; '.join(each.sentences)}" if each.name else "; ".join(each.sentences)
            for each in self.prompts
        )
