"""What is restored is what it was, under new UIDs; nothing of it goes on."""

from datetime import UTC, datetime
from typing import Any

import pytest

from media_insights.api.v1alpha1 import MediaAsset, MediaExecution
from media_insights.api.v1alpha1.meta import ObjectMeta
from media_insights.domain.running import restored
from media_insights.domain.running.restored import Identities

NOW = datetime(2026, 12, 1, tzinfo=UTC)
IDENTITIES = Identities({"old-asset": "new-asset", "old-run": "new-run"})
LABEL = "mediainsights.dev/restored-from"
OWNER = {"apiVersion": "mediainsights.dev/v1alpha1", "kind": "MediaBatch", "name": "b", "uid": "batch"}
ASSET = MediaAsset.model_validate(
    {
        "metadata": {
            "name": "clip",
            "namespace": "n",
            "uid": "old-asset",
            "generation": 3,
            "labels": {"team": "news"},
            "annotations": {"mediainsights.dev/legal-hold": "court"},
            "ownerReferences": [OWNER],
        },
        "spec": {
            "source": {"s3": {"bucket": "media", "key": "public/upload/n/old-asset.mp4"}},
            "title": "old-asset – 港",
            "workflows": [{"name": "flow"}],
        },
        "status": {
            "observedGeneration": 3,
            "prefix": "private/n/assets/old-asset/",
            "conditions": [
                {"type": "Accepted", "status": "True", "reason": "Accepted", "observedGeneration": 3},
                {"type": "Ready", "status": "True", "reason": "Complete", "observedGeneration": 2},
            ],
            "results": [{"folder": "workflows/old-run/", "execution": "run", "metadata": [{"operator": "labels"}]}],
            "changes": 7,
        },
    }
)


def execution(state: str, **status: Any) -> MediaExecution:
    return MediaExecution.model_validate(
        {
            "metadata": {"name": "run", "namespace": "n", "uid": "old-run", "annotations": {"x": "y"}},
            "spec": {"asset": "clip", "workflow": "flow", "priority": 4},
            "status": {"state": state, "planKey": "private/n/assets/old-asset/workflows/old-run/plan.json", **status},
        }
    )


def made(uid: str) -> ObjectMeta:
    return ObjectMeta(name="clip", namespace="n", uid=uid, generation=1)


def test_an_asset_comes_back_with_what_people_wrote_and_without_what_owned_it() -> None:
    found = restored.asset_manifest(ASSET)
    assert found["metadata"] == {
        "name": "clip",
        "namespace": "n",
        "labels": {"team": "news", LABEL: "old-asset"},
        "annotations": {"mediainsights.dev/legal-hold": "court"},
        "finalizers": ["mediainsights.dev/cleanup"],
    }
    assert MediaAsset.model_validate(found).spec == ASSET.spec


def test_an_execution_belongs_to_the_asset_as_it_is_now() -> None:
    found = restored.execution_manifest(execution("Complete"), made("new-asset"))
    assert [each["uid"] for each in found["metadata"]["ownerReferences"]] == ["new-asset"]
    assert found["metadata"]["labels"]["mediainsights.dev/asset-uid"] == "new-asset"
    assert found["metadata"]["labels"][LABEL] == "old-run"
    assert (found["spec"]["priority"], found["metadata"]["annotations"]) == (4, {"x": "y"})


def test_the_status_of_an_asset_names_the_new_places_and_the_new_generation() -> None:
    status = restored.asset_status(ASSET, made("new-asset"), IDENTITIES)
    assert (status["prefix"], status["results"][0]["folder"]) == ("private/n/assets/new-asset/", "workflows/new-run/")
    assert (status["observedGeneration"], status["changes"]) == (1, 7)
    assert [each["observedGeneration"] for each in status["conditions"]] == [1, 0]


def test_an_execution_that_had_ended_is_as_it_was() -> None:
    former = execution("Complete", message="", argo={"workflow": "run"}, changes=4)
    status = restored.execution_status(former, made("new-run"), IDENTITIES, "sha256:new", NOW)
    assert (status["state"], status["planHash"], status["changes"]) == ("Complete", "sha256:new", 4)
    assert status["planKey"] == "private/n/assets/new-asset/workflows/new-run/plan.json"
    assert "argo" not in status


@pytest.mark.parametrize("state", ["", "Queued", "Started", "Waiting", "Resumed"])
def test_one_that_had_not_ended_does_not_go_on(state: str) -> None:
    stages = [{"name": "s", "status": "Executing", "operators": [{"name": "o", "status": "Executing"}]}]
    former = execution(state, stages=stages, queue={"position": 3})
    status = restored.execution_status(former, made("new-run"), IDENTITIES, "", NOW)
    assert (status["state"], status["message"]) == ("Error", restored.INTERRUPTED)
    assert status["stages"][0]["operators"][0]["status"] == "Error"
    assert [each["status"] for each in status["conditions"]] == ["False"]
    assert "queue" not in status


@pytest.mark.parametrize(
    ("labels", "status", "awaited"),
    [({LABEL: "u"}, "", True), ({LABEL: "u"}, "Complete", False), ({}, "", False)],
)
def test_only_what_has_the_label_and_no_status_is_left_alone(
    labels: dict[str, str], status: str, *, awaited: bool
) -> None:
    assert restored.is_awaited(ObjectMeta(labels=labels), begun=bool(status)) is awaited
