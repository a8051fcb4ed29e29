"""Why an attempt did not end well, by what its engine saw."""

import pytest

from media_insights.domain.running.contract import Cause
from media_insights.domain.running.endings import Ending, cause_of


@pytest.mark.parametrize(
    ("ending", "cause"),
    [
        (Ending(), None),
        (Ending(exit_code=0), None),
        (Ending(exit_code=2), Cause.BAD_PARAMETERS),
        (Ending(exit_code=66), Cause.UNUSABLE_INPUT),
        (Ending(exit_code=75), Cause.TRY_AGAIN),
        (Ending(exit_code=1), Cause.DEFECT),
        (Ending(exit_code=200), Cause.DEFECT),
        (Ending(exit_code=137), Cause.KILLED),
        (Ending(exit_code=143), Cause.LOST),
        (Ending(exit_code=139), Cause.DEFECT),
        (Ending(exit_code=137, out_of_memory="limit"), Cause.OUT_OF_MEMORY),
        (Ending(exit_code=137, out_of_memory="machine"), Cause.OUT_OF_MEMORY),
        (Ending(exit_code=0, not_written="result.json"), Cause.NOT_WRITTEN),
        (Ending(lost="its pod was deleted while it ran"), Cause.LOST),
        (Ending(not_run="there is no uv"), Cause.NOT_RUN),
        (Ending(exit_code=137, deadline="step"), Cause.STEP_TIMEOUT),
        (Ending(exit_code=143, deadline="run"), Cause.RUN_TIMEOUT),
        (Ending(deadline="wait"), Cause.WAIT_TIMEOUT),
        (Ending(exit_code=143, cancelled=True), Cause.CANCELLED),
    ],
)
def test_the_cause(ending: Ending, cause: Cause | None) -> None:
    assert cause_of(ending) == cause
