"""What a text without a file may be written in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

TextFormat = Literal["prompty", "dotprompt", "jinja", "agent-file"]

TEXT_NAMES: Mapping[TextFormat, str] = {
    "prompty": "(text).prompty",
    "dotprompt": "(text).prompt",
    "jinja": "(text).jinja",
    "agent-file": "(text).instructions.md",
}
"""What such a text is called; the brackets keep it from being the name of a real file."""
