"""Settings of the relay of events: what the chart writes, and the file that names the sinks."""

import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from media_insights.api.v1alpha1.meta import Name
from media_insights.errors import InvalidSettings
from media_insights.events.signatures import parse_key
from media_insights.events.sinks import Selection, Sink
from media_insights.events.webhook_addresses import Networks, parse_webhook_url
from media_insights.events.webhook_sink import WebhookSink
from media_insights.settings.controller import store_of
from media_insights.settings.environment import PREFIX, Environment, inherited
from media_insights.storage.s3_access import S3Access

_MOST_SINKS = 16


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
        health_port=env.parsed("HEALTH_PORT", 8080, int),
        metrics_port=env.parsed("METRICS_PORT", 9090, int),
    )


class _Given(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Webhook(_Given):
    url: Annotated[str, AfterValidator(parse_webhook_url)]
    key: Annotated[str, Field(repr=False)]
    networks: tuple[str, ...] = ()
    authorities: str = ""

    @model_validator(mode="after")
    def _usable(self) -> "_Webhook":
        parse_key(self.key)
        Networks.of(self.networks)
        try:
            ssl.create_default_context(cadata=self.authorities or None)
        except ssl.SSLError as error:
            raise ValueError("authorities are certificates in PEM form") from error
        return self


class _SinkEntry(_Given):
    name: Name
    namespaces: tuple[Name, ...] = ()
    types: tuple[str, ...] = ()
    give_up_hours: Annotated[float | None, Field(alias="giveUpHours", gt=0, le=24 * 365)] = None
    webhook: _Webhook

    def sink(self, give_up_hours: float) -> Sink:
        """Return the sink, which connects when it is sent something."""
        return WebhookSink(
            name=self.name,
            url=self.webhook.url,
            key=parse_key(self.webhook.key),
            selection=Selection(namespaces=self.namespaces, types=self.types),
            networks=Networks.of(self.webhook.networks),
            authorities=self.webhook.authorities,
            give_up_seconds=(self.give_up_hours or give_up_hours) * 3600,
        )


class _SinksFile(_Given):
    sinks: Annotated[tuple[_SinkEntry, ...], Field(min_length=1, max_length=_MOST_SINKS)]

    @model_validator(mode="after")
    def _named_once(self) -> "_SinksFile":
        names = [each.name for each in self.sinks]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"two sinks have the name {twice[0]}: name each once")
        return self


def parse_sinks(text: str, where: str, give_up_hours: float = 24) -> tuple[Sink, ...]:
    """Return the sinks that a YAML text names. Raises InvalidSettings, which names ``where`` and the field."""
    try:
        found = _SinksFile.model_validate(yaml.safe_load(text))
    except yaml.YAMLError as error:
        line = error.problem_mark.line + 1 if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark else 0
        place = f", line {line}" if line else ""  # the line itself may be a key
        raise InvalidSettings(f"{where} is no YAML{place}") from None
    except ValidationError as error:
        problems = "; ".join(_problem(each["loc"], each["msg"]) for each in error.errors(include_input=False))
        raise InvalidSettings(f"{where}: {problems}") from error
    return tuple(each.sink(give_up_hours) for each in found.sinks)


def _problem(path: tuple[int | str, ...], message: str) -> str:
    return f"{'.'.join(map(str, path)) or 'the file'}: {message.removeprefix('Value error, ')}"


def _sinks_in(path: str, give_up_hours: float) -> tuple[Sink, ...]:
    variable = f"{PREFIX}EVENTS_SINKS"
    if not path:
        raise InvalidSettings(f"{variable} names no file: write there who is sent events (docs/events.md)")
    try:
        return parse_sinks(Path(path).read_text("utf-8"), path, give_up_hours)
    except OSError as error:
        raise InvalidSettings(f"{variable} is {path}, which cannot be read: {error.strerror}") from error


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError("it must be 1 or more")
    return number
