"""Of a kept log that is endless the end is read, after a line that says so."""

import pytest

from media_insights.domain.running import log_lines
from media_insights.storage.kept_logs import end_of_log
from media_insights.storage.store import Store

KEY = "private/n/assets/a/logs/run-1/run-1-labels-1/main.log"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (b"", b""),
        (b"water\n", b"water\n"),
        (
            b"deep\nwater\n",
            f"(the first 5 bytes of this log are left out: {KEY} has them)\n".encode() + b"water\n",
        ),
    ],
)
def test_the_end_of_a_log(store: Store, monkeypatch: pytest.MonkeyPatch, written: bytes, read: bytes) -> None:
    monkeypatch.setattr(log_lines, "MOST_OF_A_LOG", 6)
    store.put(KEY, written)
    assert end_of_log(store, store.head(KEY)) == read
