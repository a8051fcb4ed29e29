"""The numbered examples do what their README says: upload, apply, and the asset becomes Ready."""

from pathlib import Path

import pytest

from tests.e2e.conftest import Cluster, Manifest, Media, apply_example, registered
from tests.e2e.eventually import eventually

EXAMPLES = Path(__file__).parents[2] / "examples"
CLIP = EXAMPLES / "01-first-asset/first-asset.mp4"


@pytest.mark.parametrize(
    ("folder", "asset", "results"),
    [
        ("01-first-asset", "first-asset", {"labelDetection", "TranscribeVideo", "shotDetection", "WebCaptions"}),
        ("02-your-workflow", "interview", {"TranscribeVideo", "WebCaptions"}),
        ("09-streaming", "trailer", {"hls", "WebCaptions"}),
        ("10-redacted-copy", "vox-pop", {"redaction", "faceDetection"}),
    ],
)
def test_example(folder: str, asset: str, results: set[str], cluster: Cluster, namespace: str, media: Media) -> None:
    found = applied(folder, asset, cluster, namespace, media)
    assert results <= operators_of(found)
    assert "wordDistribution" not in operators_of(found) or asset == "first-asset"


def test_an_operator_that_was_written_for_mie(cluster: Cluster, namespace: str, media: Media) -> None:
    with registered(cluster, EXAMPLES / "05-bring-your-lambda/worddist/operator.yaml"):
        found = applied("05-bring-your-lambda", "talk", cluster, namespace, media)
    results = operators_of(found)
    assert {"TranscribeVideo", "Worddist"} <= results
    counts = media.result("talk", "Worddist")["Results"]
    assert counts
    assert min(map(len, counts)) >= 3
    tables = [
        one for folder in found["status"]["results"] for one in folder.get("files", ()) if one["media"] == "WordTable"
    ]
    assert [one["file"] for one in tables] == ["words.csv"]


def operators_of(asset: Manifest) -> set[str]:
    """Return the results that an asset's status points to."""
    return {one["operator"] for folder in asset["status"]["results"] for one in folder.get("metadata", ())}


def applied(folder: str, asset: str, cluster: Cluster, namespace: str, media: Media) -> Manifest:
    """Upload the clip as an example says, apply the example, and return its asset when it is Ready."""
    assert media("upload", CLIP, "--key", media.key(f"{asset}.mp4")).returncode == 0
    apply_example(EXAMPLES / folder, namespace)

    def ready() -> bool:
        found = cluster.get("mediaassets", asset, namespace) or {}
        conditions = {one["type"]: one for one in found.get("status", {}).get("conditions", [])}
        assert conditions.get("Ready", {}).get("reason") not in ("Error", "TimedOut"), conditions
        return bool(conditions.get("Ready", {}).get("status") == "True")

    eventually(ready, f"{asset} is Ready", seconds=240)
    found = cluster.get("mediaassets", asset, namespace)
    assert found is not None
    return found
