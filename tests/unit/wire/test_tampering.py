"""Whoever writes the bucket steers nothing: any change of a stored plan ends its execution, and creates nothing."""

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any

import pytest

from media_insights.domain import layout
from media_insights.domain.planning.plans_json import canonical
from media_insights.domain.planning.stored_plans import MAX_BYTES
from media_insights.domain.sources.tenancy import run_secret
from tests.unit.changed import changed
from tests.unit.controller.whole import World

TAMPERED = "SnapshotTampered"
FIRST = "first-of-all"
"""The asset whose plan is the pattern of all others'."""


def reason_of(manifest: Any, condition: str) -> str:
    """Return the reason of a condition of an object, nothing while it has none of that type."""
    found = manifest.get("status", {}).get("conditions", [])
    return next((str(each["reason"]) for each in found if each["type"] == condition), "")


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
        self.world.asset(FIRST)
        await self.world.until(lambda: self.world.state(FIRST) == "Started", "one is Started")
        self.template = self.stored(FIRST)
        return json.loads(self.template)

    def stored(self, asset: str) -> bytes:
        return self.world.store.get(self.key(asset))

    def key(self, asset: str) -> str:
        uid = self.world.api.get("mediaassets", asset)["metadata"]["uid"]
        return layout.plan_key("n", uid, self.world.run_of(asset)["metadata"]["uid"])

    def right(self, asset: str) -> bytes:
        """Return the plan of an asset as the controller would store it."""
        names = [each for of in (FIRST, asset) for each in self._names(of)]
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
        """Return asset → why its execution succeeded or did not."""
        found = self.world.api.all("mediaexecutions")
        return {each["spec"]["asset"]: reason_of(each, "Succeeded") for each in found}

    def keys(self, assets: list[str] | None = None) -> set[str]:
        """Return the Secrets of runs; with ``assets``, those that the runs of these would have."""
        if assets is None:
            return {name for kind, name in self._everything() if is_key(kind, name)}
        return {run_secret(self.world.run_of(asset)["metadata"]["uid"]) for asset in assets}

    def made(self) -> set[tuple[str, str]]:
        """Return everything that exists besides assets, executions, their keys and what is told of them."""
        told = ("mediaassets", "mediaexecutions", "events", "leases")
        return {(kind, name) for kind, name in self._everything() if kind not in told and not is_key(kind, name)}

    def _everything(self) -> set[tuple[str, str]]:
        return {(kind, name) for kind, _, name in list(self.world.api.objects)}

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


async def attack(tampered: Tampered, *, running: bool) -> None:
    """Replace the plan of one execution per change, before they start or while they run, and see how they end."""
    world = tampered.world
    world.limit(1000 if running else 1)
    async with world.running():
        changes = changes_of(await tampered.plan_of_a_run(), tampered.template)
        names = [f"a{index:03d}" for index in range(len(changes))]
        for name in names:
            world.asset(name)
        await tampered.all_in("Started" if running else "Queued", names)
        await world.until(lambda: all(tampered.status(name).get("planHash") for name in names), "hashes are recorded")
    for name, change in zip(names, changes.values(), strict=True):
        world.store.put(tampered.key(name), change(tampered.right(name)))
    before, kept = tampered.made(), tampered.keys([FIRST])
    world.limit(1000)
    async with world.running():
        await tampered.all_in("Error", names)
        await world.until(lambda: told(world) == len(names), "an Event tells it of each")
    reasons = tampered.reasons()
    assert [what for what, name in zip(changes, names, strict=True) if reasons[name] != TAMPERED] == []
    assert (tampered.made(), tampered.keys()) == (before, kept)
    for name in names:
        assert "is not the one whose hash was recorded" in tampered.status(name)["message"]
    stopped = [each["spec"].get("shutdown") for each in world.api.all("workflows")]
    assert stopped.count("Terminate") == (len(names) if running else 0)


def is_key(kind: str, name: str) -> bool:
    return kind == "secrets" and name.startswith(run_secret(""))


