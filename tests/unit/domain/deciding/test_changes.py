"""What changed between two statuses: each thing once, in order, with a number of its object."""

from typing import Any

import pytest

from media_insights.api.v1alpha1 import AssetStatus, ExecutionStatus, MediaAsset, MediaExecution
from media_insights.api.v1alpha1.asset import MetadataPointer
from media_insights.domain.deciding.changes import change_count_after, changes_of_asset, changes_of_execution
from media_insights.domain.running.pointers import Pointers

CREATED, STARTED, ENDED = "2026-05-01T12:00:00Z", "2026-05-01T12:00:30Z", "2026-05-01T12:02:00Z"


def execution(**status: Any) -> MediaExecution:
    return MediaExecution.model_validate(
        {
            "metadata": {"name": "clip-full", "creationTimestamp": CREATED},
            "spec": {"asset": "clip", "workflow": "full"},
            "status": status,
        }
    )


def status(state: str, *operators: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"state": state, "progress": "1/2", "stages": [{"name": "one", "operators": operators}], **more}


def operator(state: str, message: str = "", **more: Any) -> dict[str, Any]:
    return {"name": "proxy", "status": state, "message": message, **more}


def changed(old: dict[str, Any], new: dict[str, Any]) -> list[tuple[str, str]]:
    found = changes_of_execution(execution(**old), ExecutionStatus.model_validate(new))
    return [(change.reason, change.message) for change in found]


RUNS = status("Started", startedAt=STARTED)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ({}, status("Queued"), []),
        ({}, status("Queued", queue={"reason": "full"}), [("Queued", "full")]),
        (status("Queued", queue={"reason": "a"}), status("Queued", queue={"reason": "b"}), []),
        (status("Queued"), RUNS, [("Started", "full runs 1/2")]),
        (RUNS, RUNS, []),
        (RUNS, status("Started", operator("Executing"), startedAt=STARTED), []),
        (
            RUNS,
            status("Started", operator("Complete"), startedAt=STARTED),
            [("OperatorEnded", "proxy: Complete")],
        ),
        (
            RUNS,
            status("Error", operator("Error", "no moov"), startedAt=STARTED, message="proxy: no moov"),
            [("OperatorFailed", "proxy: no moov"), ("Error", "proxy: no moov")],
        ),
        (
            status("Error", operator("Error", "no moov"), startedAt=STARTED),
            status("Error", operator("Error", "no moov"), startedAt=STARTED),
            [],
        ),
        (RUNS, status("Waiting", operator("Waiting", "Right?"), startedAt=STARTED), [("Waiting", "proxy: Right?")]),
        (status("Waiting", startedAt=STARTED), status("Resumed", startedAt=STARTED), [("Resumed", "")]),
        (status("Resumed", startedAt=STARTED), RUNS, []),
        (RUNS, status("Complete", startedAt=STARTED), [("Complete", "full 1/2")]),
        (
            status("Queued"),
            status("Complete", operator("Skipped", "disabled"), startedAt=STARTED),
            [("Started", "full runs 1/2"), ("OperatorEnded", "proxy: disabled"), ("Complete", "full 1/2")],
        ),
    ],
)
def test_what_happened_to_an_execution(
    old: dict[str, Any], new: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    assert changed(old, new) == expected


def test_changes_are_numbered_on_from_those_before() -> None:
    new = ExecutionStatus.model_validate(status("Error", operator("Error", "no"), startedAt=STARTED))
    found = changes_of_execution(execution(changes=4, **RUNS), new)
    assert [change.sequence for change in found] == [5, 6]
    assert change_count_after(4, found) == 6
    assert change_count_after(None, ()) is None
    assert change_count_after(4, ()) == 4


def test_what_is_written_again_after_a_crash_is_the_same_change() -> None:
    new = ExecutionStatus.model_validate(RUNS)
    assert changes_of_execution(execution(), new) == changes_of_execution(execution(), new)


def test_how_long_things_took() -> None:
    ended = operator("Complete", startedAt=STARTED, finishedAt=ENDED)
    new = ExecutionStatus.model_validate(status("Complete", ended, startedAt=STARTED, finishedAt=ENDED))
    started, done, complete = changes_of_execution(execution(), new)
    assert (started.seconds, done.seconds, complete.seconds) == (30, 90, 90)
    assert done.operator is not None
    assert done.operator.name == "proxy"


@pytest.mark.parametrize(
    ("state", "told", "well"), [("Complete", False, True), ("Skipped", False, True), ("Error", True, False)]
)
def test_people_are_told_of_operators_that_fail(state: str, told: bool, well: bool) -> None:  # noqa: FBT001 - a table
    new = ExecutionStatus.model_validate(status("Started", operator(state), startedAt=STARTED))
    (change,) = changes_of_execution(execution(**RUNS), new)
    assert (change.is_recorded, change.well) == (told, well)


def asset(*conditions: tuple[str, str, str]) -> MediaAsset:
    return MediaAsset.model_validate(
        {"spec": {"source": {"s3": {"bucket": "media", "key": "a.mp4"}}}, "status": asset_status(*conditions)}
    )


def asset_status(*conditions: tuple[str, str, str]) -> dict[str, Any]:
    return {
        "media": {"type": "Video", "container": "mp4"},
        "conditions": [
            {"type": type_, "status": value, "reason": reason, "message": f"{reason} it is"}
            for type_, value, reason in conditions
        ],
    }


VALID, MISSING, DENIED = (
    ("Accepted", "True", "Valid"),
    ("Accepted", "False", "Missing"),
    ("Accepted", "False", "Denied"),
)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ([], [VALID], [("Accepted", "s3://media/a.mp4 is Video (mp4)", True)]),
        ([VALID], [VALID], []),
        ([MISSING], [VALID], [("Accepted", "s3://media/a.mp4 is Video (mp4)", True)]),
        ([], [MISSING], [("Missing", "Missing it is", False)]),
        ([MISSING], [MISSING], []),
        ([MISSING], [DENIED], [("Denied", "Denied it is", False)]),
        ([VALID], [VALID, ("Ready", "False", "Started")], []),
        ([VALID], [VALID, ("Ready", "True", "Complete")], [("Complete", "Complete it is", True)]),
        ([VALID, ("Ready", "True", "Complete")], [VALID, ("Ready", "True", "Complete")], []),
        (
            [VALID, ("Ready", "False", "Started")],
            [VALID, ("Ready", "False", "Error")],
            [("Error", "Error it is", False)],
        ),
    ],
)
def test_what_happened_to_an_asset(old: Any, new: Any, expected: list[tuple[str, str, bool]]) -> None:
    found = changes_of_asset(asset(*old), AssetStatus.model_validate(asset_status(*new)))
    assert [(change.reason, change.message, change.well) for change in found] == expected


