"""The programs that carry out a Dockerfile: buildah, podman or docker, whichever is there."""

import json
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from dev.cluster import command, packages
from dev.cluster.errors import ClusterError
from dev.images import budgets
from dev.images.errors import ImagesError
from dev.images.places import Places

_ZSTD = ("--compression-format=zstd", "--compression-level=1")
"""153 MB in 1.2 s instead of gzip's 2.3 s, on two cores; containerd reads it since 1.5."""

SEARCHED = ("buildah", "podman", "docker")
"""In this order: buildah and podman need no service."""


@dataclass(frozen=True)
class Engine:
    """One builder: the words before and after its verbs where the three differ."""

    program: str
    options: tuple[str, ...]
    building: tuple[str, ...]
    transport: str = ""

    def build(self, name: str, context: Path, arguments: Mapping[str, str]) -> None:
        """Carry out ``context/Dockerfile`` and name the image; an output that failed is in the error."""
        given = [word for key, value in arguments.items() for word in ("--build-arg", f"{key}={value}")]
        self._run(*self.building, *given, "--tag", name, "--file", context / "Dockerfile", context)

    def images(self) -> set[str]:
        """Return the names, with tags, of all images that this builder has."""
        column = "{{.Name}}:{{.Tag}}" if self.program == "buildah" else "{{.Repository}}:{{.Tag}}"
        return set(self._run("images", "--format", column).split())

    def sizes(self) -> dict[str, float]:
        """Return the megabytes of every image that this builder has, unpacked, by name."""
        name = "{{.Name}}" if self.program == "buildah" else "{{.Repository}}"
        lines = self._run("images", "--format", f"{name}:{{{{.Tag}}}}|{{{{.Size}}}}").splitlines()
        rows = [line.partition("|") for line in lines if line.strip()]
        return {image: budgets.megabytes_of(size) for image, _, size in rows}

    def push(self, name: str, target: str, *, plain_http: bool) -> str:
        """Send an image to a registry under another name, and return the digest by which that registry has it.

        Over HTTP only for our own registry or when asked to.
        """
        if self.program == "docker":  # which knows an image by the name that it is pushed under, and trusts 127.0.0.1
            self._run("tag", name, target)
            self._send(target, "push", "--quiet", target)
            known = self._run("image", "inspect", "--format", "{{json .RepoDigests}}", target)
            self._run("rmi", target)
            return _digest_in(known, target)
        verify = ("--tls-verify=false",) if plain_http else ()
        with TemporaryDirectory() as folder:
            told = Path(folder) / "digest"
            self._send(target, "push", *verify, "--quiet", "--digestfile", told, name, f"{self.transport}{target}")
            return told.read_text().strip()

    def export(self, name: str, target: str) -> None:
        """Send an image to our own registry, packed in the way that is fastest to write and to read."""
        if self.program == "docker":
            self.push(name, target, plain_http=True)
            return
        self._run("push", "--tls-verify=false", *_ZSTD, "--quiet", name, f"{self.transport}{target}")

    def save(self, name: str, target: Path) -> None:
        """Write an image as the archive that every ``docker load`` and ``podman load`` reads."""
        if self.program == "buildah":
            self._run("push", "--quiet", name, f"docker-archive:{target}:{name}")
        else:
            self._run("save", *(("--format", "docker-archive") if self.program == "podman" else ()), "-o", target, name)

    def remove(self, names: Iterable[str]) -> None:
        """Remove images, one by one; one that is still in use stays."""
        for name in names:
            command.succeeds([self.program, *self.options, "rmi", name])

    def pull(self, name: str) -> bool:
        """Fetch an image from its registry and return whether that worked."""
        return command.succeeds([self.program, *self.options, "pull", name])

    def _send(self, target: str, *words: object) -> None:
        """Carry out a push. Raises ImagesError: the image is made, and what keeps it here is the registry's answer."""
        try:
            self._run(*words)
        except ClusterError as error:
            host = target.partition("/")[0]
            last = str(error).rstrip().rpartition("\n")[2].rpartition(": Error: ")[2]
            raise ImagesError(
                f"the image is built, but cannot be pushed to {target}: {last}; see that {host} is a registry that "
                f"answers, and that {self.program} login {host} has been done"
            ) from error

    def _run(self, *words: object) -> str:
        return command.run([self.program, *self.options, *words])


def _digest_in(known: str, target: str) -> str:
    """Return the digest of an image in the repository that it was pushed to, of all that docker knows of it."""
    repository = target.rpartition(":")[0]
    digests = [each.partition("@") for each in json.loads(known) or ()]
    return next((digest for where, _, digest in digests if where == repository), "")


def find_engine(places: Places) -> Engine:
    """Return the first builder that is installed and answers; buildah is installed where none is and root may.

    Raises :class:`ImagesError` when there is none, saying how to get one.
    """
    for program in SEARCHED:
        if shutil.which(program) and _answers(program):
            return _ENGINES[program](places)
    try:
        packages.install(["buildah"])
    except ClusterError as error:
        raise ImagesError("no builder answers: install buildah, podman or docker") from error
    return _buildah(places)


def ensure_container_engine() -> None:
    """Install Podman, with runc, where nothing that runs containers answers. Raises ClusterError where root may not."""
    if not any(shutil.which(program) and _answers(program) for program in ("podman", "docker")):
        packages.install(["podman", "runc"])


def _answers(program: str) -> bool:
    # docker's client may be there without its service; the other two are their own service
    argv = [program, "version"] if program == "docker" else [program, "--version"]
    return subprocess.run(argv, capture_output=True, timeout=20, check=False).returncode == 0


def _buildah(places: Places) -> Engine:
    storage = places.storage
    storage.mkdir(parents=True, exist_ok=True)
    # where buildah keeps its choice of network program; steps use the host's network and need neither, but it would
    # insist on netavark, once seen, even after that has been removed
    (storage / "defaultNetworkBackend").write_text("cni")
    options = ("--root", str(storage), "--runroot", str(storage / "run"), "--storage-driver", _driver(storage))
    # chroot isolation: needs neither a working OCI runtime nor cgroups, so it also builds inside a container
    building = ("bud", "--isolation=chroot", "--network=host", "--pull=never", "--layers", "--format=oci", "--quiet")
    return Engine("buildah", options, building, "docker://")


def _podman(_: Places) -> Engine:
    return Engine("podman", (), ("build", "--network=host", "--pull=never", "--format=oci", "--quiet"))


def _docker(_: Places) -> Engine:
    return Engine("docker", (), ("build", "--quiet"))


_ENGINES = {"buildah": _buildah, "podman": _podman, "docker": _docker}


def _driver(storage: Path) -> str:
    """Return overlay, or vfs (which copies each layer whole) where overlay mounts are refused; once decided, kept."""
    for driver in ("overlay", "vfs"):
        if (storage / f"{driver}-images").is_dir():
            return driver
    probe = ["buildah", "--root", str(storage), "--runroot", str(storage / "run"), "--storage-driver", "overlay"]
    return "overlay" if command.succeeds([*probe, "info"]) else "vfs"
