"""Whoever writes the bucket steers nothing: any change of a stored plan ends its execution, and creates nothing."""

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest

from media_insights.domain import layout
from media_insights.domain.planning.plans_json import canonical
from media_insights.domain.planning.stored_plans import MAX_BYTES
from tests.unit.changed import changed
from tests.unit.controller.whole import World

TAMPERED = "SnapshotTampered"
WAVE = 10
"""Assets that are made at once: more would keep a controller on a busy machine from renewing its lease."""


def malformed(right: bytes) -> dict[str, bytes]:
    """Return files that are no plan, or not byte for byte the right one."""
    return {
        "empty": b"",
        "truncated": right[: len(right) // 2],
        "one byte short": right[:-1],
        "with a line's end": right + b"\n",
        "indented": json.dumps(json.loads(right), indent=1).encode(),
        "a key twice": b'{"workflow":"other",' + right[1:],
        "no JSON": b"<html>not here</html>",
        "no text": b"\x00\xff" * 100,
        "a list": b"[]",
        "nothing": b"null",
        "nested": b"[" * 100_000,
        "huge": right.ljust(MAX_BYTES + 1),
    }


@dataclass
class Tampered:
    """Assets whose executions hold or run, and one stored plan that shows what the others look like."""

    world: World
    template: bytes = b""

    async def plan_of_a_run(self) -> Any:
        """Let one asset start, and keep its plan as the pattern of all: they differ in names and UIDs alone."""
        self.world.asset("first-of-all")
        await self.world.until(lambda: self.world.state("first-of-all") == "Started", "one is Started")
        self.template = self.stored("first-of-all")
        return json.loads(self.template)

    def stored(self, asset: str) -> bytes:
        return self.world.store.get(self.key(asset))

    def key(self, asset: str) -> str:
        uid = self.world.api.get("mediaassets", asset)["metadata"]["uid"]
        return layout.plan_key("n", uid, self.world.run_of(asset)["metadata"]["uid"])

    def right(self, asset: str) -> bytes:
        """Return the plan of an asset as the controller would store it."""
        names = [each for of in ("first-of-all", asset) for each in self._names(of)]
        text = self.template.decode()
        for index, old in enumerate(names[:4]):
            text = text.replace(f'"{old}"', f'"{names[4 + index]}"').replace(f"/{old}/", f"/{names[4 + index]}/")
        content = canonical(json.loads(text)).encode()
        assert self.status(asset)["planHash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        return content

    def _names(self, asset: str) -> tuple[str, str, str, str]:
        run = self.world.run_of(asset)["metadata"]
        return asset, self.world.api.get("mediaassets", asset)["metadata"]["uid"], run["name"], run["uid"]

    def status(self, asset: str) -> Any:
        return self.world.run_of(asset).get("status", {})

    def states(self) -> dict[str, str]:
        found = self.world.api.all("mediaexecutions")
        return {each["spec"]["asset"]: each.get("status", {}).get("state", "") for each in found}

    def reasons(self) -> dict[str, str]:
        found = self.world.api.all("mediaexecutions")
        return {each["spec"]["asset"]: each["status"]["conditions"][0]["reason"] for each in found}

    def made(self) -> set[tuple[str, str]]:
        """Return everything that exists besides assets, executions and what is told of them."""
        told = ("mediaassets", "mediaexecutions", "events", "leases")
        kinds = {each[0] for each in self.world.api.objects} - set(told)
        return {(kind, each["metadata"]["name"]) for kind in kinds for each in self.world.api.all(kind)}

    async def all_in(self, state: str, names: list[str]) -> None:
        def done() -> bool:
            states = self.states()
            return all(states.get(name) == state for name in names)

        await self.world.until(done, f"all are {state}", 120)


@pytest.fixture
def tampered(world: World) -> Tampered:
    """Steps with everything in them that a plan can say of an operator."""
    world.operator(
        "caption",
        image="caption",
        command=["caption", "--all"],
        inputs=[{"name": "frames", "media": ["Frames"]}],
        parameters={"language": {"type": "string", "default": "en"}},
        access={"network": "Egress"},
        resources={"requests": {"cpu": "1"}, "gpu": {"mode": "Preferred"}},
        retry={"limit": 2},
        timeoutSeconds=60,
    )
    world.workflow("flow", "proxy", "caption")
    return Tampered(world)


async def attack(tampered: Tampered, files: Callable[[Any, Any], bytes], kinds: list[Any], *, running: bool) -> None:
    """Replace the plan of one execution per kind, before they start or while they run, and see how they end."""
    world = tampered.world
    names = [f"a{index:03d}" for index in range(len(kinds))]
    async with world.running():
        world.limit(1000 if running else 1)
        for start in range(0, len(names), WAVE):
            for name in names[start : start + WAVE]:
                world.asset(name)
            await tampered.all_in("Started" if running else "Queued", names[: start + WAVE])
        await world.until(lambda: all(tampered.status(name).get("planHash") for name in names), "hashes are recorded")
    for name, kind in zip(names, kinds, strict=True):
        world.store.put(tampered.key(name), files(tampered.right(name), kind))
    before = tampered.made()
    async with world.running():
        world.limit(1000)
        await tampered.all_in("Error", names)
        await world.until(lambda: told(world) == len(names), "an Event tells it of each")
    assert {tampered.reasons()[name] for name in names} == {TAMPERED}
    assert tampered.made() == before
    for name in names:
        assert "is not the one whose hash was recorded" in tampered.status(name)["message"]
    stopped = [each["spec"].get("shutdown") for each in world.api.all("workflows")]
    assert stopped.count("Terminate") == (len(names) if running else 0)


def told(world: World) -> int:
    events = world.api.all("events")
    return sum(
        each["reason"] == TAMPERED and each["type"] == "Warning" and each["involvedObject"]["kind"] == "MediaExecution"
        for each in events
    )


def one_of_each(plan: Any) -> dict[str, int]:
    """Return each kind of field → the number of a change of its value, whichever step or file it is of."""
    numbered = {re.sub(r"\[\d+\]", "[]", path): index for index, (path, _) in enumerate(changed(plan))}
    return {path: index for path, index in numbered.items() if " " not in path}


def with_change(right: bytes, index: int) -> bytes:
    """Return a plan with the change of a number."""
    plans = [plan for _, plan in changed(json.loads(right))]
    content = canonical(plans[index]).encode()
    assert content != right
    return content


@pytest.mark.parametrize("running", [False, True], ids=["before the start", "while it runs"])
async def test_each_field_of_a_plan_counts(tampered: Tampered, running: bool) -> None:  # noqa: FBT001 - a table
    async with tampered.world.running():
        plan = await tampered.plan_of_a_run()
    kinds = one_of_each(plan)
    assert {".asset.namespace", ".steps[].spec.image", ".steps[].spec.access.network"} <= set(kinds)
    await attack(tampered, with_change, list(kinds.values()), running=running)


@pytest.mark.parametrize("running", [False, True], ids=["before the start", "while it runs"])
async def test_what_is_no_plan_is_none(tampered: Tampered, running: bool) -> None:  # noqa: FBT001 - a table
    async with tampered.world.running():
        await tampered.plan_of_a_run()
    await attack(
        tampered, lambda right, kind: malformed(right)[kind], list(malformed(tampered.template)), running=running
    )


async def test_a_plan_that_is_missing_is_made_before_the_start_and_lost_after_it(tampered: Tampered) -> None:
    world = tampered.world
    async with world.running():
        await tampered.plan_of_a_run()
    world.store.delete(tampered.key("first-of-all"))
    async with world.running():
        await world.until(lambda: world.state("first-of-all") == "Error", "it has ended")
    assert tampered.reasons()["first-of-all"] == "SnapshotLost"


async def test_what_the_catalogue_says_runs_whatever_lies_in_the_store(tampered: Tampered) -> None:
    """A start that died after it had stored its plan: the administrator's change since then is what runs."""
    world = tampered.world
    async with world.running():
        await tampered.plan_of_a_run()
        world.limit(1)
        world.asset("late")
        await world.until(lambda: tampered.status("late").get("planHash"), "its plan is recorded")
    world.store.put(tampered.key("late"), tampered.right("late"))
    world.operator("caption", image="caption-mended", inputs=[{"name": "frames", "media": ["Frames"]}])
    async with world.running():
        world.limit(2)
        await world.until(lambda: world.state("late") == "Started", "it is Started")
    run = world.api.get("workflows", world.run_of("late")["metadata"]["name"])
    (template,) = [each for each in run["spec"]["templates"] if each["name"] == "caption"]
    assert "caption-mended" in template["container"]["image"]
    content = tampered.stored("late")
    assert tampered.status("late")["planHash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
    assert b"caption-mended" in content


async def test_a_rerun_of_what_was_tampered_with_is_refused(tampered: Tampered) -> None:
    world = tampered.world
    async with world.running():
        await tampered.plan_of_a_run()
        world.argo_finishes("first-of-all", "proxy", "caption")
        await world.until(lambda: world.state("first-of-all") == "Complete", "it is Complete")
        await world.until(
            lambda: "Complete" in json.dumps(world.api.get("mediaassets", "first-of-all")["status"]), "told"
        )
    earlier = world.run_of("first-of-all")["metadata"]["name"]
    world.store.put(tampered.key("first-of-all"), tampered.template.replace(b"proxyencode.bin", b"evil.bin"))
    body = {"asset": "first-of-all", "workflow": "flow", "from": {"execution": earlier, "scope": "Failed"}}
    world.api.put("mediaexecutions", {"metadata": {"name": "again", "namespace": "n"}, "spec": body})
    before = tampered.made()

    def ended() -> Any:
        status = world.api.get("mediaexecutions", "again").get("status", {})
        return status if status.get("state") == "Error" else None

    def ready() -> Any:
        conditions = world.api.get("mediaassets", "first-of-all")["status"]["conditions"]
        return next(each for each in conditions if each["type"] == "Ready")["reason"]

    async with world.running():
        status = await world.until(ended, "it has ended")
        await world.until(partial(lambda: ready() == TAMPERED), "the asset says why it is not ready")
    assert status["conditions"][0]["reason"] == TAMPERED
    assert earlier in status["message"]
    assert tampered.made() == before
