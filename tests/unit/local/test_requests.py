"""What a path asks for: manifests, their sources, and sentences when something is missing."""

from pathlib import Path

import pytest

from media_insights.catalogue.problems import Unusable
from media_insights.local.requests import manifests_of, run_requests_of

ASSET = """
apiVersion: mediainsights.dev/v1alpha1
kind: MediaAsset
metadata: {name: clip}
spec:
  source: {s3: {bucket: footage, key: public/upload/2026/clip.mp4}}
  workflows: [{name: full-analysis, configuration: {transcribe: {language: en}}}]
"""
WORKFLOW = """
apiVersion: mediainsights.dev/v1alpha1
kind: MediaWorkflow
metadata: {name: own}
spec: {stages: [{name: only, operators: [{name: proxy}]}]}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "asset.yaml").write_text(ASSET + "---" + WORKFLOW, encoding="utf-8")
    (tmp_path / "README.md").write_text("# nothing", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("where", ["clip.mp4", "public/upload/2026/clip.mp4"])
def test_the_source_is_a_file_beside_the_manifest(folder: Path, where: str) -> None:
    (folder / where).parent.mkdir(parents=True, exist_ok=True)
    (folder / where).write_bytes(b"film")

    ((manifest, asset),) = manifests_of(folder).assets
    (wanted,) = run_requests_of(manifest, asset, ())

    assert (wanted.name, wanted.workflow, wanted.file) == ("clip", "full-analysis", folder / where)
    assert wanted.configuration == {"transcribe": {"language": "en"}}


def test_the_source_may_be_kept_elsewhere(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    place = tmp_path_factory.mktemp("media")
    (place / "clip.mp4").write_bytes(b"film")
    ((manifest, asset),) = manifests_of(folder).assets

    assert run_requests_of(manifest, asset, [place])[0].file == place / "clip.mp4"


def test_a_source_that_is_nowhere_is_asked_for(folder: Path) -> None:
    ((manifest, asset),) = manifests_of(folder).assets

    with pytest.raises(Unusable, match=r"put the source s3://footage/public/upload/2026/clip\.mp4 beside it"):
        run_requests_of(manifest, asset, ())


def test_workflows_come_with_the_assets(folder: Path) -> None:
    assert list(manifests_of(folder).workflows) == ["own"]


@pytest.mark.parametrize(
    ("text", "fragment"),
    [
        ("a: [", "cannot be read as YAML"),
        ("", "no Kubernetes object"),
        ("just text", "no Kubernetes object"),
        ("{apiVersion: v1, kind: ConfigMap}", "holds no MediaAsset"),
        (ASSET.replace("workflows", "workflow"), r"spec\.workflow"),
        (ASSET.replace("s3: {bucket: footage, key: public/upload/2026/clip.mp4}", ""), "s3 or url"),
    ],
)
def test_what_is_no_manifest_is_said(tmp_path: Path, text: str, fragment: str) -> None:
    file = tmp_path / "asset.yaml"
    file.write_text(text, encoding="utf-8")

    with pytest.raises(Unusable, match=fragment):
        manifests_of(file)
