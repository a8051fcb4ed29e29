"""What an attempt's end means for its step, and how often it is repeated."""

import pytest

from media_insights.domain.running.contract import Cause
from media_insights.domain.running.endings import Ending
from media_insights.domain.running.verdicts import (
    Cancelled,
    Done,
    Failed,
    Retry,
    TimedOut,
    Verdict,
    cause_after,
    repetitions_of,
    sentence_of,
    state_after,
    verdict_of,
)
from tests.unit.builders import operator, plan


def verdict(ending: Ending, attempt: int = 1, limit: int = 2) -> Verdict:
    proxy = operator("proxy", "Video", retry={"limit": limit})
    made = plan("a: proxy", operators={"proxy": proxy})
    return verdict_of(ending, made.step("proxy"), made, attempt=attempt)


BUSY, KILLED, OOM = Ending(exit_code=75), Ending(exit_code=137), Ending(exit_code=137, out_of_memory="limit")
LOST = Ending(lost="its node was shut down")


@pytest.mark.parametrize(
    ("ending", "attempt", "limit", "kind"),
    [
        (Ending(exit_code=0), 1, 2, Done),
        (BUSY, 1, 2, Retry),
        (BUSY, 2, 2, Retry),
        (BUSY, 3, 2, Failed),
        (BUSY, 1, 0, Failed),
        (LOST, 2, 2, Retry),
        (LOST, 3, 2, Failed),
        (OOM, 1, 2, Retry),
        (OOM, 2, 2, Failed),
        (OOM, 1, 0, Failed),
        (KILLED, 1, 2, Retry),
        (KILLED, 2, 2, Failed),
        (Ending(exit_code=1), 1, 2, Failed),
        (Ending(exit_code=2), 1, 2, Failed),
        (Ending(exit_code=66), 1, 2, Failed),
        (Ending(exit_code=143), 2, 2, Retry),
        (Ending(exit_code=143), 3, 2, Failed),
        (Ending(exit_code=0, not_written="result.json"), 1, 2, Failed),
        (Ending(not_run="there is no uv"), 1, 2, Failed),
        (Ending(deadline="step", exit_code=137), 1, 2, TimedOut),
        (Ending(deadline="run"), 1, 2, TimedOut),
        (Ending(deadline="wait"), 1, 2, TimedOut),
        (Ending(cancelled=True, exit_code=75), 1, 2, Cancelled),
    ],
)
def test_the_verdict(ending: Ending, attempt: int, limit: int, kind: type[Verdict]) -> None:
    assert type(verdict(ending, attempt, limit)) is kind


@pytest.mark.parametrize(
    ("ending", "state", "sentence", "cause"),
    [
        (Ending(exit_code=0), "Complete", "", None),
        (
            Ending(exit_code=75, said="busy"),
            "Started",
            "attempt 1 failed and will be repeated: busy",
            Cause.TRY_AGAIN,
        ),
        (Ending(exit_code=66, said="no moov"), "Error", "no moov", Cause.UNUSABLE_INPUT),
        (Ending(deadline="step"), "TimedOut", "ran longer than its timeout of 3600 s", Cause.STEP_TIMEOUT),
        (Ending(cancelled=True), "Cancelled", "cancelled", Cause.CANCELLED),
    ],
)
def test_what_people_read_after_it(ending: Ending, state: str, sentence: str, cause: Cause | None) -> None:
    found = verdict(ending)
    assert (state_after(found), sentence_of(found, attempt=1), cause_after(found)) == (state, sentence, cause)


@pytest.mark.parametrize("cause", sorted(set(Cause) - {Cause.TRY_AGAIN, Cause.LOST, Cause.OUT_OF_MEMORY, Cause.KILLED}))
def test_nothing_else_is_ever_repeated(cause: Cause) -> None:
    made = plan("a: proxy")
    assert repetitions_of(cause, made.step("proxy")) == 0
