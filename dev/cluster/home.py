"""Home of the cluster: one folder outside the checkout that holds its files."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dev.cluster.errors import ClusterError

SOURCE = Path(__file__).resolve().parent
"""This package's own folder, which holds the ``go.mod`` files and the manifests."""

LONGEST_ROOT = 59
"""Characters the cache's path may have: a Unix socket's path holds 107, and the longest of ours adds 48."""


@dataclass(frozen=True)
class Home:
    """The folders below the cache root ``$MEDIA_INSIGHTS_CACHE``; none is made by asking for it."""

    root: Path

    @property
    def bin(self) -> Path:
        """Programs built from Go modules; outlives the cluster."""
        return self.root / "bin"

    @property
    def build(self) -> Path:
        """Logs and work copies of the builds; outlives the cluster."""
        return self.root / "build"

    @property
    def archives(self) -> Path:
        """OCI archives of the images that the cluster itself needs; outlives the cluster."""
        return self.root / "cluster" / "images"

    @property
    def store(self) -> Path:
        """Images and snapshots of containerd; outlives the cluster, so that the next one need not import again."""
        return self.root / "cluster" / "containerd"

    @property
    def run(self) -> Path:
        """Everything of the running cluster: sockets, keys, logs, volumes; ``make cluster-down`` removes it."""
        return self.root / "cluster" / "run"

    @property
    def logs(self) -> Path:
        """One log file per program of the running cluster."""
        return self.run / "log"

    @property
    def kubeconfig(self) -> Path:
        """The administrator's kubeconfig, its keys embedded, so that the file may be copied elsewhere."""
        return self.root / "cluster" / "kubeconfig"

    @property
    def socket(self) -> Path:
        """The address of this cluster's own containerd."""
        return self.run / "containerd.sock"


def of(environ: Mapping[str, str]) -> Home:
    """Return the home that the environment names: ``MEDIA_INSIGHTS_CACHE``, else the user's cache folder.

    Raises :class:`ClusterError` when the path is relative or too long for the sockets below it.
    """
    caches = environ.get("XDG_CACHE_HOME") or str(Path(environ.get("HOME", "/root")) / ".cache")
    root = Path(environ.get("MEDIA_INSIGHTS_CACHE") or Path(caches) / "media-insights")
    if not root.is_absolute() or len(str(root)) > LONGEST_ROOT:
        message = f"MEDIA_INSIGHTS_CACHE is {root}: it must be an absolute path of at most {LONGEST_ROOT} characters"
        raise ClusterError(message)
    return Home(root)
