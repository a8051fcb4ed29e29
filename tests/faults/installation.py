"""An installation without nodes: the chart's kinds, rights and policies, a real store, and controllers to be killed."""

import os
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import helm_python as helm
import yaml

from media_insights.domain.store_address import StoreAddress
from media_insights.storage.s3 import s3_store_of
from media_insights.storage.s3_access import S3Access
from media_insights.storage.store import Store
from tests import gateways
from tests.e2e.eventually import eventually
from tests.faults.api_proxy import ApiProxy
from tests.faults.api_servers import BIN, ApiServer, Manifest, kubeconfig
from tests.faults.argo import Argo
from tests.faulty_proxy import FaultyProxy
from tests.unit.builders import CATALOGUE

HOME = "media-insights"
BUCKET = "media-insights"
OPERATORS = ("proxy", "labels")
MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + b"\x00" * 2000
RUNS = "/apis/argoproj.io/v1alpha1"
OURS = "/apis/mediainsights.dev/v1alpha1"
ENDED = ("Complete", "Error", "Cancelled")
_CHART = Path(__file__).parents[2] / "charts/media-insights"
_APPLIED = ("crds.yaml", "controller/rbac.yaml", "controller/policy.yaml", "controller/bounds.yaml",
            "controller/holds.yaml", "controller/in-use.yaml", "controller/config.yaml")  # fmt: skip
_PLURALS = {"NetworkPolicy": "networkpolicies", "ValidatingAdmissionPolicy": "validatingadmissionpolicies"}


def install(server: ApiServer) -> None:
    """Bring Argo's kind, the chart's objects but its pods, two operators and a workflow to an empty API server."""
    _namespace(server, HOME)
    found = BIN / "argo-manifests/base/crds/minimal/argoproj.io_workflows.yaml"
    _apply(server, yaml.safe_load(found.read_text()))
    install_rendered(server, _APPLIED)
    kinds = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions"
    eventually(lambda: all(_is_served(server, each) for each in server.items(kinds)), "all kinds are served")
    server.create("/apis/discovery.k8s.io/v1/namespaces/default/endpointslices", _API_SERVERS)
    for name in OPERATORS:
        spec = CATALOGUE[name].model_dump(mode="json", by_alias=True, exclude_none=True)
        _apply(server, _manifest("MediaOperator", name, "", spec))
    stages = [{"name": name, "operators": [{"name": name}]} for name in OPERATORS]
    _apply(server, _manifest("MediaWorkflow", "flow", HOME, {"stages": stages}))


_API_SERVERS: Manifest = {
    "apiVersion": "discovery.k8s.io/v1", "kind": "EndpointSlice", "addressType": "IPv4",
    "metadata": {"name": "kubernetes", "namespace": "default", "labels": {"kubernetes.io/service-name": "kubernetes"}},
    "ports": [{"name": "https", "port": 6444, "protocol": "TCP"}], "endpoints": [{"addresses": ["192.0.2.7"]}],
}  # fmt: skip


def install_rendered(server: ApiServer, paths: tuple[str, ...], **values: Any) -> None:
    """Apply some of the chart's files."""
    with helm.Chart.load(_CHART) as chart:
        texts: dict[str, str] = chart.render(values, name=HOME, namespace=HOME, is_install=True, revision=1)
    chosen = [text for path, text in texts.items() if path.endswith(paths)]
    for manifest in (each for text in chosen for each in yaml.safe_load_all(text) if each):
        _apply(server, manifest)


def _manifest(kind: str, name: str, namespace: str, spec: dict[str, Any]) -> Manifest:
    meta = {"name": name} | ({"namespace": namespace} if namespace else {})
    return {"apiVersion": "mediainsights.dev/v1alpha1", "kind": kind, "metadata": meta, "spec": spec}


_CLUSTER_WIDE = (
    "CustomResourceDefinition", "ClusterRole", "ClusterRoleBinding", "ValidatingAdmissionPolicy",
    "ValidatingAdmissionPolicyBinding", "MediaOperator", "Namespace",
)  # fmt: skip


