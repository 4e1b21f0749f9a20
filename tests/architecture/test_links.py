"""Links between the pages of the documentation lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "examples" / "README.md", *(ROOT / "docs").rglob("*.md")]
_FENCE = re.compile(r"(`{3,}).*?\1", re.DOTALL)
_LINK = re.compile(r"\]\(([^)\s]+)\)")


def test_every_relative_link_leads_to_a_file() -> None:
    broken = [
        f"{page.relative_to(ROOT)}: {link}"
        for page in PAGES
        for link in _LINK.findall(_FENCE.sub("", page.read_text("utf-8")))
        if "://" not in link
        if not (page.parent / link.partition("#")[0]).exists()
    ]
    assert not broken
