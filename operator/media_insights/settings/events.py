"""Settings of the relay of events: what the chart writes, and the file that names the sinks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from media_insights.errors import InvalidSettings
from media_insights.events.sinks import Sink
from media_insights.settings.audit import AuditSettings, audit_of
from media_insights.settings.controller import store_of
from media_insights.settings.environment import PREFIX, Environment, inherited
from media_insights.settings.event_sinks import parse_sinks, require_names_once
from media_insights.storage.s3_access import S3Access


@dataclass(frozen=True, slots=True, kw_only=True)
class EventsSettings:
    """What the administrator decided about events."""

    namespace: str
    limits_config_map: str
    store: S3Access
    sinks: tuple[Sink, ...]
    retention_days: int = 7
    """Days for which delivered events can be sent again, and those that no sink took are kept."""
    kubeconfig: str = ""
    log_level: str = "INFO"
    audit: AuditSettings = field(default_factory=AuditSettings)
    health_port: int = 8080
    metrics_port: int = 9090


def read(environ: Mapping[str, str] | None = None) -> EventsSettings:
    """Return the settings that the environment holds; InvalidSettings names the variable and what would be right."""
    env = Environment(inherited() if environ is None else environ)
    return EventsSettings(
        namespace=env.text("NAMESPACE", "media-insights"),
        limits_config_map=env.text("LIMITS_CONFIGMAP", "media-insights-limits"),
        store=store_of(env),
        sinks=_sinks_in(env.text("EVENTS_SINKS"), env.parsed("EVENTS_GIVE_UP_HOURS", 24, _positive)),
        retention_days=env.parsed("EVENTS_RETENTION_DAYS", 7, _positive),
        kubeconfig=env.variables.get("KUBECONFIG", ""),
        log_level=env.text("LOG_LEVEL", "INFO").upper(),
        audit=audit_of(env),
        health_port=env.parsed("HEALTH_PORT", 8080, int),
        metrics_port=env.parsed("METRICS_PORT", 9090, int),
    )


def _sinks_in(paths: str, give_up_hours: float) -> tuple[Sink, ...]:
    """Return the sinks of one file or several, with a colon between their paths."""
    variable = f"{PREFIX}EVENTS_SINKS"
    if not paths:
        raise InvalidSettings(f"{variable} names no file: write there who is sent events (docs/events.md)")
    found = tuple(sink for path in paths.split(":") for sink in _sinks_of(path, variable, give_up_hours))
    require_names_once(found, paths)
    return found


def _sinks_of(path: str, variable: str, give_up_hours: float) -> tuple[Sink, ...]:
    try:
        return parse_sinks(Path(path).read_text("utf-8"), path, give_up_hours)
    except OSError as error:
        raise InvalidSettings(f"{variable} is {path}, which cannot be read: {error.strerror}") from error


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError("it must be 1 or more")
    return number
