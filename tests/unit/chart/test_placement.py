"""Where pods run, what they carry and who reads their metrics: one set of values for each pod of the chart."""

from typing import Any

import pytest

from tests.unit.chart.conftest import Render

ALL: dict[str, Any] = {
    "api": {"enabled": True},
    "search": {"enabled": True},
    "events": {"enabled": True, "secretName": "sinks"},
}
SPREAD = {"maxSkew": 1, "topologyKey": "zone", "whenUnsatisfiable": "DoNotSchedule"}
PLACED: dict[str, Any] = {
    "priorityClassName": "high",
    "nodeSelector": {"pool": "media"},
    "tolerations": [{"key": "media", "operator": "Exists"}],
    "affinity": {"nodeAffinity": {}},
    "topologySpreadConstraints": [SPREAD],
    "dnsConfig": {"options": [{"name": "ndots", "value": "2"}]},
}
COMPONENTS = ("controller", "api", "search", "events", "objectstore")


def values_for(component: str, of_pod: dict[str, Any]) -> dict[str, Any]:
    if component == "objectstore":
        return {**ALL, "objectStore": {"embedded": of_pod}}
    return {**ALL, component: {**ALL.get(component, {}), **of_pod}}


@pytest.mark.parametrize("component", COMPONENTS)
def test_every_pod_is_placed_and_labelled_as_values_say(render: Render, component: str) -> None:
    rendered = render(values_for(component, {**PLACED, "podLabels": {"team": "media"}}))
    template = rendered.one("Deployment", f"-{component}")["spec"]["template"]
    assert template["metadata"]["labels"]["team"] == "media"
    assert {field: template["spec"].get(field) for field in PLACED} == PLACED


@pytest.mark.parametrize("component", COMPONENTS)
def test_a_label_of_its_own_does_not_change_what_selects_a_pod(render: Render, component: str) -> None:
    deployment = render(values_for(component, {"podLabels": {"team": "media"}})).one("Deployment", f"-{component}")
    assert "team" not in deployment["spec"]["selector"]["matchLabels"]


@pytest.mark.parametrize("component", ["controller", "api", "search", "events"])
def test_metrics_are_read_by_whom_values_name_and_health_by_whoever_asks(render: Render, component: str) -> None:
    def rules(values: dict[str, Any]) -> dict[str, Any]:
        found = render({**ALL, **values}).one("NetworkPolicy", f"-{component}")["spec"]["ingress"]
        return {port["port"]: rule.get("from") for rule in found for port in rule["ports"]}

    prometheus = {"namespace": "monitoring", "podLabels": {"app": "prometheus"}, "networks": ["10.0.0.7/32"]}
    assert rules({})["metrics"] is None
    narrow = rules({"networkPolicy": {"metrics": prometheus}})
    assert narrow["health"] is None
    assert narrow["metrics"] == [
        {
            "namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "monitoring"}},
            "podSelector": {"matchLabels": {"app": "prometheus"}},
        },
        {"ipBlock": {"cidr": "10.0.0.7/32"}},
    ]
