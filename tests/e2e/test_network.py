"""Who reaches whom, tried from pods, on a cluster whose network enforces policies.

Everything that is tried answers to a pod that no policy selects, or is there to refuse it.
"""

import json
import subprocess
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from kubernetes import client

from tests.e2e.conftest import RELEASE_NAMESPACE, Cluster, Manifest
from tests.e2e.eventually import eventually

BUSYBOX = "localhost/media-insights/busybox:1"
PUBLIC, METADATA = "1.1.1.1", "169.254.169.254"
"""Addresses that a pod on the node's own network answers at: nothing leaves this cluster."""
CONTROLLER = "media-insights-controller"
STORE = f"media-insights-objectstore.{RELEASE_NAMESPACE}.svc:7070"
NEEDED = {"the store", "the name server", "the API server"}
"""What every pod of ours works with; a pod reaches itself besides, whatever policies say."""

TRIES = """
import json, socket, sys
from concurrent.futures import ThreadPoolExecutor

def reached(at):
    host, port = at.rsplit(":", 1)
    try:
        socket.create_connection((host, int(port)), 3).close()
    except OSError:
        return False
    return True

targets = json.loads(sys.argv[1])
with ThreadPoolExecutor(16) as pool:
    answers = list(pool.map(reached, targets.values()))
print(json.dumps([name for name, answer in zip(targets, answers) if answer]))
"""
ANSWERS = """
import socket, sys, threading

def answer(at):
    host, port = at.rsplit(":", 1)
    with socket.socket() as listening:
        listening.setsockopt(socket.SOL_IP, 15, 1)  # IP_FREEBIND: before the address is there
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, int(port)))
        listening.listen()
        while True:
            listening.accept()[0].close()

for at in sys.argv[1:]:
    threading.Thread(target=answer, args=(at,)).start()
"""
ADDRESSES = f"""
add() {{ ip addr add $1/32 dev lo || true; }}
end() {{ ip addr del {PUBLIC}/32 dev lo; ip addr del {METADATA}/32 dev lo; exit 0; }}
trap end TERM
add {PUBLIC}; add {METADATA}
while true; do sleep 1; done
"""
RESTRICTED: Manifest = {
    "allowPrivilegeEscalation": False,
    "runAsNonRoot": True,
    "capabilities": {"drop": ["ALL"]},
    "seccompProfile": {"type": "RuntimeDefault"},
}
ROOT: Manifest = {"privileged": True, "runAsUser": 0}


