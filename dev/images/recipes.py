"""What images there are: one per operator, and the controller's; and what each stands on.

An operator's folder without a Dockerfile gets the shared one, ``operators-images/_image``, on the base that its
``pyproject.toml`` declares (:mod:`images.declarations`). One with a Dockerfile says it there, in ``ARG BASE=…``.
Likewise a base that is nothing but packages: ``operators-images/_base/_packages``.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from dev.images import declarations
from dev.images.errors import ImagesError
from dev.images.places import Places

CONTROLLER = "controller"
"""Name of the image of our own Python package."""
ROOT = "debian"
"""What a base's ``ARG BASE`` names when it stands on no other base of ours: an official image, or our own Debian."""

OPERATORS = ("operators-images/[!_]*", "tests/operators-images/*", "examples/*/*")
"""Where operators' folders lie in a checkout: each holds an operator.yaml."""

_LAMBDA = re.compile(r"^\s*command:.*\blambda_operator\b", re.MULTILINE)
"""How a manifest says that the base image ``compat`` runs it."""
_BASE = re.compile(r"^ARG\s+BASE(?:=(\S+))?\s*$", re.MULTILINE | re.IGNORECASE)


@dataclass(frozen=True)
class Recipe:
    """One image: its name, its folder, the name of its base, and further folders its context gets by name.

    ``project`` is the folder of the ``uv.lock`` whose packages are installed; None when there are none.
    """

    name: str
    folder: Path
    base: str
    project: Path | None = None
    extra: tuple[tuple[str, Path], ...] = field(default=())


def bases(places: Places) -> dict[str, Recipe]:
    """Return the shared bases by name, some with a package of ours: ``python`` holds the operator SDK."""
    ours = {
        "python": [places.sdk / "media_operator"],
        "compat": [places.compat / "MediaInsightsEngineLambdaHelper", places.compat / "lambda_operator"],
    }
    found = (_base(folder, places) for folder in sorted(places.bases.glob("[!_]*/")))
    return {r.name: replace(r, extra=tuple((each.name, each) for each in ours.get(r.name, ()))) for r in found}


def products(places: Places) -> dict[str, Recipe]:
    """Return what the chart runs: the controller and every operator that is a program, by name."""
    manifests = (path for place in OPERATORS for path in sorted(places.checkout.glob(f"{place}/operator.yaml")))
    known = bases(places)
    recipes = [recipe for path in manifests if (recipe := _operator(path.parent, places, known))]
    if (places.checkout / "operator" / "Dockerfile").exists():
        recipes.append(_controller(places.checkout))
    return {recipe.name: recipe for recipe in recipes}


def chosen(recipes: dict[str, Recipe], names: Iterable[str]) -> list[Recipe]:
    """Return the recipes of these names, all of them when none is named.

    Raises :class:`ImagesError` for a name that is no image, listing those that are.
    """
    wanted = list(names) or list(recipes)
    if unknown := [name for name in wanted if name not in recipes]:
        raise ImagesError(f"ONLY: there is no image {', '.join(unknown)}; there are {', '.join(sorted(recipes))}")
    return [recipes[name] for name in wanted]


def _base(folder: Path, places: Places) -> Recipe:
    if (folder / "Dockerfile").exists():
        return _of(folder)
    return Recipe(folder.name, places.bases / "_packages", declarations.of(folder).base or "python", _project(folder))


def _operator(folder: Path, places: Places, known: Collection[str]) -> Recipe | None:
    """Return the recipe of an operator; None for one that is no program and waits for a person."""
    models = ("models", places.models / folder.name)
    if (folder / "Dockerfile").exists():
        return replace(_of(folder), extra=(models,))
    standard = "compat" if _LAMBDA.search((folder / "operator.yaml").read_text()) else "python"
    if standard == "python" and not (folder / "main.py").exists():
        return None
    base = declarations.of(folder).base or standard
    if base not in known:
        raise ImagesError(f"{folder}/pyproject.toml: there is no base {base}; there are {', '.join(known)}")
    return Recipe(folder.name, places.shared, base, _project(folder), (("app", folder), models))


def _controller(checkout: Path) -> Recipe:
    recipe = _of(checkout / "operator")
    return replace(recipe, name=CONTROLLER, project=checkout)


def _of(folder: Path) -> Recipe:
    match = _BASE.search((folder / "Dockerfile").read_text())
    if match is None:
        raise ImagesError(f"{folder}/Dockerfile: begin with `ARG BASE=python` and `FROM ${{BASE}}`")
    return Recipe(folder.name, folder, match[1] or "python", _project(folder))


def _project(folder: Path) -> Path | None:
    return folder if (folder / "uv.lock").exists() else None
