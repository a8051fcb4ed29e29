"""The project's version, written into files that cannot import it: the chart and the controller's image."""

import re
from collections.abc import Iterator
from pathlib import Path

from media_insights import __version__

ROOT = Path(__file__).parents[2]
PLACES = {
    "charts/media-insights/Chart.yaml": re.compile(r"(?m)(?<=^version: ).+$|(?<=^appVersion: ).+$"),
    "operator/Dockerfile": re.compile(r'(?<=org\.opencontainers\.image\.version=")[^"]*'),
}
"""File → what in it is the version."""
_PYTHON = re.compile(r"(\d+\.\d+\.\d+)(?:\.?(a|b|rc|dev)(\d+))?")


def semantic_version(version: str = __version__) -> str:
    """Return a version of Python as Helm and registries write it: ``0.2.0.dev0`` is ``0.2.0-dev.0``.

    https://semver.org, https://packaging.python.org/en/latest/specifications/version-specifiers/
    """
    found = _PYTHON.fullmatch(version)
    if found is None:
        raise ValueError(f"{version!r} is no version such as 0.2.0, 0.2.0rc1 or 0.2.0.dev0")
    release, kind, number = found.groups()
    return f"{release}-{kind}.{number}" if kind else release


def files_with_version() -> Iterator[tuple[Path, str]]:
    """Yield path and content of every file that names the version."""
    for name, place in PLACES.items():
        text = (ROOT / name).read_text(encoding="utf-8")
        yield ROOT / name, place.sub(semantic_version(), text)
