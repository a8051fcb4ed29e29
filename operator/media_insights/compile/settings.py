"""What the administrator decided about the installation, as far as Argo Workflows need to know it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from media_insights.api.v1alpha1.meta import Manifest


@dataclass(frozen=True, slots=True, kw_only=True)
class S3Settings:
    """The object store, as Argo's executor reaches it from the workflow's namespace."""

    bucket: str
    """The installation's bucket: objects in it are named by their keys alone, through the artifact repository."""
    endpoint: str = "s3.amazonaws.com"
    """Host and port without a scheme; see :func:`endpoint_of`."""
    insecure: bool = False
    """Plain HTTP."""
    region: str = "us-east-1"
    secret: str = "media-insights-store"  # noqa: S105 - a name
    """Secret in the workflow's namespace with the two keys below; needed for sources in other buckets."""
    access_key: str = "accesskey"
    secret_key: str = "secretkey"  # noqa: S105 - a name
    ca_secret: str = ""
    """Secret with the store's own certificate authority under ``ca.crt``; empty: the public ones."""


def endpoint_of(url: str) -> tuple[str, bool]:
    """Return (host:port, insecure) of an endpoint's URL; Amazon's own when it is empty."""
    if not url:
        return "s3.amazonaws.com", False
    parts = urlsplit(url if "//" in url else f"https://{url}")
    return parts.netloc, parts.scheme == "http"


@dataclass(frozen=True, slots=True, kw_only=True)
class GpuSettings:
    """Where pods that want an accelerator go."""

    enabled: bool = False
    """Whether operators that prefer an accelerator ask for one; those that require one always do."""
    resource: str = "nvidia.com/gpu"
    tolerations: tuple[Mapping[str, object], ...] = ()
    node_selector: Mapping[str, str] = field(default_factory=dict)
    runtime_class: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompileSettings:
    """Everything beside the plan that decides how a run looks in Argo."""

    s3: S3Settings
    registry: str = ""
    """Where operators' short image names are; empty: they stand alone."""
    tag: str = "latest"
    images: Mapping[str, str] = field(default_factory=dict)
    """Short image name → full reference, over registry and tag."""
    pull_policy: str = "IfNotPresent"
    pull_secrets: tuple[str, ...] = ()
    service_account: str = "media-insights-operator"
    executor_service_account: str = "media-insights-executor"
    artifact_repository: str = "media-insights-artifacts"
    """ConfigMap in the workflow's namespace, and the key in it that describes the store."""
    artifact_repository_key: str = "media-insights"
    gpu: GpuSettings = field(default_factory=GpuSettings)
    scratch_size: str = "50Gi"
    """Limit of each of ``/out`` and ``/tmp``; nothing is reserved."""
    default_requests: Mapping[str, str] = field(default_factory=lambda: {"cpu": "100m", "memory": "256Mi"})
    default_memory_limit: str = "1Gi"
    executor_resources: Manifest = field(
        default_factory=lambda: {"requests": {"cpu": "10m", "memory": "32Mi"}, "limits": {"memory": "1Gi"}}
    )
    """Of Argo's own containers, which move the files."""
    pod_gc_delay: str = "600s"
    """How long pods, and with them their logs, stay after the run."""
    environment: Mapping[str, str] = field(default_factory=dict)
    """Variables of every operator, for instance STUB=1."""
    user: int = 65532
    """The user and group that everything in the pods runs as."""
