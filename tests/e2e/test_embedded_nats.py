"""The NATS server that the chart brings: what happens to an asset arrives in its stream, and consumers only read."""

import asyncio
import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nats
import pytest
from nats.errors import Error as NatsError
from nats.js.api import ConsumerConfig, DeliverPolicy

from media_insights.cli.cluster.forwarding import forward_port
from tests.e2e.conftest import RELEASE_NAMESPACE, Cluster, Manifest, Media, installed_with
from tests.e2e.eventually import eventually

NAME = "media-insights-nats"
TYPE = "dev.mediainsights."
WORKFLOW: Manifest = {
    "apiVersion": "mediainsights.dev/v1alpha1",
    "kind": "MediaWorkflow",
    "metadata": {"name": "announced"},
    "spec": {"stages": [{"name": "only", "operators": [{"name": "mediainfo"}]}]},
}


@pytest.fixture(scope="module")
def stream(cluster: Cluster) -> Iterator[str]:
    """Given the installation with the relay of events and its own NATS server: its address, as a consumer has it."""
    with installed_with("events.enabled=true,events.nats.embedded=true"):
        data = cluster.core.read_namespaced_secret(NAME, RELEASE_NAMESPACE).data
        password = base64.b64decode(data["consumer-password"]).decode()
        with forward_port((), RELEASE_NAMESPACE, f"{NAME}:4222", "the NATS server") as tunnel:
            yield f"nats://consumer:{password}@{tunnel.address}"


async def _events(url: str) -> list[dict[str, Any]]:
    """Return everything that the stream holds."""
    client = await nats.connect(url)
    try:
        state = (await client.jetstream().stream_info("MEDIA")).state
        config = ConsumerConfig(deliver_policy=DeliverPolicy.ALL)
        reader = await client.jetstream().pull_subscribe("media.>", config=config)
        found = await reader.fetch(state.messages, timeout=10) if state.messages else []
        return [json.loads(each.data) for each in found]
    finally:
        await client.close()


async def _refused(url: str) -> None:
    client = await nats.connect(url)
    try:
        with pytest.raises(NatsError):
            await client.jetstream().publish("media.forged", b"{}", timeout=3)
        with pytest.raises(NatsError):
            await client.jetstream().delete_stream("MEDIA")
    finally:
        await client.close()


def test_what_happens_to_an_asset_arrives_and_consumers_only_read(
    cluster: Cluster, namespace: str, media: Media, stream: str, tmp_path: Path
) -> None:
    cluster.apply(WORKFLOW, namespace)
    file = tmp_path / "announced.txt"
    file.write_text("Some words.\n", encoding="utf-8")
    report = media.analyze(file, "--workflow", "announced")
    assert report["status"] == "Complete"

    def arrived() -> list[str]:
        events = asyncio.run(_events(stream))
        types = [str(each["type"]) for each in events if each["data"]["asset"]["name"] == report["asset"]]
        return types if types[-1:] == [f"{TYPE}asset.changed"] else []

    types = eventually(arrived, "its events have arrived")
    assert types[0] == f"{TYPE}asset.accepted"
    assert {f"{TYPE}metadata.stored", f"{TYPE}execution.changed"} <= set(types)
    asyncio.run(_refused(stream))
    cluster.delete("mediaassets", report["asset"], namespace)
    cluster.delete("mediaworkflows", "announced", namespace)
