"""Where policies lead, as values say: the store, name servers and API servers, for operators and the controller."""

from typing import Any

import pytest

from media_insights.domain.destinations import Destination, Destinations
from media_insights.domain.store_address import StoreAddress
from media_insights.settings.destinations import parse_destinations
from tests.unit.chart.conftest import Manifest, Render, Rendered

AMAZON = "https://s3.eu-central-1.amazonaws.com"
GATEWAY = {
    "app.kubernetes.io/name": "media-insights",
    "app.kubernetes.io/instance": "media-insights",
    "app.kubernetes.io/component": "objectstore",
}
IN_MEDIA = {"matchLabels": {"kubernetes.io/metadata.name": "media"}}


def external(endpoint: str, **more: Any) -> dict[str, Any]:
    store = {"external": {"endpoint": endpoint, "secretName": "mine", **more}}
    return {"multiTenant": False, "objectStore": store}


def told(rendered: Rendered) -> Destinations:
    """What the controller is told."""
    data = rendered.one("ConfigMap", "-config")["data"]
    store = StoreAddress.of(data["MEDIA_INSIGHTS_S3_ENDPOINT"], bucket="b")
    return parse_destinations(data["MEDIA_INSIGHTS_DESTINATIONS"], store)


def way_out(rendered: Rendered) -> list[Manifest]:
    """The controller's own egress: rules for name servers, store and API servers."""
    spec = rendered.one("NetworkPolicy", "-controller")["spec"]
    assert spec["policyTypes"] == ["Ingress", "Egress"]
    rules: list[Manifest] = spec["egress"]
    return rules


@pytest.mark.parametrize(
    ("values", "store"),
    [
        ({}, Destination(namespace="media", pod_labels=GATEWAY, ports=(7070,))),
        (external(AMAZON, networks=["52.95.0.0/16"]), Destination(networks=("52.95.0.0/16",), ports=(443,))),
        (external(AMAZON), Destination(ports=(443,))),
        (external("https://minio.internal:9000"), Destination(ports=(9000,))),
        (external("http://10.0.0.7"), Destination(networks=("10.0.0.7/32",), ports=(80,))),
        (
            external("http://minio.minio.svc", pods={"namespace": "minio", "labels": {"app": "minio"}, "port": 9000}),
            Destination(namespace="minio", pod_labels={"app": "minio"}, ports=(9000,)),
        ),
        (
            external("http://minio.minio.svc:9000", pods={"namespace": "minio"}),
            Destination(namespace="minio", ports=(9000,)),
        ),
        (
            external("http://minio.minio.svc:9000", networks=["10.0.0.7/32"]),
            Destination(networks=("10.0.0.7/32",), ports=(9000,)),
        ),
    ],
    ids=[
        "the embedded one",
        "networks",
        "a name is looked up later",
        "two labels are no Service",
        "an address",
        "pods in this cluster",
        "all pods of a namespace",
        "a Service by its networks",
    ],
)
def test_the_store_is_where_values_say(render: Render, values: dict[str, Any], store: Destination) -> None:
    assert told(render(values)).store == store


@pytest.mark.parametrize("host", ["minio.minio.svc", "minio.minio.svc.cluster.local:9000"])
def test_a_service_needs_its_pods(render: Render, host: str) -> None:
    with pytest.raises(Exception, match=r"objectStore\.external\.pods"):
        render(external(f"http://{host}"))


def test_the_rest_is_said_too(render: Render) -> None:
    found = told(render())
    assert found.name_servers == Destination(namespace="kube-system", pod_labels={"k8s-app": "kube-dns"}, ports=(53,))
    assert found.outside == Destination(ports=(443,))
    assert not found.api_servers
    values = {
        "networkPolicy": {
            "dns": {"namespace": "", "networks": ["169.254.20.10/32"], "ports": [5353]},
            "apiServer": {"networks": ["10.0.0.1/32"], "ports": [6443]},
        },
        "operators": {"egress": ["10.20.0.0/16"], "egressPorts": [8443]},
    }
    found = told(render(values))
    assert (found.name_servers.namespace, found.name_servers.networks) == ("", ("169.254.20.10/32",))
    assert found.name_servers.ports == (5353,)
    assert found.api_servers == Destination(networks=("10.0.0.1/32",), ports=(6443,))
    assert found.outside == Destination(networks=("10.20.0.0/16",), ports=(8443,))


def test_the_controller_calls_name_servers_the_store_the_api_server_and_the_iam(render: Render) -> None:
    dns, store, servers, iam = way_out(render())
    system = {"matchLabels": {"kubernetes.io/metadata.name": "kube-system"}}
    assert dns["to"] == [{"namespaceSelector": system, "podSelector": {"matchLabels": {"k8s-app": "kube-dns"}}}]
    assert [(each["port"], each["protocol"]) for each in dns["ports"]] == [(53, "UDP"), (53, "TCP")]
    assert store["to"] == [{"namespaceSelector": IN_MEDIA, "podSelector": {"matchLabels": GATEWAY}}]
    assert store["ports"] == [{"port": 7070, "protocol": "TCP"}]
    assert [each["port"] for each in servers["ports"]] == [443, 6443]
    assert "to" not in servers
    assert iam == {**store, "ports": [{"port": 7071, "protocol": "TCP"}]}


@pytest.mark.parametrize(
    ("way", "ports"),
    [
        ({"iam": {"endpoint": "http://iam.example:8111"}}, [8111]),
        ({"assumeRole": {"roleArn": "arn:aws:iam::1:role/runs", "endpoint": "https://sts.example"}}, [443]),
        ({"assumeRole": {"roleArn": "arn:aws:iam::1:role/runs"}}, [443]),
    ],
)
def test_the_controller_calls_what_makes_keys_of_runs(render: Render, way: dict[str, Any], ports: list[int]) -> None:
    *_, credentials = way_out(render({**external("https://minio.internal:9000", **way), "multiTenant": True}))
    assert credentials == {"ports": [{"port": port, "protocol": "TCP"} for port in ports]}


def test_where_keys_are_shared_nothing_more_is_called(render: Render) -> None:
    assert len(way_out(render({"multiTenant": False}))) == 3


def test_the_controller_s_way_is_as_narrow_as_values_say(render: Render) -> None:
    servers = {"apiServer": {"networks": ["10.0.0.1/32"]}, "dns": {"namespace": "", "networks": ["10.0.0.2/32"]}}
    dns, store, api = way_out(render({**external(AMAZON, networks=["52.95.0.0/16"]), "networkPolicy": servers}))
    blocks = [[peer["ipBlock"]["cidr"] for peer in rule["to"]] for rule in (dns, store, api)]
    assert blocks == [["10.0.0.2/32"], ["52.95.0.0/16"], ["10.0.0.1/32"]]


def test_a_store_that_is_only_a_name_is_reached_on_its_port(render: Render) -> None:
    _, store, _ = way_out(render(external(AMAZON)))
    assert store == {"ports": [{"port": 443, "protocol": "TCP"}]}