def with_results(*results: dict[str, Any]) -> AssetStatus:
    folder = {"folder": "workflows/e/", "execution": "clip-full", "metadata": results}
    return AssetStatus.model_validate({"prefix": "private/n/assets/a/", "results": [folder] if results else []})


LABELS = {"operator": "labelDetection", "bytes": 9, "time": ENDED}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ([], [LABELS], [("MetadataStored", "labelDetection")]),
        ([LABELS], [LABELS], []),
        ([LABELS], [{**LABELS, "time": "2026-05-01T12:03:00Z"}], [("MetadataStored", "labelDetection")]),
        ([LABELS], [], [("MetadataRemoved", "labelDetection")]),
        (
            [],
            [LABELS, {**LABELS, "operator": "Transcribe"}],
            [("MetadataStored", "labelDetection"), ("MetadataStored", "Transcribe")],
        ),
    ],
    ids=["stored", "the same", "stored again", "removed", "two in one status"],
)
def test_what_happened_to_results(old: Any, new: Any, expected: list[tuple[str, str]]) -> None:
    before = asset().model_copy(update={"status": with_results(*old)})
    found = changes_of_asset(before, with_results(*new))
    assert [(change.reason, change.result and change.result.operator) for change in found] == expected
    assert not [change for change in found if change.is_recorded]


def test_a_result_that_was_moved_is_no_change() -> None:
    old, new = (
        AssetStatus.model_validate(
            {"prefix": prefix, "results": [{"folder": "workflows/e/", "execution": "x", "metadata": [LABELS]}]}
        )
        for prefix in ("private/assets/a/", "private/n/assets/a/")
    )
    assert changes_of_asset(asset().model_copy(update={"status": old}), new) == ()


def test_results_without_room_in_the_status_are_told_too() -> None:
    pointer = MetadataPointer(operator="labelDetection", key="k")
    found = changes_of_asset(asset(), AssetStatus(), (Pointers(), Pointers(metadata=(pointer,))))
    assert [change.result for change in found] == [pointer]
