"""No report shows the personal data that it tells of; only a file that is mended changes."""

from __future__ import annotations

from pathlib import Path

import pytest

VALUES = ("jo.verhoeven@ziggo.nl", "6011 4839 2076 1535", "412-73-9046", "178.24.3.200")
TEXT = "system:\nExample: {} paid with {}, has {} and came from {}.\n".format(*VALUES)


@pytest.fixture(autouse=True)
def prompt(write) -> None:
    write("a.prompty", TEXT)


@pytest.mark.parametrize("form", ["text", "json", "sarif", "github", "junit"])
def test_check_tells_of_it_without_it(cli, form: str) -> None:
    written = cli("check", "--format", form).out
    assert "payment-card" in written
    assert not [value for value in VALUES if value in written]


def test_scan_covers_it_in_its_page(cli, tmp_path: Path) -> None:
    cli("scan", "--format", "html", "--output", "scan.html")
    page = next(tmp_path.rglob("scan.html")).read_text(encoding="utf-8")
    assert "payment-card" in page
    assert not [value for value in VALUES if value in page]
