"""The least that running something costs on this cluster, whatever it computes: the floors of `make bench`.

Every step runs `true` in a small image that is already there. What remains is scheduling, starting containers, Argo's
init and wait containers, and noticing the end.
"""

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

from kubernetes import client, watch

from dev.cluster.images import BUSYBOX

Manifest = dict[str, Any]

NAMESPACE = "media-insights-floors"
PATIENCE = 240
"""Seconds after which a run that has not ended counts as a defect of the cluster."""

_WORKFLOWS = ("argoproj.io", "v1alpha1", NAMESPACE, "workflows")
_STEP = {"image": BUSYBOX, "imagePullPolicy": "IfNotPresent", "command": ["true"]}


@dataclass(frozen=True)
class Floor:
    """What one kind of run took from create to Succeeded, as seen by a watch; seconds, one entry per run."""

    what: str
    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        """The median of all runs, in seconds."""
        return statistics.median(self.seconds)

    def __str__(self) -> str:
        span = f"{min(self.seconds):.1f}-{max(self.seconds):.1f}"
        return f"{self.what:<28} {self.median:5.1f} s   (n={len(self.seconds)}, {span})"


def floors(runs: int = 3) -> list[Floor]:
    """Measure a bare pod, a one-step and a five-step Argo Workflow, one after another, in a namespace of their own.

    Needs the client's configuration to be loaded; takes about 50 s. Raises `TimeoutError` when a run does not end.
    """
    with _namespace():
        return [
            Floor("bare pod", _measured(_pod_ends, runs)),
            Floor("one-step Argo Workflow", _measured(lambda: _workflow_ends(steps=1), runs)),
            Floor("five-step Argo Workflow", _measured(lambda: _workflow_ends(steps=5), 1)),
        ]


def chain(steps: int) -> Manifest:
    """Return an Argo Workflow of `steps` steps, each after the one before."""
    tasks = [{"name": f"s{n}", "template": "step", **({"depends": f"s{n - 1}"} if n else {})} for n in range(steps)]
    templates: list[Manifest] = [{"name": "step", "container": _STEP}, {"name": "chain", "dag": {"tasks": tasks}}]
    return {
        "apiVersion": "argoproj.io/v1alpha1",
        "kind": "Workflow",
        "metadata": {"generateName": "floor-"},
        "spec": {"entrypoint": "step" if steps == 1 else "chain", "templates": templates},
    }


def _measured(run: Callable[[], None], runs: int) -> tuple[float, ...]:
    return tuple(_seconds(run) for _ in range(runs))


def _seconds(run: Callable[[], None]) -> float:
    began = time.monotonic()
    run()
    return time.monotonic() - began


def _pod_ends() -> None:
    api = client.CoreV1Api()
    pod = {"metadata": {"generateName": "floor-"}, "spec": {"restartPolicy": "Never", "containers": [_bare()]}}
    name = api.create_namespaced_pod(NAMESPACE, pod).metadata.name
    for event in _watched(api.list_namespaced_pod, NAMESPACE, name):
        if event.status.phase in ("Succeeded", "Failed"):
            return
    raise TimeoutError(f"pod {name} did not end within {PATIENCE} s")


def _workflow_ends(*, steps: int) -> None:
    api = client.CustomObjectsApi()
    name = api.create_namespaced_custom_object(*_WORKFLOWS, chain(steps))["metadata"]["name"]
    for event in _watched(api.list_namespaced_custom_object, *_WORKFLOWS, name):
        phase = event.get("status", {}).get("phase")
        if phase == "Succeeded":
            return
        if phase in ("Failed", "Error"):
            raise RuntimeError(f"workflow {name} ended {phase}: {event['status'].get('message')}")
    raise TimeoutError(f"workflow {name} did not end within {PATIENCE} s")


def _watched(listing: Callable[..., Any], *words: str) -> Iterator[Any]:
    *where, name = words
    selector = f"metadata.name={name}"
    for event in watch.Watch().stream(listing, *where, field_selector=selector, timeout_seconds=PATIENCE):
        yield event["object"]


def _bare() -> Manifest:
    return {"name": "main", **_STEP}


@contextmanager
def _namespace() -> Iterator[None]:
    """Make the namespace and the one right that Argo's executor needs there; remove all of it afterwards."""
    core, rules = client.CoreV1Api(), client.RbacAuthorizationV1Api()
    _await("an earlier measurement is cleaned up", lambda: not _named(core.list_namespace, NAMESPACE))
    core.create_namespace({"metadata": {"name": NAMESPACE}})
    try:
        results = {"apiGroups": ["argoproj.io"], "resources": ["workflowtaskresults"], "verbs": ["create", "patch"]}
        rules.create_namespaced_role(NAMESPACE, {"metadata": {"name": "executor"}, "rules": [results]})
        reference = {"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": "executor"}
        subject = {"kind": "ServiceAccount", "name": "default", "namespace": NAMESPACE}
        binding = {"metadata": {"name": "executor"}, "roleRef": reference, "subjects": [subject]}
        rules.create_namespaced_role_binding(NAMESPACE, binding)
        accounts = partial(core.list_namespaced_service_account, NAMESPACE)
        _await("the default ServiceAccount is there", lambda: bool(_named(accounts, "default")))
        yield
    finally:
        core.delete_namespace(NAMESPACE)


def _named(listing: Callable[..., Any], name: str) -> list[Any]:
    found: list[Any] = listing(field_selector=f"metadata.name={name}").items
    return found


def _await(wanted: str, probe: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not probe():
        if time.monotonic() > end:
            raise TimeoutError(f"waited {PATIENCE} s in vain until {wanted}")
        time.sleep(0.1)
