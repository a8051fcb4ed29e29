"""Bad manifests: refused by the API server where a schema can say so, otherwise by Accepted=False with the field."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from kubernetes import client

from tests.e2e.conftest import Cluster, Manifest, Media
from tests.e2e.eventually import eventually

UPLOADED = "notes.txt"
AssetOf = Callable[..., Manifest]


@pytest.fixture(scope="module")
def notes(media: Media, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A text in the store, for manifests whose source is not what is wrong with them."""
    file = tmp_path_factory.mktemp("notes") / "notes.txt"
    file.write_text("Alice met Bob in Paris on Monday.\n", encoding="utf-8")
    done = media("upload", file, "--key", media.key(UPLOADED))
    assert done.returncode == 0, done.stderr
    return UPLOADED


def _workflow(**configuration: Any) -> dict[str, Any]:
    return {"workflows": [{"name": "full-analysis", "configuration": configuration}]}


REFUSED: dict[str, tuple[str, dict[str, Any], str, str]] = {
    "a source that is not there": ("absent.mp4", {}, "SourceNotFound", "spec.source.s3.key"),
    "a bucket of somebody else": (UPLOADED, {"bucket": "somebody-elses"}, "SourceNotAllowed", "somebody-elses"),
    "a result as a source": ("private/other/assets/a/labels.json", {}, "SourceNotAllowed", "public/upload/"),
    "an upload of another namespace": ("public/upload/other/notes.txt", {}, "SourceNotAllowed", "public/upload/"),
    "an upload of another namespace, to have it deleted": (
        "public/upload/other/notes.txt",
        {"deletionPolicy": "DeleteSource"},
        "SourceNotAllowed",
        "public/upload/",
    ),
    "a workflow that does not exist": (
        UPLOADED,
        {"workflows": [{"name": "ful-analysis"}]},
        "UnknownWorkflow",
        "full-analysis",
    ),
    "an operator that does not exist": (
        UPLOADED,
        _workflow(**{"label-detecton": {"minConfidence": 50}}),
        "InvalidConfiguration",
        "label-detection",
    ),
    "a parameter that does not exist": (
        UPLOADED,
        _workflow(**{"label-detection": {"confidence": 50}}),
        "InvalidConfiguration",
        "minConfidence",
    ),
    "a parameter of the wrong type": (
        UPLOADED,
        _workflow(**{"label-detection": {"minConfidence": "high"}}),
        "InvalidConfiguration",
        "number",
    ),
    "a parameter out of range": (
        UPLOADED,
        _workflow(**{"label-detection": {"minConfidence": 101}}),
        "InvalidConfiguration",
        "100",
    ),
    "a type that the content is not": (UPLOADED, {"mediaType": "Video"}, "MediaTypeMismatch", "text"),
}


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.replace(" ", "-"))
def test_refused_with_reason_and_remedy(
    case: str, cluster: Cluster, namespace: str, notes: str, asset_of: AssetOf
) -> None:
    key, spec, reason, fragment = REFUSED[case]
    name = asset_of(key, **spec)["metadata"]["name"]

    accepted = eventually(lambda: _accepted(cluster, name, namespace), f"{name} is judged")

    assert (accepted["status"], accepted["reason"]) == ("False", reason), accepted
    assert fragment.lower() in accepted["message"].lower()
    assert not cluster.executions(namespace, name)


def test_a_text_named_like_a_video_is_rejected(media: Media, tmp_path: Path) -> None:
    file = tmp_path / "holiday – 2026.mp4"
    file.write_text("This is not a film.\n" * 50, encoding="utf-8")

    report = media.analyze(file)

    assert report["status"] == "Rejected"
    assert report["exit"] != 0
    assert "text" in report["message"]


def test_an_empty_file_is_rejected_before_it_is_uploaded(media: Media, tmp_path: Path) -> None:
    file = tmp_path / "empty.mp4"
    file.touch()

    done = media("analyze", file)

    assert done.returncode != 0
    assert "empty" in done.stderr


SCHEMA = {
    "two sources": ({"source": {"s3": {"bucket": "abc", "key": "k"}, "url": "https://localhost/x"}}, "exactly one"),
    "no source": ({"source": {}}, "exactly one"),
    "an unknown media type": ({"source": {"s3": {"bucket": "abc", "key": "k"}}, "mediaType": "Film"}, "mediaType"),
    "a plain http address": ({"source": {"url": "http://localhost/x"}}, "url"),
}


@pytest.mark.parametrize("case", SCHEMA, ids=lambda case: case.replace(" ", "-"))
def test_the_api_server_refuses(case: str, cluster: Cluster, namespace: str) -> None:
    spec, fragment = SCHEMA[case]
    manifest = {
        "apiVersion": "mediainsights.dev/v1alpha1",
        "kind": "MediaAsset",
        "metadata": {"name": "bad"},
        "spec": spec,
    }

    with pytest.raises(client.ApiException) as refused:
        cluster.apply(manifest, namespace)

    assert refused.value.status == 422
    assert fragment in str(refused.value.body)


def test_the_source_of_an_asset_cannot_change(cluster: Cluster, namespace: str, notes: str, asset_of: AssetOf) -> None:
    name = asset_of(notes)["metadata"]["name"]

    with pytest.raises(client.ApiException) as refused:
        cluster.patch("mediaassets", name, namespace, {"spec": {"source": {"s3": {"key": "other.txt"}}}})

    assert refused.value.status == 422
    assert "another MediaAsset" in str(refused.value.body)


def test_a_namespace_that_is_no_tenant_is_told_how_to_become_one(cluster: Cluster) -> None:
    name = "e2e-not-a-tenant"
    cluster.core.create_namespace(client.V1Namespace(metadata=client.V1ObjectMeta(name=name)))
    try:
        manifest = {
            "apiVersion": "mediainsights.dev/v1alpha1",
            "kind": "MediaAsset",
            "metadata": {"name": "stranger"},
            "spec": {"source": {"s3": {"bucket": "media-insights", "key": f"public/upload/{name}/{UPLOADED}"}}},
        }
        cluster.apply(manifest, name)
        accepted = eventually(lambda: _accepted(cluster, "stranger", name), "the stranger is judged")
        assert (accepted["status"], accepted["reason"]) == ("False", "NamespaceNotEnabled")
        assert "mediainsights.dev/enabled" in accepted["message"]
        cluster.delete("mediaassets", "stranger", name)
        eventually(lambda: cluster.get("mediaassets", "stranger", name) is None, "the stranger is gone")
    finally:
        cluster.core.delete_namespace(name)


def _accepted(cluster: Cluster, name: str, namespace: str) -> Manifest:
    asset = cluster.get("mediaassets", name, namespace) or {}
    conditions: list[Manifest] = asset.get("status", {}).get("conditions", [])
    return next((one for one in conditions if one["type"] == "Accepted"), {})
