"""What operators are built on is installed by name, from an index of built wheels: no checkout is near."""

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dev.tools import wheels
from media_insights.catalogue.scaffold import scaffold
from media_insights.cli.app import app
from media_insights.local.environments import uv
from tests.builders import NotingBuilder
from tests.operators import media

ROOT = Path(__file__).parents[2]
WORDDIST = ROOT / "examples/05-bring-your-lambda/worddist"
PROJECT = """[project]
name = "{name}"
version = "1.0.0"
requires-python = ">=3.11,<3.14"
dependencies = {dependencies}

[tool.uv]
package = false

[[tool.uv.index]]
url = "../simple"
"""


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A repository of operators, with the index beside them; uv is on the PATH."""
    folder = tmp_path_factory.mktemp("repository")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", str(uv(media.cache().parent).parent), prepend=os.pathsep)
        wheels.write_index(folder / "simple")
        yield folder


@pytest.fixture(scope="module")
def words(repository: Path) -> Path:
    """The shipped example of an operator of MIE, whose project names the helper instead of a path."""
    folder = repository / "worddist"
    shutil.copytree(WORDDIST, folder, ignore=shutil.ignore_patterns(".venv", "uv.lock", "__pycache__"))
    lock(folder, ["media-insights-lambda-operators==1.0.0", "boto3==1.44.5"])
    return folder


def lock(folder: Path, dependencies: list[str]) -> None:
    text = PROJECT.format(name=folder.name, dependencies=json.dumps(dependencies))
    (folder / "pyproject.toml").write_text(text, "utf-8")
    subprocess.run(["uv", "lock", "--quiet", "--project", folder], check=True)


def invoke(*words: str | Path, **variables: str) -> str:
    done = CliRunner().invoke(app, ["operator", *map(str, words)], env=variables)
    assert done.exit_code == 0, f"{done.output}\n{done.exception}"
    return done.stdout


def test_an_operator_of_mie_names_its_helper(words: Path) -> None:
    assert "nothing to complain about" in invoke("lint", words)
    result = json.loads(invoke("run", words, "--in", f"transcript={words}/examples/1-song/in/transcript"))
    assert result["Results"]["row"] == 3


def test_an_operator_with_sdk_and_kit_names_them_and_passes_its_examples(repository: Path) -> None:
    own = scaffold(ROOT / "operators-images", repository / "scratch", "pictures")
    folder = Path(shutil.copytree(own, repository / "pictures", ignore=shutil.ignore_patterns("uv.lock")))
    lock(folder, ["media-insights-kit-vision==1.0.0", "media-insights-operator-sdk==1.0.0"])
    assert "nothing to complain about" in invoke("lint", folder)
    assert "1-pictures: as expected" in invoke("test", folder)


def test_every_kit_and_the_helper_is_in_the_index(repository: Path) -> None:
    kits = {f"media-insights-kit-{path.name}" for path in (ROOT / "operators-images/_kits").glob("*/")}
    named = {"media-insights-operator-sdk", "media-insights-lambda-operators", *kits}
    assert {path.name for path in (repository / "simple").iterdir()} == named


def test_its_image_takes_the_wheels_from_the_same_index(words: Path, tmp_path: Path) -> None:
    builder = NotingBuilder(tmp_path)
    path = os.pathsep.join([str(builder.folder), os.environ["PATH"]])
    with tempfile.TemporaryDirectory() as cache:
        said = invoke("build", words, "--base", "python:3.11-slim-bookworm", MEDIA_INSIGHTS_CACHE=cache, PATH=path)
    assert "built localhost/media-insights/worddist:" in said
    packages = builder.contexts / "worddist/site-packages"
    assert (packages / "lambda_operator/__main__.py").is_file()
    assert (packages / "media_operator/__init__.py").is_file()
