import base64
import json
from pathlib import Path
from typing import Any

import pytest

from dev.cluster import argo, health, node, pki, volumes
from dev.cluster.home import Home
from dev.cluster.network import Network


def test_volumes_are_writable_for_everyone_and_bind_by_default(home: Home) -> None:
    volumes.make_folders(home)
    storage_class, *pool = json.loads(json.dumps(volumes.objects(home)))
    assert storage_class["metadata"]["annotations"] == {"storageclass.kubernetes.io/is-default-class": "true"}
    assert len(pool) == volumes.COUNT
    for volume in pool:
        assert volume["spec"]["storageClassName"] == storage_class["metadata"]["name"]
        assert Path(volume["spec"]["hostPath"]["path"]).stat().st_mode & 0o777 == 0o777


def test_the_kubeconfig_names_our_context_and_needs_no_other_file() -> None:
    material = dict.fromkeys(("authority", "certificate", "key"), base64.b64encode(b"pem").decode())
    written = pki.kubeconfig("https://10.213.0.2:6443", material)
    assert written["current-context"] == "media-insights-local"
    assert "/" not in json.dumps(written).replace("https://", "")


def test_the_dns_answers_other_names_from_a_block_of_its_own(home: Home) -> None:
    text = node.corefile(home, Network())
    cluster, rest = text.split("\n. {")
    assert "kubernetes {" in cluster
    assert "template" not in cluster
    assert "rcode NXDOMAIN" in rest


@pytest.mark.parametrize(
    ("ready", "available", "problems"),
    [
        ("True", 1, []),
        ("Unknown", 1, ["the node media-insights is not Ready"]),
        ("True", 0, ["the workflow-controller is not available"]),
    ],
)
def test_health_reads_node_and_controller(ready: str, available: int, problems: list[str]) -> None:
    items: list[Any] = [
        {
            "metadata": {"name": "media-insights"},
            "status": {"conditions": [{"type": "Ready", "status": ready}]},
        },
        {"metadata": {"name": "workflow-controller"}, "status": {"availableReplicas": available}},
    ]
    assert health.of_objects(items) == problems


@pytest.mark.parametrize(
    ("status", "done"),
    [
        ({"observedGeneration": 2, "updatedReplicas": 1, "availableReplicas": 1}, True),
        ({"observedGeneration": 1, "updatedReplicas": 1, "availableReplicas": 1}, False),
        ({"observedGeneration": 2, "availableReplicas": 1}, False),
        ({"observedGeneration": 2, "updatedReplicas": 1}, False),
        ({}, False),
    ],
)
def test_an_old_pod_does_not_count_as_rolled_out(status: dict[str, int], *, done: bool) -> None:
    assert argo.is_rolled_out("2", status) is done
