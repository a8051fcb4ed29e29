"""`make bench-controller`: what an execution costs the controller, on a real API server and store without nodes.

Argo's part is played: whatever is submitted ends at once, its outputs are stored. What is measured is the controller's
own work and what it waits for: bursts of ever more assets, each with a workflow of two steps, then a steady arrival.
CPU and memory are those of the controller's process alone; rates are what API server, store and the played Argo leave
it, since they share the cores.
"""

import os
import re
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests import gateways
from tests.bench.played_runs import PlayedRuns, playing
from tests.e2e.eventually import eventually
from tests.faults import api_servers, installation
from tests.faults.api_servers import ApiServer, Manifest
from tests.faults.installation import BUCKET, HOME, MP4, OURS, Controllers

COUNTS = (1, 10, 100, 1000)
RATE, SECONDS = 20, 30
"""Arrivals a second of the steady part, and how long they come."""
PATIENCE = 1800.0


@dataclass(frozen=True)
class Process:
    """What the kernel says of a process."""

    pid: int

    @property
    def cpu(self) -> float:
        """Seconds of CPU that it has used."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    @property
    def resident(self) -> float:
        """MiB that it holds."""
        found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{self.pid}/status").read_text())
        return int(found[1]) / 1024 if found else 0.0


@dataclass(frozen=True)
class Bench:
    """An installation with one controller, and one tenant who sends assets."""

    server: ApiServer
    runs: PlayedRuns
    namespace: str
    key: str
    """The object that every asset names."""
    process: Process
    metrics: str
    """URL of the controller's metrics."""

    def send(self, name: str) -> None:
        """Make an asset with the workflow of both operators."""
        spec = {"source": {"s3": {"bucket": BUCKET, "key": self.key}}, "workflows": [{"name": "flow"}]}
        head: Manifest = {"apiVersion": "mediainsights.dev/v1alpha1", "kind": "MediaAsset", "metadata": {"name": name}}
        self.runs.sent[name] = time.monotonic()
        self.server.create(f"{OURS}/namespaces/{self.namespace}/mediaassets", {**head, "spec": spec})

    def writes(self) -> float:
        """Return how many writes the controller has sent to the API server."""
        found = re.findall(
            r"^media_insights_api_writes_total\{[^}]*\} (\S+)$", httpx.get(self.metrics).text, re.MULTILINE
        )
        return sum(map(float, found))

    def measure(self, title: str, names: Sequence[str], pause: float) -> None:
        """Send assets with pauses between them, wait until all their runs are complete, and print what it took."""
        cpu, writes, began = self.process.cpu, self.writes(), time.monotonic()
        for number, name in enumerate(names):
            time.sleep(max(0.0, began + number * pause - time.monotonic()))
            self.send(name)
        eventually(lambda: self._are_complete(names), f"{title}: all are complete", seconds=PATIENCE, every=0.05)
        spent, written = self.process.cpu - cpu, self.writes() - writes
        self._print(title, names, began, spent, written)

    def _are_complete(self, names: Sequence[str]) -> bool:
        """Return whether all are; raises what went wrong instead."""
        for failure in self.runs.failures:
            raise failure
        return all(name in self.runs.complete for name in names)

    def _print(self, title: str, names: Sequence[str], began: float, spent: float, written: float) -> None:
        runs, count = self.runs, len(names)
        rates = [count / (max(at[name] for name in names) - began) for at in (runs.accepted, runs.submitted)]
        told = [runs.complete[name] - runs.ended[name] for name in names]
        started = [runs.submitted[name] - runs.sent[name] for name in names]
        sys.stdout.write(
            f"{title:>12} {rates[0]:8.1f}/s {rates[1]:8.1f}/s {_lags(started)} {_lags(told)}"
            f" {1000 * spent / count:9.1f} ms {self.process.resident:7.0f} MiB {written / count:6.1f}\n"
        )
        sys.stdout.flush()


def _lags(seconds: Sequence[float]) -> str:
    ordered = sorted(seconds)
    half, most = (1000 * ordered[int(len(ordered) * part)] for part in (0.5, 0.99))
    return f"{half:7.0f} {most:7.0f} ms"


@contextmanager
def installed(folder: Path) -> Iterator[Bench]:
    """Give an installation in a folder, with room for every run at once."""
    (folder / "cluster").mkdir()
    (folder / "store").mkdir()
    with (
        api_servers.serving(folder / "cluster") as server,
        gateways.serving_users(folder / "store") as (endpoint, iam),
    ):
        installation.install(server)
        store = installation.store_at(endpoint)
        path = f"/api/v1/namespaces/{HOME}/configmaps/media-insights-limits"
        server.patch(path, {"data": {"maxConcurrentExecutions": "100000"}})
        with installation.tenant(server) as namespace, playing(server, store, namespace) as runs:
            key = f"public/upload/{namespace}/clip.mp4"
            store.put(key, MP4)
            with _controller(server, endpoint, iam, folder) as (process, metrics):
                yield Bench(server, runs, namespace, key, process, metrics)


@contextmanager
def _controller(server: ApiServer, endpoint: str, iam: str, folder: Path) -> Iterator[tuple[Process, str]]:
    token = server.token_of(HOME, "media-insights")
    path = api_servers.kubeconfig(folder / "direct.kubeconfig", server.url, token, server.authority)
    environment = installation.environment_of(server, server.url, endpoint, iam, folder)
    port = gateways.free_port()
    controllers = Controllers({**environment, "KUBECONFIG": str(path)}, folder)
    controllers.start(MEDIA_INSIGHTS_METRICS_PORT=str(port), MEDIA_INSIGHTS_LOG_LEVEL="WARNING")
    metrics = f"http://127.0.0.1:{port}/metrics"
    try:
        eventually(lambda: gateways.listening(port), "the controller serves metrics")
        yield Process(controllers.processes["a"].pid), metrics
    finally:
        controllers.kill()


def parts(counts: Sequence[int]) -> Iterator[tuple[str, Sequence[str], float]]:
    """Return what is measured, one after the other: its title, names of assets, and the seconds between two."""
    for count in counts:
        yield f"{count}", [f"burst-{count}-{number}" for number in range(count)], 0
    yield f"{RATE} a second", [f"steady-{number}" for number in range(RATE * SECONDS)], 1 / RATE


def main(arguments: Sequence[str]) -> int:
    """Measure in a folder of its own; the arguments are the sizes of the bursts."""
    counts = tuple(map(int, arguments)) or COUNTS
    sys.stdout.write(
        f"load of the machine {os.getloadavg()[0]:.1f}\n"
        "  executions   accepted  submitted  sent→submitted    ended→told        CPU         RSS  API writes\n"
        "                                     p50     p99       p50     p99      each                   each\n"
    )
    with tempfile.TemporaryDirectory(prefix="bench-controller-") as folder, installed(Path(folder)) as bench:
        bench.measure("warm-up", ["warm-up"], 0)
        for part in parts(counts):
            bench.measure(*part)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
