"""The relay of events in the chart."""

from pathlib import Path

import pytest

from media_insights.settings import controller, events
from tests.unit.chart.conftest import Render

SINKS = "sinks: [{name: one, webhook: {url: 'https://hooks.example/', key: sixteen characters}}]"
ON = {"events": {"enabled": True, "secretName": "sinks", "retentionDays": 3, "giveUpHours": 2}}


def test_it_is_off_unless_it_is_asked_for(render: Render) -> None:
    rendered = render()
    assert not [each for each in rendered.objects if each["metadata"]["name"].endswith("-events")]
    assert controller.read(rendered.one("ConfigMap", "-config")["data"]).events is False


def test_the_environment_is_what_controller_and_relay_read(render: Render, tmp_path: Path) -> None:
    rendered = render(ON)
    variables = dict(rendered.one("ConfigMap", "-config")["data"])
    assert controller.read(variables).events is True
    container = rendered.one("Deployment", "-events")["spec"]["template"]["spec"]["containers"][0]
    variables |= {each["name"]: each.get("value", "given") for each in container["env"]}
    assert variables["MEDIA_INSIGHTS_EVENTS_SINKS"] == "/etc/media-insights/events/sinks.yaml"
    file = tmp_path / "sinks.yaml"
    file.write_text(SINKS)
    read = events.read(variables | {"MEDIA_INSIGHTS_EVENTS_SINKS": str(file)})
    assert (read.namespace, read.retention_days, read.sinks[0].give_up_seconds) == ("given", 3, 7200)
    assert [sink.name for sink in read.sinks] == ["one"]
    assert read.limits_config_map == "media-insights-limits"
    assert read.store.address.url == "http://media-insights-objectstore.media.svc:7070"


def test_the_sinks_come_from_a_secret_that_must_be_named(render: Render) -> None:
    pod = render(ON).pods()["media-insights-events"]
    (sources,) = [each["projected"]["sources"] for each in pod["volumes"] if each["name"] == "sinks"]
    assert sources == [{"secret": {"name": "sinks", "items": [{"key": "sinks.yaml", "path": "sinks.yaml"}]}}]
    with pytest.raises(Exception, match=r"events\.secretName"):
        render({"events": {"enabled": True}})


def test_its_account_reads_only(render: Render) -> None:
    rendered = render(ON)
    assert rendered.pods()["media-insights-events"]["serviceAccountName"] == "media-insights-events"
    rules = rendered.one("ClusterRole", "-media-events")["rules"]
    assert {verb for rule in rules for verb in rule["verbs"]} == {"get", "list", "watch"}
    assert not [rule for rule in rules if "secrets" in rule["resources"]]


def test_it_reaches_the_ports_of_sinks_and_nobody_calls_it(render: Render) -> None:
    values = {"events": {**ON["events"], "egress": ["10.1.0.0/16"], "egressPorts": [443, 8443]}}
    policy = render(values).one("NetworkPolicy", "-events")["spec"]
    assert {port["port"] for rule in policy["ingress"] for port in rule["ports"]} == {"health", "metrics"}
    (sinks,) = [rule for rule in policy["egress"] if {"port": 8443, "protocol": "TCP"} in rule["ports"]]
    assert sinks["to"] == [{"ipBlock": {"cidr": "10.1.0.0/16"}}]


def test_one_replica_at_a_time_delivers(render: Render) -> None:
    spec = render(ON).one("Deployment", "-events")["spec"]
    assert (spec["replicas"], spec["strategy"]) == (1, {"type": "Recreate"})
