"""`pip install media-insights`: the wheel holds the catalogue, and both command lines work without the checkout."""

import json
import os
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from media_insights import __version__
from media_insights.api.v1alpha1 import MediaOperatorSpec
from media_insights.catalogue.operator_folders import operator_in
from tests.builders import DIGEST, NotingBuilder
from tests.installed.conftest import Installation, uv_program

ROOT = Path(__file__).parents[2]
BUILDER = (
    "__init__",
    "cluster/__init__",
    "cluster/command",
    "cluster/errors",
    "cluster/locks",
    "cluster/packages",
    "cluster/progress",
)
"""What the builder of images imports beside its own package."""
SHIPPED = {
    "operator/media_insights/": "media_insights/",
    "operators-images/": "media_insights/shipped/operators-images/",
    "dev/models/": "media_insights/shipped/dev/models/",
    "dev/images/": "media_insights/shipped/dev/images/",
    **{f"dev/{name}.py": f"media_insights/shipped/dev/{name}.py" for name in BUILDER},
    "charts/media-insights/files/workflows/": "media_insights/shipped/charts/media-insights/files/workflows/",
}
"""Folder of the checkout → where it is in the wheel."""
LARGEST = 4_200_000
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


def test_an_operator_s_image_is_built_and_pushed_and_a_cluster_is_given_its_manifest(
    installation: Installation, tmp_path: Path
) -> None:
    before = installation.files()
    builder = NotingBuilder(tmp_path)
    with tempfile.TemporaryDirectory() as cache:
        installation.run("media-insights", "operator", "new", "packed")
        words = ["packed", "--registry", "r.example/team", "--tag", "1.0", "--base", "python:3.11-slim-bookworm"]
        path = os.pathsep.join([str(builder.folder), str(uv_program().parent), os.environ["PATH"]])
        said = installation.run(
            "media-insights", "operator", "build", *words, "--manifest", "p.yaml", MEDIA_INSIGHTS_CACHE=cache, PATH=path
        )
    assert f"pushed r.example/team/packed:1.0@{DIGEST}" in said
    assert said.rstrip().endswith("kubectl apply -f p.yaml")
    applied = operator_in(installation.folder / "packed").spec
    written = yaml.safe_load((installation.folder / "p.yaml").read_text())
    assert written["spec"]["image"] == f"r.example/team/packed:1.0@{DIGEST}"
    assert MediaOperatorSpec.model_validate(written["spec"] | {"image": applied.image}) == applied
    assert (builder.contexts / "packed/app/main.py").is_file()
    assert installation.files() == before, "the installation may lie where nobody may write"


def _expected() -> Iterator[str]:
    listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard", *SHIPPED]
    for line in subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines():
        if (ROOT / line).is_file():
            folder = next(folder for folder in SHIPPED if line.startswith(folder))
            yield SHIPPED[folder] + line.removeprefix(folder)
