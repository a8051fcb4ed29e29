"""Bringing built images to where they run: the local cluster's containerd, an archive, or a registry."""

import subprocess
from collections.abc import Collection, Sequence
from contextlib import suppress
from pathlib import Path

from cluster import command, containerd
from cluster.home import Home
from cluster.progress import say
from images.errors import ImagesError
from images.layout import Layout


def to_cluster(layout: Layout, names: Sequence[str], home: Home) -> None:
    """Import those images that the local cluster lacks, sending only the blobs that its containerd does not hold."""
    there = containerd.images(home)
    missing = [name for name in names if name not in there]
    if not missing:
        return
    say(f"importing into the cluster: {', '.join(short(name) for name in missing)}")
    ctr = ["ctr", "--address", str(home.socket), "--namespace", "k8s.io"]
    held = command.run([*ctr, "content", "ls", "--quiet"]).split()
    with subprocess.Popen(
        [*ctr, "images", "import", "-"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL
    ) as importing:
        assert importing.stdin is not None  # noqa: S101 - PIPE was asked for
        layout.write(missing, held, importing.stdin)
        importing.stdin.close()
    if importing.returncode:
        raise ImagesError(
            f"`ctr images import` ended with {importing.returncode}: is the cluster healthy? (make cluster)"
        )


def forget_superseded(names: Collection[str], previous: Collection[str], home: Home) -> None:
    """Remove older versions of these images from the local cluster: each would keep its layers on the disk.

    ``previous`` are the images that the chart was told of last; what runs between a build and the next
    ``make install`` still asks for them.
    """
    repositories = {repository(name) for name in names}
    older = {name for name in containerd.images(home) if repository(name) in repositories} - {*names, *previous}
    if older:
        containerd.drop(home, older)


def to_archive(layout: Layout, names: Sequence[str], target: Path) -> None:
    """Write one OCI archive of all these images, as ``kind load image-archive`` and ``ctr images import`` read it."""
    part = target.with_suffix(".part")
    with part.open("wb") as stream:
        layout.write(names, (), stream)
    part.rename(target)


def to_engine(layout: Layout, name: str, program: Sequence[str]) -> None:
    """Load one image into a container engine's store, as ``docker load`` or ``podman load`` read it.

    Raises :class:`ImagesError` with the engine's own words, or when the image is not in the layout.
    """
    if not layout.has(name):
        raise ImagesError(f"{name} was not built here: run make images ONLY={short(name)}")
    with subprocess.Popen(
        [*program, "load", "--quiet"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as loading:
        assert loading.stdin is not None  # noqa: S101 - PIPE was asked for
        with suppress(BrokenPipeError), loading.stdin as stream:
            layout.write_one(name, stream)
        assert loading.stderr is not None  # noqa: S101 - PIPE was asked for
        said = loading.stderr.read().decode(errors="replace").strip()
    if loading.returncode:
        raise ImagesError(f"`{program[0]} load` of {name} ended with {loading.returncode}: {said[-400:]}")


def repository(name: str) -> str:
    """Return an image's name without its tag."""
    return name.rpartition(":")[0]


def short(name: str) -> str:
    """Return an image's name without registry and tag."""
    return name.rpartition("/")[2].partition(":")[0]
