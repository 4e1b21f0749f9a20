"""The log is one JSON object per line."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from promptwell.adapters.json_log import set_level, start_logging


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "log.jsonl"
    start_logging("info", path.as_posix())
    yield path
    logger = logging.getLogger("promptwell")
    for handler in logger.handlers[:]:
        logger.removeHandler(handler)
        handler.close()
    logger.setLevel(logging.NOTSET)
    logger.propagate = True


def lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_record_is_a_line_with_its_fields(log: Path) -> None:
    logging.getLogger("promptwell.rules").info(
        "checked %s", "a\nb", extra={"path": Path("/a"), "files": 3}
    )
    [line] = lines(log)
    assert line.pop("time")
    assert line == {
        "level": "info",
        "logger": "promptwell.rules",
        "message": "checked a\nb",
        "fields": {"path": "/a", "files": 3},
    }


def test_an_exception_is_text_within_the_line(log: Path) -> None:
    try:
        raise ValueError("boom")
    except ValueError:
        logging.getLogger("promptwell").exception("failed")
    [line] = lines(log)
    assert str(line["exception"]).endswith("ValueError: boom")


def test_only_the_level_asked_for_is_logged(log: Path) -> None:
    logger = logging.getLogger("promptwell.x")
    logger.debug("hidden")
    set_level("debug")
    logger.debug("shown")
    assert [line["message"] for line in lines(log)] == ["shown"]
