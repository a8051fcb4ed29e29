"""A status stays below 8 KB, however many operators, workflows and words there are."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from media_insights.api.v1alpha1 import AssetStatus
from media_insights.api.v1alpha1.asset import AssetExecution, MediaFacts, MediaPointer, MetadataPointer
from media_insights.api.v1alpha1.conditions import ACCEPTED, READY, condition
from media_insights.catalogue.operator_folders import catalogue_of
from media_insights.catalogue.root import OPERATORS, catalogue_root
from media_insights.domain import layout
from media_insights.domain.running.pointers import Pointers, folders_of, pointers_in
from media_insights.domain.running.status_size import MOST_BYTES, bounded, size_of

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
UID = "0f8fad5b-d9cb-469f-a165-70867728950e"
PREFIX = layout.asset_prefix("a-namespace-with-a-long-name", UID)
WORKFLOWS = 4


def place(number: int) -> tuple[str, str]:
    """Name and folder of an execution: as long as they are in a cluster."""
    return f"a-clip-with-a-long-name-full-analysis-{number:010}", f"{PREFIX}workflows/{number:08}{UID[8:]}/"


def status_of(pointers: Pointers, message: str) -> AssetStatus:
    executions = (
        AssetExecution(
            workflow=f"workflow-{number}",
            name=place(number)[0],
            state="Complete",
            configuration_hash="sha256:" + "0" * 64,
        )
        for number in range(WORKFLOWS)
    )
    return AssetStatus(
        observed_generation=1000,
        conditions=(
            condition(ACCEPTED, True, reason="Valid", message="Video (mp4, 123456789 bytes)", generation=1000, at=NOW),
            condition(READY, False, reason="Error", message=message, generation=1000, at=NOW),
        ),
        changes=1000,
        media=MediaFacts(
            type="Video", container="QuickTime", content_type="video/quicktime", bytes=123456789, etag="0" * 64
        ),
        prefix=PREFIX,
        results=folders_of(pointers, PREFIX),
        executions=tuple(executions),
    )


def whole_catalogue() -> Pointers:
    """Every result and medium of the catalogue, made by several workflows."""
    found = sorted(catalogue_of(catalogue_root() / OPERATORS).specs.items())
    results, media = [], {}
    for number, (_, spec) in enumerate(found):
        execution, folder = place(number % WORKFLOWS)
        results.append(
            MetadataPointer(
                operator=spec.result_name,
                execution=execution,
                key=layout.result_key(folder, spec.result_name),
                schema_version=spec.result_schema_version,
                bytes=123456,
                time=NOW,
            )
        )
        for output in (each for each in spec.outputs if each.media):
            media[output.media] = MediaPointer(
                media=output.media or "", execution=execution, key=f"{folder}{output.file}", bytes=123456789
            )
    return Pointers(metadata=tuple(results), files=tuple(media.values())[:32])


def longest(count: int) -> Pointers:
    """As many results as a status may hold, with the longest names."""
    execution, folder = place(0)
    names = [f"{number:02}" + "x" * 61 for number in range(count)]
    return Pointers(
        metadata=tuple(
            MetadataPointer(operator=name, execution=execution, key=layout.result_key(folder, name), bytes=7, time=NOW)
            for name in names
        ),
        files=tuple(
            MediaPointer(media=name, execution=execution, key=f"{folder}{name}.bin", bytes=7) for name in names[:32]
        ),
    )


def test_all_operators_and_several_workflows_have_room() -> None:
    pointers = whole_catalogue()
    status = bounded(status_of(pointers, "full-analysis 31/32: no moov atom; " * 4))

    assert len(pointers.metadata) >= 30
    assert size_of(status) < MOST_BYTES
    assert status.omitted is None
    found = pointers_in(status)
    assert {each.operator for each in found.metadata} == {each.operator for each in pointers.metadata}
    assert {each.media for each in found.files} == {each.media for each in pointers.files}


def test_messages_are_cut_before_pointers_are_left_out() -> None:
    whole = whole_catalogue()
    most = replace(whole, metadata=whole.metadata[:-4], files=whole.files[:-4])
    status = bounded(status_of(most, "日本" * 1000))
    assert size_of(status) < MOST_BYTES
    assert status.omitted is None


def test_pointers_without_room_are_counted_media_first() -> None:
    pointers = longest(64)
    status = bounded(status_of(pointers, "no"))
    found = pointers_in(status)

    assert size_of(status) < MOST_BYTES
    assert status.omitted == 64 + 32 - len(found.metadata) - len(found.files)
    assert found.files == ()
    assert {each.operator for each in found.metadata} < {each.operator for each in pointers.metadata}


@pytest.mark.parametrize("message", ["", "no"])
def test_a_status_with_room_stays_as_it_is(message: str) -> None:
    status = status_of(longest(3), message)
    assert bounded(status) == status
