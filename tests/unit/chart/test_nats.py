"""The NATS server of the chart: rendered, and its file and passwords used by a server, the relay and a consumer."""

import base64
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nats
import pytest
from nats.aio.client import Client
from nats.errors import Error
from nats.errors import TimeoutError as NothingCameError
from nats.js.errors import APIError

from media_insights.events.nats_sink import NatsSink, StreamBounds
from media_insights.settings.event_sinks import parse_sinks
from tests.nats_servers import NatsServer
from tests.unit.chart.conftest import Render, Rendered
from tests.unit.events.made import entry_of

NAME = "media-insights-nats"
EMBEDDED: dict[str, Any] = {"events": {"enabled": True, "nats": {"embedded": True, "streamMegabytes": 64, "days": 3}}}


def secret_of(rendered: Rendered) -> dict[str, str]:
    data = rendered.one("Secret", "-nats")["data"]
    return {name: base64.b64decode(value).decode() for name, value in data.items()}


def sources_of(rendered: Rendered) -> dict[str, str]:
    """Return the files of sinks that the relay has, and the Secret of each."""
    volumes = rendered.pods()["media-insights-events"]["volumes"]
    (sources,) = [each["projected"]["sources"] for each in volumes if each["name"] == "sinks"]
    return {each["secret"]["items"][0]["path"]: each["secret"]["name"] for each in sources}


def files_of(rendered: Rendered) -> list[str]:
    (container,) = rendered.pods()["media-insights-events"]["containers"]
    (paths,) = [each["value"] for each in container["env"] if each["name"] == "MEDIA_INSIGHTS_EVENTS_SINKS"]
    return [Path(each).name for each in paths.split(":")]


@pytest.mark.parametrize(
    "events", [{}, {"enabled": True, "secretName": "sinks"}, {"nats": {"embedded": True}}], ids=str
)
def test_there_is_none_unless_it_is_asked_for(render: Render, events: dict[str, Any]) -> None:
    assert not [each for each in render({"events": events}).objects if each["metadata"]["name"] == NAME]


def test_the_relay_sends_to_it_and_to_the_sinks_of_a_secret_if_one_is_named(render: Render) -> None:
    alone = render(EMBEDDED)
    assert (files_of(alone), sources_of(alone)) == (["embedded.yaml"], {"embedded.yaml": NAME})
    both = render({"events": {**EMBEDDED["events"], "secretName": "sinks"}})
    assert files_of(both) == ["sinks.yaml", "embedded.yaml"]
    assert sources_of(both) == {"sinks.yaml": "sinks", "embedded.yaml": NAME}
    (sink,) = parse_sinks(secret_of(alone)["sinks.yaml"], "embedded.yaml")
    assert isinstance(sink, NatsSink)
    assert (sink.name, sink.servers, sink.stream) == ("nats", [f"nats://{NAME}.media.svc:4222"], "MEDIA")
    assert sink.bounds == StreamBounds(most_bytes=64 * 2**20, days=3)


def test_the_relay_and_named_namespaces_reach_it_and_nobody_else(render: Render) -> None:
    rendered = render({"events": {**EMBEDDED["events"], "nats": {"embedded": True, "clientNamespaces": ["newsroom"]}}})
    policy = rendered.one("NetworkPolicy", "-nats")["spec"]
    relay = rendered.one("Deployment", "-events")["spec"]["selector"]["matchLabels"]
    assert policy["egress"] == []
    assert policy["ingress"] == [
        {
            "from": [
                {"podSelector": {"matchLabels": relay}},
                {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "newsroom"}}},
            ],
            "ports": [{"port": "nats"}],
        }
    ]
    server = rendered.one("Deployment", "-nats")["spec"]["selector"]["matchLabels"]
    (out,) = [
        each for each in rendered.one("NetworkPolicy", "-events")["spec"]["egress"] if each["ports"][0]["port"] == 4222
    ]
    assert out["to"] == [{"podSelector": {"matchLabels": server}}]


def test_it_has_one_writer_a_volume_and_no_rights(render: Render) -> None:
    deployment = render(EMBEDDED).one("Deployment", "-nats")["spec"]
    pod = deployment["template"]["spec"]
    assert (deployment["replicas"], deployment["strategy"]) == (1, {"type": "Recreate"})
    assert (pod["automountServiceAccountToken"], pod["securityContext"]["runAsNonRoot"]) == (False, True)
    assert pod["containers"][0]["securityContext"]["readOnlyRootFilesystem"] is True
    assert {"name": "data", "persistentVolumeClaim": {"claimName": NAME}} in pod["volumes"]
    gone = {"embedded": True, "persistence": {"enabled": False}}
    pod = render({"events": {"enabled": True, "nats": gone}}).pods()[NAME]
    assert {"name": "data", "emptyDir": {}} in pod["volumes"]


@pytest.fixture
def server(render: Render, tmp_path: Path) -> Iterator[tuple[NatsServer, dict[str, str]]]:
    """The chart's server, with ports and a folder of this machine."""
    secret = secret_of(render(EMBEDDED))
    file = re.sub(r"^(listen|http): .*\n", "", secret["nats.conf"], flags=re.MULTILINE)
    jetstream = re.search(r"^jetstream .*$", file, re.MULTILINE)
    assert jetstream
    served = NatsServer(tmp_path, file.replace(jetstream[0], "").strip(), limits=", max_mem: 32MiB, max_file: 128MiB")
    assert jetstream[0] == "jetstream {store_dir: /data, max_mem: 32MiB, max_file: 128MiB}"
    served.start()
    yield served, secret
    served.kill()


async def test_a_real_server_takes_the_relays_events_and_gives_them_to_a_consumer(
    server: tuple[NatsServer, dict[str, str]],
) -> None:
    served, secret = server
    (sink,) = parse_sinks(secret["sinks.yaml"].replace(f"{NAME}.media.svc:4222", f"127.0.0.1:{served.port}"), "it")
    event = entry_of(1).events[0]
    outcome = await sink.send(event)
    assert outcome.verdict == "Taken", outcome
    await sink.close()
    refused: list[str] = []

    async def note(error: Exception) -> None:
        refused.append(str(error))

    client = await nats.connect(
        served.url, user="consumer", password=secret["consumer-password"], error_cb=note, allow_reconnect=False
    )
    stream = client.jetstream(timeout=2)
    messages = await stream.pull_subscribe("media.>", durable="transcripts")
    (message,) = await messages.fetch(1, timeout=20)
    assert (message.subject, message.data) == ("media.n.asset.changed", event.json_bytes())
    await message.ack_sync()
    with pytest.raises((APIError, Error, NothingCameError)):
        await stream.publish("media.n.asset.changed", b"forged")
    with pytest.raises((APIError, Error, NothingCameError)):
        await stream.delete_stream("MEDIA")
    assert "permissions violation" in refused[0].lower()
    assert (await stream.stream_info("MEDIA")).state.messages == 1
    await client.close()


async def test_nobody_connects_without_a_password(server: tuple[NatsServer, dict[str, str]]) -> None:
    client = Client()
    with pytest.raises(Error, match=r"(?i)authorization"):
        await client.connect(server[0].url, allow_reconnect=False)
    await client.close()
