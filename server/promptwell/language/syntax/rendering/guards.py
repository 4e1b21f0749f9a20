"""Operations that can make much out of little, with their cost counted before they run.

Limits on the process stop what is not listed here; these give the author a sentence instead.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import wraps
from typing import Any

from jinja2 import Undefined, pass_environment
from jinja2.environment import Environment
from jinja2.filters import make_attrgetter

from promptwell.language.syntax.rendering.budget import Budget

# A width or precision in `%` formatting; `*` takes it from the arguments.
_PERCENT = re.compile(r"%(?:\([^)]*\))?[-+ #0]*(\*|\d+)?(?:\.(\*|\d+))?")
_FORMAT_NUMBER = re.compile(r"\d+")
# Beyond this, Python computes 10 ** precision for many seconds.
_MOST_DECIMALS = 1_000


def binary(budget: Budget, operator: str, left: Any, right: Any) -> None:
    """Count what `left operator right` builds."""
    if operator == "*":
        _product(budget, left, right)
    elif operator == "+":
        _sum(budget, left, right)
    elif operator == "%":
        if isinstance(left, str):
            percent(budget, left, right)
    elif operator == "**" and isinstance(left, int) and isinstance(right, int):
        budget.number(left.bit_length() * max(right, 0))


def percent(budget: Budget, text: str, *arguments: Any) -> None:
    """Count the widths written in a `%` format, and the lists it would write out."""
    total = len(text)
    for width, precision in _PERCENT.findall(text):
        for number in (width, precision):
            if number == "*":
                total += budget.limits.text
            elif number:
                total += int(number) if len(number) < 12 else budget.limits.text + 1
    budget.text(total)
    for argument in arguments:
        budget.weigh(argument)


def format_spec(budget: Budget, spec: str) -> None:
    """Count the widths of one field of `str.format`."""
    for number in _FORMAT_NUMBER.findall(spec):
        budget.text(int(number) if len(number) < 12 else budget.limits.text + 1)


def method(budget: Budget, owner: Any, name: str, arguments: Sequence[Any]) -> None:
    """Count what a method of a string or number builds."""
    if not isinstance(owner, str):
        if name == "to_bytes" and arguments and isinstance(arguments[0], int):
            budget.text(arguments[0])
        return
    first = arguments[0] if arguments else None
    if name in ("center", "ljust", "rjust", "zfill") and isinstance(first, int):
        budget.text(max(len(owner), first))
    elif name == "expandtabs":
        size = first if isinstance(first, int) else 8
        budget.text(len(owner) + owner.count("\t") * max(size, 0))
    elif name == "replace" and len(arguments) >= 2:
        _replace(budget, owner, *arguments)
    elif name == "join" and isinstance(first, Sequence):
        longest = sum(len(each) for each in first if isinstance(each, str))
        budget.text(longest + len(owner) * len(first))
    elif name == "translate" and isinstance(first, Mapping):
        widest = max((len(each) for each in first.values() if isinstance(each, str)), default=1)
        budget.text(len(owner) * max(widest, 1))


def concatenate(budget: Budget, parts: Iterable[Any]) -> str:
    """The parts as one text, as `~` writes them."""
    texts = []
    total = 0
    for part in parts:
        budget.weigh(part)
        texts.append(str(part))
        total += len(texts[-1])
    budget.text(total)
    return "".join(texts)


def guarded_filters(
    filters: Mapping[str, Callable[..., Any]], budget: Budget
) -> dict[str, Callable[..., Any]]:
    """The same filters, each counting what it builds, with `join` counted piece by piece."""
    found = {
        name: _guarded(function, _CHECKS.get(name), budget) for name, function in filters.items()
    }
    found["join"] = _joining(budget)
    return found


def guarded_lipsum(function: Callable[..., str], budget: Budget) -> Callable[..., str]:
    """The `lipsum` global with its paragraphs counted."""

    @wraps(function)
    def lipsum(n: int = 5, html: bool = True, min: int = 20, max: int = 100) -> str:  # noqa: A002
        budget.text(n * max * 12)
        return function(n, html, min, max)

    return lipsum


def _product(budget: Budget, left: Any, right: Any) -> None:
    for many, times in ((left, right), (right, left)):
        if isinstance(times, int):
            if isinstance(many, str):
                budget.text(len(many) * max(times, 0))
            elif isinstance(many, (list, tuple)):
                budget.items(len(many) * max(times, 0))
            elif isinstance(many, int):
                budget.number(many.bit_length() + times.bit_length())


def _sum(budget: Budget, left: Any, right: Any) -> None:
    if isinstance(left, str) and isinstance(right, str):
        budget.text(len(left) + len(right))
    elif isinstance(left, (list, tuple)) and isinstance(right, (list, tuple)):
        budget.items(len(left) + len(right))


def _replace(budget: Budget, text: Any, old: Any, new: Any, count: Any = None, *_: Any) -> None:
    whole, old, new = str(text), str(old), str(new)
    times = whole.count(old)
    if isinstance(count, int) and count >= 0:
        times = min(times, count)
    budget.text(len(whole) + times * max(len(new) - len(old), 0))


def _center(budget: Budget, _text: Any, width: Any = 80, *_: Any) -> None:
    if isinstance(width, int):
        budget.text(width)


def _indent(budget: Budget, text: Any, width: Any = 4, *_: Any) -> None:
    each = len(width) if isinstance(width, str) else width
    if isinstance(each, int):
        whole = str(text)
        budget.text(len(whole) + (len(whole.splitlines()) + 1) * max(each, 0))


def _batch(budget: Budget, _value: Any, count: Any = 0, *_: Any) -> None:
    if isinstance(count, int):
        budget.items(count)


def _round(budget: Budget, _value: Any, precision: Any = 0, *_: Any) -> None:
    if isinstance(precision, int) and abs(precision) > _MOST_DECIMALS:
        budget.number(abs(precision) * 4 + 4 * budget.limits.digits)


def _percent_filter(budget: Budget, text: Any, *arguments: Any) -> None:
    percent(budget, str(text), *arguments)


def _weigh(budget: Budget, value: Any, *_: Any) -> None:
    budget.weigh(value)


# These write a list or mapping out as text.
_WRITERS = (
    "capitalize", "e", "escape", "float", "forceescape", "int", "lower", "pprint", "safe",
    "string", "striptags", "title", "to_xml", "tojson", "trim", "truncate", "upper", "urlencode",
    "urlize", "wordcount", "wordwrap", "xmlattr",
)  # fmt: skip

_CHECKS: dict[str, Callable[..., None]] = {
    **dict.fromkeys(_WRITERS, _weigh),
    "batch": _batch,
    "center": _center,
    "format": _percent_filter,
    "indent": _indent,
    "replace": _replace,
    "round": _round,
    "slice": _batch,
}


def _guarded(
    function: Callable[..., Any], check: Callable[..., None] | None, budget: Budget
) -> Callable[..., Any]:
    takes_context = hasattr(function, "jinja_pass_arg")

    @wraps(function)
    def run(*args: Any, **kwargs: Any) -> Any:
        if check:
            named = kwargs.values()
            check(budget, *(args[1:] if takes_context else args), *named)
        result = function(*args, **kwargs)
        if isinstance(result, str):
            budget.text(len(result))
        return result

    return run


def _joining(budget: Budget) -> Callable[..., str]:
    @pass_environment
    def join(
        environment: Environment, value: Any, d: Any = "", attribute: str | int | None = None
    ) -> str:
        if isinstance(value, Undefined):
            return str(value)
        if attribute is not None:
            value = map(make_attrgetter(environment, attribute), value)
        separator = str(d)
        parts: list[str] = []
        for part in value:
            budget.weigh(part)
            parts.append(str(part))
            budget.text(len(parts[-1]) + len(separator))
        return separator.join(parts)

    return join
