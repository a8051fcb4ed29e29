"""Alerts and dashboard: they are off by default, and ask for metrics and labels that the controller has."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client.metrics import MetricWrapperBase

from media_insights.runtime import metrics
from tests.unit.chart.conftest import CHART, Render

ROOT = CHART.parents[1]
RULES = CHART / "files/monitoring/rules.yaml"
DASHBOARD = json.loads((CHART / "files/monitoring/dashboard.json").read_text("utf-8"))
ON = {"metrics": {"rules": {"enabled": True}, "dashboard": {"enabled": True}, "serviceMonitor": {"enabled": True}}}
METRIC = re.compile(r"media_insights_[a-z_]+")
SELECTOR = re.compile(r"(media_insights_[a-z_]+)\{([^}]*)\}")
GROUPING = re.compile(r"\b(?:by|on) \(([^)]*)\)")
OF_PROMETHEUS = {"instance", "le"}
"""Labels that the scrape adds, and those of buckets."""


def known() -> dict[str, set[str]]:
    """Return each sample's name → the labels of its metric."""
    found = [each for each in vars(metrics).values() if isinstance(each, MetricWrapperBase)]
    samples: dict[str, set[str]] = {}
    for each in found:
        (family,) = each.describe()
        endings = {"counter": ("_total",), "histogram": ("_bucket", "_count", "_sum")}.get(family.type, ("",))
        samples |= {family.name + ending: set(each._labelnames) for ending in endings}
    return samples


def alerts() -> list[dict[str, Any]]:
    (group,) = yaml.safe_load(RULES.read_text("utf-8"))["groups"]
    found: list[dict[str, Any]] = group["rules"]
    return found


def panels() -> list[dict[str, Any]]:
    return [each for each in DASHBOARD["panels"] if each["type"] != "row"]


def queries() -> Iterator[tuple[str, str]]:
    yield from ((each["alert"], each["expr"]) for each in alerts())
    yield from ((each["title"], target["expr"]) for each in panels() for target in each["targets"])


KNOWN = known()
QUERIES = dict(queries())


def test_what_is_known_is_not_nothing() -> None:
    assert KNOWN["media_insights_executions_queued"] == set()
    assert KNOWN["media_insights_api_errors_total"] == {"kind", "verb", "subresource", "status"}
    assert KNOWN["media_insights_queue_wait_seconds_bucket"] == {"tenant"}


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
def test_every_query_asks_for_metrics_and_labels_that_exist(query: str) -> None:
    names = set(METRIC.findall(query))
    assert names
    assert names - set(KNOWN) == set()
    labels = {each.strip() for group in GROUPING.findall(query) for each in group.split(",")}
    assert labels - OF_PROMETHEUS <= set.union(*(KNOWN[each] for each in names))
    for name, matchers in SELECTOR.findall(query):
        assert set(re.findall(r"(\w+)\s*(?:=|!)", matchers)) <= KNOWN[name]
    assert query.count("(") == query.count(")")


def test_every_metric_is_shown_or_watched() -> None:
    """A metric that nobody needs is none, and one that is new belongs on the dashboard."""
    families = {re.sub(r"_(total|bucket|count|sum)$", "", name) for name in KNOWN}
    asked = {
        re.sub(r"_(total|bucket|count|sum)$", "", each) for _, query in queries() for each in METRIC.findall(query)
    }
    assert families - asked == set()


@pytest.mark.parametrize("alert", alerts(), ids=lambda each: each["alert"])
def test_every_alert_has_its_runbook(alert: dict[str, Any]) -> None:
    page, _, anchor = alert["annotations"]["runbook"].partition("#")
    headings = re.findall(r"^## (\w+)$", (ROOT / page).read_text("utf-8"), re.MULTILINE)
    assert anchor == alert["alert"].lower()
    assert alert["alert"] in headings
    assert alert["labels"]["severity"] in ("critical", "warning")
    assert alert["annotations"]["summary"]
    assert alert["annotations"]["description"]


def test_no_runbook_is_without_its_alert() -> None:
    headings = re.findall(r"^## (\w+)$", (ROOT / "docs/runbooks.md").read_text("utf-8"), re.MULTILINE)
    assert headings == [each["alert"] for each in alerts()]


@pytest.mark.parametrize("panel", panels(), ids=lambda each: each["title"])
def test_a_panel_says_what_it_shows_and_in_which_unit(panel: dict[str, Any]) -> None:
    assert panel["description"].endswith(".")
    assert panel["fieldConfig"]["defaults"]["unit"]
    assert panel["datasource"]["uid"] == "${datasource}"


def test_panels_do_not_overlap() -> None:
    taken = [
        (x, y)
        for each in DASHBOARD["panels"]
        for x in range(each["gridPos"]["x"], each["gridPos"]["x"] + each["gridPos"]["w"])
        for y in range(each["gridPos"]["y"], each["gridPos"]["y"] + each["gridPos"]["h"])
    ]
    assert len(taken) == len(set(taken))
    assert all(0 <= x < 24 for x, _ in taken)


def test_promtool_accepts_the_rules() -> None:
    promtool = shutil.which("promtool")
    if promtool is None:
        pytest.skip("promtool is not on the PATH: it comes with Prometheus")
    subprocess.run([promtool, "check", "rules", str(RULES)], check=True, timeout=60)


def test_nothing_of_it_is_installed_unless_it_is_asked_for(render: Render) -> None:
    rendered = render()
    assert not rendered.of("PrometheusRule")
    assert not rendered.of("ServiceMonitor")
    assert not [each for each in rendered.of("ConfigMap") if each["metadata"]["name"].endswith("-dashboard")]


def test_the_chart_carries_both_as_they_are(render: Render) -> None:
    rendered = render(ON)
    assert rendered.one("PrometheusRule")["spec"] == yaml.safe_load(RULES.read_text("utf-8"))
    board = rendered.one("ConfigMap", "-dashboard")
    assert json.loads(board["data"]["media-insights.json"]) == DASHBOARD
    assert board["metadata"]["labels"]["grafana_dashboard"] == "1"


def test_every_pod_with_metrics_is_read(render: Render) -> None:
    on = {"enabled": True}
    given = {
        "api": on,
        "events": on | {"secretName": "sinks"},
        "search": on,
        "metrics": {"serviceMonitor": on | {"labels": {"a": "b"}}},
    }
    rendered = render(given)
    monitor = rendered.one("PodMonitor")
    assert monitor["metadata"]["labels"]["a"] == "b"
    (chosen,) = monitor["spec"]["selector"]["matchExpressions"]
    read = {*chosen["values"], "controller"}
    telling = {
        each["metadata"]["labels"]["app.kubernetes.io/component"]
        for each in rendered.of("Deployment")
        for container in each["spec"]["template"]["spec"]["containers"]
        if any(port["name"] == "metrics" for port in container.get("ports", ()))
    }
    assert telling == read
    assert not render({"metrics": {"serviceMonitor": on}}).of("PodMonitor")


def test_own_labels_are_added(render: Render) -> None:
    given = {"enabled": True, "labels": {"release": "prometheus"}}
    rendered = render({"metrics": {"rules": given, "dashboard": given}})
    for found in (rendered.one("PrometheusRule"), rendered.one("ConfigMap", "-dashboard")):
        assert found["metadata"]["labels"]["release"] == "prometheus"


def test_the_metrics_are_in_the_installation_page() -> None:
    page = Path(ROOT / "docs/install.md").read_text("utf-8")
    short = {re.sub(r"_(bucket|count|sum)$", "", name).removeprefix("media_insights_") for name in KNOWN}
    assert {name for name in short if f"`{name}`" not in page} == set()
