"""Models in a claim of the tenant's: mounted, part of what a run is, and refused when they are not what was declared.

An image volume needs containerd 2.1, and the development cluster has Debian's 1.6: what is compiled for one is in
tests/unit/compile/test_model_volumes.py.
"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from media_insights.catalogue.model_digests import digest_of_models
from tests.e2e.conftest import Cluster, Manifest, Media
from tests.e2e.eventually import eventually
from tests.e2e.model_claims import claimed, fill

KIND = ("mediainsights.dev", "v1alpha1", "mediaoperators")
OPERATOR, CLAIM = "test-with-models", "own-models"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return own_models(tmp_path / "models", "mine")


@pytest.fixture
def mounted(cluster: Cluster, namespace: str, test_operator: str, folder: Path) -> Iterator[str]:
    """The test operator once more, with models in a claim of the tenant's namespace."""
    manifest: Manifest = cluster.custom.get_cluster_custom_object(*KIND, test_operator)
    source = {"claim": CLAIM, "digest": digest_of_models(folder)}
    spec = manifest["spec"] | {"resultName": "testWithModels", "modelSource": source}
    body = {"apiVersion": manifest["apiVersion"], "kind": "MediaOperator", "metadata": {"name": OPERATOR}, "spec": spec}
    with claimed(cluster, namespace, CLAIM, folder):
        cluster.custom.create_cluster_custom_object(*KIND, body)
        stages = [{"name": "only", "operators": [{"name": OPERATOR}, {"name": test_operator}]}]
        head = {"apiVersion": manifest["apiVersion"], "kind": "MediaWorkflow", "metadata": {"name": "with-models"}}
        cluster.apply({**head, "spec": {"stages": stages}}, namespace)
        yield OPERATOR
        cluster.delete("mediaworkflows", "with-models", namespace)
        cluster.delete_operator(OPERATOR)


def own_models(folder: Path, name: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "model.json").write_text(json.dumps({"name": name, "task": "nothing", "file": "weights.bin"}))
    (folder / "weights.bin").write_text(f"weights of {name}")
    return folder


def test_swapped_models_run_again_what_depends_on_them_and_others_than_declared_are_refused(
    cluster: Cluster,
    namespace: str,
    media: Media,
    mounted: str,
    test_operator: str,
    folder: Path,
    tmp_path: Path,
    asset_of: Callable[..., Manifest],
) -> None:
    # Given a run with the models of the claim
    file = tmp_path / "models.txt"
    file.write_text("words", encoding="utf-8")
    assert media("upload", file, "--key", media.key("models.txt")).returncode == 0
    asset = asset_of("models.txt", workflows=[{"name": "with-models"}])["metadata"]["name"]
    first = ended(cluster, namespace, asset, lambda execution: True)
    assert first["status"]["state"] == "Complete", first["status"]

    # When the claim holds others, and nobody says so
    fill(cluster, namespace, CLAIM, own_models(folder, "better"))
    again = rerun(cluster, namespace, asset, first, 2)

    # Then what the former models found stands for a rerun, because nothing that was declared changed
    assert messages(again)[mounted].startswith("taken over from")

    # When their digest is declared
    digest = {"spec": {"modelSource": {"digest": digest_of_models(folder)}}}
    cluster.custom.patch_cluster_custom_object(*KIND, OPERATOR, digest)
    eventually(lambda: is_observed(cluster), "the controller knows the new digest")
    swapped = rerun(cluster, namespace, asset, first, 3)

    # Then the operator runs again, and the one without models does not
    assert swapped["status"]["state"] == "Complete", swapped["status"]
    assert messages(swapped)[mounted] == ""
    assert messages(swapped)[test_operator].startswith("taken over from")

    # When the claim holds others than were declared, and the operator is to run
    fill(cluster, namespace, CLAIM, own_models(folder, "others"))
    wrong = rerun(cluster, namespace, asset, first, 4)
    assert wrong["status"]["state"] == "Error"
    assert "the mounted models have the digest sha256:" in messages(wrong)[mounted]


def rerun(cluster: Cluster, namespace: str, asset: str, first: Manifest, count: int) -> Manifest:
    """Run the first execution again, as far as anything changed; return the execution when it has ended."""
    name = f"{asset}-{count}"
    body = {
        "apiVersion": first["apiVersion"],
        "kind": "MediaExecution",
        "metadata": {"name": name},
        "spec": {
            "asset": asset,
            "workflow": "with-models",
            "from": {"execution": first["metadata"]["name"], "scope": "Failed"},
        },
    }
    cluster.apply(body, namespace)
    return ended(cluster, namespace, asset, lambda execution: bool(execution["metadata"]["name"] == name))


def is_observed(cluster: Cluster) -> bool:
    operator: Manifest = cluster.custom.get_cluster_custom_object(*KIND, OPERATOR)
    return bool(operator.get("status", {}).get("observedGeneration") == operator["metadata"]["generation"])


def ended(cluster: Cluster, namespace: str, asset: str, wanted: Callable[[Manifest], bool]) -> Manifest:
    """Find the wanted execution by what it is, not by its age: two can be created within one second."""

    def one() -> Manifest | None:
        found = [each for each in cluster.executions(namespace, asset) if wanted(each)]
        return next((each for each in found if each.get("status", {}).get("state") in ("Complete", "Error")), None)

    return eventually(one, f"the execution of {asset} has ended", seconds=240)


def messages(execution: Manifest) -> dict[str, str]:
    stages = execution["status"]["stages"]
    return {one["name"]: one.get("message", "") for stage in stages for one in stage["operators"]}
