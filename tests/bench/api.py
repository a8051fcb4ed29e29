"""What the HTTP API costs: nothing to do, reads over 64 connections, 50 a second together, and as fast as they come.

The processes are the real ones, ``media-insights serve`` and ``media-insights api``, and so are their sockets; the
latter has an API server of the tests and a real S3 behind it. CPU time is told beside the times that clients see: on a
machine that does other things, too, only the former can be compared.
"""

import asyncio
import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

from media_insights.api.v1alpha1 import MediaAsset
from media_insights.local.serving.record_files import RecordFiles
from media_insights.storage.folder import FolderStore
from tests import replicas
from tests.served import serving

ASSETS = 200
CONNECTIONS = 64
RATE = 50
GOAL = 0.1
"""Seconds that 99 of 100 reads take at most."""
FLAT_MIB = 16.0
"""By how much the memory may grow between the first reads and the last ones and still be called flat."""
_TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """For how many seconds each load is measured, and the idle server."""

    load: float
    idle: float


@dataclass(frozen=True, slots=True)
class Load:
    """What one kind of load showed."""

    name: str
    seconds: list[float]
    """Of each request."""
    cpu: float
    """Seconds of the server."""
    wall: float

    def __str__(self) -> str:
        """Return a line of the table."""
        ordered = sorted(self.seconds)
        half, most = (1000 * ordered[int(len(ordered) * part)] for part in (0.5, 0.99))
        each = 1000 * self.cpu / len(ordered)
        rate = len(ordered) / self.wall
        return f"  {self.name:32} {half:7.1f} ms  {most:7.1f} ms  {rate:6.0f}/s  {each:5.2f} ms of CPU each"


def fill(folder: Path) -> list[str]:
    """Make a results folder; return paths that are read, as a page of the library and of an asset reads them."""
    store = FolderStore(folder)
    records = RecordFiles(store, MediaAsset)
    paths = ["/v1/assets?limit=50", "/v1/executions?limit=50", "/v1/workflows"]
    for number, manifest in enumerate(_manifests()):
        meta = {**manifest["metadata"], "namespace": "local", "uid": f"uid-{number:04}", "generation": 1}
        records.write(MediaAsset.model_validate({**manifest, "metadata": meta}))
        paths += [f"/v1/assets/uid-{number:04}", f"/v1/assets/uid-{number:04}/moments"]
    return paths


def _manifests() -> Iterator[dict[str, Any]]:
    condition = {"status": "True", "lastTransitionTime": "2026-11-29T12:00:00Z", "observedGeneration": 1}
    for number in range(ASSETS):
        name = f"film-{number:04}"
        status = {
            "conditions": [{"type": each, "reason": "Complete", **condition} for each in ("Accepted", "Ready")],
            "media": {"type": "Video", "container": "mp4", "bytes": 1_000_000},
        }
        source = {"s3": {"bucket": "media", "key": f"public/upload/n/{name}.mp4"}}
        spec = {"source": source, "title": f"Film {number}"}
        yield {"metadata": {"name": name, "namespace": "n"}, "spec": spec, "status": status}


async def closed(sessions: Sequence[aiohttp.ClientSession], paths: list[str], seconds: float) -> list[float]:
    """Ask over all connections, each as soon as its last answer is there."""
    end, spent = time.monotonic() + seconds, list[float]()

    async def one(number: int, session: aiohttp.ClientSession) -> None:
        rng = random.Random(number)  # noqa: S311 - a load
        while time.monotonic() < end:
            spent.append(await _read(session, rng.choice(paths)))

    await asyncio.gather(*(one(*each) for each in enumerate(sessions)))
    return spent


async def paced(sessions: Sequence[aiohttp.ClientSession], paths: list[str], seconds: float) -> list[float]:
    """Ask so many times a second over all connections in turn, whatever the answers take."""
    rng, tasks, began = random.Random(1), list[asyncio.Task[float]](), time.monotonic()  # noqa: S311 - a load
    for number in range(int(seconds * RATE)):
        await asyncio.sleep(max(0.0, began + number / RATE - time.monotonic()))
        tasks.append(asyncio.create_task(_read(sessions[number % len(sessions)], rng.choice(paths))))
    return list(await asyncio.gather(*tasks))


