"""``make cluster-down``: end all processes, remove all files, verify that nothing is left.

Works after a crash or a half start as well: nothing is read from notes of the start, only the system is asked
(processes, mounts, cgroups, links, routes), and each step leaves alone what is not ours.
"""

import json
import shutil
from pathlib import Path

from dev.cluster import cgroups, command, containerd, network, processes
from dev.cluster.errors import ClusterError
from dev.cluster.home import Home

_CNI_CACHE = Path("/var/lib/cni")
_CONTAINER_LOGS = Path("/var/log/containers")


def everything(home: Home) -> None:
    """Bring this home's cluster down.

    The kubelet goes first, so that nothing is started again, then the pods, then the runtime that records their end,
    then the rest. Raises :class:`ClusterError` listing what is left, if anything is.
    """
    _end(home, "kubelet")
    ours = network.is_ours(home)
    if ours:
        processes.end(cgroups.members())
    if processes.is_running(home, "containerd"):
        containerd.forget(home)
    _remove_shims_sockets(home)
    _end(home, processes.SHIM)
    containerd.end(home)
    processes.end([process.pid for process in processes.find_all(home)])
    _unmount(home)
    _remove_traces(home)
    if ours:
        network.delete()
        cgroups.remove()
    _remove_files(home)
    if network.exists() and not ours:
        raise ClusterError(network.FOREIGN)
    left = leftovers(home)
    if left:
        raise ClusterError("\n  ".join(["the cluster is down, but this is left:", *left]))


def leftovers(home: Home) -> list[str]:
    """Return what a cluster of this home still occupies, one line each."""
    routes = json.loads(command.run(["ip", "-json", "-4", "route", "show"]))
    links = json.loads(command.run(["ip", "-json", "link", "show"]))
    return [
        *(f"process {p.pid} ({p.program})" for p in processes.find_all(home)),
        *(f"mount {path}" for path in mounts_below(home.run, Path("/proc/self/mounts").read_text())),
        *([f"network namespace {network.NAMESPACE}"] if network.exists() else []),
        *(f"link {link['ifname']}" for link in links if link["ifname"] == network.HOST_LINK),
        *(f"route {route['dst']}" for route in routes if route.get("dev") == network.HOST_LINK),
        *(f"cgroup {path}" for path in cgroups.left()),
        *([f"folder {home.run}"] if home.run.exists() else []),
    ]


def mounts_below(folder: Path, table: str) -> list[str]:
    """Return the mount points below a folder, deepest first, from the text of ``/proc/self/mounts``."""
    points = [line.split()[1].replace("\\040", " ") for line in table.splitlines() if line]
    return sorted((point for point in points if point.startswith(f"{folder}/")), reverse=True)


def _end(home: Home, program: str) -> None:
    processes.end([process.pid for process in processes.find_all(home) if process.program == program])


def _unmount(home: Home) -> None:
    for point in mounts_below(home.run, Path("/proc/self/mounts").read_text()):
        command.succeeds(["umount", "--lazy", point])


def _remove_shims_sockets(home: Home) -> None:
    """Remove the sockets in /run/containerd that the shims of our pods opened: a killed shim leaves its own."""
    for note in (home.run / "containerd").glob("io.containerd.runtime.v2.task/k8s.io/*/address"):
        Path(note.read_text().strip().removeprefix("unix://")).unlink(missing_ok=True)


def _remove_traces(home: Home) -> None:
    """Remove what CNI and the kubelet noted outside our folder: results with our path in them, links to our logs."""
    for path in _CNI_CACHE.glob("**/results/*"):
        if f"{home.run}/" in path.read_text(errors="replace"):
            path.unlink(missing_ok=True)
    if _CONTAINER_LOGS.is_dir():
        ours = [link for link in _CONTAINER_LOGS.iterdir() if link.is_symlink()]
        for link in ours:
            if link.readlink().is_relative_to(home.run):
                link.unlink()


def _remove_files(home: Home) -> None:
    """Remove the run folder, but never through a mount: that would delete what is mounted there."""
    if mounts_below(home.run, Path("/proc/self/mounts").read_text()):
        return
    shutil.rmtree(home.run, ignore_errors=True)
    home.kubeconfig.unlink(missing_ok=True)
