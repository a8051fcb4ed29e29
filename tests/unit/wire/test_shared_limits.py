"""Limits hold on the wire: of executions, of devices, across crashes, replicas and versions."""

import asyncio
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from tests.unit.controller.whole import World, controller_process

LIMIT = "maxConcurrentExecutions"


async def test_the_limit_is_read_while_running(world: World) -> None:
    world.api.put(
        "configmaps", {"metadata": {"name": "limits", "namespace": "system"}, "data": {"maxConcurrentExecutions": "1"}}
    )
    async with world.running():
        world.asset("a")
        await world.until(lambda: world.state("a") == "Started", "a is Started")
        world.asset("b")
        told = await world.until(lambda: world.run_of("b")["status"]["queue"], "b is told its place")
        assert told == {"position": 1, "limit": LIMIT, "reason": f"{LIMIT} (1) reached"}
        world.api.put(
            "configmaps",
            {"metadata": {"name": "limits", "namespace": "system"}, "data": {"maxConcurrentExecutions": "2"}},
        )
        await world.until(lambda: world.state("b") == "Started", "b is Started")
        assert "queue" not in world.run_of("b")["status"]


@dataclass
class OneGpu:
    """A limit of one GPU, and a witness of every request that the controller makes."""

    world: World
    most: int = 0
    """Executions that ran at the same time, at most."""
    unrecorded: int = 0
    """Argo Workflows that were created before plan hash and demand stood in the execution's status."""

    def __post_init__(self) -> None:
        gpu = {"gpu": {"mode": "Required"}}
        self.world.operator("paint", image="paint", resources=gpu, inputs=[{"name": "video", "media": ["Video"]}])
        self.world.workflow("painted", "paint")
        self.world.limit(20, **{"nvidia.com__gpu": "1"})
        self.world.api.fault = self.watch

    def watch(self, request: web.Request) -> None:
        self.most = max(self.most, len(self.started()), len(self.unfinished()))
        if request.method == "POST" and request.path.endswith("/workflows"):
            queued = [each.get("status", {}) for each in self.world.api.all("mediaexecutions")]
            recorded = [status for status in queued if status.get("planHash") and status.get("demand")]
            self.unrecorded += len(recorded) <= len(self.world.api.all("workflows"))

    def asset(self, name: str) -> None:
        self.world.asset(name, workflows=[{"name": "painted"}])

    def started(self) -> list[str]:
        return [each for each in ("a", "b", "c") if self.world.state(each) == "Started"]

    def unfinished(self) -> list[Any]:
        return [each for each in self.world.api.all("workflows") if "finishedAt" not in each.get("status", {})]

    def reason(self, name: str) -> Any:
        return self.world.run_of(name).get("status", {}).get("queue", {}).get("reason", "")

    async def explained(self, name: str) -> None:
        await self.world.until(lambda: "nvidia.com/gpu" in self.reason(name), f"{name} is told why it waits")

    async def finish(self, name: str) -> None:
        self.world.argo_finishes(name, "paint")
        await self.world.until(lambda: self.world.state(name) == "Complete", f"{name} is Complete")

    async def all_run(self) -> None:
        """One after the other, until all three have run."""
        for _ in range(3):
            (name,) = await self.world.until(self.started, "one is Started")
            await self.finish(name)
        assert (self.most, self.unrecorded) == (1, 0)


async def test_three_at_once_share_one_gpu(world: World) -> None:
    gpu = OneGpu(world)
    async with world.running():
        for name in ("a", "b", "c"):
            gpu.asset(name)
        await world.until(gpu.started, "one is Started")
        others = {"a", "b", "c"} - set(gpu.started())
        both = ["limit of nvidia.com/gpu (1) reached", "waits for nvidia.com/gpu behind position 1"]
        await world.until(lambda: sorted(map(gpu.reason, others)) == both, "the others are told why they wait")
        await gpu.all_run()
    queued = [each["message"] for each in world.api.all("events") if each["reason"] == "Queued"]
    assert len(queued) == 2
    assert all("nvidia.com/gpu" in each for each in queued)


async def test_one_after_another_they_share_one_gpu(world: World) -> None:
    gpu = OneGpu(world)
    async with world.running():
        for name in ("a", "b", "c"):
            gpu.asset(name)
            if name == "a":
                await world.until(lambda: gpu.started() == ["a"], "a is Started")
            else:
                await gpu.explained(name)
        await gpu.all_run()


async def test_after_a_restart_they_share_one_gpu(world: World) -> None:
    gpu = OneGpu(world)
    async with world.running():
        gpu.asset("a")
        await world.until(lambda: world.state("a") == "Started", "a is Started")
    async with world.running():
        gpu.asset("b")
        await world.until(lambda: "limit of nvidia.com/gpu (1) reached" in gpu.reason("b"), "b waits")
    async with world.running():
        gpu.asset("c")
        await world.until(lambda: "behind position 1" in gpu.reason("c"), "c waits")
        await gpu.all_run()


async def test_killed_anywhere_they_share_one_gpu(world: World) -> None:
    gpu = OneGpu(world)
    for name in ("a", "b", "c"):
        gpu.asset(name)
    for milliseconds in (450, 550, 700, 1000):
        async with world.running():
            await asyncio.sleep(milliseconds / 1000)
    async with world.running():
        await gpu.all_run()


def leader(world: World) -> str:
    return str(world.api.get("leases", "media-insights-controller", "system")["spec"]["holderIdentity"])


async def test_two_controllers_share_one_gpu(world: World) -> None:
    gpu = OneGpu(world)
    for name in ("a", "b", "c"):
        gpu.asset(name)
    async with controller_process(world, "me") as me, controller_process(world, "you") as you:
        await world.until(gpu.started, "one is Started", 40)
        await gpu.finish(gpu.started()[0])
        await world.until(gpu.started, "the next is Started")
        first = leader(world)
        {"me": me, "you": you}[first].terminate()
        await world.until(lambda: leader(world) not in ("", first), "the other one leads", 40)
        await gpu.finish(gpu.started()[0])
        await world.until(gpu.started, "the third is Started", 40)
        await gpu.finish(gpu.started()[0])
    assert (gpu.most, gpu.unrecorded) == (1, 0)


async def test_a_run_of_a_version_that_recorded_no_demand_keeps_its_gpu(world: World) -> None:
    gpu = OneGpu(world)
    async with world.running():
        gpu.asset("a")
        await world.until(lambda: world.state("a") == "Started", "a is Started")
    old = world.run_of("a")
    del old["status"]["demand"]
    world.api.put("mediaexecutions", old)
    gpu.asset("b")
    gpu.asset("c")
    async with world.running():
        await world.until(lambda: world.run_of("a")["status"].get("demand"), "its demand is recorded")
        await world.until(lambda: "nvidia.com/gpu" in gpu.reason("b") + gpu.reason("c"), "the others wait")
        await gpu.all_run()
