"""A record is one line, and a traceback's lines are no records."""

import logging
import sys

import pytest

from media_insights.runtime.logs import FORMAT, Formatter
from tests.unit.hostile_names import HOSTILE, is_harmless


@pytest.mark.parametrize("name", HOSTILE)
def test_a_record_is_one_harmless_line(name: str) -> None:
    record = logging.makeLogRecord({"levelname": "INFO", "name": "a", "msg": "removed %s", "args": (name,)})
    line = Formatter(FORMAT).format(record)
    assert is_harmless(line)
    assert "\n" not in line
    assert line.endswith("mp4")


def forge(message: str) -> None:
    raise ValueError(message)


def test_lines_of_a_traceback_are_indented() -> None:
    try:
        forge("x\n2026-01-01 00:00:00,000 ERROR a forged\x1b[2J")
    except ValueError:
        record = logging.makeLogRecord({"msg": "failed", "exc_info": sys.exc_info()})
    first, *more = Formatter(FORMAT).format(record).splitlines()
    assert first.endswith("failed")
    assert all(line.startswith("  ") for line in more)
    assert is_harmless("\n".join(more))
