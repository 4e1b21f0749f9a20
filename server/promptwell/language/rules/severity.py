"""How much a finding matters."""

from __future__ import annotations

from typing import Literal

Severity = Literal["error", "warning", "information", "hint"]

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "information", "hint")
"""All of them, the most severe first."""
