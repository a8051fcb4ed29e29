"""Who is sent events: what is wrong in the file is named with its field."""

from pathlib import Path

import pytest

from media_insights.errors import InvalidSettings
from media_insights.events.nats_sink import NatsSink, StreamBounds
from media_insights.events.webhook_sink import WebhookSink
from media_insights.settings import event_sinks
from media_insights.settings import events as settings

FULL = """
sinks:
  - name: newsroom
    namespaces: [news]
    types: [dev.mediainsights.metadata.]
    webhook: {url: "https://hooks.example/in", key: whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw, networks: [10.0.0.0/8]}
"""


def test_everything_is_read() -> None:
    (sink,) = event_sinks.parse_sinks(FULL, "sinks.yaml")
    assert isinstance(sink, WebhookSink)
    assert (sink.name, sink.url, len(sink.key)) == ("newsroom", "https://hooks.example/in", 24)
    assert (sink.selection.namespaces, sink.selection.types) == (("news",), ("dev.mediainsights.metadata.",))
    assert sink.networks.has("10.1.2.3")
    assert "MfKQ" not in repr(sink)


def test_states_are_read() -> None:
    (sink,) = event_sinks.parse_sinks(FULL.replace("namespaces:", "states: [Error]\n    namespaces:"), "sinks.yaml")
    assert sink.selection.states == ("Error",)


def test_a_sink_is_given_up_after_its_own_time_or_that_of_all() -> None:
    (given,) = event_sinks.parse_sinks(FULL.replace("namespaces:", "giveUpHours: 1.5\n    namespaces:"), "sinks.yaml")
    (other,) = event_sinks.parse_sinks(FULL, "sinks.yaml", 48)
    assert (given.give_up_seconds, other.give_up_seconds) == (5400, 48 * 3600)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("name: newsroom", "name: News Room", "sinks.0.name"),
        ("https://hooks", "ftp://hooks", "sinks.0.webhook.url: 'ftp://hooks.example/in' is no address of a webhook"),
        ("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "short", "sinks.0.webhook: a signing key has at least 16 bytes"),
        ("10.0.0.0/8", "10.0.0.1/8", "sinks.0.webhook: 10.0.0.1/8 has host bits set"),
        ("namespaces:", "states: [Failed]\n    namespaces:", "sinks.0.states.0: 'Failed' is no state of an execution"),
        ("webhook:", "webhoook:", "sinks.0.webhoook: Extra inputs"),
        ("sinks:", "sinks: []\nothers:", "sinks"),
        ("  - name", "  - {", "is no YAML"),
    ],
)
def test_what_is_wrong_is_named(old: str, new: str, said: str) -> None:
    assert old in FULL
    with pytest.raises(InvalidSettings) as caught:
        event_sinks.parse_sinks(FULL.replace(old, new), "sinks.yaml")
    assert str(caught.value).startswith("sinks.yaml")
    assert said in str(caught.value)
    assert "MfKQ" not in str(caught.value)


BUS = """
sinks:
  - name: bus
    nats: {url: "tls://nats.example:4222", user: media, password: secret, create: {maxBytes: 1048576, maxAgeDays: 7}}
"""


def test_a_stream_is_read() -> None:
    (sink,) = event_sinks.parse_sinks(BUS, "sinks.yaml")
    assert isinstance(sink, NatsSink)
    assert (sink.name, sink.servers, sink.stream, sink.subject) == (
        "bus",
        ["tls://nats.example:4222"],
        "MEDIA",
        "media",
    )
    assert sink.bounds == StreamBounds(most_bytes=2**20, days=7)
    assert sink.login.tls
    assert "secret" not in repr(sink)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("tls://nats", "http://nats", "sinks.0.nats.url"),
        ("tls://nats", "tls://me:secret@nats", "sinks.0.nats.url"),
        ("user: media", "subject: 'a.*'", "sinks.0.nats.subject"),
        ("user: media", "certificate: x", "certificate and key belong together"),
        ("user: media", "authorities: x", "PEM"),
        ("maxBytes: 1048576", "maxBytes: 1", "sinks.0.nats.create.maxBytes"),
        ("nats: {", "webhook: {url: 'https://a/', key: sixteen characters}\n    nats: {", "either a webhook or nats"),
    ],
)
def test_what_is_wrong_of_a_stream_is_named(old: str, new: str, said: str) -> None:
    assert old in BUS
    with pytest.raises(InvalidSettings, match=said) as caught:
        event_sinks.parse_sinks(BUS.replace(old, new), "sinks.yaml")
    assert "secret" not in str(caught.value)


def test_a_name_stands_once() -> None:
    entry = "{name: a, webhook: {url: 'https://a/', key: sixteen characters}}"
    with pytest.raises(InvalidSettings, match="two sinks have the name a"):
        event_sinks.parse_sinks(f"sinks: [{entry}, {entry}]", "sinks.yaml")


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({}, "MEDIA_INSIGHTS_EVENTS_SINKS names no file"),
        ({"MEDIA_INSIGHTS_EVENTS_SINKS": "/nowhere/sinks.yaml"}, "cannot be read"),
    ],
)
def test_a_file_must_be_there(variables: dict[str, str], said: str) -> None:
    with pytest.raises(InvalidSettings, match=said):
        settings.read(variables)


def test_days_and_hours_are_positive(tmp_path: Path) -> None:
    file = tmp_path / "sinks.yaml"
    file.write_text(FULL)
    variables = {"MEDIA_INSIGHTS_EVENTS_SINKS": str(file), "MEDIA_INSIGHTS_EVENTS_RETENTION_DAYS": "0"}
    with pytest.raises(InvalidSettings, match="1 or more"):
        settings.read(variables)


def test_sinks_come_from_several_files_and_are_named_once(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(FULL)
    (tmp_path / "b.yaml").write_text(BUS)
    both = f"{tmp_path / 'a.yaml'}:{tmp_path / 'b.yaml'}"
    assert [each.name for each in settings._sinks_in(both, 24)] == ["newsroom", "bus"]
    (tmp_path / "b.yaml").write_text(BUS.replace("name: bus", "name: newsroom"))
    with pytest.raises(InvalidSettings, match="two sinks have the name newsroom"):
        settings._sinks_in(both, 24)
