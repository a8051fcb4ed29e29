"""Nodes of an Argo Workflow, matched to the steps of a plan: each task and its attempts.

Nodes are tied to steps by the template that they run, which carries the step's name. Of a step with retries Argo keeps
one node of type Retry, and below it one per attempt; only the newest attempt knows why it failed::

    DAG Stages ── Retry proxy ── Pod proxy(0)   nodeFlag.retried
                             └── Pod proxy(1)   nodeFlag.retried
"""

import base64
import gzip
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from media_insights.api.v1alpha1.meta import Manifest
from media_insights.api.v1alpha1.times import seconds_between, time_of

FAILED = ("Failed", "Error")


@dataclass(frozen=True, slots=True)
class Task:
    """A task's node, and the nodes of its attempts in order (the task's own when there are no retries)."""

    node: Manifest
    attempts: Sequence[Manifest]

    @property
    def last(self) -> Manifest:
        """The newest attempt's node; the task's own while there is none."""
        return self.attempts[-1] if self.attempts else self.node

    @property
    def phase(self) -> str:
        """Argo's word for the task as a whole."""
        return str(self.node.get("phase", ""))

    @property
    def failed(self) -> bool:
        """Whether the task or its newest attempt failed: in between, Argo waits its backoff."""
        return self.phase in FAILED or self.last.get("phase") in FAILED

    @property
    def suspended(self) -> bool:
        """Whether it is a suspend node, which continues only when it is resumed."""
        return self.node.get("type") == "Suspend" and self.phase == "Running"

    @property
    def message(self) -> str:
        """Argo's message about the newest attempt, else about the task."""
        return str(self.last.get("message") or self.node.get("message") or "")

    @property
    def exit_code(self) -> int | None:
        """Exit code of the newest attempt's main container, where it came to an end."""
        code = str((self.last.get("outputs") or {}).get("exitCode", ""))
        return int(code) if code.lstrip("-").isdigit() else None


def device_seconds_of(node: Manifest) -> float:
    """Return for how long an attempt's container ran, times the devices that it had, as Argo reports it; 0: no device.

    Argo's ``resourcesDuration`` holds seconds times quantity for every resource; only those of devices have a domain.
    """
    return sum(float(seconds) for name, seconds in (node.get("resourcesDuration") or {}).items() if "/" in name)


def tasks_of(workflow: Manifest) -> dict[str, Task]:
    """Return step → its task: the nodes directly below the DAG, which is the node that carries the workflow's name.

    A task is one node today. Were it several (a step in parts), all of them would run the same template.
    """
    root, nodes = workflow["metadata"]["name"], nodes_of(workflow)
    return {
        node["templateName"]: Task(node, _attempts(node, nodes))
        for node in nodes.values()
        if node.get("boundaryID") == root and "templateName" in node and not _is_attempt(node)
    }


def nodes_of(workflow: Manifest) -> dict[str, Manifest]:
    """Return id → node; Argo compresses them when a workflow grows beyond what etcd stores (gzip in base64)."""
    status = workflow.get("status") or {}
    packed = status.get("compressedNodes")
    if packed:
        unpacked: dict[str, Manifest] = json.loads(gzip.decompress(base64.b64decode(packed)))
        return unpacked
    return dict(status.get("nodes") or {})


def seconds_of(node: Manifest) -> float:
    """Return how long a node took; 0 while that is not known."""
    return seconds_between(time_of(node.get("startedAt")), time_of(node.get("finishedAt")))


def _attempts(node: Manifest, nodes: Mapping[str, Manifest]) -> list[Manifest]:
    """Return the attempts below a node of type Retry, in the order in which Argo made them."""
    if node.get("type") != "Retry":
        return [node]
    children = [nodes[child] for child in node.get("children") or () if child in nodes]
    return [child for child in children if _is_attempt(child)]


def _is_attempt(node: Manifest) -> bool:
    return bool((node.get("nodeFlag") or {}).get("retried"))
