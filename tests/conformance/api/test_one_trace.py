"""One trace from a caller's request to the operators of its run, at a receiver: on a laptop and on a cluster."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from media_insights.cli.local.serve_command import local_app
from media_insights.cli.local.trace_options import exporter_of
from media_insights.cli.terminal.failures import Failure
from media_insights.domain.planning.plan import Step
from media_insights.local.launching import Launch
from media_insights.local.sandboxes import Sandbox
from media_insights.runtime.otlp import begin_export, end_export
from media_insights.settings.tracing import TracingSettings
from tests.conformance.api.worlds import ApiWorld, OneLiner, asked_of, cluster_world, workplace
from tests.trace_receivers import Receiver, receiving
from tests.unit.controller.whole import cluster_with_catalogue

TRACE, SPAN = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
CALLER = {"traceparent": f"00-{TRACE}-{SPAN}-01"}


class Telling(OneLiner):
    """Starts operators that print their place in the trace."""

    def launch(self, step: Step, sandbox: Sandbox, threads: int) -> Launch:
        launch = super().launch(step, sandbox, threads)
        code = f"import os; print('place', os.environ.get('TRACEPARENT')); {launch.command[-1]}"
        return replace(launch, command=(sys.executable, "-c", code), environment=sandbox.trace_variables)


@asynccontextmanager
async def laptop(folder: Path, url: str) -> AsyncIterator[ApiWorld]:
    place = replace(workplace(folder), starter=Telling())
    place.output.mkdir(parents=True)
    app = local_app(place, exporter=exporter_of(url))
    async with app.router.lifespan_context(app), asked_of(app) as asking:
        yield ApiWorld(asking, "local", "media-insights", app)


async def analyse(api: ApiWorld) -> str:
    """Ask for an analysis as a caller that traces; return the name of the execution."""
    upload = await api.upload()
    body = {"namespace": api.namespace, "upload": upload["id"], "workflows": [{"name": "reading"}]}
    made = (await api.client.post("/v1/assets", json=body, headers=CALLER)).json()
    await api.until(f"/v1/assets/{made['id']}", lambda found: bool(found["executions"]))
    page = f"/v1/executions?asset={made['name']}&namespace={api.namespace}"
    await api.until(page, lambda found: found["items"][0]["state"] in ("Started", "Complete"))
    api.finish(made["name"])
    found = await api.until(f"/v1/assets/{made['id']}", lambda found: found["state"] == "Complete")
    return str(found["executions"][0]["name"])


async def assert_one_trace(receiver: Receiver, services: tuple[str, str]) -> None:
    run = await asyncio.to_thread(receiver.named, "execution reading")
    request = await asyncio.to_thread(receiver.named, "POST /v1/assets")
    operators = [each for each in receiver.spans if each.name.startswith("operator ")]
    assert operators
    assert (request.parent, run.parent) == (SPAN, request.id)
    assert {each.parent for each in operators} == {run.id}
    assert {each.trace for each in (request, run, *operators)} == {TRACE}
    assert (request.service, run.service) == services
    assert request.attributes == {
        "http.request.method": "POST",
        "http.route": "/v1/assets",
        "http.response.status_code": 201,
    }
    assert "words.txt" not in str(receiver.spans)


async def test_on_a_laptop(tmp_path: Path) -> None:
    with receiving() as receiver:
        async with laptop(tmp_path, receiver.url) as api:
            name = await analyse(api)
            await assert_one_trace(receiver, ("media-insights-serve", "media-insights-serve"))
        (operator, *_) = [each for each in receiver.spans if each.name.startswith("operator ")]
        log = tmp_path / "results/logs" / name / f"{operator.attributes['media_insights.operator']}.log"
        assert f"place 00-{TRACE}-{operator.id}-01" in log.read_text()
        assert not [each for each in receiver.spans if each.name == "GET /healthz"]


async def test_on_a_cluster(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with receiving() as receiver, cluster_with_catalogue(tmp_path, monkeypatch) as world:
        settings = TracingSettings(endpoint=receiver.url)
        world.settings = replace(world.settings, tracing=settings)
        exporter = settings.exporter("api", "one")
        assert exporter
        exporting = begin_export(exporter)
        async with cluster_world(world, tracing=exporter.tracing) as api:
            await analyse(api)
            await assert_one_trace(receiver, ("media-insights-api", "media-insights-controller"))
        await end_export(exporting)


async def test_without_a_receiver_nothing_is_noted(tmp_path: Path) -> None:
    async with laptop(tmp_path, "") as api:
        name = await analyse(api)
    record = tmp_path / f"results/mediaexecutions/{name}.yaml"
    assert "traceparent" not in record.read_text()
    logs = [each.read_text() for each in (tmp_path / "results/logs" / name).glob("*.log")]
    assert logs
    assert all("place None" in each for each in logs)


def test_what_is_no_receiver_is_refused() -> None:
    with pytest.raises(Failure, match="OTLP receiver over HTTP"):
        exporter_of("collector:4317")