def told(world: World) -> int:
    events = world.api.all("events")
    return sum(
        each["reason"] == TAMPERED and each["type"] == "Warning" and each["involvedObject"]["kind"] == "MediaExecution"
        for each in events
    )


def changes_of(plan: Any, pattern: bytes) -> dict[str, Callable[[bytes], bytes]]:
    """Return what is changed → the change: each kind of field, and each way of being no plan."""
    numbers = one_of_each(plan)
    assert {".asset.namespace", ".steps[].spec.image", ".steps[].spec.access.network"} <= set(numbers)
    fields = {path: partial(with_change, index=index) for path, index in numbers.items()}
    return {**fields, **{kind: partial(as_malformed, kind=kind) for kind in malformed(pattern)}}


def one_of_each(plan: Any) -> dict[str, int]:
    """Return each kind of field → the number of a change of its value, whichever step or file it is of."""
    numbered = {re.sub(r"\[\d+\]", "[]", path): index for index, (path, _) in enumerate(changed(plan))}
    return {path: index for path, index in numbered.items() if " " not in path}


def with_change(right: bytes, index: int) -> bytes:
    """Return a plan with the change of a number."""
    _, plan = next(islice(changed(json.loads(right)), index, None))
    content = canonical(plan).encode()
    assert content != right
    return content


def as_malformed(right: bytes, kind: str) -> bytes:
    """Return what is no plan in place of one."""
    return malformed(right)[kind]


@pytest.mark.parametrize("running", [False, True], ids=["before the start", "while it runs"])
async def test_any_change_of_a_stored_plan_ends_its_execution(tampered: Tampered, running: bool) -> None:  # noqa: FBT001 - a table
    await attack(tampered, running=running)


async def test_a_plan_that_is_missing_is_made_before_the_start_and_lost_after_it(tampered: Tampered) -> None:
    world = tampered.world
    async with world.running():
        await tampered.plan_of_a_run()
    world.store.delete(tampered.key(FIRST))
    async with world.running():
        await world.until(lambda: world.state(FIRST) == "Error", "it has ended")
    assert tampered.reasons()[FIRST] == "SnapshotLost"


async def test_what_the_catalogue_says_runs_whatever_lies_in_the_store(tampered: Tampered) -> None:
    """A start that died after it had stored its plan: the administrator's change since then is what runs."""
    world = tampered.world
    world.limit(1)
    async with world.running():
        await tampered.plan_of_a_run()
        world.asset("late")
        await world.until(lambda: tampered.status("late").get("planHash"), "its plan is recorded")
    world.store.put(tampered.key("late"), tampered.right("late"))
    world.operator("caption", image="caption-mended", inputs=[{"name": "frames", "media": ["Frames"]}])
    world.limit(2)
    async with world.running():
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
        world.argo_finishes(FIRST, "proxy", "caption")
        await world.until(lambda: world.state(FIRST) == "Complete", "it is Complete")
        await world.until(lambda: "Complete" in json.dumps(world.api.get("mediaassets", FIRST)["status"]), "told")
    earlier = world.run_of(FIRST)["metadata"]["name"]
    world.store.put(tampered.key(FIRST), tampered.template.replace(b"proxyencode.bin", b"evil.bin"))
    body = {"asset": FIRST, "workflow": "flow", "from": {"execution": earlier, "scope": "Failed"}}
    world.api.put("mediaexecutions", {"metadata": {"name": "again", "namespace": "n"}, "spec": body})
    before = tampered.made(), tampered.keys()

    def ended() -> Any:
        status = world.api.get("mediaexecutions", "again").get("status", {})
        return status if status.get("state") == "Error" else None

    def ready() -> str:
        return reason_of(world.api.get("mediaassets", FIRST), "Ready")

    async with world.running():
        status = await world.until(ended, "it has ended")
        await world.until(lambda: ready() == TAMPERED, "the asset says why it is not ready")
    assert reason_of(world.api.get("mediaexecutions", "again"), "Succeeded") == TAMPERED
    assert earlier in status["message"]
    assert (tampered.made(), tampered.keys()) == before
