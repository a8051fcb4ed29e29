"""Debian's packages are read from the root file system that the builder made."""

import io
import tarfile
from pathlib import Path

from dev.sbom.debian_packages import packages_of

STATUS = """\
Package: libc6
Status: install ok installed
Architecture: amd64
Version: 2.36-9+deb12u10
Description: GNU C Library
 more: of it

Package: usrmerge
Status: deinstall ok config-files
Architecture: all
Version: 35

Package: bash
Status: install ok installed
Architecture: amd64
Version: 5.2.15-2+b2
"""


def test_installed_packages_are_listed_with_version_and_machine(tmp_path: Path) -> None:
    rootfs = tmp_path / "rootfs.tar"
    with tarfile.open(rootfs, "w") as archive:
        for name, text in (("./etc/passwd", "root"), ("./var/lib/dpkg/status", STATUS)):
            entry = tarfile.TarInfo(name)
            entry.size = len(text)
            archive.addfile(entry, io.BytesIO(text.encode()))
    bash, libc = packages_of(rootfs)
    assert (bash.name, bash.version) == ("bash", "5.2.15-2+b2")
    assert libc.purl == "pkg:deb/debian/libc6@2.36-9+deb12u10?arch=amd64"
    assert "/usr/share/doc/libc6/copyright" in libc.origin


def test_a_base_that_was_not_made_here_lists_nothing(tmp_path: Path) -> None:
    assert packages_of(tmp_path / "absent.tar") == []
    with tarfile.open(tmp_path / "empty.tar", "w"):
        pass
    assert packages_of(tmp_path / "empty.tar") == []
