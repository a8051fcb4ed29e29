"""`pip install media-insights`: the wheel holds the catalogue, and both command lines work without the checkout."""

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from media_insights import __version__
from media_insights.catalogue.operator_folders import operator_in
from media_insights.local.environments import uv

ROOT = Path(__file__).parents[2]
SHIPPED = {
    "operator/media_insights/": "media_insights/",
    "operators-images/": "media_insights/shipped/operators-images/",
    "dev/models/": "media_insights/shipped/dev/models/",
    "charts/media-insights/files/workflows/": "media_insights/shipped/charts/media-insights/files/workflows/",
}
"""Folder of the checkout → where it is in the wheel."""
LARGEST = 4_000_000
"""Bytes of the wheel, the console's among them: what grows it beyond is a model's package, or made for a test."""
WORKFLOW = """
apiVersion: mediainsights.dev/v1alpha1
kind: MediaWorkflow
metadata: {name: both}
spec:
  stages:
    - {name: shipped, operators: [{name: word-distribution}]}
    - {name: own, operators: [{name: logo-spotting}]}
"""


@dataclass(frozen=True)
class Installation:
    """An environment that holds the wheel and its dependencies, and a folder to work in."""

    environment: Path
    folder: Path

    def run(self, program: str, *words: str) -> str:
        """Run one of the console scripts in the folder; return its stdout."""
        hidden = {"VIRTUAL_ENV", "PYTHONPATH"}
        environ = {name: value for name, value in os.environ.items() if name not in hidden}
        done = subprocess.run(
            [self.environment / "bin" / program, *words],
            cwd=self.folder,
            env=environ | {"PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        assert done.returncode == 0, f"{program} {' '.join(words)}\n{done.stdout}{done.stderr}"
        return done.stdout

    def files(self) -> set[str]:
        """Name everything that is installed."""
        return {str(path) for path in self.environment.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the source archive, which thereby holds all that it takes."""
    target = tmp_path_factory.mktemp("dist")
    _uv("build", "--quiet", "--out-dir", target, ROOT)
    (found,) = target.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def installation(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    environment, folder = tmp_path_factory.mktemp("environment") / "venv", tmp_path_factory.mktemp("work")
    _uv("venv", "--quiet", "--python", sys.executable, environment)
    # at the locked versions: those are in uv's cache, and what a newer one breaks is not what is tested here
    locked = folder.parent / "requirements.txt"
    _uv("export", "--quiet", "--frozen", "--no-dev", "--no-emit-project", "--project", ROOT, "--output-file", locked)
    _uv("pip", "install", "--quiet", "--python", environment / "bin/python", "--requirement", locked, wheel)
    return Installation(environment, folder)


def test_the_wheel_holds_the_catalogue_as_it_is_in_the_checkout(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        packed = {name for name in archive.namelist() if not name.startswith("media_insights-")}
    assert packed == set(_expected())
    assert wheel.stat().st_size < LARGEST


def test_both_command_lines_answer(installation: Installation) -> None:
    for program in ("media-insights", "kubectl-media"):
        assert installation.run(program, "--version").split() == [program, __version__]
        assert "Commands" in installation.run(program, "--help")


def test_an_operator_is_started_checked_tested_and_run_beside_a_shipped_one(installation: Installation) -> None:
    before = installation.files()
    (installation.folder / "both.yaml").write_text(WORKFLOW)
    (installation.folder / "song.txt").write_text("Row, row, row your boat.\n")

    assert "logo-spotting/ is an operator" in installation.run("media-insights", "operator", "new", "logo-spotting")
    assert "nothing to complain" in installation.run("media-insights", "operator", "lint", "logo-spotting")
    assert "1-pictures: as expected" in installation.run("media-insights", "operator", "test", "logo-spotting")
    words = ["song.txt", "--workflow", "both.yaml", "--operators", ".", "-o", "json"]
    outcome = json.loads(installation.run("media-insights", "run", *words))

    statuses = {name: each["status"] for name, each in outcome["operators"].items()}
    assert (outcome["status"], statuses) == (
        "Complete",
        {"word-distribution": "Complete", "logo-spotting": "Skipped"},
    )
    assert installation.files() == before, "the installation may lie where nobody may write"
    (plan,) = installation.folder.glob("results/private/local/assets/*/workflows/*/plan.json")
    shipped = operator_in(ROOT / "operators-images/word-distribution").spec.image
    assert shipped in plan.read_text(), "an operator's digest is the same wherever its folder lies"


def test_an_example_that_comes_out_otherwise_fails(installation: Installation) -> None:
    installation.run("media-insights", "operator", "new", "blind")
    main = installation.folder / "blind/main.py"
    main.write_text(main.read_text().replace('"Name": "frame"', '"Name": "picture"'))
    with pytest.raises(AssertionError, match=r"Items\.0\.Name: 'picture' instead of 'frame'"):
        installation.run("media-insights", "operator", "test", "blind")


def _expected() -> Iterator[str]:
    listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard", *SHIPPED]
    for line in subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines():
        if (ROOT / line).is_file():
            folder = next(folder for folder in SHIPPED if line.startswith(folder))
            yield SHIPPED[folder] + line.removeprefix(folder)


def _uv(*words: str | Path) -> None:
    cache = Path(os.environ.get("MEDIA_INSIGHTS_CACHE") or Path.home() / ".cache/media-insights")
    done = subprocess.run([uv(cache), *words], capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
