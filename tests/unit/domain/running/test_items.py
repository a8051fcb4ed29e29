"""What becomes of each item of a process: rows of what it left, and how it ended."""

import json
from typing import Any

import pytest

from media_insights.domain.running.endings import Ending
from media_insights.domain.running.items import Alone, Decided, Fate, ItemTrace, Next, fates_of, trace_of

CRASH = Ending(exit_code=139, said="")
KILLED = Ending(exit_code=137, out_of_memory="limit")
LATE = Ending(deadline="step")
WELL = Ending(exit_code=0)
DONE = ItemTrace(begun=True, ending=Ending(exit_code=0))
BAD = ItemTrace(begun=True, ending=Ending(exit_code=66, said="truncated"))
BEGUN, UNTOUCHED = ItemTrace(begun=True), ItemTrace()


@pytest.mark.parametrize(
    ("traces", "process", "fates"),
    [
        ([DONE, BAD], WELL, [Decided(Ending(exit_code=0)), Decided(Ending(exit_code=66, said="truncated"))]),
        ([DONE, BEGUN, UNTOUCHED], CRASH, [Decided(Ending(exit_code=0)), Alone(), Next()]),
        ([BAD, BEGUN, UNTOUCHED], KILLED, [Decided(Ending(exit_code=66, said="truncated")), Alone(), Next()]),
        ([BEGUN, UNTOUCHED], CRASH, [Alone(), Next()]),
        ([DONE, BEGUN, UNTOUCHED], LATE, [Decided(Ending(exit_code=0)), Decided(LATE), Next()]),
        ([DONE, BEGUN, UNTOUCHED], WELL, [Decided(Ending(exit_code=0)), Alone(), Next()]),
        ([UNTOUCHED, UNTOUCHED], CRASH, [Decided(CRASH), Decided(CRASH)]),
        ([UNTOUCHED, UNTOUCHED], LATE, [Decided(LATE), Decided(LATE)]),
        ([UNTOUCHED], WELL, [Decided(Ending(exit_code=0, not_written="verdicts"))]),
    ],
    ids=[
        "a verdict counts",
        "a crash takes no verdict away, sets the item in hand apart and leaves the rest",
        "so does memory",
        "the first item may be innocent too",
        "time is the item's own",
        "ending well without a verdict proves nothing",
        "nothing begun: the process failed for all",
        "so when it took too long to begin",
        "a process that does nothing and calls it done has a defect",
    ],
)
def test_fates(traces: list[ItemTrace], process: Ending, fates: list[Fate]) -> None:
    assert list(fates_of(dict(zip("abcdef", traces, strict=False)), process).values()) == fates


@pytest.mark.parametrize("process", [WELL, CRASH, KILLED, LATE, Ending(not_run="there is no such program")])
@pytest.mark.parametrize("left", [[UNTOUCHED] * 3, [BEGUN, UNTOUCHED, UNTOUCHED], [DONE, UNTOUCHED, UNTOUCHED]])
def test_every_process_takes_at_least_one_item_from_the_list(process: Ending, left: list[ItemTrace]) -> None:
    fates = fates_of(dict(zip("abc", left, strict=True)), process)

    assert any(not isinstance(fate, Next) for fate in fates.values())


def test_a_verdict_is_read() -> None:
    said = {"exitCode": 75, "message": "the device is busy", "seconds": 1.5, "warnings": []}

    trace = trace_of(json.dumps(said).encode())

    assert trace == ItemTrace(begun=True, ending=Ending(exit_code=75, said="the device is busy"), seconds=1.5)


@pytest.mark.parametrize(
    "said",
    [
        *(b"", b"{", b"[]", b"7", b"null", b"\xff", b"{}", b"[" * 100_000),
        *(b'{"exitCode": "0"}', b'{"exitCode": true}', b'{"exitCode": 0.0}'),
        *(b'{"exitCode": 0, "message": 7}', b'{"exitCode": 0, "seconds": "long"}'),
    ],
)
def test_a_verdict_that_cannot_be_read_is_a_defect(said: bytes) -> None:
    trace = trace_of(said)

    assert trace.ending is not None
    assert trace.ending.exit_code == 1
    assert "verdict" in trace.ending.said


@pytest.mark.parametrize(("seconds", "read"), [("-3", 0.0), ("1e999", 1e9), ("NaN", 0.0)])
def test_seconds_that_cannot_be_are_bounded(seconds: str, read: Any) -> None:
    assert trace_of(f'{{"exitCode": 0, "seconds": {seconds}}}'.encode()).seconds == read
