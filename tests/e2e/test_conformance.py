"""The cluster follows docs/semantics.md row by row: the scenarios that the embedded engine passes, on real Argo.

All of them are applied at once and judged one by one, so that the whole takes little longer than the slowest.
"""

import json
import subprocess
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from kubernetes import client

from media_insights.api.v1alpha1 import MediaOperator
from media_insights.cli.cluster.clusters import Place, connect
from media_insights.cli.cluster.stores import StoreFlags, open_store
from media_insights.domain.running.contract import CPU_TIME_FILE
from media_insights.storage.s3 import S3Store
from tests.conformance.scenarios import MODELS, TERMS, TEXT, Observed, Scenario, check, operators, scenarios
from tests.e2e.conftest import GROUP, Cluster, Manifest, Media, image_of
from tests.e2e.eventually import eventually
from tests.e2e.model_claims import claimed

FILE = "conformance.txt"
CLAIM = "conformance-models"
"""What operators.yaml names."""
ENDED = ("Complete", "Error", "Cancelled", "TimedOut")
SCENARIOS = [scenario.name for scenario in scenarios()]


@dataclass(frozen=True)
class OnCluster:
    """The cluster as the conformance suite sees it."""

    cluster: Cluster
    store: S3Store
    namespace: str
    assets: Mapping[str, str]
    """Scenario → asset, all of them applied already."""

    def run(self, scenario: Scenario) -> Observed:
        """Wait until the scenario's execution has ended, or its asset was refused."""
        name = self.assets[scenario.name]
        asset = eventually(lambda: self._judged(name), f"{name} is judged")
        accepted = _accepted(asset)
        if accepted["status"] == "False":
            return Observed(refused=accepted["message"])
        return self._observed(eventually(lambda: self._ended(name, scenario), f"{name} ends", seconds=420), scenario)

    def _judged(self, name: str) -> Manifest | None:
        asset = self.cluster.get("mediaassets", name, self.namespace)
        return asset if asset and _accepted(asset) else None

    def _ended(self, name: str, scenario: Scenario) -> Manifest | None:
        found = self.cluster.executions(self.namespace, name)
        if not found:
            return None
        status = found[0].get("status", {})
        execution = found[0]["metadata"]["name"]
        if scenario.cancel in [one["name"] for one in _operators(status) if one["status"] == "Executing"]:
            self.cluster.patch("mediaexecutions", execution, self.namespace, {"spec": {"cancel": True}})
        if status.get("state") == "Waiting" and scenario.resume:
            answers = [{"stage": stage, "data": dict(data)} for stage, data in scenario.resume.items()]
            self.cluster.patch("mediaexecutions", execution, self.namespace, {"spec": {"resume": answers}})
        ended = (*ENDED, "Waiting") if scenario.expect.get("state") == "Waiting" else ENDED
        return found[0] if status.get("state") in ended else None

    def _media(self, asset: str, scenario: Scenario) -> Manifest:
        """Return what is known of the asset's file; it follows the execution in a pass of its own."""
        wanted = scenario.expect.get("media", {})

        def known() -> Manifest | None:
            found = (self.cluster.get("mediaassets", asset, self.namespace) or {}).get("status", {}).get("media", {})
            return found if wanted.keys() <= found.keys() else None

        return eventually(known, f"{', '.join(wanted)} of {asset} is known")

    def _observed(self, execution: Manifest, scenario: Scenario) -> Observed:
        status = execution["status"]
        prefix = status["planKey"].removesuffix("plan.json")
        stored = (info.key for info in self.store.list(prefix) if info.key != status["planKey"])
        keys = [key for key in stored if CPU_TIME_FILE not in key]
        lost = self._lost_before_they_began(execution["metadata"]["name"])
        return Observed(
            state=status["state"],
            message=status.get("message", ""),
            operators={
                one["name"]: {"message": "", **one, "attempts": _attempts(one, lost[one["name"]], scenario)}
                for one in _operators(status)
            },
            stored={key.removeprefix(prefix): json.loads(self.store.get(key)) for key in keys},
            media=self._media(execution["spec"]["asset"], scenario),
        )

    def _lost_before_they_began(self, execution: str) -> Counter[str]:
        """Count the pods of each operator that did not load its inputs, as on a busy machine: no attempt of its own."""
        label = f"workflows.argoproj.io/workflow={execution}"
        pods = self.cluster.core.list_namespaced_pod(self.namespace, label_selector=label).items
        nodes = (pod.metadata.annotations["workflows.argoproj.io/node-name"] for pod in pods if _failed_to_begin(pod))
        return Counter(node.rpartition(".")[2].partition("(")[0] for node in nodes)


