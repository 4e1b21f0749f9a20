"""The line ends of two versions of a file, where they are not the same."""

from __future__ import annotations

from promptwell.domain.versions.differences.structure.change import StructuralChange


def compare_line_ends(old: str, new: str) -> StructuralChange | None:
    """That a file has the line ends of another system now, which changes each of its lines."""
    before, after = _kind(old), _kind(new)
    if not before or not after or before == after:
        return None
    sentence = f"line ends {before} -> {after}"
    return StructuralChange("key", "changed", "", sentence, "line-ends", before, after)


def _kind(text: str) -> str:
    """What ends the lines of a text; "" where it has one line."""
    windows, all_ends = text.count("\r\n"), text.count("\n")
    if not all_ends:
        return ""
    if windows in (0, all_ends):
        return "CRLF" if windows else "LF"
    return "mixed"
