"""Scanning: which components of bills of materials known advisories are about, offline."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, unquote

from dev.sbom.advisories import Affected, advisories_in, name_in
from dev.sbom.components import Component

_ECOSYSTEMS = {"pypi": "PyPI", "npm": "npm", "deb": "Debian"}


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One advisory about one version of one package, and the images that hold it."""

    package: str
    version: str
    names: tuple[str, ...]
    fixed: tuple[str, ...]
    images: tuple[str, ...]

    def __str__(self) -> str:
        """Return the finding as a line for people."""
        remedy = f"fixed in {', '.join(self.fixed)}" if self.fixed else "no fix is known"
        return f"{self.package} {self.version}: {', '.join(self.names)}; {remedy}; in {', '.join(self.images)}"


def scan(images: Mapping[str, Sequence[Component]], database: Path) -> list[Finding]:
    """Return what advisories of a database say about the components of images, by package. Raises ImagesError."""
    holders: dict[tuple[str, str], dict[str, list[str]]] = {}
    for image, components in images.items():
        for ecosystem, name, version in filter(None, map(_package, components)):
            holders.setdefault((ecosystem, name), {}).setdefault(version, []).append(image)
    return sorted({found for each in advisories_in(database) for found in _findings(each, holders)})


def _findings(advisory: Affected, holders: Mapping[tuple[str, str], Mapping[str, Sequence[str]]]) -> Iterable[Finding]:
    for version, images in holders.get((advisory.ecosystem, advisory.package), {}).items():
        if advisory.concerns(version):
            holding = tuple(sorted(set(images)))
            yield Finding(advisory.package, version, advisory.names, advisory.fixed, holding)


def _package(component: Component) -> tuple[str, str, str] | None:
    """Return ecosystem, name and version of a component; of Debian those of the source, which advisories name."""
    kind, _, rest = component.purl.removeprefix("pkg:").partition("/")
    if kind not in _ECOSYSTEMS:
        return None
    name, version = component.name, component.version
    if upstream := parse_qs(rest.partition("?")[2]).get("upstream"):
        source, _, of_source = unquote(upstream[0]).partition("@")
        name, version = source, of_source or version
    return _ECOSYSTEMS[kind], name_in(_ECOSYSTEMS[kind], name), version
