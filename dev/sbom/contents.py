"""Contents: everything that one image holds, from its own packages down to Debian's."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from dev.images import libraries, requirements
from dev.images.image_specs import ImageSpec
from dev.images.places import Places
from dev.models.catalogue import PINS, Catalogue, Model, Package
from dev.sbom import licences
from dev.sbom.components import Component
from dev.sbom.locked_packages import LockedPackage, packages_in

_PURLS = {"pypi": "pkg:pypi/{0}@{1}", "npm": "pkg:npm/{0}@{1}", "deb": "pkg:deb/debian/{0}@{1}"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """What contents are read from."""

    bases: Mapping[str, ImageSpec]
    models: Catalogue
    licences: Mapping[str, str]
    extras: tuple[str, ...] = ()
    """Extras of locks that the build takes, for instance ``cuda``."""


def components_of(spec: ImageSpec, sources: Sources) -> Iterator[Component]:
    """Yield the packages, libraries of ours and models of an image and of what it stands on."""
    yield from _packages(spec, sources)
    for library in libraries.of(spec.project):
        project = tomllib.loads((library.folder / "pyproject.toml").read_text("utf-8"))["project"]
        yield Component("library", project["name"], project["version"], licence="Apache-2.0")
    for model in sources.models.models_of(spec.name):
        yield from model_components(model)
    if base := sources.bases.get(spec.base):
        yield from components_of(base, sources)


CUDA = "cuda"
"""The extra of a lock that images for GPUs have."""


def locked(spec: ImageSpec, extras: tuple[str, ...] = ()) -> list[LockedPackage]:
    """Return what an image's own lock brings."""
    if spec.project is None:
        return []
    wanted = (*requirements.EXTRAS, *spec.extras, *extras)
    found = packages_in((spec.project / "uv.lock").read_text("utf-8"), wanted)
    names = {each.name for each in found}
    return [each for each in found if not (each.name == "onnxruntime" and "onnxruntime-gpu" in names)]


def every_lock(specs: Mapping[str, ImageSpec]) -> dict[LockedPackage, list[str]]:
    """Return every locked package → the images whose own lock brings it, by name, for the CPU or for CUDA."""
    found: dict[LockedPackage, list[str]] = {}
    for name, spec in sorted(specs.items()):
        for package in sorted({*locked(spec), *locked(spec, (CUDA,))}):
            found.setdefault(package, []).append(name)
    return dict(sorted(found.items()))


def model_components(model: Model) -> Iterator[Component]:
    """Yield a model's files and the packages that they were made from."""
    for output in model.outputs:
        name = f"{model.name}/{Path(output.path).name}"
        yield Component(
            "machine-learning-model", name, licence=model.licence, sha256=output.sha256, origin=model.origin
        )
    for package in model.packages:
        yield _archive(package)


def root_of(places: Places) -> Path:
    """Return where the builder keeps the tar of the Debian that it makes itself."""
    return places.images / "debian" / "rootfs.tar"


def _packages(spec: ImageSpec, sources: Sources) -> Iterator[Component]:
    for each in locked(spec, sources.extras):
        licence = sources.licences.get(licences.key_of(each), "")
        yield Component(
            "library", each.name, each.version, f"pkg:pypi/{each.name}@{each.version}", licence, each.sha256
        )


def _archive(package: Package) -> Component:
    name, _, version = package.requirement.rpartition(PINS[package.registry])
    purl = _PURLS[package.registry].format(name.replace("@", "%40"), version)
    return Component(
        "library", name, version, purl, package.licence, package.sha256, "where a model's weights come from"
    )
