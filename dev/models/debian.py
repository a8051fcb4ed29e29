"""Debian packages: fetched with apt into a private state folder, and read without installing anything.

A package is that of `SUITE` and `ARCHITECTURE`, whatever the machine runs: the machine's own apt only says where its
mirror is. No root is needed. A pinned version of a stable release stays on the mirrors as long as the release.
"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import tarfile
from pathlib import Path
from typing import IO

SUITE = "bookworm"
"""The release of the images' Debian."""
ARCHITECTURE = "amd64"

_MIRROR = re.compile(r"^\'(\S+?/)dists/", re.MULTILINE)
_MAGIC = b"!<arch>\n"
_HEADER = 60


class NoAptError(Exception):
    """The machine has no apt-get, so that no Debian package can be fetched."""


class DebianError(Exception):
    """apt-get could not do it, or an archive is no Debian package."""


def download(requirement: str, scratch: Path, state: Path) -> None:
    """Fetch `NAME=VERSION` into `scratch`; package lists are kept in `state`. Raises NoAptError, DebianError."""
    if shutil.which("apt-get") is None:
        raise NoAptError(f"{requirement}: Debian packages are fetched with apt-get, which this machine does not have")
    name, _, version = requirement.partition("=")
    wanted = f"{name}:{ARCHITECTURE}={version}"
    if not (state / "ready").is_file():
        _prepare(state)
    _apt(state, "download", wanted, folder=scratch)


def is_package(archive: Path) -> bool:
    """Whether a file is a Debian package, by its first bytes."""
    with archive.open("rb") as stream:
        return stream.read(len(_MAGIC)) == _MAGIC


def contents(archive: Path) -> tarfile.TarFile:
    """Open the files of a package: an `ar` archive whose member data.tar.* holds them. Raises DebianError."""
    with archive.open("rb") as stream:
        stream.seek(len(_MAGIC))
        return tarfile.open(fileobj=io.BytesIO(_data(stream, archive.name)))


def _data(stream: IO[bytes], name: str) -> bytes:
    while header := stream.read(_HEADER):
        size = int(header[48:58])
        if header.startswith(b"data.tar"):
            return stream.read(size)
        stream.seek(size + size % 2, io.SEEK_CUR)
    raise DebianError(f"{name} is a Debian package without data.tar")


def _prepare(state: Path) -> None:
    """Fetch the package lists of `SUITE` from this machine's mirror."""
    for folder in ("lists/partial", "cache/archives/partial", "etc"):
        (state / folder).mkdir(parents=True, exist_ok=True)
    (state / "status").touch()
    # trusted: every archive is pinned by sha256, so that it does not matter who signed the list that names it
    source = f"deb [trusted=yes arch={ARCHITECTURE}] {_mirror()} {SUITE} main\n"
    (state / "sources.list").write_text(source, encoding="utf-8")
    _apt(state, "update", folder=state)
    (state / "ready").touch()


def _mirror() -> str:
    said = _run(["apt-get", "--print-uris", "update"], Path.cwd())
    mirror = _MIRROR.search(said)
    if mirror is None:
        raise DebianError("apt-get knows no mirror: add one to this machine's sources.list")
    return mirror[1]


def _apt(state: Path, *words: str, folder: Path) -> None:
    settings = {
        "APT::Architecture": ARCHITECTURE,
        "APT::Architectures": ARCHITECTURE,
        "APT::Sandbox::User": "",
        "Acquire::Languages": "none",
        "Dir::Cache": state / "cache",
        "Dir::Etc::SourceList": state / "sources.list",
        "Dir::Etc::SourceParts": state / "etc",
        "Dir::State::Lists": state / "lists",
        "Dir::State::Status": state / "status",
    }
    options = [f"--option={key}={value}" for key, value in settings.items()]
    _run(["apt-get", "--quiet", "--quiet", *options, *words], folder)


def _run(command: list[str], folder: Path) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)
    if done.returncode:
        reason = " ".join((done.stderr or done.stdout).strip().splitlines()[-2:])
        raise DebianError(f"{' '.join(command[-2:])}: {reason or f'exit {done.returncode}'}")
    return done.stdout
