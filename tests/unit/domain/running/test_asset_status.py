"""An asset's two conditions, in the words that kubectl get shows."""

from typing import Any

import pytest

from media_insights.api.v1alpha1 import AssetStatus, MediaAsset, MediaExecution
from media_insights.api.v1alpha1.asset import AssetExecution, MediaFacts
from media_insights.api.v1alpha1.conditions import ACCEPTED, READY, condition_of
from media_insights.domain.running.asset_status import LONGEST, AssetProgress, accepted_status, refused_status
from tests.unit.builders import LATER, NOON

MEDIA = MediaFacts(type="Video", container="mp4", bytes=7)
ASSET = MediaAsset.model_validate(
    {
        "metadata": {"name": "clip", "namespace": "n", "uid": "u", "generation": 2},
        "spec": {"source": {"s3": {"bucket": "media", "key": "clip.mp4"}}},
    }
)


def analysis(**states: str) -> AssetProgress:
    """One execution per workflow, in the given state; an empty state: there is none yet."""
    present = {name: execution(name, state) for name, state in states.items() if state}
    newest = tuple(AssetExecution(workflow=name, name=f"run-{name}", state=states[name]) for name in present)
    return AssetProgress(
        newest=newest, workflows=tuple(states), executions={each.metadata.name: each for each in present.values()}
    )


def execution(workflow: str, state: str) -> MediaExecution:
    running = {"stages": [{"name": "one", "operators": [{"name": "proxy", "status": "Executing"}]}]}
    status: dict[str, Any] = {"state": state, "progress": "1/2", "message": "no moov" if state == "Error" else ""}
    return MediaExecution.model_validate(
        {
            "metadata": {"name": f"run-{workflow}"},
            "spec": {"asset": "clip", "workflow": workflow},
            "status": status | (running if state == "Started" else {}),
        }
    )


def said(status: AssetStatus, type_: str) -> tuple[str, str, str]:
    found = condition_of(status.conditions, type_)
    assert found is not None
    return found.status, found.reason, found.message


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ({}, ("True", "NoWorkflows", "no workflow is asked for")),
        ({"full": ""}, ("False", "Queued", "full queued")),
        ({"full": "Queued"}, ("False", "Queued", "full 1/2")),
        ({"full": "Started"}, ("False", "Started", "full 1/2, proxy running")),
        ({"full": "Complete"}, ("True", "Complete", "full 1/2")),
        ({"full": "Complete", "faces": "Started"}, ("False", "Started", "full 1/2; faces 1/2, proxy running")),
        ({"full": "Error", "faces": "Started"}, ("False", "Error", "full 1/2: no moov; faces 1/2, proxy running")),
        ({"full": "Complete", "faces": ""}, ("False", "Queued", "full 1/2; faces queued")),
    ],
)
def test_ready_says_the_worst_of_what_is_wanted(states: dict[str, str], expected: tuple[str, str, str]) -> None:
    status = accepted_status(ASSET, MEDIA, analysis(**states), NOON)
    assert said(status, READY) == expected
    assert said(status, ACCEPTED) == ("True", "Valid", "Video (mp4, 7 bytes)")
    assert (status.observed_generation, status.media) == (2, MEDIA)


def test_a_refusal_is_said_in_both_conditions_and_keeps_what_is_known() -> None:
    before = ASSET.model_copy(update={"status": accepted_status(ASSET, MEDIA, analysis(), NOON)})
    status = refused_status(before, "SourceNotFound", "spec.source.s3: there is none", analysis(), LATER)
    assert said(status, ACCEPTED) == said(status, READY) == ("False", "SourceNotFound", "spec.source.s3: there is none")
    assert status.media == MEDIA


def test_a_message_is_cut() -> None:
    status = refused_status(ASSET, "X", "long " * 1000, analysis(), NOON)
    assert len(said(status, READY)[2]) == LONGEST