def _apply(server: ApiServer, manifest: Manifest) -> None:
    kind, meta = manifest["kind"], manifest["metadata"]
    group = manifest["apiVersion"]
    plural = _PLURALS.get(kind, f"{kind.lower()}s")
    place = "" if kind in _CLUSTER_WIDE else f"namespaces/{meta.get('namespace', HOME)}/"
    root = "api" if group == "v1" else "apis"
    server.apply(f"/{root}/{group}/{place}{plural}/{meta['name']}", manifest)


def _namespace(server: ApiServer, name: str, **labels: str) -> None:
    meta = {"name": name, "labels": labels}
    server.create("/api/v1/namespaces", {"apiVersion": "v1", "kind": "Namespace", "metadata": meta})


def _is_served(server: ApiServer, kind: Manifest) -> bool:
    group, plural = kind["spec"]["group"], kind["spec"]["names"]["plural"]
    return server.client.get(f"/apis/{group}/v1alpha1/{plural}").is_success


@dataclass
class Controllers:
    """The controllers of a test, by the name of their pod."""

    environment: dict[str, str]
    folder: Path
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, pod: str = "a", **environment: str) -> None:
        """Start a controller, or the one of this name again."""
        ports = {f"MEDIA_INSIGHTS_{name}_PORT": str(gateways.free_port()) for name in ("HEALTH", "METRICS")}
        whole = {**self.environment, **ports, "MEDIA_INSIGHTS_POD_NAME": pod, **environment}
        with self.log(pod).open("ab") as log:
            command = [sys.executable, "-m", "media_insights", "controller"]
            self.processes[pod] = subprocess.Popen(command, env=whole, stdout=log, stderr=log)

    def kill(self, pod: str = "a") -> None:
        """Kill a controller where it stands."""
        process = self.processes.pop(pod)
        process.kill()
        process.wait(20)

    def restart(self, pod: str = "a") -> None:
        """Kill a controller, and start it as its Deployment would."""
        self.kill(pod)
        self.start(pod)

    def revive(self) -> bool:
        """Start those again that ended by themselves, as the kubelet does."""
        for pod, process in list(self.processes.items()):
            if process.poll() is not None:
                self.start(pod)
        return True

    def log(self, pod: str) -> Path:
        """Return the file that holds what a controller wrote."""
        return self.folder / f"controller-{pod}.log"


