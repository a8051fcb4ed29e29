"""What the administrator says of destinations, and what follows from the store's address."""

import json
from typing import Any

import pytest

from media_insights.domain.destinations import Destination
from media_insights.domain.store_address import StoreAddress
from media_insights.settings.destinations import parse_destinations


def parsed(url: str = "https://s3.example", **said: Any) -> Any:
    return parse_destinations(json.dumps(said), StoreAddress.of(url, bucket="b"))


@pytest.mark.parametrize(
    ("url", "networks", "port"),
    [
        ("http://10.0.0.7:7070", ("10.0.0.7/32",), 7070),
        ("http://[fd00::7]", ("fd00::7/128",), 80),
        ("https://s3.eu-central-1.amazonaws.com", (), 443),
        ("https://minio.internal", (), 443),
        ("http://s3.media.svc:7070", (), 7070),
    ],
)
def test_only_an_address_says_where_the_store_is(url: str, networks: tuple[str, ...], port: int) -> None:
    assert parsed(url).store == Destination(networks=networks, ports=(port,))


def test_the_administrators_word_counts() -> None:
    pods = {"namespace": "minio", "podLabels": {"app": "minio"}, "ports": [9000]}
    assert parsed(store=pods).store == Destination(namespace="minio", pod_labels={"app": "minio"}, ports=(9000,))
    assert parsed(store={"networks": ["52.95.0.0/16"]}).store == Destination(networks=("52.95.0.0/16",), ports=(443,))
    dns = {"namespace": "kube-system", "podLabels": {"k8s-app": "kube-dns"}, "networks": [], "ports": [53]}
    assert parsed(nameServers=dns).name_servers.namespace == "kube-system"
    assert parsed(outside={"ports": [443]}).outside == Destination(ports=(443,))
    assert not parsed(apiServers={"networks": [], "ports": [6443]}).api_servers


@pytest.mark.parametrize("said", ['{"store": {"networks": ["10.0.0.1/8"]}}', '{"store": {"ports": ["x"]}}', "[1]"])
def test_what_cannot_be_read_is_an_error(said: str) -> None:
    with pytest.raises((ValueError, TypeError)):
        parse_destinations(said, StoreAddress.of("", bucket="b"))
