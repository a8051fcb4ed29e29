"""Root of the catalogue's files: the checkout or, with the same layout, the installed package."""

from importlib.resources import files
from pathlib import Path

from media_insights.catalogue.problems import Unusable

OPERATORS = "operators-images"
WORKFLOWS = Path("charts/media-insights/files/workflows")
MODEL_BUILDER = Path("dev/models/build.py")
IMAGE_BUILDER = Path("dev/images")
"""All below the root."""
SHIPPED = "shipped"
"""The folder of the package that pyproject.toml fills when a wheel is built."""


def catalogue_root() -> Path:
    """Return the checkout that the working directory lies in, else what this installation brought along.

    Raises Unusable where there is neither, as in the controller's image.
    """
    package = Path(str(files("media_insights")))
    for folder in (current_checkout(), package / SHIPPED, package.parents[1]):
        if folder is not None and _is_root(folder):
            return folder
    raise Unusable("this installation has no operators: run it in a checkout of media-insights")


def current_checkout() -> Path | None:
    """Return the checkout that the working directory lies in."""
    working = Path.cwd()
    return next((folder for folder in (working, *working.parents) if _is_root(folder)), None)


def _is_root(folder: Path) -> bool:
    return (folder / OPERATORS).is_dir() and (folder / WORKFLOWS).is_dir()