@dataclass
class World:
    """One tenant of the installation, and what a test may break around it."""

    server: ApiServer
    proxy: ApiProxy
    store: Store
    """The store as it is, whatever is broken between it and the controllers."""
    store_proxy: FaultyProxy
    argo: Argo
    users: Path
    """Where the store keeps the users whom it knows."""
    controllers: Controllers
    namespace: str

    def asset(self, **spec: Any) -> str:
        """Make an asset of a clip that the store has, with the workflow of both operators."""
        name = f"clip-{uuid.uuid4().hex[:6]}"
        key = f"public/upload/{self.namespace}/{name}.mp4"
        self.store.put(key, MP4)
        source = {"s3": {"bucket": BUCKET, "key": key}}
        whole = {"source": source, "workflows": [{"name": "flow"}], **spec}
        self.server.create(self._path("mediaassets"), _manifest("MediaAsset", name, self.namespace, whole))
        return name

    def started_asset(self, **spec: Any) -> str:
        """Start a controller, and make an asset whose execution runs until Argo is let go."""
        self.argo.holds.set()
        self.controllers.start()
        asset = self.asset(**spec)
        self.reaches(asset, "Started")
        return asset

    def executions(self, asset: str) -> list[Manifest]:
        """Return the executions of an asset."""
        return [each for each in self._items("mediaexecutions") if each["spec"]["asset"] == asset]

    def states(self, asset: str) -> list[str]:
        """Return the states of an asset's executions."""
        return [each.get("status", {}).get("state", "") for each in self.executions(asset)]

    def reaches(self, asset: str, *states: str, seconds: float = 60) -> None:
        """Wait until all executions of an asset, of which there is one at least, are in one of some states."""
        wanted = f"{asset} is {' or '.join(states)}"
        self.until(
            lambda: (found := self.states(asset)) and set(found) <= set(states),
            wanted,
            lambda: (self.states(asset), self.message(asset)),
            seconds=seconds,
        )

    def until(
        self, probe: Callable[[], object], what: str, now: Callable[[], object] = str, *, seconds: float = 60
    ) -> None:
        """Wait until something is so; otherwise tell what is so now, and what there is and was written."""
        try:
            eventually(lambda: self.controllers.revive() and probe(), what, seconds=seconds, every=0.2)
        except AssertionError as error:
            objects = [each.get("status") for each in self._items("mediaexecutions")]
            raise AssertionError(f"{error}\nnow: {now()}\n{objects}\n{self.told()}") from None

    def limit(self, most: str) -> None:
        """Say how many executions may run at once, as an administrator does."""
        path = f"/api/v1/namespaces/{HOME}/configmaps/media-insights-limits"
        self.server.patch(path, {"data": {"maxConcurrentExecutions": most}})

    def has(self, plural: str, name: str) -> bool:
        """Return whether the tenant has an object."""
        return self.server.get(f"{self._path(plural)}/{name}") is not None

    def message(self, asset: str) -> str:
        """Return what the executions of an asset say."""
        return " ".join(each.get("status", {}).get("message", "") for each in self.executions(asset))

    def run_path(self, asset: str) -> str:
        """Return where the Argo Workflow of the asset's only execution is."""
        (execution,) = self.executions(asset)
        return f"{RUNS}/namespaces/{self.namespace}/workflows/{execution['metadata']['name']}"

    @property
    def own_operator(self) -> str:
        """The name of an operator that only this tenant uses."""
        return f"own-{self.namespace}"

    def own_workflow(self) -> None:
        """Make the workflow ``own`` of an operator that only this tenant uses."""
        spec = CATALOGUE["labels"].model_dump(mode="json", by_alias=True, exclude_none=True)
        reads = [{"name": "video", "media": ["Video"]}]
        own = {**spec, "resultName": self.own_operator, "inputs": reads}
        _apply(self.server, _manifest("MediaOperator", self.own_operator, "", own))
        stages = [{"name": "only", "operators": [{"name": self.own_operator}]}]
        _apply(self.server, _manifest("MediaWorkflow", "own", self.namespace, {"stages": stages}))

    def of(self, namespace: str) -> "World":
        """Return the same world, as another tenant sees it."""
        return replace(self, namespace=namespace)

    def patch(self, plural: str, name: str, patch: Manifest) -> None:
        """Patch an object of the tenant."""
        self.server.patch(f"{self._path(plural)}/{name}", patch)

    def delete(self, plural: str, name: str) -> None:
        """Delete an object of the tenant."""
        self.server.delete(f"{self._path(plural)}/{name}")

    def told(self) -> str:
        """Return the ends of what the controllers wrote."""
        texts = [(pod, self.controllers.log(pod)) for pod in ("a", "b")]
        return "\n".join(f"{pod}: {path.read_text()[-4000:]}" for pod, path in texts if path.exists())

    def runs_another(self) -> None:
        """Run one more asset with room for one only: no slot was lost."""
        self.limit("1")
        self.reaches(self.asset(), "Complete")

    def is_sound(self) -> None:
        """Check what holds after every fault: one Argo Workflow each, whole pointers, no key and no slot left over."""
        assert [key for key, uids in self.argo.seen.items() if len(uids) > 1] == [], (
            "two Argo Workflows of one execution"
        )
        assert self._lost() == set(), "pointers to missing objects"
        self.runs_another()
        self.until(lambda: self._keys() == [], "no run keeps its key")

    def leaves_nothing(self) -> None:
        """Delete all assets: nothing of theirs remains, in the cluster or in the store."""
        uids = [each["metadata"]["uid"] for each in self._items("mediaassets")]
        for each in self._items("mediaassets"):
            self.delete("mediaassets", each["metadata"]["name"])
        self.until(lambda: not self._remains(uids), "nothing remains", lambda: self._remains(uids))

    def _remains(self, uids: list[str]) -> list[str]:
        objects = [each for plural in ("mediaassets", "mediaexecutions") for each in self._items(plural)]
        runs = [each for each in self.argo.all() if each["metadata"]["namespace"] == self.namespace]
        prefixes = [f"private/{self.namespace}/assets/{uid}/" for uid in uids]
        stored = [each.key for prefix in prefixes for each in self.store.list(prefix)]
        return [*(each["metadata"]["name"] for each in (*objects, *runs)), *self._keys(), *stored]

    def _lost(self) -> set[str]:
        """Return the keys that assets point to, and that the store does not have."""
        stored = {each.key for each in self.store.list(f"private/{self.namespace}/")}
        return {key for asset in self._items("mediaassets") for key in _pointers_of(asset.get("status", {}))} - stored

    def _keys(self) -> list[str]:
        """Return the Secrets of runs that there are, and the users of runs whom the store knows."""
        secrets = self.server.items(f"/api/v1/namespaces/{self.namespace}/secrets")
        names = [each["metadata"]["name"] for each in secrets]
        uids = {each["metadata"]["uid"] for each in self._items("mediaexecutions")}
        known = self.users.read_text() if self.users.exists() else ""
        return [each for each in names if each.startswith("media-insights-run-")] + [u for u in uids if u in known]

    def _items(self, plural: str) -> list[Manifest]:
        return self.server.items(self._path(plural))

    def _path(self, plural: str) -> str:
        return f"{OURS}/namespaces/{self.namespace}/{plural}"