def _attempts(operator: Manifest, lost: int, scenario: Scenario) -> int:
    """Return how many attempts an operator had: as many as are wanted, where lost pods leave that open.

    A pod that was lost before its operator began comes on top of its attempts or, as they are bounded, takes the place
    of one.
    """
    counted: int = operator.get("attempts", 0)
    wanted: int = scenario.expect.get("operators", {}).get(operator["name"], {}).get("attempts", counted)
    return min(max(wanted, counted - lost), counted)


def _failed_to_begin(pod: client.V1Pod) -> bool:
    ended = (each.state.terminated for each in pod.status.init_container_statuses or ())
    return any(each is not None and each.exit_code != 0 for each in ended)


Engines = Iterator[OnCluster]


@pytest.fixture(scope="module")
def models(cluster: Cluster, namespace: str) -> Iterator[str]:
    """The claim of the operators that have mounted models, filled before any of them runs."""
    with claimed(cluster, namespace, CLAIM, MODELS) as name:
        yield name


@pytest.fixture(scope="module")
def engine(
    cluster: Cluster,
    namespace: str,
    media: Media,
    test_operator: str,
    models: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Engines:
    """Register the operators, apply every scenario, and clean up afterwards."""
    file = tmp_path_factory.mktemp("conformance") / "words.txt"
    file.write_text(TEXT, encoding="utf-8")
    assert media("upload", file, "--key", media.key(FILE)).returncode == 0
    terms = file.with_name("terms.txt")
    terms.write_text(TERMS, encoding="utf-8")
    assert media("upload", terms, "--key", media.key(FILE.replace(".txt", "-terms.txt"))).returncode == 0
    folder = tmp_path_factory.mktemp("operators")
    variants = _written(
        folder / "operators.yaml", [_manifest(one) for one in operators() if one.metadata.name != test_operator]
    )
    _kubectl("apply", "--server-side", "--force-conflicts", "-f", str(variants))
    assets = {name: f"conformance-{number}" for number, name in enumerate(SCENARIOS, 1)}
    for scenario in scenarios(namespace):
        _apply(cluster, namespace, assets[scenario.name], scenario)
    with open_store(connect(Place(namespace=namespace)), StoreFlags()) as store:
        yield OnCluster(cluster, store, namespace, assets)
    for asset in assets.values():
        cluster.delete("mediaassets", asset, namespace)
        cluster.delete("mediaworkflows", asset, namespace)
    for operator in yaml.safe_load_all(variants.read_text(encoding="utf-8")):
        cluster.delete_operator(operator["metadata"]["name"])


@pytest.mark.parametrize("name", SCENARIOS, ids=lambda name: name.replace(" ", "-"))
def test_the_cluster(name: str, engine: OnCluster) -> None:
    scenario = next(each for each in scenarios(engine.namespace) if each.name == name)
    check(scenario, engine.run(scenario))


def _apply(cluster: Cluster, namespace: str, name: str, scenario: Scenario) -> None:
    api_version = "/".join(GROUP)
    metadata = {"name": name}
    entry = {"name": name, "configuration": dict(scenario.configuration)}
    spec = {"source": {"s3": {"bucket": "media-insights", "key": Media(namespace).key(FILE)}}, "workflows": [entry]}
    cluster.apply(
        {"apiVersion": api_version, "kind": "MediaWorkflow", "metadata": metadata, "spec": scenario.workflow}, namespace
    )
    cluster.apply({"apiVersion": api_version, "kind": "MediaAsset", "metadata": metadata, "spec": spec}, namespace)


def _manifest(operator: MediaOperator) -> Manifest:
    manifest: Manifest = operator.model_dump(by_alias=True, exclude_unset=True, mode="json")
    if operator.spec.suspend:
        manifest["spec"].pop("image")
    else:
        manifest["spec"]["image"] = image_of("test-operator")
    return manifest


def _written(path: Path, manifests: list[Manifest]) -> Path:
    path.write_text(yaml.safe_dump_all(manifests), encoding="utf-8")
    return path


def _kubectl(*arguments: str) -> None:
    subprocess.run(["kubectl", *arguments], capture_output=True, text=True, timeout=60, check=True)


def _accepted(asset: Manifest) -> Manifest:
    conditions: list[Manifest] = asset.get("status", {}).get("conditions", [])
    return next((one for one in conditions if one["type"] == "Accepted"), {})


def _operators(status: Manifest) -> list[Manifest]:
    return [one for stage in status.get("stages", []) for one in stage.get("operators", [])]
