"""The manifest of an execution, whoever asks for it."""

import pytest

from media_insights.api.v1alpha1 import MediaExecution, labels
from media_insights.api.v1alpha1.asset import AssetWorkflow
from media_insights.domain.manifests import (
    configuration_hash,
    execution_manifest,
    execution_of_entry,
    missing_ownership,
    ownership,
)
from tests.unit.controller.objects import asset

ASSET = asset("analysis").metadata


def entry(**configuration: dict[str, int]) -> AssetWorkflow:
    return AssetWorkflow(name="analysis", configuration=configuration)


def test_it_is_found_deleted_and_cleaned_up_with_its_asset() -> None:
    made = execution_manifest(ASSET, "run", {"workflow": "analysis"})
    assert made["metadata"]["labels"] == {
        labels.ASSET: "clip",
        labels.ASSET_UID: "asset-1",
        labels.WORKFLOW: "analysis",
    }
    (owner,) = made["metadata"]["ownerReferences"]
    assert (owner["kind"], owner["name"], owner["uid"], owner["controller"]) == ("MediaAsset", "clip", "asset-1", True)
    assert made["metadata"]["finalizers"] == [labels.FINALIZER]
    assert MediaExecution.model_validate(made).spec.asset == "clip"


def test_names_too_long_for_a_label_are_cut() -> None:
    long = asset(meta={"name": f"{'a' * 62}.long"}).metadata
    found = execution_manifest(long, "run", {"workflow": f"{'w' * 62}-long"})["metadata"]["labels"]
    assert all(len(value) <= 63 for value in found.values())
    assert all(value[-1].isalnum() for value in found.values())


def test_an_entry_always_makes_the_same_execution() -> None:
    one, other = execution_of_entry(ASSET, entry()), execution_of_entry(ASSET, entry(labels={"minConfidence": 70}))
    assert one == execution_of_entry(ASSET, entry())
    assert one["metadata"]["name"] != other["metadata"]["name"]
    assert other["spec"]["configuration"] == {"labels": {"minConfidence": 70}}
    assert one["metadata"]["annotations"] == {labels.CONFIGURATION_HASH: configuration_hash("analysis", {})}


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (f"00-{'a' * 32}-{'b' * 16}-01", f"00-{'a' * 32}-{'b' * 16}-01"),
        (f"cc-{'a' * 32}-{'b' * 16}-00-{'x' * 100}", f"00-{'a' * 32}-{'b' * 16}-00"),
        ("x" * 200_000, None),
        ("00-1-2-3", None),
    ],
    ids=["as it is", "of a later version", "large", "nothing"],
)
def test_a_trace_is_carried_in_a_few_letters_or_not_at_all(said: str, told: str | None) -> None:
    traced = asset(meta={"annotations": {labels.TRACEPARENT: said}}).metadata
    assert execution_of_entry(traced, entry())["metadata"]["annotations"].get(labels.TRACEPARENT) == told


def test_an_entry_is_the_same_in_whatever_order_it_was_written() -> None:
    assert configuration_hash("w", {"a": {"x": 1, "y": 2}}) == configuration_hash("w", {"a": {"y": 2, "x": 1}})
    assert configuration_hash("w", {"a": {"x": 1}}) != configuration_hash("v", {"a": {"x": 1}})


def test_what_was_made_here_lacks_nothing() -> None:
    made = execution_manifest(ASSET, "run", {"workflow": "analysis"})["metadata"]
    assert missing_ownership(made, ownership("clip", "asset-1", "analysis")) == {}


def test_what_was_made_by_hand_gets_all_that_it_lacks_and_keeps_the_rest() -> None:
    wished = ownership("clip", "asset-1", "analysis")
    theirs = {"apiVersion": "v1", "kind": "ConfigMap", "name": "list", "uid": "u", "blockOwnerDeletion": True}
    by_hand = {
        "labels": {"team": "news", labels.WORKFLOW: "other"},
        "ownerReferences": [theirs],
        "finalizers": ["news.example/archive"],
    }
    assert missing_ownership({}, wished) == wished
    assert missing_ownership(by_hand, wished) == {
        "labels": wished["labels"],
        "ownerReferences": [theirs, *wished["ownerReferences"]],
        "finalizers": ["news.example/archive", labels.FINALIZER],
    }
    assert by_hand["finalizers"] == ["news.example/archive"]


def test_an_object_has_one_controller() -> None:
    wished = ownership("clip", "asset-1", "analysis")
    (ours,) = wished["ownerReferences"]
    other = {"apiVersion": "argoproj.io/v1alpha1", "kind": "Workflow", "name": "x", "uid": "u", "controller": True}
    assert missing_ownership({**wished, "ownerReferences": [other]}, wished) == {}
    plain = {key: value for key, value in ours.items() if key != "controller"}
    assert missing_ownership({**wished, "ownerReferences": [plain]}, wished) == {"ownerReferences": [ours]}
