"""Logs of a process: one line per record, whatever is in the names that it tells."""

import logging
from textwrap import indent
from typing import Any, Final

from media_insights.domain.wording import printable, visible

FORMAT: Final = "%(asctime)s %(levelname)s %(name)s %(message)s"


class Formatter(logging.Formatter):
    """Formats a record so that a name with a line's end makes no second record, and none steers a terminal."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's own name
        """Return the record's line."""
        record.message = printable(record.message)
        return super().formatMessage(record)

    def formatException(self, ei: Any) -> str:  # noqa: N802 - logging's own name
        """Return a traceback; its lines are indented, so that none looks like a record."""
        return indent(visible(super().formatException(ei)), "  ")


def configure(level: str) -> None:
    """Write the logs of this process to stderr, from a level on."""
    handler = logging.StreamHandler()
    handler.setFormatter(Formatter(FORMAT))
    logging.basicConfig(level=level, handlers=[handler])
