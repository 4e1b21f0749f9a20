"""Control tokens of chat templates in the text of a prompt."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from promptwell.language.detectors.control_token_families import FAMILY_OF, Family
from promptwell.language.syntax.markdown.code import code_spans, in_code
from promptwell.language.text.source import Span

LIMIT = 200

# What every token of the table holds; most texts have none of these.
_HINTS = ("<|", "INST]", "SYS>>", "_of_turn>", "<\uff5c", "_TOOLS]", "TOOL_", "SYSTEM_PROMPT]")


class TokenInText(NamedTuple):
    """A control token, where it stands and which models read it as one."""

    span: Span
    token: str
    family: Family

    @property
    def opens(self) -> bool:
        """Whether a turn of somebody begins with it."""
        return self.token in self.family.opening


def find_control_tokens(text: str, start: int = 0) -> Iterator[TokenInText]:
    """Control tokens behind an offset that stand in the text itself, not in code; at most `LIMIT`."""
    if not any(hint in text for hint in _HINTS):
        return
    found = 0
    for match in _pattern().finditer(text, start):
        if in_code(code_spans(text, start), match.start()):
            continue
        yield TokenInText(Span(*match.span()), match[0], FAMILY_OF[match[0]])
        found += 1
        if found == LIMIT:
            return


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, FAMILY_OF), reverse=True)))
