"""Draws the pictures of the README from what the commands really print.

Run `python docs/draw_pictures.py` after the output has changed. The pictures are not compared by
`make check`: dates and model prices in the output move on by themselves.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from html import escape
from pathlib import Path

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs" / "images"
DRAFTS = ROOT / "examples" / "support" / "prompts" / "drafts"

CHARACTER, LINE, MARGIN = 8.4, 20, 18
MOST_LINES = 46
COLORS = {
    "1": "font-weight='bold' fill='#e6edf3'",
    "2": "fill='#7d8590'",
    "31": "fill='#ff7b72'",
    "32": "fill='#7ee787'",
    "33": "fill='#e3b341'",
    "34": "fill='#79c0ff'",
    "35": "fill='#d2a8ff'",
    "36": "fill='#56d4dd'",
}
_ESCAPE = re.compile(r"\x1b\[([0-9;]*)m")


def main() -> int:
    """Draw all pictures."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    files = ["refund.prompty", "welcome.prompty", "feedback.prompty"]
    checked = _printed(DRAFTS, "check", *files)
    _draw(IMAGES / "check.svg", [f"$ promptwell check {' '.join(files)}", "", *checked])
    scenes = list(_scenes(_printed(ROOT, "demo")))[:MOST_LINES]
    _draw(IMAGES / "demo.svg", ["$ make demo", "…", *scenes, "…"])
    return 0


def _printed(folder: Path, *arguments: str) -> list[str]:
    command = [sys.executable, "-m", "promptwell", *arguments]
    environment = {**os.environ, "FORCE_COLOR": "1", "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(  # noqa: S603  # our own program
        command, cwd=folder, env=environment, capture_output=True, timeout=120, check=False
    )
    return done.stdout.decode("utf-8").rstrip("\n").split("\n")


def _scenes(lines: list[str]) -> Iterator[str]:
    """The scenes in which something is asked for, without the long list of findings."""
    shown = False
    for line in lines:
        heading = re.match(r"(\d+)\. ", _ESCAPE.sub("", line))
        if heading:
            shown = heading[1] in ("2", "5", "6")
        if shown:
            yield line


def _draw(path: Path, lines: list[str]) -> None:
    width = max(len(_ESCAPE.sub("", line)) for line in lines) * CHARACTER + 2 * MARGIN
    height = len(lines) * LINE + 2 * MARGIN
    rows = [
        f"<text x='{MARGIN}' y='{MARGIN + (number + 1) * LINE - 6}' xml:space='preserve'>{_row(line)}</text>"
        for number, line in enumerate(lines)
    ]
    path.write_text(
        f"<svg xmlns='http://www.w3.org/2000/svg' width='{width:.0f}' height='{height}' "
        f"viewBox='0 0 {width:.0f} {height}' font-family='ui-monospace, Menlo, Consolas, monospace' "
        "font-size='14' fill='#c9d1d9'>\n"
        f"<rect width='100%' height='100%' rx='8' fill='#0d1117'/>\n"
        + "\n".join(rows)
        + "\n</svg>\n",
        encoding="utf-8",
    )


def _row(line: str) -> str:
    """One line with its colors as `tspan` elements, each at its column so that carets fit."""
    parts: list[str] = []
    style, position, column = "", 0, 0
    for match in [*_ESCAPE.finditer(line), None]:
        text = line[position : match.start() if match else len(line)]
        if text:
            x = MARGIN + column * CHARACTER
            length = len(text) * CHARACTER
            parts.append(
                f"<tspan x='{x:.1f}' textLength='{length:.1f}' {style}>{escape(text)}</tspan>"
            )
            column += len(text)
        if match:
            codes = [code for code in match[1].split(";") if code in COLORS]
            style = COLORS[codes[-1]] if codes else ""
            position = match.end()
    return "".join(parts)


if __name__ == "__main__":
    sys.exit(main())
