"""What an execution asks for is what its pods will ask for."""

import pytest

from media_insights.compile.pods import resources_of
from media_insights.compile.settings import CompileSettings, GpuSettings
from media_insights.domain.planning.plan import Plan
from media_insights.domain.queueing.demand import accelerators_of, demand_of
from media_insights.domain.store_address import StoreAddress
from tests.unit.builders import CATALOGUE, operator, plan

GPU = "nvidia.com/gpu"
ON, OFF = GpuSettings(enabled=True, resource=GPU), GpuSettings(enabled=False, resource=GPU)
OPERATORS = CATALOGUE | {
    "dub": operator("dub", "Audio", resources={"gpu": {"mode": "Required", "count": 2}}),
    "paint": operator("paint", "Frames", resources={"gpu": {"mode": "Required", "resource": "example.com/npu"}}),
}


def asking(*names: str) -> Plan:
    return plan("; ".join(f"{name}: {name}" for name in ("proxy", *names)), operators=OPERATORS)


def test_the_demand_of_a_plan_is_its_steps_that_ask() -> None:
    assert demand_of(plan(), ON) == {GPU: 1}
    assert demand_of(plan(configuration={"labels": {"enabled": False}}), ON) == {}


def test_preferred_accelerators_count_as_nothing_where_there_are_none() -> None:
    assert demand_of(plan(), OFF) == {}
    assert demand_of(asking("labels", "dub"), OFF) == {GPU: 2}


def test_devices_are_counted_each_kind_by_itself() -> None:
    assert demand_of(asking("labels", "dub", "paint"), ON) == {GPU: 3, "example.com/npu": 1}


@pytest.mark.parametrize("offer", [ON, OFF], ids=["on", "off"])
def test_the_queue_counts_what_the_pods_ask_for(offer: GpuSettings) -> None:
    settings = CompileSettings(store=StoreAddress.of("http://s3:9000", bucket="media"), gpu=offer)
    asked_for = asking("labels", "dub", "paint")
    for step in asked_for.runs:
        asked = accelerators_of(step, offer)
        limits = resources_of(asked_for, step, settings).limits or {}
        devices = {name: value.root for name, value in limits.items() if "/" in name}
        assert devices == ({asked.resource: str(asked.count)} if asked else {})