async def _read(session: aiohttp.ClientSession, path: str) -> float:
    began = time.monotonic()
    async with session.get(path) as answer:
        await answer.read()
        answer.raise_for_status()
    return time.monotonic() - began


def cpu_of(process: int) -> float:
    """Return the CPU seconds of a process."""
    fields = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICK


def memory_of(process: int) -> float:
    """Return the MiB of memory that a process has."""
    pages = int(Path(f"/proc/{process}/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


async def idle(process: int, seconds: float) -> None:
    """Ask nothing for a while, and print what that costs."""
    cpu, memory = cpu_of(process), memory_of(process)
    await asyncio.sleep(seconds)
    share = 100 * (cpu_of(process) - cpu) / seconds
    sys.stdout.write(f"  idle: {share:.2f} % of a core; memory {memory:.0f} MiB, then {memory_of(process):.0f} MiB\n")


async def measure(url: str, process: int, paths: list[str], times: Times, token: str = "") -> int:
    """Print the table, and each goal with what became of it; return how many goals were missed."""
    timeout = aiohttp.ClientTimeout(total=60)
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    async with AsyncExitStack() as ends:
        sessions = [
            await ends.enter_async_context(
                aiohttp.ClientSession(url, connector=aiohttp.TCPConnector(limit=1), timeout=timeout, headers=headers)
            )
            for _ in range(CONNECTIONS)
        ]
        loads = {f"{RATE} a second together": paced, "as fast as they come": closed}
        await closed(sessions, paths, 3.0)
        await idle(process, times.idle)
        before, late = memory_of(process), 0.0
        sys.stdout.write(f"  {'reads over 64 connections':32} {'p50':>10}  {'p99':>10}\n")
        for name, load in loads.items():
            cpu, began = cpu_of(process), time.monotonic()
            spent = await load(sessions, paths, times.load)
            found = Load(name, spent, cpu_of(process) - cpu, time.monotonic() - began)
            sys.stdout.write(f"{found}\n")
            if load is paced:
                late = sorted(spent)[int(len(spent) * 0.99)]
        grown = memory_of(process) - before
        goals = {
            f"p99 at {RATE}/s: {1000 * late:.0f} ms of at most {1000 * GOAL:.0f} ms": late <= GOAL,
            f"memory: {before:.0f} MiB, grown by {grown:.1f} of at most {FLAT_MIB:.0f} MiB": grown <= FLAT_MIB,
        }
        return sum(_missed(goal, holds=holds) for goal, holds in goals.items())


def _missed(goal: str, *, holds: bool) -> int:
    """Print a goal; return 1 for one that was missed, else 0."""
    sys.stdout.write(f"  {'PASS' if holds else 'FAIL'}  {goal}\n")
    return 0 if holds else 1


def on_a_laptop(folder: Path, times: Times) -> int:
    """Measure a results folder of its own; return how many goals were missed."""
    paths = fill(folder)
    with serving(folder) as (url, process):
        sys.stdout.write(f"media-insights serve over {ASSETS} assets\n")
        return asyncio.run(measure(url, process.pid, paths, times))


def on_a_cluster(folder: Path, times: Times) -> int:
    """Measure one replica of the API of a cluster; return how many goals were missed."""
    with replicas.installed(folder) as installation:
        paths = ["/v1/assets?limit=50", "/v1/executions?limit=50", "/v1/workflows"]
        for manifest in _manifests():
            uid = installation.api.put("mediaassets", manifest)["metadata"]["uid"]
            paths += [f"/v1/assets/{uid}", f"/v1/assets/{uid}/moments"]
        with installation.replica() as (client, process):
            sys.stdout.write(f"media-insights api over {ASSETS} assets, one replica\n")
            return asyncio.run(measure(str(client.base_url), process.pid, paths, times, replicas.TOKEN))


def main() -> int:
    """Measure both, with ``--short`` in less time; exit code 1 when a goal was missed."""
    times = Times(load=20.0, idle=5.0) if "--short" in sys.argv[1:] else Times(load=30.0, idle=30.0)
    sys.stdout.write(f"load of the machine {os.getloadavg()[0]:.1f}\n")
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        return int(on_a_laptop(Path(one), times) + on_a_cluster(Path(other), times) > 0)


if __name__ == "__main__":
    sys.exit(main())
