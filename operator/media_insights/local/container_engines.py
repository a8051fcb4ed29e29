"""Container engine of this machine: Docker or Podman, and the options that each needs."""

import resource
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from media_insights.catalogue.problems import NotReady

SEARCHED = ("podman", "docker")
"""Searched in this order, as by the image builder: Podman needs no service and reads buildah's images in place."""
ANSWER_SECONDS = 20
HARD_NOFILE, HARD_NPROC = 1048576, 32768
"""What Podman gives at most: more would be refused where only some may raise limits."""
LONGEST_RUN_ROOT = 50
"""Characters; Podman refuses more, because sockets lie below."""
_CGROUPS = Path("/sys/fs/cgroup")


@dataclass(frozen=True, slots=True, kw_only=True)
class ContainerEngine:
    """A container engine of this machine."""

    program: str
    options: tuple[str, ...] = ()
    """Before the verb."""
    running: tuple[str, ...] = ()
    """After ``run``."""
    removing: tuple[str, ...] = ()
    """After ``rm``."""

    def words(self, *words: str) -> tuple[str, ...]:
        """Return the command line of a verb."""
        return (self.program, *self.options, *words)


def container_engine(cache: Path, *, own_store: bool) -> ContainerEngine:
    """Return the container engine of this machine. Raises NotReady with what is missing.

    ``own_store``: images come from a registry, into the engine's own store, not from what ``make images`` built.
    """
    installed = [program for program in SEARCHED if shutil.which(program)]
    if not installed:
        raise NotReady("--containers needs podman or docker on the PATH; without the option nothing is needed")
    silent = {}
    for program in installed:
        silent[program] = _silence_of(program)
        if not silent[program]:
            return _podman(cache, own_store=own_store) if program == "podman" else _docker()
    said = "; ".join(f"{program} does not answer: {reason}" for program, reason in silent.items())
    raise NotReady(f"--containers: {said}. Start its service, or install podman, which needs none")


def _silence_of(program: str) -> str:
    """Return why a program does not answer, or nothing when it does."""
    try:
        done = subprocess.run(
            [program, "version"], capture_output=True, text=True, errors="replace", timeout=ANSWER_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    lines = [line.strip() for line in done.stderr.splitlines() if line.strip()]
    return "" if done.returncode == 0 else (lines or [f"exit code {done.returncode}"])[-1]


def _docker() -> ContainerEngine:
    return ContainerEngine(program="docker")


def _podman(cache: Path, *, own_store: bool) -> ContainerEngine:
    runtime = ("--runtime", "runc") if _needs_runc() else ()
    storage = () if own_store else _storage_options(cache / "images/storage")
    return ContainerEngine(
        program="podman", options=(*storage, *runtime), running=_ulimits(resource.getrlimit), removing=("--time", "0")
    )


def _storage_options(storage: Path) -> tuple[str, ...]:
    """Return how Podman finds what buildah keeps for ``make images``: the same store, so that nothing is copied."""
    for driver in ("overlay", "vfs"):
        if (storage / f"{driver}-images").is_dir():
            return ("--root", str(storage), *_run_root(storage / "run"), "--storage-driver", driver)
    return ()


def _run_root(wanted: Path) -> tuple[str, ...]:
    """Return where Podman notes what is mounted: where buildah does, unless Podman refuses a path of that length.

    Then it is left to Podman, which keeps to the folder that it has once chosen for a store.
    """
    return ("--runroot", str(wanted)) if len(str(wanted)) <= LONGEST_RUN_ROOT else ()


def _needs_runc() -> bool:
    """Tell whether this is a hybrid of both versions of cgroups, which crun refuses and runc does not."""
    hybrid = (_CGROUPS / "unified").is_dir() and (_CGROUPS / "memory").is_dir()
    return hybrid and shutil.which("runc", path=_SYSTEM_PATH) is not None


_SYSTEM_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


def _ulimits(limits: Callable[[int], tuple[int, int]]) -> tuple[str, ...]:
    """Return limits that this user may set: Podman's own are above those of a machine where root may not raise them."""
    most = {
        "nofile": _below(limits(resource.RLIMIT_NOFILE)[1], HARD_NOFILE),
        "nproc": _below(limits(resource.RLIMIT_NPROC)[1], HARD_NPROC),
    }
    return tuple(word for name, limit in most.items() for word in ("--ulimit", f"{name}={limit}:{limit}"))


def _below(limit: int, most: int) -> int:
    return most if limit == resource.RLIM_INFINITY else min(limit, most)
