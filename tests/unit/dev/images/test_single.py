"""The image of an operator that lies anywhere: on the shared bases, pushed on request, its reference on stdout."""

import json
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from dev.images import single
from media_insights.catalogue.scaffold import scaffold
from media_insights.local.environments import uv
from tests.builders import DIGEST, NotingBuilder
from tests.operators import media

ROOT = Path(__file__).parents[4]


@pytest.fixture
def builder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> NotingBuilder:
    found = NotingBuilder(tmp_path / "builder")
    monkeypatch.setenv("PATH", f"{found.folder}:{uv(media.cache().parent).parent}", prepend=":")
    return found


@pytest.fixture
def operator(tmp_path: Path) -> Path:
    return scaffold(ROOT / "operators-images", tmp_path / "own", "logo-spotting")


def build(cache: Path, *words: str | Path) -> int:
    told = ["--base", "python:3.11-slim-bookworm", *map(str, words)]
    return single.main(told, {"MEDIA_INSIGHTS_CACHE": str(cache)})


def test_it_stands_on_the_shared_base_and_its_tag_is_what_it_is_made_of(
    builder: NotingBuilder, operator: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert build(tmp_path / "cache", operator) == 0
    outcome = json.loads(capsys.readouterr().out)
    base, own = builder.told("bud")
    assert "--build-arg BASE=python:3.11-slim-bookworm" in base
    assert f"--tag {outcome['reference']}" in own
    assert "--build-arg BASE=localhost/media-insights/base-python:" in own
    assert outcome["reference"].startswith("localhost/media-insights/logo-spotting:")
    assert (outcome["pushed"], builder.told("push")) == (False, [])
    context = builder.contexts / "logo-spotting"
    assert (context / "app/main.py").is_file()
    assert (context / "libraries/media_operator").is_dir(), "the copy that was made with it, not this installation's"
    assert outcome["reference"] in (tmp_path / "cache/images/images.yaml").read_text(), "run --containers finds it"


def test_it_is_pushed_under_the_registry_s_name_and_known_by_its_digest(
    builder: NotingBuilder, operator: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert build(tmp_path / "cache", operator, "--registry", "r.example/team/", "--tag", "1.0") == 0
    assert json.loads(capsys.readouterr().out) == {
        "reference": f"r.example/team/logo-spotting:1.0@{DIGEST}",
        "pushed": True,
    }
    (pushed,) = builder.told("push")
    assert pushed.endswith(" docker://r.example/team/logo-spotting:1.0")
    statement = json.loads((tmp_path / "cache/images/provenance/logo-spotting.provenance.json").read_text())
    assert statement["subject"][0]["name"] == "r.example/team/logo-spotting:1.0"


def test_a_folder_that_is_no_operator_or_no_program_is_refused(
    builder: NotingBuilder, operator: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert build(tmp_path / "cache", tmp_path) == 1
    assert "it has no operator.yaml" in capsys.readouterr().err
    (operator / "main.py").unlink()
    assert build(tmp_path / "cache", operator) == 1
    assert "add main.py, or a Dockerfile" in capsys.readouterr().err


def test_nothing_of_the_local_cluster_is_needed(tmp_path: Path) -> None:
    """The wheel carries the builder, and of `dev/cluster` only what the builder imports."""
    packed = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]["targets"]["wheel"]
    for name in (name for name in packed["only-include"] if name.startswith("dev/")):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, tmp_path / name)
    done = subprocess.run(
        [sys.executable, "-m", "dev.images.single", "--help"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
