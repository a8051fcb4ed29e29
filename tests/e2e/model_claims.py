"""Claims with models in them: what an administrator fills before operators are told of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.e2e.conftest import Cluster, image_of
from tests.e2e.eventually import eventually

_FOLDER = "/models"


@contextmanager
def claimed(cluster: Cluster, namespace: str, name: str, folder: Path) -> Iterator[str]:
    """A claim of a name in a namespace, with the files of a folder; it is deleted afterwards."""
    claim = {
        "metadata": {"name": name},
        "spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Mi"}}},
    }
    cluster.core.create_namespaced_persistent_volume_claim(namespace, claim)
    try:
        fill(cluster, namespace, name, folder)
        yield name
    finally:
        cluster.core.delete_namespaced_persistent_volume_claim(name, namespace)


def fill(cluster: Cluster, namespace: str, name: str, folder: Path) -> None:
    """Write the files of a folder into a claim, by a pod that ends when it has done so."""
    pod = f"fill-{name}"
    cluster.core.create_namespaced_pod(namespace, _filler(pod, name, folder))
    try:
        eventually(
            lambda: cluster.core.read_namespaced_pod(pod, namespace).status.phase == "Succeeded",
            f"the claim {name} is filled",
            seconds=120,
        )
    finally:
        cluster.core.delete_namespaced_pod(pod, namespace, grace_period_seconds=0)


def _filler(pod: str, claim: str, folder: Path) -> dict[str, Any]:
    files = {path.name: path.read_text("utf-8") for path in folder.iterdir()}
    write = (
        "import os, pathlib\n"
        f"folder = pathlib.Path({_FOLDER!r})\n"
        f"[(folder / name).write_text(text) for name, text in {files!r}.items()]\n"
    )
    container = {
        "name": "main",
        "image": image_of("test-operator"),
        "command": ["python", "-c", write],
        "volumeMounts": [{"name": "models", "mountPath": _FOLDER}],
        "securityContext": {"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}},
    }
    return {
        "metadata": {"name": pod},
        "spec": {
            "restartPolicy": "Never",
            "containers": [container],
            "volumes": [{"name": "models", "persistentVolumeClaim": {"claimName": claim}}],
            "securityContext": {
                "runAsNonRoot": True,
                "runAsUser": 65532,
                "fsGroup": 65532,
                "seccompProfile": {"type": "RuntimeDefault"},
            },
        },
    }
