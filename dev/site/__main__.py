"""Builds the site: ``python -m dev.site`` writes it to build/site, without asking anybody; a dead link fails."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import yaml

from dev.site.gathering import gather
from dev.site.reference import kind_page, result_page, routes_page
from dev.site.tour import write_tour
from dev.tools.openapi import described

ROOT = Path(__file__).parents[2]
BUILD = ROOT / "build"
SOURCE = BUILD / "site-pages"
PAGES = ("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "THIRD-PARTY.md", "examples/README.md")


def main() -> int:
    """Gather the pages, write the reference, and build what people read."""
    shutil.rmtree(SOURCE, ignore_errors=True)
    own = [str(each.relative_to(ROOT)) for each in sorted((ROOT / "docs").rglob("*.md"))]
    gather(ROOT, [*PAGES, *own], SOURCE)
    write_reference(SOURCE / "reference")
    write_tour(BUILD / "screenshots", SOURCE / "tour")
    command = (sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--clean")
    return subprocess.run([*command, "--config-file", str(ROOT / "dev/site/mkdocs.yml")], check=False).returncode


def write_reference(folder: Path) -> None:
    """Write the pages that are made of schemas."""
    pages = {"http-api.md": routes_page(described())}
    for path in sorted((ROOT / "crds").glob("*.yaml")):
        pages[f"kinds/{path.stem}.md"] = kind_page(yaml.safe_load(path.read_text("utf-8")))
    for path in sorted((ROOT / "docs/results").glob("*.schema.json")):
        name = path.name.partition(".")[0]
        pages[f"results/{name}.md"] = result_page(name, json.loads(path.read_text("utf-8")))
    for name, text in pages.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")


if __name__ == "__main__":
    sys.exit(main())
