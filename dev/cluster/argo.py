"""Argo Workflows: workflow-controller and executor from upstream's own manifests, with the settings that we ship."""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path

from dev.cluster import images, kubectl, waiting
from dev.cluster.errors import ClusterError
from dev.cluster.home import SOURCE, Home

NAMESPACE = "argo"


def install(home: Home) -> None:
    """Apply the manifests and wait until the workflow-controller is available."""
    kubectl.run(home, "apply", "--server-side", "--force-conflicts", "-k", _controller(home))
    try:
        waiting.until("the workflow-controller is available", lambda: is_available(home), seconds=90)
    except ClusterError as error:
        pods = kubectl.run(home, "-n", NAMESPACE, "describe", "pods")
        message = f"{error}\n{pods[-2000:]}"
        raise ClusterError(message) from error


def is_available(home: Home) -> bool:
    """Tell whether the workflow-controller runs and the kind Workflow is served."""
    controller = ("--namespace", NAMESPACE, "deployment/workflow-controller")
    served = kubectl.answers(home, "get", "crd", "workflows.argoproj.io")
    wanted = kubectl.value(home, *controller, path=".metadata.generation")
    status = kubectl.value(home, *controller, path=".status")
    return served and is_rolled_out(wanted, json.loads(status or "{}"))


def is_rolled_out(generation: str, status: Mapping[str, int]) -> bool:
    """Tell from a Deployment's status whether its newest pod is available.

    ``availableReplicas`` alone would not do: right after an update it still counts the old pod.
    """
    seen = str(status.get("observedGeneration")) == generation
    return seen and status.get("updatedReplicas") == status.get("availableReplicas") == 1


def kustomization(home: Home, name: str) -> Path:
    """Return a folder for ``kubectl apply -k``: ``manifests/<name>``, with upstream's below it for kustomize."""
    folder = home.run / name
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(SOURCE / "manifests" / name, folder)
    shutil.copytree(home.bin / "argo-manifests", folder / "upstream")
    return folder


def _controller(home: Home) -> Path:
    folder = kustomization(home, "argo")
    controller = folder / "controller.yaml"
    text = controller.read_text().replace("WORKFLOW_CONTROLLER_IMAGE", images.WORKFLOW_CONTROLLER)
    controller.write_text(text.replace("ARGOEXEC_IMAGE", images.ARGOEXEC))
    return folder
