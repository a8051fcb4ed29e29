"""custom-labels: what looks like examples gets their label, what looks like none is unknown."""

import json
from typing import Any

import pytest

from media_insights.cli.custom_labels import LabelsInStore, TeachRequest
from media_insights.domain.custom_labels import DEFAULT_RULE
from media_insights.domain.stored_collection import EmbeddingModel
from media_insights.storage.collections import label_collections
from media_insights.storage.embedded_images import EmbeddedImage
from media_insights.storage.folder import FolderStore
from tests.operators import media, vectors
from tests.operators.runs import Outcome, run
from tests.operators.vectors import frames_of

pytestmark = pytest.mark.slow

TAUGHT = {"big cat": ("cheetah", "lion", "cheetah-cub"), "portrait": ("obama", "biden", "obama-listening")}
MODEL = {"name": "m", "sha256": "s"}
NOW = "2026-05-01T12:00:00Z"


def embedded(*names: str) -> Outcome:
    return run("image-embedding", {"frames": frames_of([media.fetch(name).read_bytes() for name in names])})


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> LabelsInStore:
    """What ``labels teach`` makes of photographs."""
    place = LabelsInStore(label_collections(FolderStore(tmp_path_factory.mktemp("store")), "n"), lambda: NOW)
    place.create("kinds")
    for label, names in TAUGHT.items():
        read = embedded(*names)
        rows = vectors.vectors_of(read.result["File"], read.files["embeddings.npy"]).rows
        model = EmbeddingModel(name=read.result["Model"]["name"], sha256=read.result["Model"]["sha256"])
        for name, row in zip(names, rows, strict=True):
            request = TeachRequest("kinds", label, ())
            place.add(request, media.fetch(name), EmbeddedImage(model, tuple(row)))
    return place


def labelled(place: LabelsInStore, *names: str, **parameters: Any) -> dict[str, Any]:
    read = embedded(*names)
    inputs: dict[str, Any] = {
        "embeddings": json.dumps(read.result).encode(),
        "vectors": read.files["embeddings.npy"],
        "labels": json.dumps(place.found.read("kinds").to_json()).encode(),
    }
    result: dict[str, Any] = run("custom-labels", inputs, collection="kinds", **parameters).result
    return result


def test_what_is_like_examples_gets_their_label_and_what_is_like_none_is_unknown(place: LabelsInStore) -> None:
    found = labelled(place, "cheetah-face", "coffee", "obama-speaking", "page", "china")
    labels = {each["Timestamp"]: each["CustomLabel"]["Name"] for each in found["CustomLabels"]}
    assert labels == {0: "big cat", 2000: "portrait"}
    assert [each["Timestamp"] for each in found["Unknown"]] == [1000, 3000, 4000]
    assert all(each["Nearest"]["Similarity"] < 50 for each in found["Unknown"])


def test_nothing_taught_by_few_examples_is_very_sure(place: LabelsInStore) -> None:
    found = labelled(place, "cheetah-face", "obama-speaking")
    assert all(50 <= each["CustomLabel"]["Confidence"] <= 80 for each in found["CustomLabels"])
    assert labelled(place, "cheetah-face", minConfidence=81)["CustomLabels"] == []


def test_what_teaching_told_is_what_a_run_says(place: LabelsInStore) -> None:
    told = place.document("kinds", DEFAULT_RULE)
    assert labelled(place, "coffee")["Labels"] == told["Labels"]
    assert {each["Name"]: each["Right"] for each in told["Labels"]} == {"big cat": 2, "portrait": 3}, (
        "the lion is alone"
    )


def test_an_empty_collection_says_so(place: LabelsInStore) -> None:
    read = embedded("coffee")
    empty = {"Id": "kinds", "Version": 0, "Examples": []}
    inputs = {"embeddings": read.result, "vectors": read.files["embeddings.npy"], "labels": empty}
    result = run("custom-labels", inputs, collection="kinds").result
    assert (result["CustomLabels"], result["Unknown"]) == ([], [{"Timestamp": 0, "Nearest": None}])
    assert "holds no examples" in result["Warnings"][0]["Message"]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("labels", b"{", "the collection is not JSON"),
        ("labels", b"[]", "must be one JSON object"),
        ("labels", {"Examples": [{"Label": "x"}]}, "Examples must be a list"),
        ("labels", {"Examples": [{"Label": "x", "Source": "s", "Embedding": [1e999]}]}, "Examples must be a list"),
        ("vectors", b"PK", "is no .npy file"),
        ("embeddings", {"Embeddings": [{"Timestamp": 0, "Index": 9}], "Model": MODEL}, "names rows"),
        ("embeddings", {"Embeddings": 1}, "is no result of image-embedding"),
    ],
)
def test_what_is_none_is_refused_by_name(name: str, content: Any, sentence: str) -> None:
    read = embedded("coffee")
    inputs = {"embeddings": read.result, "vectors": read.files["embeddings.npy"], "labels": {"Examples": []}}
    outcome = run("custom-labels", {**inputs, name: content}, collection="kinds")
    assert (outcome.exit_code, outcome.files) == (66, {})
    assert sentence in outcome.sentence
