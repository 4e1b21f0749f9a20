"""How much work and text one rendering may cost, and the count of what it has cost so far."""

from __future__ import annotations

from dataclasses import dataclass

from promptwell.errors import RenderError


@dataclass(frozen=True, slots=True)
class RenderLimits:
    """What a rendering may use. Lengths are in characters.

    `source` bounds the template with its partials, `values` the values as JSON and `depth`
    their nesting; `steps` the loop rounds and calls, `output` the rendered text,
    `text` one string built on the way, `built` all of them together, `items` one list,
    and `digits` the width of a number.
    """

    source: int = 1_048_576
    values: int = 8_388_608
    depth: int = 100
    steps: int = 250_000
    output: int = 1_048_576
    text: int = 4_194_304
    built: int = 67_108_864
    items: int = 500_000
    digits: int = 4_000


DEFAULT_LIMITS = RenderLimits()

# A call takes about as long as four rounds of a loop.
CALL = 4


class Budget:
    """The running count of one rendering; each method raises a RenderError when its limit is passed."""

    __slots__ = ("_built", "_items", "_output", "_steps", "limits")

    def __init__(self, limits: RenderLimits) -> None:
        self.limits = limits
        self._steps = 0
        self._built = 0
        self._items = 0
        self._output = 0

    def step(self, cost: int = 1) -> None:
        """Count one round of a loop or one call."""
        self._steps += cost
        if self._steps > self.limits.steps:
            raise RenderError(
                f"the template takes more than {self.limits.steps:,} loop rounds and calls: "
                "loop over fewer items, or nest fewer loops",
                reason="limit",
            )

    def text(self, length: int) -> None:
        """Count a string about to be built."""
        self._built += length
        if length > self.limits.text or self._built > self.limits.built:
            limit = self.limits.text if length > self.limits.text else self.limits.built
            raise RenderError(
                f"the template builds a text of more than {limit:,} characters: "
                "repeat, pad, replace or join less",
                reason="limit",
            )

    def items(self, length: int) -> None:
        """Count a list about to be built."""
        self._items += length
        if length > self.limits.items or self._items > 10 * self.limits.items:
            raise RenderError(
                f"the template builds a list of more than {self.limits.items:,} items: "
                "repeat or join fewer of them",
                reason="limit",
            )

    def number(self, bits: int) -> None:
        """Count a whole number about to be computed."""
        if bits > 4 * self.limits.digits:
            raise RenderError(
                f"the template computes a number of more than {self.limits.digits:,} digits: "
                "use smaller factors or exponents",
                reason="limit",
            )

    def output(self, length: int) -> None:
        """Count text written to the result."""
        self._output += length
        if self._output > self.limits.output:
            raise RenderError(
                f"the rendered prompt is longer than {self.limits.output:,} characters: "
                "give it smaller values, or loop over fewer items",
                reason="limit",
            )

    def weigh(self, value: object) -> None:
        """Count the text that a list or mapping would become, each use of a shared part anew."""
        if not isinstance(value, (list, tuple, dict)):
            return
        left = self.limits.text
        stack: list[object] = [value]
        while stack:
            each = stack.pop()
            if isinstance(each, dict):
                stack.extend(each.values())
                left -= 4 * len(each) + sum(len(key) for key in each if isinstance(key, str))
            elif isinstance(each, (list, tuple)):
                stack.extend(each)
                left -= 2 * len(each)
            elif isinstance(each, str):
                left -= len(each)
            left -= 2
            if left < 0:
                self.text(self.limits.text + 1)
        self.text(self.limits.text - left)
