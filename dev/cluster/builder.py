"""Building the products with the Go toolchain, one at a time, saying how it goes."""

import json
import os
import shutil
import subprocess
import time
from pathlib import Path

from dev.cluster import command, versions
from dev.cluster.errors import ClusterError
from dev.cluster.home import SOURCE, Home
from dev.cluster.products import ARGO_MODULE, PRODUCTS, Product
from dev.cluster.progress import clock, say

HEARTBEAT = 30.0
"""Seconds between two lines of a build that is still going on."""


def ensure(home: Home) -> None:
    """Build what is missing or changed; return at once when nothing is."""
    wanted = [product for product in PRODUCTS if not is_built(product, home)]
    if not wanted:
        return
    go_release()
    names = ", ".join(f"{product.name} {product.version}" for product in wanted)
    minutes = sum(product.minutes for product in wanted)
    say(f"building from Go modules: {names}")
    say(f"with Go's caches empty this takes about {minutes} min on two free cores, twice that on busy ones; once")
    for product in wanted:
        build(product, home)


def is_built(product: Product, home: Home) -> bool:
    """Tell whether all programs of a product are there, built from exactly what is asked for now."""
    stamp = _stamp(product, home)
    programs = all((home.bin / program).exists() for program in product.programs)
    return programs and stamp.exists() and stamp.read_text() == product.fingerprint()


def build(product: Product, home: Home) -> None:
    """Build one product into ``bin/`` and write down what it was built from.

    Raises :class:`ClusterError` with the end of the compiler's output.
    """
    home.bin.mkdir(parents=True, exist_ok=True)
    home.build.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    if product.module is None:
        argv, folder = ["go", "install", "-v", *product.flags, *product.targets], Path("/")
    else:
        folder = _folder(product, home)
        out = f"{home.bin}/" if product.targets == ("tool",) or len(product.targets) > 1 else _only(product, home)
        argv = ["go", "build", "-v", *product.flags, "-o", str(out), *product.targets]
    _watch(product, argv, folder, home)
    _stamp(product, home).write_text(product.fingerprint())
    say(f"built {product.name} {product.version} in {clock(time.monotonic() - started)}")


def go_release() -> str:
    """Return the Go release that would build here.

    Raises :class:`ClusterError` when there is none, or one that the products do not build with.
    """
    if not shutil.which("go"):
        message = f"Go is not installed: install {versions.GO}.x and put its bin folder on PATH"
        raise ClusterError(message)
    release = command.run(["go", "-C", SOURCE / "tools" / "kubernetes", "env", "GOVERSION"]).strip()
    if not release.startswith(f"{versions.GO}."):
        message = f"Go is {release}, Kubernetes {versions.KUBERNETES} builds with {versions.GO}.x only"
        raise ClusterError(f"{message}: install that, or set GOTOOLCHAIN={versions.GO}.8")
    return release


def _watch(product: Product, argv: list[str], folder: Path, home: Home) -> None:
    log = home.build / f"{product.name}.log"
    environment = {**os.environ, "CGO_ENABLED": "0", "GOFLAGS": "-buildvcs=false", "GOBIN": str(home.bin)}
    started = time.monotonic()
    with log.open("wb") as output:
        # nice: builds run beside tests and must not starve them
        going = subprocess.Popen(["nice", "-n", "5", *argv], cwd=folder, env=environment, stdout=output, stderr=output)
        while (code := _wait(going)) is None:
            packages = len(log.read_bytes().splitlines())
            say(f"  {product.name}: compiling for {clock(time.monotonic() - started)}, {packages} packages so far")
    if code != 0:
        tail = "\n".join(log.read_text(errors="replace").splitlines()[-15:])
        message = f"{product.name} does not build (`{' '.join(argv[:2])}` ended with {code}); the end of {log}:\n{tail}"
        raise ClusterError(message)


def _wait(going: subprocess.Popen[bytes]) -> int | None:
    try:
        return going.wait(timeout=HEARTBEAT)
    except subprocess.TimeoutExpired:
        return None


def _folder(product: Product, home: Home) -> Path:
    source = SOURCE / "tools" / str(product.module)
    return _repair_argo(source, home) if product.module == "argo" else source


def _repair_argo(source: Path, home: Home) -> Path:
    """Return a work copy of Argo's module in which argoexec builds.

    Upstream's ``signal_linux.go`` is a symbolic link to ``signal_darwin.go``, and Go's module archives leave links
    out. The cache of modules is read-only, so the module is copied and ``go.mod`` replaces it by the copy.
    """
    work = home.build / "argo"
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(source, work)
    _copy(_argo_module(), work / "argo-src")
    specific = work / "argo-src" / "workflow" / "executor" / "osspecific"
    shutil.copyfile(specific / "signal_darwin.go", specific / "signal_linux.go")
    _placeholder(work / "argo-src" / "ui" / "dist" / "app" / "index.html")
    _keep_manifests(work / "argo-src" / "manifests", home)
    return work


def _placeholder(page: Path) -> None:
    """Write the page that stands for Argo's user interface: the server embeds it, the module holds its sources only.

    Upstream's own make rule does the same where it does not build the interface.
    """
    page.parent.mkdir(parents=True)
    page.write_text(_NO_INTERFACE)


_NO_INTERFACE = """<!doctype html>
<title>Argo Server</title>
<p>This Argo Server was built without its user interface; its API is at <a href="api/v1/version">api/v1</a>.</p>
"""


def _argo_module() -> Path:
    # outside any module, so that the replace line, which points at the copy to be made, is not in force
    answer = command.run(["sh", "-c", f"cd / && go mod download -json {ARGO_MODULE}"])
    return Path(json.loads(answer)["Dir"])


def _keep_manifests(source: Path, home: Home) -> None:
    target = home.bin / "argo-manifests"
    shutil.rmtree(target, ignore_errors=True)
    _copy(source, target)


def _copy(source: Path, target: Path) -> None:
    """Copy a folder of the module cache, where everything is read-only, so that the copy can be changed and removed."""
    shutil.copytree(source, target, copy_function=shutil.copyfile)
    for folder in [target, *(path for path in target.rglob("*") if path.is_dir())]:
        folder.chmod(0o755)


def _only(product: Product, home: Home) -> Path:
    return home.bin / product.programs[0]


def _stamp(product: Product, home: Home) -> Path:
    return home.bin / f".{product.name}.built"
