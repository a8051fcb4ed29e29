"""The file that names the sinks of events, ``sinks.yaml``: its shape, and the sinks that it says."""

import ssl
from collections import Counter
from collections.abc import Iterable
from typing import Annotated

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from media_insights.api.v1alpha1.meta import Name
from media_insights.errors import InvalidSettings
from media_insights.events.client_context import client_context
from media_insights.events.nats_sink import NatsLogin, NatsSink, StreamBounds
from media_insights.events.signatures import parse_key
from media_insights.events.sinks import STATES, Selection, Sink
from media_insights.events.webhook_addresses import Networks, parse_webhook_url
from media_insights.events.webhook_sink import WebhookSink

_MOST_SINKS = 16


def _known_state(text: str) -> str:
    if text not in STATES:
        raise ValueError(f"{text!r} is no state of an execution: {', '.join(STATES)}")
    return text


ExecutionState = Annotated[str, AfterValidator(_known_state)]
"""A state of an execution, as sinks select it."""


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
        client_context(self.authorities)
        return self

    def sink(self, name: str, selection: Selection, give_up_seconds: float) -> Sink:
        """Return the sink."""
        return WebhookSink(
            name=name,
            url=self.url,
            key=parse_key(self.key),
            selection=selection,
            networks=Networks.of(self.networks),
            authorities=self.authorities,
            give_up_seconds=give_up_seconds,
        )


class _Stream(_Given):
    max_bytes: Annotated[int, Field(alias="maxBytes", ge=2**20)]
    max_age_days: Annotated[float, Field(alias="maxAgeDays", gt=0)]
    replicas: Annotated[int, Field(ge=1, le=5)] = 1

    def bounds(self) -> StreamBounds:
        """Return what is said."""
        return StreamBounds(most_bytes=self.max_bytes, days=self.max_age_days, replicas=self.replicas)


class _Nats(_Given):
    url: Annotated[str, Field(pattern=r"^(nats|tls)://[^\s@]+$")]
    stream: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")] = "MEDIA"
    subject: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$")] = "media"
    user: str = ""
    password: Annotated[str, Field(repr=False)] = ""
    token: Annotated[str, Field(repr=False)] = ""
    authorities: str = ""
    certificate: str = ""
    key: Annotated[str, Field(repr=False)] = ""
    create: _Stream | None = None

    @model_validator(mode="after")
    def _usable(self) -> "_Nats":
        if bool(self.certificate) != bool(self.key):
            raise ValueError("certificate and key belong together: write both, or none")
        if (self.authorities or self.certificate) and not self.url.startswith("tls://"):
            raise ValueError("authorities and certificate are for TLS: write tls://host:port")
        self._tls()
        return self

    def sink(self, name: str, selection: Selection, give_up_seconds: float) -> Sink:
        """Return the sink."""
        return NatsSink(
            name=name,
            servers=[self.url],
            stream=self.stream,
            subject=self.subject,
            login=NatsLogin(user=self.user, password=self.password, token=self.token, tls=self._tls()),
            selection=selection,
            give_up_seconds=give_up_seconds,
            bounds=self.create.bounds() if self.create else None,
        )

    def _tls(self) -> ssl.SSLContext | None:
        return client_context(self.authorities, self.certificate, self.key) if self.url.startswith("tls://") else None


class _SinkEntry(_Given):
    name: Name
    namespaces: tuple[Name, ...] = ()
    types: tuple[str, ...] = ()
    states: tuple[ExecutionState, ...] = ()
    give_up_hours: Annotated[float | None, Field(alias="giveUpHours", gt=0, le=24 * 365)] = None
    webhook: _Webhook | None = None
    nats: _Nats | None = None

    @model_validator(mode="after")
    def _one_place(self) -> "_SinkEntry":
        if (self.webhook is None) == (self.nats is None):
            raise ValueError("a sink is either a webhook or nats: write one of them")
        return self

    def sink(self, give_up_hours: float) -> Sink:
        """Return the sink, which connects when it is sent something."""
        selection = Selection(namespaces=self.namespaces, types=self.types, states=self.states)
        seconds = self._hours(give_up_hours) * 3600
        if self.nats:
            return self.nats.sink(self.name, selection, seconds)
        assert self.webhook  # noqa: S101 - one of them is there, as was checked
        return self.webhook.sink(self.name, selection, seconds)

    def _hours(self, default: float) -> float:
        return self.give_up_hours or default


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


def require_names_once(sinks: Iterable[Sink], where: str) -> None:
    """Raise InvalidSettings when two sinks have one name, by which metrics and folders tell them apart."""
    names = Counter(each.name for each in sinks)
    if twice := sorted(name for name, count in names.items() if count > 1):
        raise InvalidSettings(f"{where}: two sinks have the name {twice[0]}: name each once")


def _problem(path: tuple[int | str, ...], message: str) -> str:
    return f"{'.'.join(map(str, path)) or 'the file'}: {message.removeprefix('Value error, ')}"
