"""The one object that `-o json` prints."""

import pytest

from media_insights.api.v1alpha1 import ExecutionStatus
from media_insights.cli.terminal.outcome import outcome_of, rejected


def status(state: str) -> ExecutionStatus:
    operators = [
        {
            "name": "proxy",
            "status": "Complete",
            "startedAt": "2026-01-02T03:04:05Z",
            "finishedAt": "2026-01-02T03:04:15Z",
        },
        {"name": "transcribe", "status": "Skipped", "message": "disabled"},
    ]
    return ExecutionStatus.model_validate({"state": state, "stages": [{"name": "prepare", "operators": operators}]})


def test_an_outcome_has_exactly_the_promised_fields() -> None:
    outcome = outcome_of("clip", "news", "clip-x", status("Complete"))

    assert outcome.to_json() == {
        "asset": "clip",
        "namespace": "news",
        "execution": "clip-x",
        "status": "Complete",
        "message": "",
        "operators": {
            "proxy": {"status": "Complete", "message": "", "seconds": 10.0},
            "transcribe": {"status": "Skipped", "message": "disabled", "seconds": None},
        },
    }


@pytest.mark.parametrize(
    ("state", "code"), [("Complete", 0), ("Error", 1), ("Cancelled", 1), ("TimedOut", 1), ("Started", 1), ("", 1)]
)
def test_the_exit_code_is_0_only_for_complete(state: str, code: int) -> None:
    assert outcome_of("clip", "news", "clip-x", status(state)).exit_code == code


def test_what_was_not_accepted_is_rejected() -> None:
    outcome = rejected("clip", "news", "it is text")

    assert (outcome.status, outcome.message, outcome.execution, outcome.exit_code) == ("Rejected", "it is text", "", 1)
