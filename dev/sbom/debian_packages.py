"""The Debian packages of the base that the builder makes itself: read from its own database of packages."""

import tarfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from dev.sbom.components import Component

_DATABASE = ("./var/lib/dpkg/status", "var/lib/dpkg/status")


def packages_of(rootfs: Path) -> list[Component]:
    """Return the packages of a root file system's tar, by name; none when the tar is not there yet."""
    if not rootfs.is_file():
        return []
    with tarfile.open(rootfs) as archive:
        for member in archive:
            if member.name in _DATABASE and (content := archive.extractfile(member)):
                return sorted(parse(content.read().decode("utf-8")))
    return []


def parse(status: str) -> Iterator[Component]:
    """Yield the installed packages of dpkg's database: paragraphs of ``Field: value``."""
    for paragraph in status.split("\n\n"):
        fields = dict(line.split(": ", 1) for line in paragraph.splitlines() if ": " in line and line[0] != " ")
        if fields.get("Status") == "install ok installed":
            name, version, machine = fields["Package"], fields["Version"], fields["Architecture"]
            purl = f"pkg:deb/debian/{name}@{version}?arch={machine}{_upstream(fields.get('Source', ''), version)}"
            origin = f"its licences: /usr/share/doc/{name}/copyright in the image"
            yield Component("library", name, version, purl, origin=origin)


def _upstream(source: str, version: str) -> str:
    """Return the qualifier that names the source package, by which advisories name it; none where it is the same."""
    if not source:
        return ""
    name, _, own = source.partition(" ")
    return "&upstream=" + quote(f"{name}@{own.strip('()') or version}", safe="")
