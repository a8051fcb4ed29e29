"""`make bench`: what orchestration costs on this cluster, in one run.

First the floors (a bare pod, a one-step and a five-step Argo Workflow), then what keys of the store for each run cost
beside one key for all, then a full analysis of the 60-second clip:
wall time, the critical path (the chain of steps that decided when it ended), what of it was computing and what waiting
for a node, the rest as orchestration's share, each pod's times, the controller's memory and API writes, and the Argo
settings in force.
"""

import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kubernetes import client, config

from tests.bench.credentials import runs_on_the_cluster
from tests.bench.floors import floors
from tests.bench.pods import Moments, PodTimes
from tests.e2e.conftest import RELEASE_NAMESPACE, Media
from tests.operators.demo import demo_clip

NAMESPACE = "default"
GROUP = ("mediainsights.dev", "v1alpha1")
ARGO = ("argoproj.io", "v1alpha1")


@dataclass(frozen=True)
class Counters:
    """What the controller's metrics say at one moment."""

    resident_bytes: float
    writes: Mapping[str, float]

    def writes_since(self, earlier: "Counters") -> dict[str, int]:
        """Return API writes by kind and verb since an earlier moment, zeros left out."""
        counts = {key: int(value - earlier.writes.get(key, 0)) for key, value in self.writes.items()}
        return {key: count for key, count in counts.items() if count}


def main() -> int:
    """Print floors, then the analysis; exit code 1 when the analysis did not end Complete."""
    config.load_kube_config()
    _say("floors: create → Succeeded")
    for row in floors():
        _say(f"  {row}")
    _say("keys of the store for each run, and one key for all: Started → Complete")
    for row in runs_on_the_cluster():
        _say(f"  {row}")
    before = _counters()
    with PodTimes(NAMESPACE) as pods:
        report = Media(NAMESPACE).analyze(demo_clip().path)
    if report["status"] != "Complete":
        _say(f"the analysis ended {report['status']}: {report['message']}")
        return 1
    execution = client.CustomObjectsApi().get_namespaced_custom_object(
        *GROUP, NAMESPACE, "mediaexecutions", report["execution"]
    )
    _print_analysis(execution, pods.of(report["execution"]), _counters(), before)
    _print_argo_settings()
    return 0


def _print_analysis(execution: Any, pods: Mapping[str, Moments], after: Counters, before: Counters) -> None:
    status = execution["status"]
    wall = _seconds(status["startedAt"], status["finishedAt"])
    path = _critical_path(execution["metadata"]["name"], pods)
    critical = sum(pods[step].main for step in path)
    full = sum(pods[step].waited for step in path)
    _say("full analysis of the 60 s clip")
    _say(f"  wall                     {wall:6.1f} s (Started → Complete)")
    _say(f"  critical path            {critical:6.1f} s of computing: {' → '.join(path)}")
    _say(f"  waiting for a free node  {full:6.1f} s: the cluster was too small for all at once")
    _say(f"  orchestration            {wall - critical - full:6.1f} s over both, {len(path)} pods deep")
    begun = datetime.fromisoformat(status["startedAt"])
    for name, moments in sorted(pods.items(), key=lambda item: item[1].created):
        _say(f"    {name:<22} {moments.since(begun)}")
    _say(f"  controller RSS           {after.resident_bytes / 2**20:6.1f} MiB")
    # the Lease is renewed every few seconds whether anything runs or not
    writes = {key: count for key, count in after.writes_since(before).items() if not key.startswith("Lease")}
    updates = sum(count for key, count in writes.items() if "status" in key)
    _say(f"  API writes               {sum(writes.values()) - updates:6d} besides {updates} status updates: {writes}")


def _critical_path(name: str, pods: Mapping[str, Moments]) -> list[str]:
    """Return the chain of steps that decided when the run ended: the last, the last that it waited for, and so on."""
    workflow = client.CustomObjectsApi().get_namespaced_custom_object(*ARGO, NAMESPACE, "workflows", name)
    tasks = [task for template in workflow["spec"]["templates"] for task in template.get("dag", {}).get("tasks", ())]
    waits = {task["name"]: re.findall(r"([\w-]+)\.Succeeded", task.get("depends", "")) for task in tasks}
    path = [max(pods, key=lambda step: pods[step].ended)]
    while waits[path[0]]:
        path.insert(0, max(waits[path[0]], key=lambda step: pods[step].ended))
    return path


def _counters() -> Counters:
    core = client.CoreV1Api()
    pods = core.list_namespaced_pod(RELEASE_NAMESPACE, label_selector="app.kubernetes.io/component=controller").items
    pod = next(pod for pod in pods if pod.status.phase == "Running")
    text = core.connect_get_namespaced_pod_proxy_with_path(f"{pod.metadata.name}:9090", RELEASE_NAMESPACE, "metrics")
    writes = re.findall(r"^(media_insights_api_writes_total\{[^}]*\}) (\S+)$", text, re.MULTILINE)
    resident = re.search(r"^process_resident_memory_bytes (\S+)$", text, re.MULTILINE)
    labels = {", ".join(re.findall(r'"([^"]*)"', name)): float(value) for name, value in writes}
    return Counters(float(resident[1]) if resident else 0.0, labels)


def _print_argo_settings() -> None:
    settings = subprocess.run(
        ["kubectl", "-n", "argo", "get", "deployment", "workflow-controller", "-o",
         "jsonpath={.spec.template.spec.containers[0].args} {.spec.template.spec.containers[0].env}"],
        capture_output=True, text=True, timeout=30, check=False,
    )  # fmt: skip
    _say(f"Argo settings in force: {settings.stdout or settings.stderr}")


def _seconds(start: str, end: str) -> float:
    return (datetime.fromisoformat(end) - datetime.fromisoformat(start)).total_seconds()


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
