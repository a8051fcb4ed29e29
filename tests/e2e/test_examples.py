"""The numbered examples do what their README says: upload, apply, and the asset becomes Ready."""

import subprocess
from pathlib import Path

import pytest

from tests.e2e.conftest import Cluster, Media
from tests.e2e.eventually import eventually

EXAMPLES = Path(__file__).parents[2] / "examples"
CLIP = EXAMPLES / "01-first-asset/first-asset.mp4"


@pytest.mark.parametrize(
    ("folder", "asset", "results"),
    [
        ("01-first-asset", "first-asset", {"labelDetection", "TranscribeVideo", "shotDetection", "WebCaptions"}),
        ("02-your-workflow", "interview", {"TranscribeVideo", "WebCaptions"}),
    ],
)
def test_example(folder: str, asset: str, results: set[str], cluster: Cluster, namespace: str, media: Media) -> None:
    assert media("upload", CLIP, "--key", f"public/upload/{asset}.mp4").returncode == 0

    applied = subprocess.run(
        ["kubectl", "-n", namespace, "apply", "-f", str(EXAMPLES / folder)],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert applied.returncode == 0, applied.stderr

    def ready() -> bool:
        found = cluster.get("mediaassets", asset, namespace) or {}
        conditions = {one["type"]: one for one in found.get("status", {}).get("conditions", [])}
        assert conditions.get("Ready", {}).get("reason") not in ("Error", "TimedOut"), conditions
        return bool(conditions.get("Ready", {}).get("status") == "True")

    eventually(ready, f"{asset} is Ready", seconds=240)
    found = cluster.get("mediaassets", asset, namespace)
    assert found is not None
    assert results <= {one["operator"] for one in found["status"]["metadata"]}
    assert "wordDistribution" not in {one["operator"] for one in found["status"]["metadata"]} or asset == "first-asset"
