"""One trace, from the request that made an asset to the pods of its run: the whole controller, and a real receiver."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from media_insights.domain.traces import TraceContext, context_of_step
from media_insights.settings.tracing import TracingSettings
from tests.trace_receivers import receiving
from tests.unit.controller.whole import World

TRACE, SPAN = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
REQUEST = {"mediainsights.dev/traceparent": f"00-{TRACE}-{SPAN}-01"}


def traced_asset(world: World, annotations: dict[str, str]) -> None:
    world.asset()
    asset = world.api.get("mediaassets", "clip")
    world.api.put("mediaassets", {**asset, "metadata": {**asset["metadata"], "annotations": annotations}})


def variables(world: World) -> dict[str, dict[str, str]]:
    """Step → the variables of its container."""
    run = world.api.get("workflows", world.run_of()["metadata"]["name"])
    containers: dict[str, Any] = {each["name"]: each.get("container") for each in run["spec"]["templates"]}
    return {
        name: {each["name"]: each.get("value", "") for each in container["env"]}
        for name, container in containers.items()
        if container
    }


async def test_what_a_request_asked_for_is_one_trace_with_the_run_and_its_pods(world: World) -> None:
    with receiving() as receiver:
        world.settings = replace(world.settings, tracing=TracingSettings(endpoint=receiver.url, ratio=0.0))
        async with world.running():
            traced_asset(world, REQUEST)
            await world.until(lambda: world.state() == "Started", "the clip is Started")
            run = world.run_of()
            assert run["metadata"]["annotations"].items() >= REQUEST.items()
            pods = variables(world)
            world.argo_finishes()
            await world.until(lambda: world.state() == "Complete", "the clip is Complete")
            whole = await asyncio.to_thread(receiver.named, "execution flow")
            assert (whole.service, whole.trace, whole.parent) == ("media-insights-controller", TRACE, SPAN)
            for step in ("proxy", "labels"):
                span = receiver.named(f"operator {step}")
                assert (span.trace, span.parent, span.failed) == (TRACE, whole.id, False)
                assert pods[step]["TRACEPARENT"] == f"00-{TRACE}-{span.id}-01"
            assert receiver.named("queue").parent == whole.id
            assert len(receiver.spans) == 4
            told = str(receiver.spans)
            assert "clip" not in told


async def test_what_nobody_traced_is_a_trace_of_its_own_as_far_as_the_ratio_says(world: World) -> None:
    with receiving() as receiver:
        world.settings = replace(world.settings, tracing=TracingSettings(endpoint=receiver.url))
        async with world.running():
            world.asset()
            await world.until(lambda: world.state() == "Started", "the clip is Started")
            found = TraceContext.parse(variables(world)["labels"]["TRACEPARENT"])
            assert found
            world.argo_finishes()
            whole = await asyncio.to_thread(receiver.named, "execution flow")
            assert (whole.parent, whole.trace) == ("", found.trace)
            uid = world.run_of()["metadata"]["uid"]
            own = TraceContext(trace=whole.trace, span=whole.id)
            assert context_of_step(own, uid, "labels") == found


@pytest.mark.parametrize("annotations", [{}, REQUEST])
async def test_where_tracing_is_off_pods_know_of_no_trace(world: World, annotations: dict[str, str]) -> None:
    async with world.running():
        traced_asset(world, annotations)
        await world.until(lambda: world.state() == "Started", "the clip is Started")
        assert [each for each in variables(world).values() if "TRACEPARENT" in each] == []
