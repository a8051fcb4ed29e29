"""Results that were made elsewhere become results of an asset that nothing has run over."""

import json
from pathlib import Path

from tests.e2e.conftest import Cluster, Media
from tests.unit.imports import answers

CLIP = Path(__file__).parents[2] / "examples/01-first-asset/first-asset.mp4"


def test_an_archive_is_imported(cluster: Cluster, namespace: str, media: Media, tmp_path: Path) -> None:
    key = media.key("archived.mp4")
    assert media("upload", CLIP, "--key", key).returncode == 0
    cluster.apply(
        {
            "apiVersion": "mediainsights.dev/v1alpha1",
            "kind": "MediaAsset",
            "metadata": {"name": "archived"},
            "spec": {"source": {"s3": {"bucket": "media-insights", "key": key}}},
        },
        namespace,
    )
    for name, content in {"labels": answers.as_mie_stored_it([answers.LABELS]), "talk": answers.TRANSCRIPT}.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(content))
    done = media("import", "archived", tmp_path / "labels.json", tmp_path / "talk.json")
    assert done.returncode == 0, done.stdout + done.stderr
    assert media.result("archived", "labelDetection") == answers.LABELS
    assert media.result("archived", "TranscribeVideo")["jobName"] == "talk-1"
    table = media("export", "archived", "--as", "csv")
    assert "label_detection,,Car" in table.stdout, table.stderr
    refused = media("import", "archived", tmp_path / "talk.json", "--as", "labelDetection")
    assert refused.returncode == 2
