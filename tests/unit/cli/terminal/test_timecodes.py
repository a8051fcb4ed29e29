"""Spans as people read them."""

from media_insights.cli.terminal.timecodes import spans_text, timecode


def test_spans_are_read() -> None:
    assert spans_text([(1, 2), (5, 5), (30, 30)], most=2) == "0:01–0:02, 0:05 +1 more"
    assert timecode(3725) == "1:02:05"
