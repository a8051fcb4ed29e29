"""The controller's settings. The chart writes the variables."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from media_insights.compile.settings import IDENTITY, USUAL_GPU, GpuSettings
from media_insights.domain.destinations import Destinations
from media_insights.domain.quantities import quantity_of
from media_insights.domain.sources.tenancy import Tenant
from media_insights.domain.store_address import StoreAddress
from media_insights.errors import InvalidSettings
from media_insights.settings.audit import AuditSettings, audit_of
from media_insights.settings.destinations import DESTINATIONS, parse_destinations
from media_insights.settings.environment import PREFIX, Environment, inherited, truth
from media_insights.settings.tenants import tenants_of
from media_insights.settings.tracing import TracingSettings, tracing_of
from media_insights.storage.s3_access import S3Access


@dataclass(frozen=True, slots=True, kw_only=True)
class Images:
    """Where operators' short image names are looked up."""

    registry: str = ""
    tag: str = "latest"
    pull_policy: str = "IfNotPresent"
    exact: Mapping[str, str] = field(default_factory=dict)
    """Short name → full reference, over registry and tag."""
    pull_secrets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorPods:
    """What the pods of operators are given, beside what each operator asks for."""

    environment: Mapping[str, str] = field(default_factory=dict)
    """Variables of every operator's container, for instance ``STUB``."""
    identity: Mapping[str, int] = field(default_factory=lambda: dict(IDENTITY))
    """``runAsUser``, ``runAsGroup`` and ``fsGroup``; what is absent is the cluster's to choose."""
    host_users: bool | None = None
    cpu_limit: str = ""
    """Of every container without one of its own; empty: none."""
    scratch_size: str = "10Gi"
    """Disk that each may use whatever the source."""
    output_guard: str = ""
    """File with the program that examines outputs before Argo stores them, as images have it; empty: none."""


_SHORTEST_SESSION = 900
_LONGEST_SESSION = 43200
"""Of STS: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html"""

