"""Image specs: one per operator, one for the controller and one for search, each with its base.

An operator's folder without a Dockerfile gets the shared one, ``operators-images/_base/operator.Dockerfile``, on the
base that its ``pyproject.toml`` declares (:mod:`dev.images.declarations`). One with a Dockerfile says it there, in
``ARG BASE=…``. Likewise a base that is nothing but packages: ``operators-images/_base/packages.Dockerfile``.

Model files that several operators of one base hold alike lie between that base and their images
(:mod:`dev.images.shared_models`), so that a node holds them once.

An image carries the libraries that its project depends on by path (:mod:`dev.images.libraries`), less those of its
base. So an edit of a library changes the images that use it, and no other.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from dev.images import context_files, declarations, libraries
from dev.images.errors import ImagesError
from dev.images.places import Places
from dev.images.shared_models import Holding, SharedFiles, shared_files

CONTROLLER = "controller"
"""Name of the image of our own Python package."""
SEARCH = "search"
"""Name of the image of an indexer that finds images by words: the controller's, and what computes texts' vectors."""
OURS = (CONTROLLER, SEARCH)
"""Images of the installation's own processes: all others are operators'."""
ROOT = "debian"
"""What a base's ``ARG BASE`` names when it stands on no other base of ours: an official image, or our own Debian."""

MANIFEST = "operator.yaml"
OPERATORS = ("operators-images/[!_]*", "tests/operators-images/*", "examples/*/*")
"""Where operators' folders lie in a checkout: each holds an operator.yaml."""

_COMMAND = re.compile(
    r"^(?P<indent>[ ]*)(?:- )?command:.*(?:\n(?:(?P=indent)[ ]+|(?P=indent)- ?|[ ]*#|[ ]*$).*)*", re.MULTILINE
)
"""A manifest's command: its line, and those of a list or a text below it, in whatever style of YAML."""
_LAMBDA = re.compile(r"\blambda_operator\b")
"""How a command says that the base image ``mie`` runs it."""
_BASE = re.compile(r"^ARG\s+BASE(?:=(\S+))?\s*$", re.MULTILINE | re.IGNORECASE)


@dataclass(frozen=True)
class ImageSpec:
    """One image: its name, its Dockerfile, the name of its base, and the folders that its context holds.

    ``project`` is the folder of the ``uv.lock`` whose packages are installed; None when there are none. ``folders`` are
    named by their paths in the context; ``""`` is its root. ``files`` are single files, by their paths in the context.
    ``layers`` lie between the base and this image, the lowest first. ``extras`` are those of the project that only this
    image has.
    """

    name: str
    dockerfile: Path
    base: str
    project: Path | None = None
    folders: tuple[tuple[str, Path], ...] = ()
    files: tuple[tuple[str, Path], ...] = ()
    layers: tuple["ImageSpec", ...] = ()
    extras: tuple[str, ...] = ()


def bases(places: Places) -> dict[str, ImageSpec]:
    """Return the shared bases by name."""
    found = {folder.name: _base(folder, places) for folder in sorted(places.bases.glob("[!_]*/"))}
    complete: dict[str, ImageSpec] = {}
    for spec in sorted(found.values(), key=lambda each: len([*_under(each, found)])):  # from the ground up
        complete[spec.name] = _with_libraries(spec, complete)
    return {name: complete[name] for name in found}


def products(places: Places) -> dict[str, ImageSpec]:
    """Return what the chart runs: its own processes and every operator that is a program, by name."""
    manifests = (path for place in OPERATORS for path in sorted(places.checkout.glob(f"{place}/{MANIFEST}")))
    known = bases(places)
    specs = _with_models([spec for path in manifests if (spec := _operator(path.parent, places, known))], places)
    if (places.checkout / "operator" / "Dockerfile").exists():
        specs += [_controller(places.checkout), _search(places)]
    return {spec.name: spec for spec in specs}


def beneath(places: Places) -> dict[str, ImageSpec]:
    """Return what images stand on, by name: the shared bases, and the controller's image."""
    controller = (
        {CONTROLLER: _controller(places.checkout)} if (places.checkout / "operator" / "Dockerfile").exists() else {}
    )
    return bases(places) | controller


