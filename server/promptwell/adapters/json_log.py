"""The log: standard `logging`, one JSON object per line, to standard error or a file of bounded length."""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime

# Enough for a day of an editor's details.
_LONGEST = 10 * 1024 * 1024
_KEPT = 3
_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class JsonFormatter(logging.Formatter):
    """A record as one line of JSON: time, level, logger, message, fields and the exception as text.

    `fields` are what a call passes as `extra`.
    """

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        moment = datetime.fromtimestamp(record.created, UTC)
        line: dict[str, object] = {
            "time": moment.isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        fields = {name: value for name, value in vars(record).items() if name not in _STANDARD}
        if fields:
            line["fields"] = fields
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        written = json.dumps(line, default=str)
        return _without_secrets(written) if record.levelno >= logging.WARNING else written


def _without_secrets(line: str) -> str:
    """A line without secrets: the message of an error may quote the text it was about."""
    # Loaded with the first trouble; most runs have none.
    from promptwell.language.detectors.secrets.hiding import without_secrets

    return without_secrets(line)


def start_logging(level: str, file: str | None = None) -> None:
    """Log the product's records of a level and above, to a file or else to standard error.

    Calling it again changes level and place. Raises OSError when the file can't be opened.
    """
    handler: logging.Handler
    if file:
        from promptwell.adapters.shared_log import SharedLog  # most runs log to no file

        handler = SharedLog(file, longest=_LONGEST, kept=_KEPT)
    else:
        handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter())
    logger = logging.getLogger("promptwell")
    for old in logger.handlers:
        logger.removeHandler(old)
        old.close()
    logger.addHandler(handler)
    logger.propagate = False
    set_level(level)


def set_level(level: str) -> None:
    """Change the least important level that is logged: `debug`, `info`, `warning` or `error`."""
    logging.getLogger("promptwell").setLevel(level.upper())
