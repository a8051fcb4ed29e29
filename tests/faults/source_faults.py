"""Faults while a prefix is watched: whatever dies when, each version of a file is one asset, once."""

import os
import signal
import threading
from typing import Any

from tests.faults.api_proxy import PASS, Call, CutOff, LoseAnswer, no_fault
from tests.faults.api_proxy import Fault as ApiFault
from tests.faults.fault import Fault, Scenario
from tests.faults.installation import BUCKET, MP4, OURS, World
from tests.faulty_proxy import Asked, NeverAnswer, Pass
from tests.faulty_proxy import Fault as StoreFault

_FILES = ("a b 1.mp4", "Ünïcode/日本 \U0001f600.mp4", "c%2F+&?.mp4")
_MANY = 2500
_NAME = "inbox"
_ONCE = "Each version of a file is one asset, whose execution is Complete; the deleted one does not come back."


def _folder(world: World) -> str:
    return f"public/upload/{world.namespace}/inbox/"


def _source(world: World, *files: str, **spec: Any) -> None:
    for name in files:
        world.store.put(f"{_folder(world)}{name}", MP4)
    manifest = {
        "apiVersion": "mediainsights.dev/v1alpha1",
        "kind": "MediaSource",
        "metadata": {"name": _NAME, "namespace": world.namespace},
        "spec": {
            "prefix": {"bucket": BUCKET, "key": _folder(world)},
            "rules": [{"types": ["Video"], "workflows": [{"name": "flow"}]}],
            "everySeconds": 10,
            "settleSeconds": 1,
            **spec,
        },
    }
    world.server.create(f"{OURS}/namespaces/{world.namespace}/mediasources", manifest)


def _status(world: World) -> dict[str, Any]:
    found = world.server.get(f"{OURS}/namespaces/{world.namespace}/mediasources/{_NAME}")
    return dict((found or {}).get("status") or {})


def _assets(world: World) -> dict[str, str]:
    """Return the keys of the assets below the prefix, by their names."""
    found = world.server.items(f"{OURS}/namespaces/{world.namespace}/mediaassets")
    keys = {each["metadata"]["name"]: each["spec"]["source"]["s3"]["key"] for each in found}
    return {name: key.removeprefix(_folder(world)) for name, key in keys.items() if "/inbox/" in key}


def _is_listed_again(world: World) -> None:
    """Change the spec, so that the prefix is listed at once, and wait for the end of that listing."""
    found = world.server.get(f"{OURS}/namespaces/{world.namespace}/mediasources/{_NAME}") or {}
    more = found["spec"].get("parallelism", 100) + 1
    world.patch("mediasources", _NAME, {"spec": {"parallelism": more}})
    generation = found["metadata"]["generation"] + 1

    def is_over() -> bool:
        status = _status(world)
        return status.get("observedGeneration") == generation and "nextListing" in status

    world.until(is_over, "the prefix is listed again", lambda: _status(world))


def _is_done_once(world: World) -> None:
    """See that all files are assets, once; that a deleted one does not come back, and a new version is taken."""
    world.until(lambda: sorted(_assets(world).values()) == sorted(_FILES), "all are taken", lambda: _status(world))
    for name in _assets(world):
        world.reaches(name, "Complete")
    deleted = next(name for name, key in _assets(world).items() if key == _FILES[0])
    world.delete("mediaassets", deleted)
    world.until(lambda: deleted not in _assets(world), "the asset is gone")
    world.store.put(f"{_folder(world)}{_FILES[1]}", MP4 + b"more")
    world.until(lambda: len(_assets(world)) == 3, "the new version is taken", lambda: _status(world))
    _is_listed_again(world)
    assert sorted(_assets(world).values()) == sorted((_FILES[1], *_FILES[1:]))
    for name in _assets(world):
        world.reaches(name, "Complete")


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
        _source(world, *_FILES)
        world.until(struck.is_set, f"{call} was sent")
        world.proxy.rule = no_fault
        world.controllers.restart()
        _is_done_once(world)

    return scenario


