"""Bringing built images to where they run: the local cluster's containerd, an archive, or a registry."""

import subprocess
from collections.abc import Collection, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from dev.cluster import command, containerd
from dev.cluster.home import Home
from dev.cluster.progress import say
from dev.images.engines import Engine
from dev.images.errors import ImagesError
from dev.images.layout import Layout


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


def to_engine(builder: Engine, name: str, runner: Sequence[str], folder: Path) -> None:
    """Bring an image from the builder's store into that of another container engine, through a file in a folder.

    Uncompressed: Docker before version 23 does not read what the cluster's archive is packed with.
    Raises :class:`ImagesError` when the builder has no such image.
    """
    if name not in builder.images():
        raise ImagesError(f"{name} was not built here: run make images ONLY={short(name)}")
    with TemporaryDirectory(dir=folder) as scratch:
        archive = Path(scratch) / "image.tar"
        builder.save(name, archive)
        command.run([*runner, "load", "--quiet", "--input", archive])


def repository(name: str) -> str:
    """Return an image's name without its tag."""
    return name.rpartition(":")[0]


def short(name: str) -> str:
    """Return an image's name without registry and tag."""
    return name.rpartition("/")[2].partition(":")[0]
