"""Settings of the installation that Argo Workflows depend on."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from media_insights.api.v1alpha1.meta import Manifest
from media_insights.domain.running.sentences import USUAL_MEMORY_LIMIT
from media_insights.domain.store_address import StoreAddress
from media_insights.domain.traces import TraceContext

IDENTITY: Mapping[str, int] = {"runAsUser": 65532, "runAsGroup": 65532, "fsGroup": 65532}
"""Fields of a PodSecurityContext: the unprivileged user that images are made for."""
USUAL_GPU = "nvidia.com/gpu"
"""The device of an installation that names none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GpuSettings:
    """Where pods that want an accelerator go."""

    enabled: bool = False
    """Whether operators that prefer an accelerator ask for one; those that require one always do."""
    resource: str = USUAL_GPU
    tolerations: tuple[Mapping[str, object], ...] = ()
    node_selector: Mapping[str, str] = field(default_factory=dict)
    runtime_class: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompileSettings:
    """Everything beside the plan that decides how a run looks in Argo."""

    store: StoreAddress
    """As Argo's executor reaches it; objects in its bucket are named by their keys alone."""
    private_ca: bool = False
    """Whether runs' Secrets hold a certificate authority of the store's own."""
    session_tokens: bool = False
    """Whether runs' credentials are sessions, whose Secrets hold a token too."""
    registry: str = ""
    """Where operators' short image names are; empty: they stand alone."""
    tag: str = "latest"
    images: Mapping[str, str] = field(default_factory=dict)
    """Short image name → full reference, over registry and tag."""
    pull_policy: str = "IfNotPresent"
    pull_secrets: tuple[str, ...] = ()
    gpu: GpuSettings = field(default_factory=GpuSettings)
    scratch_size: str = "10Gi"
    """Disk that a pod may use whatever the source; what its operator needs per byte of the source comes on top."""
    default_requests: Mapping[str, str] = field(default_factory=lambda: {"cpu": "100m", "memory": "256Mi"})
    default_memory_limit: str = USUAL_MEMORY_LIMIT
    default_cpu_limit: str = ""
    """Of every container without one of its own, for namespaces whose quota asks for it; empty: none."""
    executor_resources: Manifest = field(
        default_factory=lambda: {"requests": {"cpu": "10m", "memory": "32Mi"}, "limits": {"memory": "1Gi"}}
    )
    """Of Argo's own containers, which move the files."""
    output_guard: bool = False
    """Whether runs' Secrets hold the program that examines outputs before they are stored."""
    pod_gc_delay: str = "600s"
    """How long pods, and with them their logs, stay after the run."""
    environment: Mapping[str, str] = field(default_factory=dict)
    """Variables of every operator, for instance STUB=1."""
    trace: TraceContext | None = None
    """The run's own place in a trace; None: nothing is traced."""
    identity: Mapping[str, int] = field(default_factory=lambda: dict(IDENTITY))
    """The user and groups that everything in the pods runs as; what is absent is the cluster's to choose."""
    host_users: bool | None = None
    """False: pods get a user namespace of their own; None: as the cluster does by default."""