def _another_takes_over(world: World) -> None:
    world.controllers.start("a")
    world.controllers.start("b")
    _source(world, *_FILES)
    world.until(lambda: _assets(world), "one is taken", lambda: _status(world))
    world.controllers.kill("a")
    world.controllers.start("a")
    _is_done_once(world)


def _a_file_grows(world: World) -> None:
    world.controllers.start()
    _source(world, "grows.mp4", settleSeconds=20)
    world.until(
        lambda: (_status(world).get("objects") or {}).get("settling") == 1, "it is seen", lambda: _status(world)
    )
    world.store.put(f"{_folder(world)}grows.mp4", MP4 * 2)
    _is_listed_again(world)
    assert _assets(world) == {}, "what it was at first is never taken"
    world.until(lambda: list(_assets(world).values()) == ["grows.mp4"], "it is taken", lambda: _status(world))
    (name,) = _assets(world)
    world.reaches(name, "Complete")
    found = world.server.get(f"{OURS}/namespaces/{world.namespace}/mediaassets/{name}") or {}
    assert found["status"]["media"]["bytes"] == len(MP4) * 2


def _the_store_hangs(world: World) -> None:
    hung = threading.Event()

    def rule(asked: Asked) -> StoreFault:
        if asked.method != "GET" or "list-type" not in asked.path or "inbox" not in asked.path:
            return Pass()
        hung.set()
        return NeverAnswer()

    world.store_proxy.rule = rule
    world.controllers.start()
    _source(world, *_FILES)
    world.until(hung.is_set, "the prefix is asked for")
    world.reaches(world.asset(), "Complete")
    world.until(lambda: _status(world).get("state") == "Error", "it is told", lambda: _status(world), seconds=120)
    world.store_proxy.rule = lambda _: Pass()
    _is_listed_again(world)
    _is_done_once(world)


def _many_files(world: World) -> None:
    """Let no file of many be taken but the last, which none of the pages before it has."""
    for number in range(_MANY):
        world.store.put(f"{_folder(world)}{number:05d}.txt", b"")
    world.controllers.start()
    _source(world, "z.mp4", include=["*.mp4"])
    world.until(lambda: list(_assets(world).values()) == ["z.mp4"], "the last is taken", lambda: _status(world))
    world.controllers.restart()
    _is_listed_again(world)
    none = {"settling": 0, "refused": 0, "unreadable": 0}
    assert _status(world)["objects"] == {"seen": _MANY + 1, "taken": 1, "skipped": _MANY, **none}
    (name,) = _assets(world)
    world.reaches(name, "Complete")


def _it_is_deleted(world: World) -> None:
    world.controllers.start()
    _source(world, *_FILES)
    world.until(lambda: len(_assets(world)) == len(_FILES), "all are taken", lambda: _status(world))
    world.delete("mediasources", _NAME)
    path = f"{OURS}/namespaces/{world.namespace}/mediasources"
    world.until(lambda: not world.server.items(path), "it is gone")
    assert list(world.store.list(f"private/{world.namespace}/sources/")) == []
    for name in _assets(world):
        world.reaches(name, "Complete")
    assert len(_assets(world)) == len(_FILES)


FAULTS = (
    *(
        Fault(f"The controller is killed {when} {what}", _ONCE, _dies_at(call, done=done))
        for what, call in (
            ("an asset of a source is made", "POST mediaassets"),
            ("the status of a source is written", "PATCH mediasources/status"),
        )
        for when, done in (("before", False), ("after", True))
    ),
    Fault("The controller is killed while a source is watched, and another one takes over", _ONCE, _another_takes_over),
    Fault("A file below a watched prefix grows", "It is one asset, of all that it became.", _a_file_grows),
    Fault(
        "The store does not answer while a watched prefix is listed",
        f"The source says so. {_ONCE} An asset made meanwhile is Complete before.",
        _the_store_hangs,
    ),
    Fault(
        f"{_MANY} files lie below a watched prefix, and the controller is restarted",
        "All are counted, and what a rule takes is one asset.",
        _many_files,
    ),
    Fault(
        "A source is deleted",
        "What was kept of it is gone; its assets stay, and their executions are Complete.",
        _it_is_deleted,
    ),
)
