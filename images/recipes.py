"""What images there are: each folder with a Dockerfile is one, and says in ``ARG BASE=…`` what it stands on."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from images.errors import ImagesError
from images.places import Places

CONTROLLER = "controller"
"""Name of the image of our own Python package."""
ROOT = "debian"
"""What a base's ``ARG BASE`` names when it stands on no other base of ours: an official image, or our own Debian."""

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
    found = (_of(folder) for folder in _folders([places.bases]))
    return {r.name: replace(r, extra=tuple((each.name, each) for each in ours.get(r.name, ()))) for r in found}


def products(places: Places) -> dict[str, Recipe]:
    """Return what the chart runs: the controller and every operator, by name."""
    checkout = places.checkout
    operators = _folders([checkout / "operators-images", checkout / "tests" / "operators-images"])
    recipes = [_with_models(_of(folder), places) for folder in operators]
    recipes += [_with_models(_written_for_mie(folder, places), places) for folder in _lambdas(checkout)]
    if (checkout / "operator" / "Dockerfile").exists():
        recipes.append(_controller(checkout))
    return {recipe.name: recipe for recipe in recipes}


def chosen(recipes: dict[str, Recipe], names: Iterable[str]) -> list[Recipe]:
    """Return the recipes of these names, all of them when none is named.

    Raises :class:`ImagesError` for a name that is no image, listing those that are.
    """
    wanted = list(names) or list(recipes)
    if unknown := [name for name in wanted if name not in recipes]:
        raise ImagesError(f"ONLY: there is no image {', '.join(unknown)}; there are {', '.join(sorted(recipes))}")
    return [recipes[name] for name in wanted]


def _lambdas(checkout: Path) -> list[Path]:
    """Return the operators without a Dockerfile of their own, the examples' among them: they were written for MIE."""
    patterns = ("operators-images/[!_]*/operator.yaml", "examples/*/*/operator.yaml")
    manifests = sorted(path for pattern in patterns for path in checkout.glob(pattern))
    bare = (path for path in manifests if not (path.parent / "Dockerfile").exists())
    return [path.parent for path in bare if _LAMBDA.search(path.read_text())]


def _written_for_mie(folder: Path, places: Places) -> Recipe:
    shared = ("", places.compat / "image")
    return Recipe(folder.name, folder, "compat", folder if (folder / "uv.lock").exists() else None, (shared,))


def _controller(checkout: Path) -> Recipe:
    recipe = _of(checkout / "operator")
    return Recipe(CONTROLLER, recipe.folder, recipe.base, checkout)


def _with_models(recipe: Recipe, places: Places) -> Recipe:
    extra = (*recipe.extra, ("models", places.models / recipe.name))
    return Recipe(recipe.name, recipe.folder, recipe.base, recipe.project, extra)


def _of(folder: Path) -> Recipe:
    match = _BASE.search((folder / "Dockerfile").read_text())
    if match is None:
        raise ImagesError(f"{folder}/Dockerfile: begin with `ARG BASE=python` and `FROM ${{BASE}}`")
    project = folder if (folder / "uv.lock").exists() else None
    return Recipe(folder.name, folder, match[1] or "python", project)


def _folders(parents: list[Path]) -> list[Path]:
    return sorted(
        path.parent
        for parent in parents
        for path in parent.glob("*/Dockerfile")
        if not path.parent.name.startswith("_")
    )
