"""Settings of the indexer on a cluster, and of how the API reaches it. The chart writes the variables."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from media_insights.errors import InvalidSettings
from media_insights.settings.audit import AuditSettings, audit_of
from media_insights.settings.controller import store_of
from media_insights.settings.environment import PREFIX, Environment, inherited
from media_insights.storage.s3_access import S3Access

_SHORTEST_KEY = 32
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSearchSettings:
    """An OpenSearch in place of the file."""

    url: str
    user: str = ""
    password: str = field(default="", repr=False)
    ca_file: str = ""
    prefix: str = "media-insights"
    """Names of its indexes begin so; one installation each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexerSettings:
    """What the administrator decided about the index of moments."""

    namespace: str
    limits_config_map: str
    store: S3Access
    key: str = field(repr=False)
    """What the API shows, and nobody else has."""
    file: Path
    """The index, on a volume of its own; it can be made anew."""
    opensearch: OpenSearchSettings | None = None
    """Where the index is instead of in the file."""
    models: Path | None = None
    """Folder of the model that turns questions into vectors; None: nothing is found by its meaning."""
    image_models: Path | None = None
    """Folder that is mounted for image-embedding, with a text half; None: no image is found by words."""
    image_models_digest: str = ""
    """What that folder must be, ``sha256:…``; empty: whatever is mounted, as an image is by its own digest."""
    kubeconfig: str = ""
    log_level: str = "INFO"
    audit: AuditSettings = field(default_factory=AuditSettings)
    port: int = 8422
    health_port: int = 8080
    metrics_port: int = 9090


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchAddress:
    """Where the API asks for moments."""

    url: str
    key: str = field(repr=False)


def read(environ: Mapping[str, str] | None = None) -> IndexerSettings:
    """Return the settings that the environment holds; InvalidSettings names the variable and what would be right."""
    env = Environment(inherited() if environ is None else environ)
    return IndexerSettings(
        namespace=env.text("NAMESPACE", "media-insights"),
        limits_config_map=env.text("LIMITS_CONFIGMAP", "media-insights-limits"),
        store=store_of(env),
        key=_key(env),
        file=Path(env.text("SEARCH_FILE", "/data/moments.sqlite")),
        opensearch=_opensearch(env),
        models=Path(models) if (models := env.text("SEARCH_MODELS")) else None,
        image_models=Path(models) if (models := env.text("SEARCH_IMAGE_MODELS")) else None,
        image_models_digest=env.text("SEARCH_IMAGE_MODELS_DIGEST"),
        kubeconfig=env.variables.get("KUBECONFIG", ""),
        log_level=env.text("LOG_LEVEL", "INFO").upper(),
        audit=audit_of(env),
        port=env.parsed("SEARCH_PORT", 8422, int),
        health_port=env.parsed("HEALTH_PORT", 8080, int),
        metrics_port=env.parsed("METRICS_PORT", 9090, int),
    )


def address_of(env: Environment) -> SearchAddress | None:
    """Return where moments are asked for; None: nowhere. Raises InvalidSettings."""
    url = env.parsed("SEARCH_URL", "", _url)
    return SearchAddress(url=url, key=_key(env)) if url else None


def _opensearch(env: Environment) -> OpenSearchSettings | None:
    url = env.parsed("OPENSEARCH_URL", "", _url)
    if not url:
        return None
    user, password = env.text("OPENSEARCH_USER"), env.text("OPENSEARCH_PASSWORD")
    if bool(user) != bool(password):
        raise InvalidSettings(f"{PREFIX}OPENSEARCH_USER and {PREFIX}OPENSEARCH_PASSWORD: set both, or neither")
    if user and urlsplit(url).scheme != "https" and urlsplit(url).hostname not in _LOOPBACK:
        raise InvalidSettings(f"{PREFIX}OPENSEARCH_URL is {url}: with a password, use https")
    ca_file, prefix = env.text("OPENSEARCH_CA_FILE"), env.text("OPENSEARCH_PREFIX", "media-insights")
    return OpenSearchSettings(url=url.rstrip("/"), user=user, password=password, ca_file=ca_file, prefix=prefix)


def _key(env: Environment) -> str:
    key = env.text("SEARCH_KEY")
    if len(key) < _SHORTEST_KEY or not key.isascii():
        said = f"{PREFIX}SEARCH_KEY is what the API shows to the indexer"
        raise InvalidSettings(
            f"{said}: set it to at least {_SHORTEST_KEY} random letters and digits, the same for both"
        )
    return key


def _url(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/"):
        raise ValueError("an address is a scheme, a host and a port, like http://search.media.svc:8422")
    return text
