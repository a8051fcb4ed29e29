"""docs/architecture.md names packages and modules: those that it names exist, and no package is left out."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "operator/media_insights"
PAGE = (ROOT / "docs/architecture.md").read_text("utf-8")


def test_every_path_on_the_page_exists() -> None:
    named = set(re.findall(r"`([a-z_]+(?:/[a-z_]+)+(?:\.py)?)`", PAGE))
    assert named
    wrong = [name for name in named if not any(_exists(root / name) for root in (PACKAGE, ROOT))]
    assert wrong == []


def test_every_package_has_its_line() -> None:
    rows = " ".join(line for line in PAGE.splitlines() if line.startswith("|"))
    packages = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert {name for name in packages if f"`{name}`" not in rows} == set()


def _exists(path: Path) -> bool:
    return path.exists() or path.with_suffix(".py").is_file()
