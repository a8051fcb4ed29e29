"""Health of the cluster, checked within 0.3 s."""

import json
from collections.abc import Mapping
from typing import Any

from dev.cluster import argo, containerd, images, kubectl, network, node, processes
from dev.cluster.errors import ClusterError
from dev.cluster.home import Home


def problems(home: Home) -> list[str]:
    """Return what is wrong, one sentence each; none means a healthy cluster (about 0.3 s)."""
    if not network.is_ours(home):
        return ["there is no cluster yet"]
    running = {process.program for process in processes.find_all(home)}
    dead = [f"{program} does not run" for program in processes.PROGRAMS if program not in running]
    return dead or _silent(home) or _lacking(home)


def of_objects(items: list[Mapping[str, Any]]) -> list[str]:
    """Return what is wrong with the node and the workflow-controller, as ``kubectl get -o json`` lists them."""
    by_name = {item["metadata"]["name"]: item.get("status", {}) for item in items}
    conditions = {c["type"]: c["status"] for c in by_name.get(node.NAME, {}).get("conditions", [])}
    controller = by_name.get("workflow-controller", {})
    found = [] if conditions.get("Ready") == "True" else [f"the node {node.NAME} is not Ready"]
    return found if controller.get("availableReplicas") else [*found, "the workflow-controller is not available"]


def _silent(home: Home) -> list[str]:
    if not kubectl.answers(home, "get", "--raw", "/readyz"):
        return ["the API server is not ready"]
    words = ("-n", argo.NAMESPACE, "get", f"node/{node.NAME}", "deployment/workflow-controller", "-o", "json")
    try:
        return of_objects(json.loads(kubectl.run(home, *words))["items"])
    except ClusterError as error:
        return [str(error)]


def _lacking(home: Home) -> list[str]:
    there = containerd.images(home)
    return [f"the image {name} is missing" for name in images.NAMES if name not in there]
