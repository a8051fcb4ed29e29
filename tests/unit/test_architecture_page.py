"""docs/architecture.md and its diagram name packages and modules: these exist, and no package is left out."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "operator/media_insights"
PAGE = (ROOT / "docs/architecture.md").read_text("utf-8")


def test_every_path_on_the_page_exists() -> None:
    named = set(re.findall(r"`([a-z_]+(?:/[a-z_]+)+(?:\.py)?)`", PAGE))
    assert named
    wrong = [name for name in named if not any(_exists(root / name) for root in (PACKAGE, ROOT))]
    assert wrong == []


ROWS = " ".join(line for line in PAGE.splitlines() if line.startswith("|"))
CHARTER = ast.get_docstring(ast.parse((PACKAGE / "__init__.py").read_text("utf-8"))) or ""
BOXES = re.findall(r'<text class="t"[^>]*>([^<]+)</text>', (ROOT / "docs/layers.svg").read_text("utf-8"))
"""Titles of the diagram's boxes; one box may hold two packages."""


@pytest.mark.parametrize(
    "named",
    [
        set(re.findall(r"`([a-z]+)`", ROWS)),
        set(re.findall(r"``([a-z]+)``", CHARTER)),
        set(", ".join(BOXES).split(", ")),
    ],
    ids=["table", "charter of the package", "diagram"],
)
def test_no_package_is_left_out(named: set[str]) -> None:
    packages = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert packages - named == set()


def test_the_diagram_has_the_rooms_of_the_domain_and_nothing_else() -> None:
    packages = {path.parent.name for path in [*PACKAGE.glob("*/__init__.py"), *PACKAGE.glob("domain/*/__init__.py")]}
    assert set(", ".join(BOXES).split(", ")) == packages


def _exists(path: Path) -> bool:
    return path.exists() or path.with_suffix(".py").is_file()
