"""The cluster's programs as processes: start in the background, find, end.

There are no pid files to go stale: a process is ours when its program is one of the few that we start *and* its
arguments name this home's run folder. That holds after a crash, after a half start and for containerd's shims too.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from dev.cluster import network
from dev.cluster.errors import ClusterError
from dev.cluster.home import Home

PROGRAMS = (
    "containerd",
    "etcd",
    "kube-apiserver",
    "kube-controller-manager",
    "kube-scheduler",
    "coredns",
    "kubelet",
    "kube-proxy",
    "network_policies",
)
"""The programs of a running cluster, in the order in which they are started."""

MODULES = ("network_policies",)
"""Those of them that are modules of this package, run by Python."""

SHIM = "containerd-shim-runc-v2"
"""The process that containerd leaves beside each pod; it outlives containerd."""


@dataclass(frozen=True)
class Process:
    """One running process of ours."""

    pid: int
    program: str


def program_of(arguments: Sequence[str], run: Path) -> str | None:
    """Return which of our programs a command line is, or None when it is none, or another cluster's.

    >>> program_of(["/usr/bin/etcd", "--data-dir", "/var/lib/etcd"], Path("/c/run")) is None
    True
    """
    program = Path(arguments[0]).name if arguments else ""
    if program.startswith("python") and "-m" in arguments[:-1]:
        program = arguments[arguments.index("-m") + 1].rpartition(".")[2]
    known = program in (*PROGRAMS, SHIM)
    return program if known and any(f"{run}/" in word for word in arguments[1:]) else None


def find_all(home: Home) -> list[Process]:
    """Return all processes of this home's cluster, read from /proc (about 20 ms)."""
    numbers = [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
    named = [(pid, program_of(_arguments(pid), home.run)) for pid in numbers]
    return [Process(pid, program) for pid, program in named if program]


def is_running(home: Home, program: str) -> bool:
    """Tell whether a program of this home's cluster is there."""
    return any(process.program == program for process in find_all(home))


def start(home: Home, program: str, arguments: Sequence[object], *, folder: Path | None = None) -> None:
    """Start a program in the cluster's network namespace, in a session of its own, logging to ``log/<program>.log``.

    ``folder`` is where our own build of it lies; without it the program comes from PATH. A running one is left alone.
    """
    if is_running(home, program):
        return
    home.logs.mkdir(parents=True, exist_ok=True)
    path = [str(folder / program) if folder else program]
    environment = {**os.environ, "PATH": f"{home.bin}:{os.environ.get('PATH', '')}:/usr/sbin:/sbin"}
    if program in MODULES:
        path = [sys.executable, "-B", "-m", f"dev.cluster.{program}"]
        environment["PYTHONPATH"] = str(Path(__file__).parents[2])
    environment.pop("NOTIFY_SOCKET", None)
    with (home.logs / f"{program}.log").open("ab") as log:
        subprocess.Popen(
            network.inside([*path, *arguments]),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            env=environment,
            cwd="/",
        )


def complaint(home: Home, program: str) -> str:
    """Return a sentence on a program that did not come up: whether it still runs, and its last log lines."""
    log = home.logs / f"{program}.log"
    lines = log.read_text(errors="replace").splitlines()[-12:] if log.exists() else []
    state = "still runs" if is_running(home, program) else "has ended"
    return "\n".join([f"{program} {state}; the end of {log}:", *lines])


def end(pids: Sequence[int], *, patience: float = 0.0) -> None:
    """End processes: ask, wait up to ``patience`` seconds, then kill; return when all are gone.

    Raises :class:`ClusterError` naming those that stay, which only a process stuck in the kernel does.
    """
    if patience:
        _signal(pids, signal.SIGTERM)
        _wait_until_gone(pids, patience)
    _signal(pids, signal.SIGKILL)
    if not _wait_until_gone(pids, 10.0):
        message = f"these processes do not end: {[pid for pid in pids if _alive(pid)]}"
        raise ClusterError(message)


def _signal(pids: Sequence[int], number: signal.Signals) -> None:
    for pid in pids:
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            continue


def _wait_until_gone(pids: Sequence[int], seconds: float) -> bool:
    end_at = time.monotonic() + seconds
    while any(_alive(pid) for pid in pids):
        if time.monotonic() > end_at:
            return False
        time.sleep(0.05)
    return True


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(errors="replace").rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def _arguments(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").split("\0")
    except OSError:
        return []
