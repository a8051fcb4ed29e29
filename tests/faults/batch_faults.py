"""Faults while a batch runs: whatever dies when, each file is done once; and a batch goes with all its assets."""

import os
import signal
import threading
import time
from typing import Any

import pytest

from media_insights.runtime.bounded_work import THREADS
from tests.faults.api_proxy import PASS, Call, CutOff, LoseAnswer, no_fault
from tests.faults.api_proxy import Fault as ApiFault
from tests.faults.fault import Fault, Scenario
from tests.faults.installation import BUCKET, MP4, OURS, World
from tests.faulty_proxy import Asked, NeverAnswer, Pass
from tests.faulty_proxy import Fault as StoreFault

_FILES = 4
_NAME = "archive"
_HANGS = 35.0
"""Seconds: longer than what users write may be examined, shorter than the controller asks the store."""
_EACH_ONCE = "Each file of the batch is one asset, whose execution is Complete."


def _batch(world: World, name: str = _NAME, **spec: Any) -> None:
    """Make a batch of some clips, of which two may run at once."""
    folder = f"public/upload/{world.namespace}/archive/"
    for number in range(_FILES):
        world.store.put(f"{folder}{number}.mp4", MP4)
    source = {"prefix": {"bucket": BUCKET, "key": folder}}
    manifest = {
        "apiVersion": "mediainsights.dev/v1alpha1",
        "kind": "MediaBatch",
        "metadata": {"name": name, "namespace": world.namespace},
        "spec": {"source": source, "workflow": "flow", "parallelism": 2, **spec},
    }
    world.server.create(f"{OURS}/namespaces/{world.namespace}/mediabatches", manifest)


def _status(world: World) -> dict[str, Any]:
    found = world.server.get(f"{OURS}/namespaces/{world.namespace}/mediabatches/{_NAME}")
    return dict((found or {}).get("status") or {})


def _is_done_once(world: World) -> None:
    world.until(lambda: _status(world).get("state") == "Complete", "the batch is Complete", lambda: _status(world))
    found = world.server.items(f"{OURS}/namespaces/{world.namespace}/mediaassets")
    assets = {each["metadata"]["name"]: each for each in found if "/archive/" in each["spec"]["source"]["s3"]["key"]}
    keys = [each["spec"]["source"]["s3"]["key"] for each in assets.values()]
    assert len(keys) == len(set(keys)) == _FILES
    counts = _status(world)["items"]
    assert (counts["total"], counts["done"]) == (_FILES, _FILES)
    executions = world.server.items(f"{OURS}/namespaces/{world.namespace}/mediaexecutions")
    assert len([each for each in executions if each["spec"]["asset"] in assets]) == _FILES


def _dies_at(call: str, *, done: bool) -> Scenario:
    def scenario(world: World) -> None:
        struck = threading.Event()

        def rule(asked: Call) -> ApiFault:
            if struck.is_set() or not asked.does(call):
                return PASS
            struck.set()
            os.kill(world.controllers.processes["a"].pid, signal.SIGKILL)
            return LoseAnswer() if done else CutOff()

        world.proxy.rule = rule
        world.controllers.start()
        _batch(world)
        world.until(struck.is_set, f"{call} was sent")
        world.proxy.rule = no_fault
        world.controllers.restart()
        _is_done_once(world)

    return scenario


def _its_plan_is_lost(world: World) -> None:
    world.controllers.start()
    _batch(world, suspend=True)
    world.until(lambda: _status(world).get("state") == "Paused", "the batch is listed")
    world.store.delete_prefix(f"private/{world.namespace}/batches/")
    world.patch("mediabatches", _NAME, {"spec": {"suspend": False}})
    _is_done_once(world)


def _the_store_hangs_while_it_is_listed(world: World) -> None:
    """Let as many batches wait for the store as there are threads for computations."""
    hung, names = [0], (_NAME, *(f"other-{number}" for number in range(1, THREADS)))

    def rule(asked: Asked) -> StoreFault:
        if asked.method != "GET" or "list-type" not in asked.path or "archive" not in asked.path:
            return Pass()
        hung[0] += 1
        return NeverAnswer()

    world.store_proxy.rule = rule
    world.controllers.start()
    began = time.monotonic()
    for name in names:
        _batch(world, name, suspend=name != _NAME)
    world.until(lambda: hung[0] >= len(names), "every source is asked for", lambda: hung)
    world.reaches(world.asset(), "Complete")
    assert "checkpoint" not in _status(world), "the batch is not listed yet"
    time.sleep(max(0.0, _HANGS - (time.monotonic() - began)))
    world.store_proxy.rule = lambda _: Pass()
    _is_done_once(world)


def _it_is_deleted_while_it_runs(world: World) -> None:
    world.argo.holds.set()
    world.controllers.start()
    _batch(world)
    world.until(lambda: (_status(world).get("items") or {}).get("running") == 2, "two run", lambda: _status(world))
    world.delete("mediabatches", _NAME)
    for plural in ("mediabatches", "mediaassets", "mediaexecutions"):
        path = f"{OURS}/namespaces/{world.namespace}/{plural}"
        world.until(lambda path=path: not world.server.items(path), f"no {plural} are left")  # type: ignore[misc]
    assert list(world.store.list(f"private/{world.namespace}/batches/")) == []
    assert list(world.store.list(f"private/{world.namespace}/assets/")) == []
    world.argo.holds.clear()


def _one_is_deleted_before_it_lists_again(world: World) -> None:
    world.controllers.start()
    _batch(world)
    _is_done_once(world)
    path = f"{OURS}/namespaces/{world.namespace}/mediaassets"
    names = {each["metadata"]["name"] for each in world.server.items(path)}
    gone = min(names)
    world.delete("mediaassets", gone)
    world.until(lambda: world.server.get(f"{path}/{gone}") is None, "the asset is gone")
    world.patch("mediabatches", _NAME, {"spec": {"relist": 1}})
    world.until(
        lambda: _status(world)["checkpoint"]["relist"] == 1 and _status(world)["state"] == "Complete",
        "the source is listed again",
        lambda: _status(world),
    )
    assert {each["metadata"]["name"] for each in world.server.items(path)} == names - {gone}
    with pytest.raises(AssertionError, match="relist only grows"):
        world.patch("mediabatches", _NAME, {"spec": {"relist": 0}})


FAULTS = (
    *(
        Fault(f"The controller is killed {when} {what}", _EACH_ONCE, _dies_at(call, done=done))
        for what, call in (
            ("an asset of a batch is made", "POST mediaassets"),
            ("the status of a batch is written", "PATCH mediabatches/status"),
        )
        for when, done in (("before", False), ("after", True))
    ),
    Fault("The plan of a batch is removed from the store", _EACH_ONCE, _its_plan_is_lost),
    Fault(
        "An asset of a batch is deleted before its source is listed again",
        "The asset is not made again.",
        _one_is_deleted_before_it_lists_again,
    ),
    Fault(
        "The store does not answer for 35 s while batches are listed",
        f"{_EACH_ONCE} An asset made meanwhile is Complete before.",
        _the_store_hangs_while_it_is_listed,
    ),
    Fault(
        "A batch is deleted while it runs",
        "The batch, its assets, their executions and everything in the store are gone.",
        _it_is_deleted_while_it_runs,
    ),
)
