"""The images that the cluster itself needs, each one static program on an empty root."""

import json
from collections.abc import Callable
from pathlib import Path

from dev.cluster import archive, command, containerd, packages, versions
from dev.cluster.archive import Image, Link
from dev.cluster.home import Home
from dev.cluster.progress import say

PAUSE = "localhost/media-insights/pause:1"
BUSYBOX = "localhost/media-insights/busybox:1"
ARGOEXEC = f"localhost/media-insights/argoexec:v{versions.ARGO}"
WORKFLOW_CONTROLLER = f"localhost/media-insights/workflow-controller:v{versions.ARGO}"
ARGO_SERVER = f"localhost/media-insights/argo-server:v{versions.ARGO}"
VERSITYGW = f"localhost/media-insights/versitygw:{versions.VERSITYGW}"
NATS = f"localhost/media-insights/nats:{versions.NATS}"
NAMES = (PAUSE, BUSYBOX, ARGOEXEC, WORKFLOW_CONTROLLER, VERSITYGW, NATS)
"""Those that every cluster needs: one that lacks any is not healthy."""

_LOOKUPS = "hosts: files dns\n"
_MIME = "application/json json\ntext/plain txt log\ntext/vtt vtt\nimage/jpeg jpg\nvideo/mp4 mp4\naudio/mp4 m4a\n"
"""What argoexec, which guesses an object's content type from the file's name, cannot know by itself."""


def ensure(home: Home) -> None:
    """Write the archives that are missing or older than their program, and import those that containerd lacks."""
    home.archives.mkdir(parents=True, exist_ok=True)
    there = containerd.images(home)
    for name, source, image in _catalogue(home):
        path = home.archives / f"{name}.tar"
        digest = _write(path, source, image)
        if there.get(image().name) != digest:
            say(f"importing {image().name}")
            containerd.load(home, path)


def argo_server(home: Home) -> Image:
    """Return the image of the optional Argo Server."""
    return _one(ARGO_SERVER, home.bin / "argo", user="8737")


def _catalogue(home: Home) -> list[tuple[str, Path, Callable[[], Image]]]:
    program = home.bin
    busybox = _busybox(home)
    return [
        ("pause", program / "pause", lambda: _one(PAUSE, program / "pause")),
        ("busybox", busybox, lambda: _shell(busybox)),
        ("argoexec", program / "argoexec", lambda: _one(ARGOEXEC, program / "argoexec")),
        (
            "workflow-controller",
            program / "workflow-controller",
            lambda: _one(WORKFLOW_CONTROLLER, program / "workflow-controller", user="8737"),
        ),
        ("versitygw", program / "versitygw", lambda: _one(VERSITYGW, program / "versitygw", user="65532")),
        ("nats", program / "nats-server", lambda: _one(NATS, program / "nats-server", user="65532")),
    ]


def _write(path: Path, source: Path, image: Callable[[], Image]) -> str:
    note = path.with_suffix(".json")
    fresh = path.exists() and note.exists() and note.stat().st_mtime >= source.stat().st_mtime
    if not fresh:
        digest = archive.write(image(), path)
        note.write_text(json.dumps({"name": image().name, "digest": digest}))
    return str(json.loads(note.read_text())["digest"])


def _one(name: str, program: Path, *, user: str = "") -> Image:
    files: dict[str, Path | str | Link] = {
        f"/bin/{program.name}": program,
        "/etc/nsswitch.conf": _LOOKUPS,
        "/etc/mime.types": _MIME,
    }
    return Image(name=name, files=files, entrypoint=(f"/bin/{program.name}",), user=user)


def _shell(busybox: Path) -> Image:
    applets = [applet for applet in command.run([busybox, "--list"]).split() if applet != "busybox"]
    links: dict[str, Path | str | Link] = {f"/bin/{applet}": Link("busybox") for applet in applets}
    accounts = "root:x:0:0:root:/:/bin/sh\nnonroot:x:65532:65532:nonroot:/tmp:/bin/sh\n"
    return Image(name=BUSYBOX, files={"/bin/busybox": busybox, **links, "/etc/passwd": accounts}, command=("/bin/sh",))


def _busybox(home: Home) -> Path:
    """Return Debian's static busybox, unpacked beside the builds: to install it would remove the system's busybox."""
    folder = home.build / "busybox"
    program = folder / "bin" / "busybox"
    if not program.exists():
        packages.unpack("busybox-static", folder)
    return program
