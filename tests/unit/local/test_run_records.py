"""The records that a run begins with are the objects that a cluster would hold."""

from dataclasses import replace
from pathlib import Path

from media_insights.api.v1alpha1 import labels
from media_insights.domain.running.status import execution_status
from media_insights.domain.running.steps import StepFacts
from media_insights.local.records import Records
from media_insights.local.requests import RunRequest
from media_insights.local.run_records import records_of
from media_insights.storage.folder import FolderStore
from tests.unit import builders
from tests.unit.controller.objects import NOW

PLAN = builders.plan("prepare: proxy")
WANTED = RunRequest(
    name="clip",
    file=Path("clip.mp4"),
    workflow=PLAN.workflow,
    title="A clip",
    media_type="Video",
    configuration={"labels": {"minConfidence": 70}},
)


def recorded(folder: Path) -> Records:
    return records_of(PLAN, WANTED, FolderStore(folder))


def test_an_execution_has_labels_and_owner_as_on_a_cluster(tmp_path: Path) -> None:
    made = recorded(tmp_path)
    meta = made.execution.metadata
    assert meta.labels[labels.ASSET_UID] == made.asset.metadata.uid == PLAN.asset.uid
    assert meta.labels[labels.WORKFLOW] == PLAN.workflow
    assert [(owner.kind, owner.uid) for owner in meta.owner_references] == [("MediaAsset", PLAN.asset.uid)]
    assert (meta.name, meta.uid, meta.namespace) == (PLAN.execution.name, PLAN.execution.uid, PLAN.asset.namespace)
    assert made.execution.spec.configuration == WANTED.configuration


def test_an_asset_says_what_was_asked(tmp_path: Path) -> None:
    asset = recorded(tmp_path).asset
    assert (asset.spec.title, asset.spec.media_type, asset.spec.source) == ("A clip", "Video", PLAN.asset.source)
    assert [(each.name, each.configuration) for each in asset.spec.workflows] == [(PLAN.workflow, WANTED.configuration)]


def test_the_length_that_the_proxy_measured_is_the_assets_and_stays_in_a_later_run(tmp_path: Path) -> None:
    made = recorded(tmp_path)
    (result,) = [each.key for each in PLAN.steps[0].outputs if each.result]
    made.store.put(result, b'{"Source": {"Container": "mov", "DurationMillis": 61500}}')
    made.write_status(execution_status(PLAN, {}, now=NOW))
    assert _length(made) is None
    done = {"proxy": StepFacts(name="proxy", status="Complete", finished_at=NOW)}
    made.write_status(execution_status(PLAN, done, now=NOW))
    assert _length(made) == 61500
    again = recorded(tmp_path)
    again.write_status(execution_status(PLAN, {}, now=NOW))
    assert _length(again) == 61500


def _length(made: Records) -> int | None:
    media = made.asset.status.media
    assert media
    return media.duration_millis


def test_workflows_of_earlier_runs_stay(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    first = records_of(replace(PLAN, workflow="words"), replace(WANTED, configuration={}), store)
    first.write_status(execution_status(PLAN, {}, now=NOW))
    again = records_of(PLAN, WANTED, store)
    assert [each.name for each in again.asset.spec.workflows] == ["words", PLAN.workflow]
    assert [each.workflow for each in again.asset.status.executions] == ["words"]


def test_another_file_under_that_name_begins_anew(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    recorded(tmp_path).write_status(execution_status(PLAN, {}, now=NOW))
    other = replace(PLAN, asset=replace(PLAN.asset, uid="asset-2"))
    assert records_of(other, WANTED, store).asset.status.executions == ()
