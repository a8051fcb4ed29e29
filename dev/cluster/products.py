"""Products built from Go modules, as data: one ``go`` command each."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from dev.cluster import versions
from dev.cluster.home import SOURCE

_ARGO = "github.com/argoproj/argo-workflows/v3"
_COMPONENT = "k8s.io/component-base/version"


@dataclass(frozen=True)
class Product:
    """One upstream project.

    ``module`` is the folder of our own ``go.mod`` below ``tools/``; it is needed where upstream's module cannot be
    installed by name (``replace`` lines, or files that are missing from the module's archive). Without it, ``target``
    is ``package@version`` and upstream's own ``go.sum``, checked against Go's checksum database, pins the rest.
    ``minutes`` is the time of a cold build on two free cores.
    """

    name: str
    version: str
    programs: tuple[str, ...]
    targets: tuple[str, ...]
    minutes: int
    module: str | None = None
    stamps: tuple[tuple[str, str], ...] = ()

    @property
    def flags(self) -> tuple[str, ...]:
        """The flags of ``go build``: no paths of this machine, no symbols, and the version that it prints."""
        values = "".join(f" -X {name}={value}" for name, value in self.stamps)
        return ("-trimpath", "-ldflags", f"-s -w{values}")

    def fingerprint(self) -> str:
        """Return a digest of all that decides what is built; a program is built again only when it changes."""
        words = [self.name, self.version, *self.programs, *self.targets, *self.flags]
        sums = [path.read_bytes() for path in self._sources()]
        return hashlib.sha256("\0".join(words).encode() + b"\0".join(sums)).hexdigest()

    def _sources(self) -> list[Path]:
        folder = SOURCE / "tools" / (self.module or "")
        return sorted(folder.glob("*.*")) if self.module else []


_ARGO_STAMPS = (
    (f"{_ARGO}.version", f"v{versions.ARGO}"),
    (f"{_ARGO}.gitTag", f"v{versions.ARGO}"),
    (f"{_ARGO}.gitCommit", versions.ARGO_COMMIT),
    (f"{_ARGO}.gitTreeState", "clean"),
)

PRODUCTS = (
    Product(
        name="kubernetes",
        version=versions.KUBERNETES,
        programs=("kube-apiserver", "kube-controller-manager", "kube-scheduler", "kubelet", "kube-proxy", "kubectl"),
        targets=("tool",),
        minutes=5,
        module="kubernetes",
        stamps=(
            (f"{_COMPONENT}.gitVersion", f"v{versions.KUBERNETES}"),
            (f"{_COMPONENT}.gitMajor", versions.KUBERNETES.split(".")[0]),
            (f"{_COMPONENT}.gitMinor", versions.KUBERNETES.split(".")[1]),
        ),
    ),
    Product(
        name="argo",
        version=versions.ARGO,
        programs=("argoexec", "workflow-controller"),
        targets=(f"{_ARGO}/cmd/argoexec", f"{_ARGO}/cmd/workflow-controller"),
        minutes=4,
        module="argo",
        stamps=_ARGO_STAMPS,
    ),
    Product(
        name="etcd",
        version=versions.ETCD,
        programs=("etcd",),
        targets=("go.etcd.io/etcd/server/v3",),
        minutes=1,
        module="etcd",
    ),
    Product(
        name="coredns",
        version=versions.COREDNS,
        programs=("coredns",),
        targets=(f"github.com/coredns/coredns@v{versions.COREDNS}",),
        minutes=2,
    ),
    Product(
        name="versitygw",
        version=versions.VERSITYGW,
        programs=("versitygw",),
        targets=(f"github.com/versity/versitygw/cmd/versitygw@v{versions.VERSITYGW}",),
        minutes=1,
    ),
    Product(
        name="nats",
        version=versions.NATS,
        programs=("nats-server",),
        targets=(f"github.com/nats-io/nats-server/v2@v{versions.NATS}",),
        minutes=1,
    ),
    Product(name="issuer", version=versions.OPENID, programs=("issuer",), targets=(".",), minutes=1, module="issuer"),
    Product(name="pause", version="1", programs=("pause",), targets=(".",), minutes=0, module="pause"),
    Product(
        name="helm",
        version=versions.HELM,
        programs=("helm",),
        targets=(f"helm.sh/helm/v4/cmd/helm@v{versions.HELM}",),
        minutes=2,
    ),
)
"""All products, in the order in which they are built: a shared library compiled for one is there for the next."""

ARGO_SERVER = Product(
    name="argo-server",
    version=versions.ARGO,
    programs=("argo",),
    targets=(f"{_ARGO}/cmd/argo",),
    minutes=1,
    module="argo",
    stamps=_ARGO_STAMPS,
)
"""Argo's command line, which is also its server. Optional: no run needs it, so a first run does not pay for it."""

COSIGN = Product(
    name="cosign",
    version=versions.COSIGN,
    programs=("cosign",),
    targets=(f"github.com/sigstore/cosign/v2/cmd/cosign@v{versions.COSIGN}",),
    minutes=8,
)
"""Signs images. Only a release does, so that nothing else pays for it."""

ARGO_MODULE = f"{_ARGO}@v{versions.ARGO}"
"""The module that argoexec is repaired from and whose manifests are installed."""
