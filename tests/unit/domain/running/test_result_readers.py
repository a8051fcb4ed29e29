"""Which step of a run has yet to read a result that is stored."""

import pytest

from media_insights.api.v1alpha1 import ExecutionStatus
from media_insights.domain.running.result_readers import reader_of
from tests.unit import builders

LATE = builders.CATALOGUE["mediainfo"].model_copy(update={"starts_after": "EarlierStages"})
PLAN = builders.plan("listen: proxy transcribe; text: captions entities", operators=builders.CATALOGUE)
TOLD = builders.plan("listen: proxy transcribe; late: mediainfo", operators={**builders.CATALOGUE, "mediainfo": LATE})


def status(state: str, **operators: str) -> ExecutionStatus:
    listed = [{"name": name, "status": said} for name, said in operators.items()]
    return ExecutionStatus.model_validate({"state": state, "stages": [{"name": "s", "operators": listed}]})


@pytest.mark.parametrize(
    ("result", "run", "reader"),
    [
        ("transcribe", status("Started", transcribe="Complete"), "captions"),
        ("transcribe", status("Started", transcribe="Complete", captions="Executing"), "captions"),
        ("transcribe", status("Started", transcribe="Complete", captions="Complete"), "entities"),
        ("transcribe", status("Started", transcribe="Complete", captions="Error", entities="Complete"), ""),
        ("transcribe", status("Started", transcribe="Executing"), ""),
        ("transcribe", status("Waiting"), ""),
        ("transcribe", status("Cancelled", transcribe="Complete"), ""),
        ("captions", status("Started", transcribe="Complete", captions="Complete"), ""),
    ],
)
def test_a_step_that_has_not_ended_reads_what_is_stored(result: str, run: ExecutionStatus, reader: str) -> None:
    assert reader_of(result, PLAN, run) == reader


def test_a_step_that_is_told_of_earlier_stages_may_read_each_of_their_results() -> None:
    assert reader_of("transcribe", TOLD, status("Started", transcribe="Complete")) == "mediainfo"
    assert reader_of("transcribe", TOLD, status("Started", transcribe="Executing")) == ""