@dataclass(frozen=True)
class Probe:
    """A pod from which addresses are tried."""

    namespace: str
    name: str

    def reached(self, targets: dict[str, str]) -> set[str]:
        """Return which of the addresses, by their names, let us connect; all are tried at once."""
        argv = ["kubectl", "exec", "-n", self.namespace, self.name, "--", "python", "-c", TRIES, json.dumps(targets)]
        done = subprocess.run(argv, capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 0, done.stderr
        return set(json.loads(done.stdout))


@dataclass(frozen=True)
class Neighbourhood:
    """The pods, and the addresses that they try."""

    operator: Probe
    egress: Probe
    free: Probe
    targets: dict[str, str]


def _pod(name: str, *containers: Manifest, labels: dict[str, str] | None = None, **spec: object) -> Manifest:
    end = {"terminationGracePeriodSeconds": 3, "automountServiceAccountToken": False}
    return {"metadata": {"name": name, "labels": labels or {}}, "spec": {"containers": list(containers), **end, **spec}}


def _answering(image: str, security: Manifest, *addresses: str) -> Manifest:
    command = ["python", "-c", ANSWERS, *addresses]
    return {"name": "answers", "image": image, "command": command, "securityContext": security}


def _pods(namespace: str, elsewhere: str) -> dict[str, tuple[str, Manifest]]:
    """Two pods as an operator's, one that is free, and one at the node that answers as the outside does."""
    deployed = client.AppsV1Api().read_namespaced_deployment(CONTROLLER, RELEASE_NAMESPACE)
    image = deployed.spec.template.spec.containers[0].image
    mark = {"mediainsights.dev/operator": "probe"}
    wide = {**mark, "mediainsights.dev/egress": "true"}
    outside = [f"{PUBLIC}:{port}" for port in (443, 80, 53)] + [f"{METADATA}:80"]
    at_node = {"name": "addresses", "image": BUSYBOX, "command": ["sh", "-c", ADDRESSES], "securityContext": ROOT}
    serves = _answering(image, RESTRICTED, "0.0.0.0:8080")
    return {
        "probe-operator": (namespace, _pod("probe-operator", serves, labels=mark)),
        "probe-egress": (namespace, _pod("probe-egress", serves, labels=wide)),
        "free": (elsewhere, _pod("free", serves)),
        "outside": (elsewhere, _pod("outside", _answering(image, ROOT, *outside), at_node, hostNetwork=True)),
    }


@pytest.fixture(scope="module")
def elsewhere(cluster: Cluster) -> Iterator[str]:
    """A namespace that is no tenant, in which pods may do as they like."""
    name = f"elsewhere-{uuid.uuid4().hex[:6]}"
    labels = {"pod-security.kubernetes.io/enforce": "privileged"}
    cluster.core.create_namespace(client.V1Namespace(metadata=client.V1ObjectMeta(name=name, labels=labels)))
    yield name
    cluster.core.delete_namespace(name)


@pytest.fixture(scope="module")
def around(cluster: Cluster, namespace: str, elsewhere: str) -> Iterator[Neighbourhood]:
    """The pods, running, and what they try to reach."""
    pods = _pods(namespace, elsewhere)
    for where, manifest in pods.values():
        cluster.core.create_namespaced_pod(where, manifest)
    at = {name: _address(cluster, where, name) for name, (where, _) in pods.items()}
    probes = {name: Probe(where, name) for name, (where, _) in pods.items()}
    targets = {
        "the store": STORE,
        "the store's IAM": STORE.replace(":7070", ":7071"),
        "the name server": f"{_name_server(elsewhere)}:53",
        "the API server": "kubernetes.default.svc:443",
        "the controller": f"{CONTROLLER}.{RELEASE_NAMESPACE}.svc:9090",
        "another pod": f"{at['free']}:8080",
        "the operator": f"{at['probe-operator']}:8080",
        "the operator with egress": f"{at['probe-egress']}:8080",
        "the node": f"{at['outside']}:10250",
        "metadata": f"{METADATA}:80",
        "the internet": f"{PUBLIC}:443",
        "the internet without TLS": f"{PUBLIC}:80",
        "another name server": f"{PUBLIC}:53",
    }
    yield Neighbourhood(probes["probe-operator"], probes["probe-egress"], probes["free"], targets)
    for name, (where, _) in pods.items():
        cluster.core.delete_namespaced_pod(name, where)


def _address(cluster: Cluster, namespace: str, name: str) -> str:
    def ready() -> str:
        status = cluster.core.read_namespaced_pod_status(name, namespace).status
        running = status.phase == "Running" and all(each.ready for each in status.container_statuses)
        return str(status.pod_ip) if running else ""

    return eventually(ready, f"the pod {name} runs", seconds=60)


def _name_server(namespace: str) -> str:
    argv = ["kubectl", "exec", "-n", namespace, "free", "--", "cat", "/etc/resolv.conf"]
    text = subprocess.run(argv, capture_output=True, text=True, timeout=30, check=True).stdout
    return next(line.split()[1] for line in text.splitlines() if line.startswith("nameserver"))


def _reaches(probe: Probe, targets: dict[str, str], wanted: set[str]) -> None:
    """Wait until exactly these are reached; a policy takes a moment to be in force after a pod has started."""
    last: list[set[str]] = []

    def settled() -> bool:
        last[:] = [probe.reached(targets)]
        return last[0] == wanted

    try:
        eventually(settled, "", every=1)
    except AssertionError:
        assert last[0] == wanted


def test_a_pod_that_no_policy_selects_reaches_whatever_lets_it_in(around: Neighbourhood) -> None:
    closed = {"the store", "the store's IAM", "the operator", "the operator with egress"}
    _reaches(around.free, around.targets, set(around.targets) - closed)


def test_an_operator_reaches_the_store_and_what_argo_needs(around: Neighbourhood) -> None:
    _reaches(around.operator, around.targets, NEEDED | {"the operator"})


def test_an_operator_with_egress_reaches_the_public_internet_on_443_besides(around: Neighbourhood) -> None:
    _reaches(around.egress, around.targets, NEEDED | {"the operator with egress", "the internet"})


def test_the_controller_reaches_what_it_works_with(around: Neighbourhood) -> None:
    """The chart does not know where API servers are: 443 is open to it, and nothing else beside."""
    probe = Probe(RELEASE_NAMESPACE, f"deploy/{CONTROLLER}")
    _reaches(probe, around.targets, NEEDED | {"the store's IAM", "the internet"})
