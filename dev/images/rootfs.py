"""A Debian root file system with Python, for machines that reach Debian's archive but no image registry.

Made by mmdebstrap from packages: no apt, no documentation, no translations. Kept as one tar beside the images.
"""

import hashlib
import os
import shutil
from pathlib import Path

from dev.cluster import command, packages
from dev.cluster.errors import ClusterError
from dev.cluster.progress import say
from dev.images.errors import ImagesError

SUITE = "bookworm"
REFRESHED = "2026-12-01"
"""The day whose packages of the suite are wanted. A later day makes all images anew, under new tags: so raise it when
Debian has mended what concerns an image (``make scan`` tells), and before each release.
"""
PACKAGES = (
    *("python3", "python-is-python3", "ca-certificates", "libstdc++6", "libgomp1", "media-types", "netbase"),
    "usr-is-merged",  # takes the place of usrmerge below
)
"""Python 3.11; the C++ and OpenMP runtimes that wheels take from the system; media types and service names."""

UNWANTED = (
    *("usrmerge", "libfile-find-rule-perl", "libnumber-compare-perl", "libtext-glob-perl"),
    *("perl", "perl-modules-5.36", "libperl5.36"),
)
"""All of Perl (47 MB), which the installer's usrmerge brings and nothing needs afterwards."""

_DROPPED = ("/usr/share/doc/*", "/usr/share/man/*", "/usr/share/info/*", "/usr/share/locale/*", "/usr/share/lintian/*")
_APT = ('APT::Install-Recommends "false"', 'Acquire::Languages "none"')
_KEPT = "/usr/share/doc/*/copyright"
_OFFICIAL = "python:3.11-slim-bookworm"

_DOCKERFILE = """\
FROM scratch
ADD rootfs.tar /
ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
CMD ["python3"]
"""


def official() -> str:
    """Return the name of the official image that takes this one's place where a public registry is reached."""
    return _OFFICIAL


def fingerprint() -> str:
    """Return what the root file system is made from, as a tag."""
    return hashlib.sha256(
        repr((SUITE, REFRESHED, PACKAGES, UNWANTED, _APT, _DROPPED, _DOCKERFILE)).encode()
    ).hexdigest()[:16]


def context(folder: Path) -> Path:
    """Make the build context of the root file system, keeping the tar of an earlier time, and return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "Dockerfile").write_text(_DOCKERFILE)
    tar = folder / "rootfs.tar"
    stamp = folder / "fingerprint"
    if not (tar.exists() and stamp.exists() and stamp.read_text() == fingerprint()):
        _make(tar)
        stamp.write_text(fingerprint())
    return folder


def _make(tar: Path) -> None:
    try:
        packages.install([] if shutil.which("mmdebstrap") else ["mmdebstrap"])
    except ClusterError as error:
        raise ImagesError(f"no base image: name one with BASE={_OFFICIAL}, or install mmdebstrap") from error
    say(f"making a Debian {SUITE} base with Python from packages (about half a minute, once)")
    part = tar.with_suffix(".part.tar")
    argv = ["mmdebstrap", "--quiet", "--variant=essential", f"--include={','.join(PACKAGES)}"]
    argv += [f"--aptopt={option}" for option in _APT]
    argv += [*(f"--dpkgopt=path-exclude={path}" for path in _DROPPED)]
    argv += [f'--customize-hook=chroot "$1" dpkg --purge {" ".join(UNWANTED)}']
    argv += [f"--dpkgopt=path-include={_KEPT}", SUITE, str(part)]
    # without a locale of its own the tar must not depend on the caller's
    command.run(argv, env={**os.environ, "LC_ALL": "C.UTF-8"})
    part.rename(tar)
