"""Traces in the chart: who is told where they go, with which header, and that the network lets them."""

from typing import Any

import pytest

from media_insights.settings import api, controller
from tests.unit.chart.conftest import Render

PROCESSES = ("-controller", "-api")
ON: dict[str, Any] = {
    "tracing": {
        "enabled": True,
        "endpoint": "http://otel.observability.svc:4318",
        "ratio": 0.25,
        "destination": {"namespace": "observability", "podLabels": {"app": "otel"}, "ports": [4318]},
    },
    "api": {"enabled": True},
}


def egress(render: Render, values: dict[str, Any], process: str) -> list[Any]:
    policy = render(values).one("NetworkPolicy", process)["spec"]
    return [rule for rule in policy["egress"] if {"port": 4318, "protocol": "TCP"} in rule["ports"]]


def test_it_is_off_unless_it_is_asked_for(render: Render) -> None:
    data = render({"api": {"enabled": True}}).one("ConfigMap", "-config")["data"]
    assert controller.read(data).tracing.endpoint == ""
    assert [each for each in PROCESSES if egress(render, {"api": {"enabled": True}}, each)] == []


def test_controller_and_api_read_where_traces_go(render: Render) -> None:
    data = render(ON).one("ConfigMap", "-config")["data"]
    for found in (controller.read(data).tracing, api.read({**data, "MEDIA_INSIGHTS_API_KEY": "k" * 32}).tracing):
        assert (found.endpoint, found.ratio) == ("http://otel.observability.svc:4318", 0.25)


@pytest.mark.parametrize("process", PROCESSES)
def test_the_network_lets_them_reach_the_receiver_and_nobody_else(render: Render, process: str) -> None:
    (rule,) = egress(render, ON, process)
    assert rule["to"] == [
        {
            "namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "observability"}},
            "podSelector": {"matchLabels": {"app": "otel"}},
        }
    ]


@pytest.mark.parametrize("process", PROCESSES)
def test_a_header_comes_from_a_secret(render: Render, process: str) -> None:
    pod = render({**ON, "tracing": {**ON["tracing"], "secretName": "otlp"}}).pods()[f"media-insights{process}"]
    (variable,) = [each for each in pod["containers"][0]["env"] if each["name"] == "MEDIA_INSIGHTS_OTLP_HEADER"]
    assert variable["valueFrom"] == {"secretKeyRef": {"name": "otlp", "key": "header"}}


def test_a_receiver_must_be_named(render: Render) -> None:
    with pytest.raises(Exception, match=r"tracing\.endpoint"):
        render({"tracing": {"enabled": True}})