def _pointers_of(status: Manifest) -> Iterator[str]:
    for folder in status.get("results", []):
        files = [each.get("file") or f"{each['operator']}.json" for each in folder.get("metadata", [])]
        files += [each["file"] for each in folder.get("files", [])]
        yield from (f"{status['prefix']}{folder['folder']}{file}" for file in files)


@contextmanager
def tenant(server: ApiServer) -> Iterator[str]:
    """Give a tenant's namespace of its own."""
    name = f"t-{uuid.uuid4().hex[:6]}"
    _namespace(server, name, **{"mediainsights.dev/enabled": "true"})
    yield name
    server.delete(f"/api/v1/namespaces/{name}")


def environment_of(server: ApiServer, address: str, store: str, iam: str, folder: Path) -> dict[str, str]:
    """Return a controller's variables, as the chart writes them."""
    token = server.token_of(HOME, "media-insights")
    ours = {
        "NAMESPACE": HOME,
        "S3_ENDPOINT": store,
        "S3_BUCKET": BUCKET,
        "S3_ACCESS_KEY": gateways.ACCESS_KEY,
        "S3_SECRET_KEY": gateways.SECRET_KEY,
        "RUN_CREDENTIALS": "iamUsers",
        "RUN_CREDENTIALS_ENDPOINT": iam,
        "EVENTS": "true",
        "LOG_LEVEL": "INFO",
    }
    path = kubeconfig(folder / "controller.kubeconfig", address, token)
    named = {f"MEDIA_INSIGHTS_{name}": value for name, value in ours.items()}
    return {**os.environ, **named, "KUBECONFIG": str(path)}


def store_at(endpoint: str) -> Store:
    """Return the store at an endpoint, with its bucket."""
    store = s3_store_of(
        S3Access(
            address=StoreAddress.of(endpoint, bucket=BUCKET),
            access_key=gateways.ACCESS_KEY,
            secret_key=gateways.SECRET_KEY,
        )
    )
    store.ensure_bucket()
    return store
