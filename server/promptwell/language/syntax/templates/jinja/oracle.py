"""Jinja2 itself as the judge of a single island: what it refuses is a fault, in its own words."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from jinja2 import Environment

# What to put around a tag so that Jinja can read it alone.
_AROUND: dict[str, tuple[str, str]] = {
    "if": ("", "{% endif %}"),
    "elif": ("{% if 0 %}", "{% endif %}"),
    "else": ("{% if 0 %}", "{% endif %}"),
    "endif": ("{% if 0 %}", ""),
    "for": ("", "{% endfor %}"),
    "endfor": ("{% for x in y %}", ""),
    "break": ("{% for x in y %}", "{% endfor %}"),
    "continue": ("{% for x in y %}", "{% endfor %}"),
    "macro": ("", "{% endmacro %}"),
    "endmacro": ("{% macro m() %}", ""),
    "call": ("", "{% endcall %}"),
    "endcall": ("{% call m() %}", ""),
    "filter": ("", "{% endfilter %}"),
    "endfilter": ("{% filter upper %}", ""),
    "block": ("", "{% endblock %}"),
    "with": ("", "{% endwith %}"),
    "endwith": ("{% with %}", ""),
    "autoescape": ("", "{% endautoescape %}"),
    "endautoescape": ("{% autoescape true %}", ""),
    "trans": ("", "x{% endtrans %}"),
    "endtrans": ("{% trans %}x", ""),
    "pluralize": ("{% trans n=1 %}x", "x{% endtrans %}"),
    "endset": ("{% set x %}", ""),
}
# Tags of other packages: their arguments are judged by our own reading alone.
_FOREIGN = frozenset(
    f"{end}{tag}" for end in ("", "end") for tag in ("generation", "chat", "completion", "message")
) | {"insert"}


class Verdict(NamedTuple):
    """What Jinja says: its message, and whether it gave up because of depth."""

    message: str
    too_deep: bool = False


def judge(text: str, tag: str, *, captures: bool = False, known: bool = True) -> Verdict | None:
    """Jinja's objection to one island, or None where it accepts it.

    Args:
        text: the island with its delimiters.
        tag: the tag's name; "" for `{{ }}`.
        captures: whether a `set` or `block` tag waits for an end tag.
        known: False for tags that Jinja can't judge because an application registers them.
    """
    if not known or tag in _FOREIGN:
        return None
    before, after = _AROUND.get(tag, ("", ""))
    if tag == "set" and captures:
        after = "{% endset %}"
    if tag == "endblock":
        return None  # needs its block's name; the block stack compares them
    return _parse(before + text + after)


def _parse(template: str) -> Verdict | None:
    from jinja2 import TemplateSyntaxError

    try:
        _environment().parse(template)
    except TemplateSyntaxError as fault:
        return Verdict(str(fault.message))
    except (RecursionError, MemoryError):
        return Verdict("the expression is nested too deeply for Jinja", too_deep=True)
    except ValueError as fault:  # an integer of more digits than Python reads
        return Verdict(str(fault))
    return None


@cache
def _environment() -> Environment:
    from jinja2 import Environment

    extensions = [f"jinja2.ext.{name}" for name in ("do", "loopcontrols", "i18n", "debug")]
    return Environment(extensions=extensions, autoescape=False)  # noqa: S701  # only parses