def spec_of(folder: Path, places: Places) -> ImageSpec:
    """Return the spec of the operator in a folder, which may lie anywhere.

    Raises :class:`ImagesError` where there is nothing to build.
    """
    if not (folder / MANIFEST).is_file():
        raise ImagesError(f"{folder} is no operator: it has no {MANIFEST}")
    spec = _operator(folder, places, bases(places))
    if spec is None:
        raise ImagesError(f"{folder} has no image to build: add main.py, or a Dockerfile where it is no Python")
    return _with_models([spec], places)[0]


def specs_named(specs: dict[str, ImageSpec], names: Iterable[str]) -> list[ImageSpec]:
    """Return the specs of these names, all of them when none is named.

    Raises :class:`ImagesError` for a name that is no image, listing those that are.
    """
    wanted = list(names) or list(specs)
    if unknown := [name for name in wanted if name not in specs]:
        raise ImagesError(f"ONLY: there is no image {', '.join(unknown)}; there are {', '.join(sorted(specs))}")
    return [specs[name] for name in wanted]


def _base(folder: Path, places: Places) -> ImageSpec:
    if (folder / "Dockerfile").exists():
        return _of(folder)
    return ImageSpec(folder.name, places.packages, declarations.of(folder).base or "python", _project(folder))


def _operator(folder: Path, places: Places, known: Mapping[str, ImageSpec]) -> ImageSpec | None:
    """Return the spec of an operator; None for one that is no program and waits for a person."""
    if (folder / "Dockerfile").exists():
        return _with_libraries(_of(folder), known)
    standard = "mie" if _is_lambda((folder / MANIFEST).read_text()) else "python"
    if standard == "python" and not (folder / "main.py").exists():
        return None
    base = declarations.of(folder).base or standard
    if base not in known:
        raise ImagesError(f"{folder}/pyproject.toml: there is no base {base}; there are {', '.join(known)}")
    spec = ImageSpec(folder.name, places.shared, base, _project(folder), (("app", folder),))
    return _with_libraries(spec, known)


def _with_models(specs: list[ImageSpec], places: Places) -> list[ImageSpec]:
    """Return operators' specs with their model files, those that several of them hold alike as layers beneath."""
    holdings = {each.name: Holding(each.base, places.models / each.name) for each in specs}
    shared = shared_files(holdings)
    complete = []
    for spec in specs:
        beneath = [each for each in shared if spec.name in each.users]
        held = {relative for each in beneath for relative, _ in each.files}
        folder = holdings[spec.name].folder
        own = [(str(each), folder / each) for each in context_files.files(folder) if str(each) not in held]
        layers = tuple(_layer(each, places) for each in beneath)
        complete.append(replace(spec, files=_in_models(own), layers=layers))
    return complete


def _layer(shared: SharedFiles, places: Places) -> ImageSpec:
    return ImageSpec(shared.name, places.model_layer, shared.base, files=_in_models(shared.files))


def _in_models(files: Iterable[tuple[str, Path]]) -> tuple[tuple[str, Path], ...]:
    return tuple((f"models/{relative}", path) for relative, path in files)


def _is_lambda(manifest: str) -> bool:
    return any(_LAMBDA.search(found[0]) for found in _COMMAND.finditer(manifest))


def _controller(checkout: Path) -> ImageSpec:
    spec = _of(checkout / "operator")
    return replace(spec, name=CONTROLLER, project=checkout)


def _search(places: Places) -> ImageSpec:
    return ImageSpec(SEARCH, places.packages, CONTROLLER, places.checkout, extras=("image-text",))


def _of(folder: Path) -> ImageSpec:
    match = _BASE.search((folder / "Dockerfile").read_text())
    if match is None:
        raise ImagesError(f"{folder}/Dockerfile: begin with `ARG BASE=python` and `FROM ${{BASE}}`")
    return ImageSpec(folder.name, folder / "Dockerfile", match[1] or "python", _project(folder), (("", folder),))


def _with_libraries(spec: ImageSpec, known: Mapping[str, ImageSpec]) -> ImageSpec:
    held = {folder for base in _under(spec, known) for _, folder in base.folders}
    packages = (package for library in libraries.of(spec.project) for package in library.packages)
    copied = ((f"libraries/{package.name}", package) for package in packages if package not in held)
    return replace(spec, folders=(*spec.folders, *copied))


def _under(spec: ImageSpec, known: Mapping[str, ImageSpec]) -> Iterator[ImageSpec]:
    """Yield the base of an image, the base of that, and so on."""
    base = known.get(spec.base)
    while base is not None:
        yield base
        base = known.get(base.base)


def _project(folder: Path) -> Path | None:
    return folder if (folder / "uv.lock").exists() else None
