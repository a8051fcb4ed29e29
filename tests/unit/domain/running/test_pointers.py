"""Pointers say where an asset's newest results are, and which version of their schema they have."""

from datetime import UTC, datetime

from media_insights.api.v1alpha1 import AssetStatus
from media_insights.api.v1alpha1.asset import MetadataPointer
from media_insights.domain.running.pointers import Kept, Pointers, folders_of, merged, pointers_in, pointers_of
from media_insights.domain.running.status import execution_status
from media_insights.domain.running.steps import StepFacts
from tests.unit.builders import CATALOGUE, operator, plan

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
PLAN = plan(
    "prepare: proxy; analyze: labels shots",
    operators={**CATALOGUE, "labels": operator("labels", "Frames|Image", resultSchemaVersion=3)},
)


def pointers(*complete: str, missing: str = "") -> Pointers:
    facts = {name: StepFacts(name=name, status="Complete", finished_at=NOON) for name in complete}
    sizes = {output.key: 7 for step in PLAN.steps for output in step.outputs if step.name != missing}
    return pointers_of(Kept(plan=PLAN, sizes=sizes), execution_status(PLAN, facts, now=NOON))


def test_results_of_complete_operators_that_exist_have_a_pointer_with_the_version_of_their_schema() -> None:
    found = pointers("proxy", "labels", "shots", missing="shots").metadata

    assert [(each.operator, each.schema_version) for each in found] == [("proxy", 1), ("labels", 3)]


def test_a_pointer_of_0_1_0_has_no_version_and_stays_until_there_is_a_newer_result() -> None:
    old = {"operator": "labels", "execution": "run-0", "key": "old", "time": "2025-01-01T00:00:00Z"}
    before = Pointers(metadata=(MetadataPointer.model_validate(old),))

    assert [each.schema_version for each in merged(before, []).metadata] == [None]
    assert [each.schema_version for each in merged(before, [pointers("proxy", "labels")]).metadata] == [3, 1]


PREFIX = "private/newsroom/assets/asset-1/"


def test_a_status_holds_pointers_by_folder_and_gives_them_back() -> None:
    found = pointers("proxy", "labels", "shots")
    (folder,) = results = folders_of(found, PREFIX)

    assert (folder.folder, folder.execution) == ("workflows/uid-of-run-1/", "run-1")
    assert {each.file for each in folder.metadata} == {""}, "the name of the result says it"
    assert pointers_in(AssetStatus(prefix=PREFIX, results=results)) == found


def test_what_lies_in_the_place_of_version_0_1_keeps_its_whole_key() -> None:
    old = {"operator": "labels", "execution": "run-0", "key": "private/assets/asset-1/workflows/e/labels.ndjson"}
    before = AssetStatus.model_validate({"metadata": [old]})
    found = pointers_in(before)

    assert [each.key for each in found.metadata] == [old["key"]]
    (folder,) = folders_of(found, PREFIX)
    assert (folder.folder, folder.metadata[0].file) == ("private/assets/asset-1/workflows/e/", "labels.ndjson")
    assert pointers_in(AssetStatus(prefix=PREFIX, results=(folder,))) == found
