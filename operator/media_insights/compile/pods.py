"""Pod security, scratch space, resources and accelerators: what every operator's pod is given."""

import json

from hera.workflows import models

from media_insights.api.v1alpha1.meta import Manifest
from media_insights.compile import disk, output_guard
from media_insights.compile.settings import CompileSettings
from media_insights.domain.planning.plan import Plan, Step
from media_insights.domain.quantities import quantity_of
from media_insights.domain.queueing.demand import accelerators_of
from media_insights.domain.running.contract import OUT

_CONFINED: Manifest = {
    "allowPrivilegeEscalation": False,
    "readOnlyRootFilesystem": True,
    "capabilities": {"drop": ["ALL"]},
}
"""What Pod Security's profile ``restricted`` asks of every container, and a root file system that cannot change."""

_TRIED_AGAIN: Manifest = {"name": "TRANSIENT_ERROR_PATTERN", "value": "connect: "}
"""What Argo's containers try again besides what they know as passing (``util/errors`` of Argo Workflows): connections.

A pod may start before its network is ready or its policies are in force ("connect: no route to host", as Go words it),
and a store may be restarting. In characters that the chart's admission policy allows in a patch.
"""

SCRATCH = {"out": OUT, "tmp": "/tmp"}  # noqa: S108 - inside the container
"""Volume → where it is mounted: the only places that an operator can write to."""


def main_security() -> models.SecurityContext:
    """Return the security context of the operator's own container."""
    return models.SecurityContext.model_validate(_CONFINED)


def pod_security(settings: CompileSettings) -> models.PodSecurityContext:
    """Return the pod's: one unprivileged user, whom the scratch volumes belong to."""
    return models.PodSecurityContext.model_validate(
        {
            "runAsNonRoot": True,
            **settings.identity,
            "seccompProfile": {"type": "RuntimeDefault"},
        }
    )


def executor_patch(settings: CompileSettings) -> str:
    """Return the patch that confines Argo's own containers too: without it a restricted namespace refuses the pod.

    It also holds what Argo has no field for: what is tried again, no variables about the namespace's Services, and a
    user namespace.
    """
    own: Manifest = {"securityContext": _CONFINED, "resources": _executor_resources(settings)}
    init = {"name": "init", **own, "env": [_TRIED_AGAIN]}
    wait = {"name": "wait", **own, "env": [_TRIED_AGAIN, *output_guard.environment_of(settings)]}
    pod: Manifest = {"enableServiceLinks": False}
    if settings.host_users is not None:
        pod["hostUsers"] = settings.host_users
    return json.dumps({**pod, "initContainers": [init], "containers": [wait]})


def _executor_resources(settings: CompileSettings) -> Manifest:
    given = settings.executor_resources
    return {**given, "limits": {**_cpu_limit(settings), **given.get("limits", {})}}


def _cpu_limit(settings: CompileSettings, request: str | int = "0") -> dict[str, str]:
    """A limit below its request is refused, so the request counts where it is the larger one."""
    usual = settings.default_cpu_limit
    return {"cpu": str(max(usual, request, key=quantity_of))} if usual else {}


def scratch_volumes(plan: Plan, settings: CompileSettings) -> list[models.Volume]:
    """Return ``/out`` and ``/tmp`` as volumes of the pods."""
    most = disk.scratch_limit(plan, settings)
    return [models.Volume(name=name, empty_dir=models.EmptyDirVolumeSource(size_limit=most)) for name in SCRATCH]


def scratch_mounts() -> list[models.VolumeMount]:
    """Return where the operator's container sees them."""
    return [models.VolumeMount(name=name, mount_path=path) for name, path in SCRATCH.items()]


def resources_of(plan: Plan, step: Step, settings: CompileSettings) -> models.ResourceRequirements:
    """Return requests and limits: always some for CPU, memory and disk, the operator's own where it has them."""
    asked = step.spec.resources
    requests = {**settings.default_requests, **disk.requests_of(plan, step), **asked.requests}
    usual = {
        "memory": asked.requests.get("memory", settings.default_memory_limit),
        **disk.limits_of(plan, step, settings),
    }
    limits = {**usual, **_cpu_limit(settings, asked.requests.get("cpu", "0")), **asked.limits}
    if "memory" in asked.limits and "memory" not in asked.requests:
        requests["memory"] = asked.limits["memory"]
    if "cpu" in asked.limits and "cpu" not in asked.requests:
        requests["cpu"] = asked.limits["cpu"]
    accelerators = accelerators_of(step, settings.gpu)
    if accelerators:
        limits[accelerators.resource] = accelerators.count
    return models.ResourceRequirements.model_validate(
        {
            "requests": {name: str(value) for name, value in requests.items()},
            "limits": {name: str(value) for name, value in limits.items()},
        }
    )


def placement_of(step: Step, settings: CompileSettings) -> Manifest:
    """Return where the step's pod may go, as arguments of a Hera container: only pods with accelerators are sent."""
    if accelerators_of(step, settings.gpu) is None:
        return {}
    gpu = settings.gpu
    return {
        "tolerations": [models.Toleration.model_validate(dict(each)) for each in gpu.tolerations] or None,
        "node_selector": dict(gpu.node_selector) or None,
        "pod_spec_patch": json.dumps({"runtimeClassName": gpu.runtime_class}) if gpu.runtime_class else None,
    }
