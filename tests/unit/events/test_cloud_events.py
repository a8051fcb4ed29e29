"""A change becomes an event with one identity, which other people's parsers read."""

import json
from typing import Any

import pytest
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent as TheirEvent
from jsonschema import Draft202012Validator

from media_insights.api.v1alpha1.asset import MetadataPointer
from media_insights.api.v1alpha1.execution import OperatorProgress
from media_insights.domain.deciding.changes import Change
from media_insights.events.cloud_events import CloudEvent, event_schema, events_of, object_of
from media_insights.results.schemas import strict
from tests.unit.events.made import NOON, asset_manifest, batch_manifest, execution_manifest

RESULT = MetadataPointer(operator="labelDetection", execution="clip-full", key="private/n/assets/asset-1/x.json")


def event(about: dict[str, Any], status: dict[str, Any] | None = None, **change: Any) -> CloudEvent:
    told = Change(**{"subject": "asset", "reason": "Complete", "message": "it is", "sequence": 7, **change})
    (made,) = events_of(object_of(about), status or {}, [told], NOON)
    return made


@pytest.mark.parametrize(
    ("about", "change", "type_"),
    [
        (asset_manifest(), {"reason": "Accepted", "condition": "Accepted"}, "asset.accepted"),
        (asset_manifest(), {"reason": "EmptyFile", "condition": "Accepted", "well": False}, "asset.rejected"),
        (asset_manifest(), {"reason": "Complete", "condition": "Ready"}, "asset.changed"),
        (asset_manifest(), {"reason": "SourceKept", "well": False}, "asset.changed"),
        (asset_manifest(), {"reason": "Deleted"}, "asset.deleted"),
        (asset_manifest(), {"reason": "MetadataStored", "result": RESULT}, "metadata.stored"),
        (asset_manifest(), {"reason": "MetadataRemoved", "result": RESULT}, "metadata.removed"),
        (execution_manifest(), {"reason": "Started", "subject": "execution"}, "execution.changed"),
        (execution_manifest(), {"reason": "OperatorFailed", "subject": "operator"}, "execution.changed"),
        (batch_manifest(), {"reason": "Paused", "subject": "object"}, "batch.changed"),
        (batch_manifest(), {"reason": "Deleted", "subject": "object"}, "batch.deleted"),
    ],
)
def test_the_type_says_what_it_is_about(about: dict[str, Any], change: dict[str, Any], type_: str) -> None:
    assert event(about, **change).type == f"dev.mediainsights.{type_}"


def test_the_identity_is_the_objects_and_the_changes_number() -> None:
    made = event(asset_manifest())
    assert (made.id, made.sequence, made.number) == ("asset-1/7", "0000000007", 7)
    assert made.source == "/apis/mediainsights.dev/v1alpha1/namespaces/n/mediaassets/clip"
    assert made.json_bytes() == event(asset_manifest()).json_bytes()


def test_events_of_an_execution_are_ordered_with_its_assets() -> None:
    made = event(execution_manifest(), {"state": "Started", "progress": "1/2"}, reason="Started")
    assert (made.partitionkey, made.data.asset.uid) == ("asset-1", "asset-1")
    assert made.data.execution is not None
    assert (made.data.execution.uid, made.data.execution.workflow) == ("run-1", "full")
    assert (made.data.state, made.data.progress) == ("Started", "1/2")


def test_an_execution_without_an_asset_is_ordered_by_itself() -> None:
    manifest = execution_manifest()
    manifest["metadata"]["labels"] = {}
    assert event(manifest).partitionkey == "run-1"


def test_a_batch_tells_its_counts_and_is_ordered_by_itself() -> None:
    made = event(batch_manifest(), {"state": "Error", "items": {"total": 3, "failed": 2}}, reason="Error")
    assert (made.id, made.partitionkey, made.subject) == ("batch-1/7", "batch-1", "archive")
    assert made.source == "/apis/mediainsights.dev/v1alpha1/namespaces/n/mediabatches/archive"
    assert (made.data.asset.uid, made.data.asset.namespace) == ("", "n")
    assert made.data.batch is not None
    assert made.data.items is not None
    assert (made.data.batch.workflow, made.data.items.total, made.data.items.failed) == ("full", 3, 2)
    assert made.data.state == "Error"


def test_accepted_says_what_the_file_is() -> None:
    made = event(asset_manifest(), {"media": {"type": "Video"}}, reason="Accepted", condition="Accepted")
    assert made.data.media is not None
    assert made.data.media.type == "Video"
    assert event(asset_manifest(), {"media": {"type": "Video"}}).data.media is None


def test_a_message_steers_no_terminal() -> None:
    assert event(asset_manifest(), message="a\x1b[2Jb").data.message.isprintable()


@pytest.mark.parametrize(
    "made",
    [
        event(asset_manifest(), reason="MetadataStored", result=RESULT),
        event(execution_manifest(), {"state": "Error"}, operator=OperatorProgress(name="proxy", status="Error")),
        event(batch_manifest(), {"state": "Error", "items": {"total": 3}}, reason="Error"),
    ],
    ids=["of an asset", "of an execution", "of a batch"],
)
def test_others_read_it_and_the_published_schema_describes_it(made: CloudEvent) -> None:
    content = made.json_bytes()
    read = JSONFormat().read(TheirEvent, content)
    assert (read.get_id(), read.get_type(), read.get_subject()) == (made.id, made.type, made.subject)
    assert read.get_extension("partitionkey") == made.partitionkey
    Draft202012Validator(strict(event_schema())).validate(json.loads(content))
    assert CloudEvent.model_validate_json(content) == made
