"""Wheels of what operators are built on, as an index: ``python -m dev.tools.wheels [FOLDER]``.

The SDK, the kits and what runs operators of Media Insights Engine can then be named by a project in a repository of its
own. The index is a folder (PEP 503, with hashes), which uv reads as it is and every web server serves; ``twine upload``
takes the same wheels to a registry.
"""

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[2]
INDEX = ROOT / "dist/simple"


def projects() -> Iterator[Path]:
    """Yield the folders of what is installed by name."""
    yield from (ROOT / "operators-images" / name for name in ("_sdk", "_mie"))
    yield from sorted(path.parent for path in (ROOT / "operators-images/_kits").glob("*/pyproject.toml"))


def write_index(folder: Path) -> list[Path]:
    """Build all wheels into an index, which is made anew, and return them."""
    shutil.rmtree(folder, ignore_errors=True)
    with TemporaryDirectory() as scratch:
        for project in projects():
            subprocess.run(["uv", "build", "--quiet", "--wheel", "--out-dir", scratch, project], check=True)
        return [_add(wheel, folder) for wheel in sorted(Path(scratch).glob("*.whl"))]


def _add(wheel: Path, index: Path) -> Path:
    target = index / wheel.name.partition("-")[0].replace("_", "-") / wheel.name
    target.parent.mkdir(parents=True)
    shutil.copy(wheel, target)
    digest = hashlib.sha256(target.read_bytes()).hexdigest()
    page = f'<!DOCTYPE html>\n<a href="{wheel.name}#sha256={digest}">{wheel.name}</a>\n'
    target.with_name("index.html").write_text(page, "utf-8")
    return target


if __name__ == "__main__":
    for made in write_index(Path(sys.argv[1]) if len(sys.argv) > 1 else INDEX):
        print(made)
