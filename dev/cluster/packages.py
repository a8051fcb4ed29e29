"""The few programs that come from Debian, installed when they are missing."""

import os
import shutil
from pathlib import Path

from dev.cluster import command
from dev.cluster.errors import ClusterError
from dev.cluster.progress import say

NEEDED = {
    "containerd": "containerd",
    "ctr": "containerd",
    "containerd-shim-runc-v2": "containerd",
    "runc": "runc",
    "iptables": "iptables",
    "nft": "nftables",
    "ip": "iproute2",
    "nsenter": "util-linux",
    "umount": "mount",
    "openssl": "openssl",
    "dpkg-deb": "dpkg",
}
"""Each program that must be on PATH, and the package that brings it."""

_CNI_FOLDERS = (Path("/usr/lib/cni"), Path("/opt/cni/bin"))
_CNI_PACKAGE = "containernetworking-plugins"
_SYSTEM_PATH = "/usr/sbin:/sbin"


def cni_folder() -> Path | None:
    """Return the folder of the CNI plugins, or None when they are not installed."""
    wanted = ("bridge", "host-local", "portmap", "loopback")
    complete = [folder for folder in _CNI_FOLDERS if all((folder / plugin).exists() for plugin in wanted)]
    return complete[0] if complete else None


def missing() -> list[str]:
    """Return the Debian packages that would have to be installed, each once."""
    path = f"{os.environ.get('PATH', '')}:{_SYSTEM_PATH}"
    absent = {package for program, package in NEEDED.items() if not shutil.which(program, path=path)}
    return sorted(absent | (set() if cni_folder() else {_CNI_PACKAGE}))


def ensure() -> None:
    """Install what is missing; call no package manager when nothing is.

    Raises :class:`ClusterError` when it may not (no root) or cannot (no apt-get), naming what to install.
    """
    if os.geteuid() != 0:
        message = "a cluster needs root: it makes a network namespace, mounts and cgroups. Run as root, or use"
        raise ClusterError(f"{message} CLUSTER=current with a cluster that you have (kind, minikube)")
    install(missing())


def install(wanted: list[str]) -> None:
    """Install Debian packages; none is no work.

    Raises :class:`ClusterError` when it may not (no root) or cannot (no apt-get), naming what to install.
    """
    if not wanted:
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        message = f"these programs are missing, and only root with apt-get could install them: {', '.join(wanted)}"
        raise ClusterError(message)
    say(f"installing from Debian: {' '.join(wanted)}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    command.run(["apt-get", "update", "-qq"])
    command.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *wanted], env=environment)


def unpack(package: str, folder: Path) -> None:
    """Unpack a Debian package below ``folder`` without installing it.

    Raises :class:`ClusterError` when there is no apt-get, or the package cannot be had.
    """
    folder.mkdir(parents=True, exist_ok=True)
    download = ["sh", "-c", f"cd '{folder}' && rm -f *.deb && apt-get download -qq {package}"]
    if not command.succeeds(download):
        command.run(["apt-get", "update", "-qq"])  # a fresh machine has no package lists yet
        command.run(download)
    command.run(["sh", "-c", f"cd '{folder}' && dpkg-deb -x {package}_*.deb . && rm -f *.deb"])
