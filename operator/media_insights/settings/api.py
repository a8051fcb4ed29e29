"""The HTTP API's settings on a cluster. The chart writes the variables."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from media_insights.domain.sources.tenancy import Tenant
from media_insights.errors import InvalidSettings
from media_insights.settings.controller import store_of, tenants_of
from media_insights.settings.environment import PREFIX, Environment, inherited
from media_insights.storage.s3_access import S3Access

_SHORTEST_KEY = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiSettings:
    """What the administrator decided about the HTTP API."""

    namespace: str
    """The installation's namespace: its workflows are for every tenant."""
    store: S3Access
    key: bytes = field(repr=False)
    """Signs cursors and uploads; the same for every replica."""
    limits_config_map: str
    tenants: tuple[Tenant, ...] = ()
    prefix: str = ""
    """Path before every route."""
    mie_namespace: str = ""
    """Namespace of MIE's routes where their path names none."""
    audiences: tuple[str, ...] = ()
    """Whom tokens must be meant for; empty: the API server."""
    kubeconfig: str = ""
    log_level: str = "INFO"
    port: int = 8421
    health_port: int = 8080
    metrics_port: int = 9090


def read(environ: Mapping[str, str] | None = None) -> ApiSettings:
    """Return the settings that the environment holds; InvalidSettings names the variable and what would be right."""
    env = Environment(inherited() if environ is None else environ)
    return ApiSettings(
        namespace=env.text("NAMESPACE", "media-insights"),
        store=store_of(env),
        key=_key(env),
        limits_config_map=env.text("LIMITS_CONFIGMAP", "media-insights-limits"),
        tenants=env.parsed("TENANTS", tuple[Tenant, ...](), tenants_of),
        prefix=env.parsed("API_PREFIX", "", _prefix),
        mie_namespace=env.text("API_MIE_NAMESPACE"),
        audiences=tuple(env.text("API_AUDIENCES").split()),
        kubeconfig=env.variables.get("KUBECONFIG", ""),
        log_level=env.text("LOG_LEVEL", "INFO").upper(),
        port=env.parsed("API_PORT", 8421, int),
        health_port=env.parsed("HEALTH_PORT", 8080, int),
        metrics_port=env.parsed("METRICS_PORT", 9090, int),
    )


def _key(env: Environment) -> bytes:
    key = env.text("API_KEY").encode()
    if len(key) < _SHORTEST_KEY:
        said = f"{PREFIX}API_KEY signs what the API hands out"
        raise InvalidSettings(f"{said}: set it to at least {_SHORTEST_KEY} random characters")
    return key


def _prefix(text: str) -> str:
    if not text.startswith("/"):
        raise ValueError("a path begins with a slash")
    return text.rstrip("/")
