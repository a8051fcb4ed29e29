"""The HTTP API's settings on a cluster. The chart writes the variables."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from media_insights.domain.sources.tenancy import Tenant
from media_insights.errors import InvalidSettings
from media_insights.settings.audit import AuditSettings, audit_of
from media_insights.settings.controller import store_of
from media_insights.settings.environment import PREFIX, Environment, inherited
from media_insights.settings.indexer import SearchAddress, address_of
from media_insights.settings.tenants import tenants_of
from media_insights.settings.tracing import TracingSettings, tracing_of
from media_insights.storage.s3_access import S3Access

_SHORTEST_KEY = 32
_SITE = re.compile(r"https?://(?:\*\.)?[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*(?::\d{1,5})?")


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInSettings:
    """Sign-in of people by OpenID Connect."""

    issuer: str
    client: str
    secret: str = field(repr=False)
    origin: str
    """Scheme and host under which browsers reach the API."""
    keys: tuple[str, ...] = field(repr=False)
    """Seal sessions: the first seals, all open."""
    name_claim: str
    groups_claim: str
    prefix: str
    """Before names and groups, so that none is one of the cluster's own."""
    scopes: tuple[str, ...]


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
    embed_origins: tuple[str, ...] = ()
    """Sites whose pages may show links to assets in a frame."""
    sign_in: SignInSettings | None = None
    """Where people sign in; None: nobody does."""
    search: SearchAddress | None = None
    """Where moments are asked for; None: nothing is indexed."""
    kubeconfig: str = ""
    log_level: str = "INFO"
    audit: AuditSettings = field(default_factory=AuditSettings)
    tracing: TracingSettings = field(default_factory=TracingSettings)
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
        embed_origins=env.parsed("API_EMBED_ORIGINS", (), embed_origins_of),
        sign_in=_sign_in(env),
        search=address_of(env),
        kubeconfig=env.variables.get("KUBECONFIG", ""),
        log_level=env.text("LOG_LEVEL", "INFO").upper(),
        audit=audit_of(env),
        tracing=tracing_of(env),
        port=env.parsed("API_PORT", 8421, int),
        health_port=env.parsed("HEALTH_PORT", 8080, int),
        metrics_port=env.parsed("METRICS_PORT", 9090, int),
    )


def _sign_in(env: Environment) -> SignInSettings | None:
    issuer = env.parsed("OIDC_ISSUER", "", _address)
    if not issuer:
        return None
    keys = tuple(env.text("SESSION_KEYS").split())
    if not keys or any(len(each) < _SHORTEST_KEY for each in keys):
        said = f"{PREFIX}SESSION_KEYS seals the cookies of people who sign in"
        raise InvalidSettings(f"{said}: set it to one or more keys of at least {_SHORTEST_KEY} random characters")
    client = env.text("OIDC_CLIENT_ID")
    origin = env.parsed("OIDC_ORIGIN", "", _origin)
    if not origin:
        said = "set it to the scheme and host under which browsers reach the API"
        raise InvalidSettings(f"{PREFIX}OIDC_ORIGIN is empty: {said}")
    prefix = env.text("OIDC_PREFIX", "oidc:")
    if not client:
        raise InvalidSettings(f"{PREFIX}OIDC_CLIENT_ID is empty: set it to the name of this client at {issuer}")
    if prefix.startswith("system:") or "system:".startswith(prefix):  # "s" and a group "ystem:masters" make one
        raise InvalidSettings(f"{PREFIX}OIDC_PREFIX is {prefix!r}: names that begin with system: are the cluster's own")
    return SignInSettings(
        issuer=issuer,
        client=client,
        secret=env.text("OIDC_CLIENT_SECRET"),
        origin=origin,
        keys=keys,
        name_claim=env.text("OIDC_NAME_CLAIM", "email"),
        groups_claim=env.text("OIDC_GROUPS_CLAIM", "groups"),
        prefix=prefix,
        scopes=tuple(env.text("OIDC_SCOPES", "openid email profile").split()),
    )


def _address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme != "https" and parts.hostname not in ("127.0.0.1", "::1", "localhost"):
        raise ValueError("an issuer's address begins with https://")
    return text


def _origin(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("https", "http") or not parts.netloc or text != f"{parts.scheme}://{parts.netloc}":
        raise ValueError("an origin is a scheme and a host, like https://media.example.com")
    return text


def embed_origins_of(text: str) -> tuple[str, ...]:
    """Return the sites of a list with spaces between them. Raises ValueError for what a browser would not understand.

    They become part of a policy, so nothing but a scheme, a host (``*.`` for all below it) and a port may stand there.
    """
    for each in text.split():
        if not _SITE.fullmatch(each):
            raise ValueError(f"{each} is no scheme and host, like https://www.example.com or https://*.example.com")
    return tuple(text.split())


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
