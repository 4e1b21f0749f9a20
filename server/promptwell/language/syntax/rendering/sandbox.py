"""The Jinja environment in which prompts run: no way out, every costly step counted."""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping, Sequence
from string import Formatter
from typing import Any

from jinja2 import nodes
from jinja2.runtime import Context
from jinja2.sandbox import SandboxedEnvironment, SandboxedFormatter, modifies_known_mutable
from jinja2.utils import generate_lorem_ipsum

from promptwell.language.syntax.rendering import guards
from promptwell.language.syntax.rendering.budget import CALL, Budget
from promptwell.language.syntax.rendering.marks import mark
from promptwell.language.syntax.rendering.undefined import UndefinedLog, undefined_type


class PromptSandbox(SandboxedEnvironment):
    """A sandbox for one rendering; `immutable` forbids methods that change lists and mappings."""

    intercepted_binops = frozenset({"*", "+", "%", "**"})

    def __init__(
        self, budget: Budget, log: UndefinedLog, *, immutable: bool, chainable: bool, **options: Any
    ) -> None:
        self.budget = budget
        self.log = log
        self.immutable = immutable
        super().__init__(
            undefined=undefined_type(log, chainable=chainable),
            # Constant folding would run filters while compiling, before anything is counted.
            optimized=False,
            **options,
        )
        self.globals["range"] = self._range
        self.globals["lipsum"] = guards.guarded_lipsum(generate_lorem_ipsum, budget)

    def guard_filters(self) -> None:
        """Wrap all filters registered so far, so that what they build is counted."""
        self.filters = guards.guarded_filters(self.filters, self.budget)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        return mark(super()._parse(source, name, filename), self)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Refuse what begins with an underscore and, where immutable, what changes its owner."""
        if not super().is_safe_attribute(obj, attr, value):
            return False
        return not (self.immutable and modifies_known_mutable(obj, attr))

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Count an operation, then do it."""
        guards.binary(self.budget, operator, left, right)
        return super().call_binop(context, operator, left, right)

    def call(self, context: Context, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Count a call, then make it."""
        self.budget.step(CALL)
        if isinstance(obj, types.BuiltinMethodType):
            guards.method(self.budget, obj.__self__, obj.__name__, args)
        result = super().call(context, obj, *args, **kwargs)
        if isinstance(result, str):
            self.budget.text(len(result))
        return result

    def wrap_str_format(self, value: Any) -> Callable[..., str] | None:
        """`str.format` with attribute access sandboxed and widths counted; None for all else."""
        if not isinstance(value, (types.MethodType, types.BuiltinMethodType)):
            return None
        if value.__name__ not in ("format", "format_map") or not isinstance(value.__self__, str):
            return None
        text = str(value.__self__)
        takes_mapping = value.__name__ == "format_map"
        formatter = _CountingFormatter(self)

        def run(*args: Any, **kwargs: Any) -> str:
            if takes_mapping:
                return formatter.vformat(text, (), args[0] if args else {})
            return formatter.vformat(text, args, kwargs)

        return run

    def _range(self, *args: int) -> range:
        numbers = range(*args)
        self.budget.items(len(numbers))
        return numbers


class _CountingFormatter(SandboxedFormatter):
    def __init__(self, sandbox: PromptSandbox) -> None:
        super().__init__(sandbox)
        self._budget = sandbox.budget

    def format_field(self, value: Any, format_spec: str) -> Any:
        guards.format_spec(self._budget, format_spec)
        self._budget.weigh(value)
        return Formatter.format_field(self, value, format_spec)

    def vformat(self, format_string: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> str:
        result = Formatter.vformat(self, format_string, args, kwargs)
        self._budget.text(len(result))
        return result
