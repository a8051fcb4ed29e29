"""The container runtime: an own containerd, with its own socket, state and image store."""

import shutil
from collections.abc import Collection
from pathlib import Path

from dev.cluster import command, processes, waiting
from dev.cluster.errors import ClusterError
from dev.cluster.home import Home
from dev.cluster.packages import cni_folder

_CONFIG = """\
version = 2
root = "{store}"
state = "{run}/containerd"
[grpc]
  address = "{socket}"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "{pause}"
  # without CAP_SYS_RESOURCE a lower oom_score_adj is refused, and with it every pod
  restrict_oom_score_adj = true
  # pods' network namespaces below our own folder, not in /run/netns beside other people's
  netns_mounts_under_state_dir = true
  [plugins."io.containerd.grpc.v1.cri".containerd]
    snapshotter = "overlayfs"
    default_runtime_name = "runc"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
      runtime_type = "io.containerd.runc.v2"
      [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
        BinaryName = "runc"
        SystemdCgroup = false
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "{cni}"
    conf_dir = "{run}/cni"
"""


def config(home: Home, pause: str, cni: Path) -> str:
    """Return containerd's configuration file (TOML); ``pause`` is the image that holds a pod's namespaces."""
    return _CONFIG.format(store=home.store, run=home.run, socket=home.socket, pause=pause, cni=cni)


def start(home: Home, pause: str) -> None:
    """Start containerd and wait until it answers, without containers of an earlier life."""
    if processes.is_running(home, "containerd"):
        return
    cni = cni_folder()
    if cni is None:
        message = "the CNI plugins are not installed (Debian: containernetworking-plugins)"
        raise ClusterError(message)
    (home.run / "containerd.toml").write_text(config(home, pause, cni))
    _start(home)
    if not processes.is_running(home, "kubelet") and _listed(home, "containers"):
        forget(home)
        # the runtime read its list of pods at its start, so it has to start once more
        end(home)
        _start(home)


def end(home: Home) -> None:
    """End containerd itself; the shims of running pods stay."""
    processes.end([p.pid for p in processes.find_all(home) if p.program == "containerd"], patience=5)


def forget(home: Home) -> None:
    """Remove all tasks and containers, of which only the records may be left; images stay."""
    for noun, flags in (("tasks", ["-f"]), ("containers", [])):
        names = _listed(home, noun)
        if names:
            command.succeeds(_ctr(home, noun, "rm", *flags, *names))


def images(home: Home) -> dict[str, str]:
    """Return the digest of each image in the store, by name."""
    rows = [line.split() for line in command.run(_ctr(home, "images", "ls")).splitlines()[1:]]
    return {row[0]: row[2] for row in rows}


def drop(home: Home, names: Collection[str]) -> None:
    """Remove images and the runtime's own references to them; their layers go when nothing else needs them.

    Images of containers that exist, running or not, stay.
    """
    there = images(home)
    used = set(_columns(home, "containers", 1))
    digests = {there[name] for name in names if name in there and name not in used}
    digests -= {there[name] for name in used if name in there}
    kept = {digest for name, digest in there.items() if ":" in name and "/" in name and name not in names}
    doomed = [name for name, digest in there.items() if digest in digests - kept]
    if doomed:
        command.run(_ctr(home, "images", "rm", *doomed))


def load(home: Home, path: Path) -> list[str]:
    """Import an OCI or docker archive and return what ``ctr`` says of it.

    Raises :class:`ClusterError` when the cluster is not running or the file is no such archive.
    """
    if not path.is_file():
        message = f"ARCHIVE={path}: no such file"
        raise ClusterError(message)
    if not home.socket.exists():
        message = "the cluster is not running: start it with `make cluster`"
        raise ClusterError(message)
    try:
        return command.run(_ctr(home, "images", "import", path)).splitlines()
    except ClusterError as error:
        message = f"containerd does not accept {path} as an OCI or docker archive: {error}"
        raise ClusterError(message) from error


def _start(home: Home) -> None:
    home.socket.unlink(missing_ok=True)
    processes.start(home, "containerd", ["--config", home.run / "containerd.toml"])
    waiting.until(
        "containerd answers",
        lambda: command.succeeds(_ctr(home, "version")),
        seconds=30,
        hint=lambda: processes.complaint(home, "containerd"),
    )


def _columns(home: Home, noun: str, column: int) -> list[str]:
    rows = [line.split() for line in command.run(_ctr(home, noun, "ls")).splitlines()[1:]]
    return [row[column] for row in rows if len(row) > column]


def _listed(home: Home, noun: str) -> list[str]:
    return command.run(_ctr(home, noun, "ls", "-q")).split()


def _ctr(home: Home, *words: object) -> list[str]:
    program = shutil.which("ctr") or "ctr"
    return [program, "--address", str(home.socket), "--namespace", "k8s.io", *(str(word) for word in words)]
