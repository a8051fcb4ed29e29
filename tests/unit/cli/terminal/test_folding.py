"""Skipped operators share a line, wherever operators are listed."""

import pytest
from rich.console import Console

from media_insights.api.v1alpha1 import ExecutionStatus
from media_insights.cli.terminal.folding import share_a_line
from media_insights.cli.terminal.outcome import outcome_of
from media_insights.cli.terminal.progress import ProgressLines, ProgressTable
from media_insights.cli.terminal.summary import print_summary
from media_insights.results.digest.digests import Digest

PHOTO = {"mediainfo": "Complete", "transcribe": "Skipped", "captions": "Skipped", "audio-events": "Skipped"}


def status_of(statuses: dict[str, str], state: str) -> ExecutionStatus:
    operators = [
        {"name": name, "status": each, "message": f"why {name}" if each != "Complete" else ""}
        for name, each in statuses.items()
    ]
    return ExecutionStatus.model_validate({"state": state, "stages": [{"name": "all", "operators": operators}]})


@pytest.mark.parametrize(
    ("statuses", "together"),
    [
        (PHOTO, ["transcribe", "captions", "audio-events"]),
        ({"transcribe": "Skipped", "captions": "Skipped", "mediainfo": "Complete"}, []),
        ({"transcribe": "Error", "captions": "Cancelled", "audio-events": "Cancelled"}, []),
        ({}, []),
    ],
)
def test_many_skipped_operators_share_a_line_and_few_keep_their_reasons(
    statuses: dict[str, str], together: list[str]
) -> None:
    assert share_a_line(statuses) == together


def test_lines_of_progress_tell_them_once(capsys: pytest.CaptureFixture[str]) -> None:
    lines = ProgressLines("photo.jpg")
    for state in ("Started", "Complete"):
        lines.show(status_of(PHOTO, state))
    told = [line.split(maxsplit=1)[1] for line in capsys.readouterr().err.splitlines()]
    assert [" ".join(line.split()) for line in told] == [
        "photo.jpg",
        "execution Started",
        "Skipped 3 operators: transcribe, captions, audio-events",
        "mediainfo Complete",
        "execution Complete",
    ]


def test_the_live_table_has_a_row_for_the_others(capsys: pytest.CaptureFixture[str]) -> None:

    table = ProgressTable("photo.jpg")
    table.show(status_of(PHOTO, "Started"))
    Console(width=120).print(table.__rich__())
    told = capsys.readouterr().out
    assert "why" not in told
    assert [line.split()[0] for line in told.splitlines()[1:]] == ["all", "Skipped:"]


def test_the_summary_of_a_failed_run_does_not_list_them(capsys: pytest.CaptureFixture[str]) -> None:
    status = status_of(PHOTO | {"mediainfo": "Error"}, "Error")
    print_summary(outcome_of("photo", "default", "photo-1", status), Digest())
    told = capsys.readouterr().out
    assert "why mediainfo" in told
    assert "Skipped: 3 operators: transcribe, captions, audio-events" in told
    assert "why captions" not in told