CredentialKind = Literal["iamUsers", "assumeRole", "shared"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunCredentialSettings:
    """How runs get credentials of the object store."""

    kind: CredentialKind
    """``iamUsers`` and ``assumeRole``: of their own, for one run each. ``shared``, by declaration: those of their
    installation or namespace."""
    endpoint: str = ""
    """URL of the IAM, or of the STS; empty: AWS's own."""
    role: str = ""
    """With ``assumeRole``: the role's ARN."""
    seconds: int = 3600
    """With ``assumeRole``: how long a session lasts before it is made anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ControllerSettings:
    """What the administrator decided about this installation."""

    namespace: str
    """The installation's namespace: the lease, the limits, and workflows that every tenant may use."""
    pod_name: str
    """This replica's name: the identity that holds the lease."""
    store: S3Access
    store_secret: str
    """Secret in the installation's namespace with ``accesskey`` and ``secretkey``; empty: the values of ``store``."""
    limits_config_map: str
    run_credentials: RunCredentialSettings
    tenants: tuple[Tenant, ...] = ()
    images: Images = field(default_factory=Images)
    gpu: GpuSettings = field(default_factory=GpuSettings)
    pods: OperatorPods = field(default_factory=OperatorPods)
    destinations: Destinations = field(default_factory=Destinations)
    """What operators' pods may reach, as far as the administrator says; the rest is found in the cluster."""
    argo_ui_url: str = ""
    argo_server_url: str = ""
    kubeconfig: str = ""
    """``KUBECONFIG``, which counts outside of a cluster; empty: the user's own."""
    log_level: str = "INFO"
    audit: AuditSettings = field(default_factory=AuditSettings)
    tracing: TracingSettings = field(default_factory=TracingSettings)
    health_port: int = 8080
    metrics_port: int = 9090
    metrics_by_namespace: bool = False
    """Whether metrics of executions say the namespace, too."""
    events: bool = False
    """Whether changes are kept as events for ``media-insights events relay`` to deliver."""
    copy_seconds: float = 60.0
    """Between two rounds that copy the objects that changed into the store."""
    measure_seconds: float = 30.0
    """Between two rounds that measure what is stored of namespaces."""


def read(environ: Mapping[str, str] | None = None) -> ControllerSettings:
    """Return the settings that the environment holds; InvalidSettings names the variable and what would be right."""
    env = Environment(inherited() if environ is None else environ)
    store = store_of(env)
    return ControllerSettings(
        namespace=env.text("NAMESPACE", "media-insights"),
        pod_name=env.text("POD_NAME", os.uname().nodename),
        store=store,
        store_secret=env.text("STORE_SECRET"),
        limits_config_map=env.text("LIMITS_CONFIGMAP", "media-insights-limits"),
        run_credentials=_run_credentials(env),
        tenants=env.parsed("TENANTS", tuple[Tenant, ...](), tenants_of),
        images=Images(
            registry=env.text("IMAGE_REGISTRY"),
            tag=env.text("IMAGE_TAG", "latest"),
            pull_policy=env.text("IMAGE_PULL_POLICY", "IfNotPresent"),
            exact=env.parsed("IMAGES", {}, lambda text: dict(json.loads(text) or {})),
            pull_secrets=env.parsed("IMAGE_PULL_SECRETS", (), lambda text: tuple(json.loads(text) or ())),
        ),
        gpu=_gpu(env),
        pods=_pods(env),
        destinations=env.parsed(
            DESTINATIONS, parse_destinations("", store.address), lambda text: parse_destinations(text, store.address)
        ),
        argo_ui_url=env.text("ARGO_UI_URL").rstrip("/"),
        argo_server_url=env.text("ARGO_SERVER_URL").rstrip("/"),
        kubeconfig=env.variables.get("KUBECONFIG", ""),
        log_level=env.text("LOG_LEVEL", "INFO").upper(),
        audit=audit_of(env),
        tracing=tracing_of(env),
        health_port=env.parsed("HEALTH_PORT", 8080, int),
        metrics_port=env.parsed("METRICS_PORT", 9090, int),
        metrics_by_namespace=env.parsed("METRICS_BY_NAMESPACE", False, truth),
        events=env.parsed("EVENTS", False, truth),
        copy_seconds=env.parsed("COPY_SECONDS", 60.0, _seconds_between),
        measure_seconds=env.parsed("MEASURE_SECONDS", 30.0, _seconds_between),
    )


def store_of(env: Environment) -> S3Access:
    """Return the installation's object store. Raises InvalidSettings."""
    bucket, region = env.text("S3_BUCKET", "media-insights"), env.text("S3_REGION")
    keys = {name: env.text(name) for name in ("S3_ACCESS_KEY", "S3_SECRET_KEY")}
    if any(keys.values()) and not all(keys.values()):
        present, absent = sorted(keys, key=lambda name: not keys[name])
        sentence = f"{PREFIX}{present} is set, but {PREFIX}{absent} is not: set both, or neither"
        raise InvalidSettings(f"{sentence} when the pod's own identity is to be used")
    return S3Access(
        address=env.parsed(
            "S3_ENDPOINT",
            StoreAddress.of("", bucket=bucket, region=region),
            lambda url: StoreAddress.of(url, bucket=bucket, region=region),
        ),
        access_key=keys["S3_ACCESS_KEY"],
        secret_key=keys["S3_SECRET_KEY"],
        ca_file=env.text("S3_CA_FILE"),
    )


def _run_credentials(env: Environment) -> RunCredentialSettings:
    kind = _credential_kind(env)
    role = env.text("RUN_ROLE")
    if kind == "assumeRole" and not role:
        raise InvalidSettings(f"{PREFIX}RUN_CREDENTIALS is assumeRole: name the role's ARN in {PREFIX}RUN_ROLE")
    return RunCredentialSettings(
        kind=kind,
        endpoint=env.text("RUN_CREDENTIALS_ENDPOINT"),
        role=role,
        seconds=env.parsed("RUN_SESSION_SECONDS", 3600, _session_seconds),
    )


def _credential_kind(env: Environment) -> CredentialKind:
    """Read what nobody may leave open: whether runs have keys of their own."""
    kinds: dict[str, CredentialKind] = {each: each for each in get_args(CredentialKind)}
    text = env.text("RUN_CREDENTIALS")
    if text not in kinds:
        raise InvalidSettings(
            f"{PREFIX}RUN_CREDENTIALS is {text!r}: say iamUsers or assumeRole, by which each run gets keys of its own, "
            f"or shared, by which all namespaces are one trust domain"
        )
    return kinds[text]


def _seconds_between(text: str) -> float:
    seconds = float(text)
    if not 1 <= seconds <= 86400:
        raise ValueError("it must be 1 to 86400 seconds")
    return seconds


def _session_seconds(text: str) -> int:
    seconds = int(text)
    if not _SHORTEST_SESSION <= seconds <= _LONGEST_SESSION:
        raise ValueError(f"a session lasts from {_SHORTEST_SESSION} to {_LONGEST_SESSION} seconds")
    return seconds


def _pods(env: Environment) -> OperatorPods:
    return OperatorPods(
        environment=env.parsed("OPERATOR_ENVIRONMENT", {}, lambda text: dict(json.loads(text) or {})),
        identity=env.parsed("OPERATOR_IDENTITY", IDENTITY, _identity),
        host_users=env.parsed("OPERATOR_HOST_USERS", None, truth),
        cpu_limit=env.text("OPERATOR_CPU_LIMIT"),
        scratch_size=env.parsed("OPERATOR_SCRATCH_SIZE", "10Gi", _quantity),
        output_guard=env.text("OUTPUT_GUARD"),
    )


def _quantity(text: str) -> str:
    quantity_of(text)
    return text


def _identity(text: str) -> Mapping[str, int]:
    """Read ``{"runAsUser": 65532, "fsGroup": 65532}``; null is absent."""
    found = {name: value for name, value in json.loads(text).items() if value is not None}
    if not found.keys() <= IDENTITY.keys() or not all(isinstance(value, int) for value in found.values()):
        raise ValueError(f"it must be numbers for {', '.join(IDENTITY)}")
    return found


def _gpu(env: Environment) -> GpuSettings:
    return GpuSettings(
        enabled=env.parsed("GPU_ENABLED", False, truth),
        resource=env.text("GPU_RESOURCE", USUAL_GPU),
        tolerations=env.parsed("GPU_TOLERATIONS", (), lambda text: tuple(json.loads(text) or ())),
        node_selector=env.parsed("GPU_NODE_SELECTOR", {}, lambda text: dict(json.loads(text) or {})),
        runtime_class=env.text("GPU_RUNTIME_CLASS"),
    )
