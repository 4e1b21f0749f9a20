"""The line ends of two versions of a file, where they are not the same."""

from __future__ import annotations

from promptwell.domain.versions.differences.structure.change import StructuralChange
from promptwell.domain.versions.line_ends import line_ends_in, named

# By itself it ends no line of a prompt.
_NO_END = frozenset("\r")


def compare_line_ends(old: str, new: str) -> StructuralChange | None:
    """That a file has the line ends of another system now, which changes each of its lines."""
    before, after = (named(line_ends_in(text) - _NO_END) for text in (old, new))
    if not before or not after or before == after:
        return None
    sentence = f"line ends {before} -> {after}"
    return StructuralChange("key", "changed", "", sentence, "line-ends", before, after)
