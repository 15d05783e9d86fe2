"""The log: a JSON object on each line for programs, or plain lines for a person at a terminal.

The log goes to standard output; the command's own messages go to standard error.
"""

import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from index.printable import printable
from service.http.exchange.underway import underway
from service.settings import Settings


@contextmanager
def logging_to_stdout(settings: Settings) -> Iterator[None]:
    """Write Pincite's records, and warnings of its libraries, to standard output meanwhile."""
    as_text = settings.log_format == "text" or (
        settings.log_format == "auto" and sys.stdout.isatty()
    )
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(TextLines() if as_text else JsonLines())
    root, own = logging.getLogger(), logging.getLogger("pincite")
    level = own.level
    root.addHandler(handler)
    # Other loggers keep the root's level, which lets only their warnings through.
    own.setLevel(logging.INFO)
    try:
        yield
    finally:
        own.setLevel(level)
        root.removeHandler(handler)


class JsonLines(logging.Formatter):
    """Formats a record as a JSON object: time, level, logger, message and request_id; then the
    record's own `fields`, and its traceback if it has one.
    """

    def format(self, record: logging.LogRecord) -> str:
        time = datetime.fromtimestamp(record.created, UTC)
        document: dict[str, Any] = {
            "time": time.isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            "request_id": underway().request_id or None,
            **_fields(record),
        }
        if record.exc_info:
            document["traceback"] = self.formatException(record.exc_info)
        # ASCII output escapes line ends of every kind, and surrogates, which cannot be encoded.
        return json.dumps(document)


class TextLines(logging.Formatter):
    """Formats a record as the time of day, the message, the fields that have a value, and the id
    of the request.
    """

    def format(self, record: logging.LogRecord) -> str:
        time = datetime.fromtimestamp(record.created).astimezone()
        fields = {**_fields(record), "request_id": underway().request_id or None}
        values = [f"{name}={value}" for name, value in fields.items() if value is not None]
        message = record.getMessage()
        if record.levelno >= logging.WARNING:
            message = f"{record.levelname.capitalize()}: {message}"
        line = printable(" ".join([f"{time:%H:%M:%S}", message, *values]))
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line


def _fields(record: logging.LogRecord) -> dict[str, Any]:
    fields: dict[str, Any] = getattr(record, "fields", {})
    return fields
