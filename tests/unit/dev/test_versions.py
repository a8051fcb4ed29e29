"""One place says the version: the package; everything else that names it says the same."""

import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
import yaml

from dev.tools.versions import files_with_version, semantic_version
from media_insights import __version__

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(
    ("python", "semantic"),
    [("0.1.0", "0.1.0"), ("0.2.0.dev0", "0.2.0-dev.0"), ("1.0.0rc2", "1.0.0-rc.2"), ("10.20.30", "10.20.30")],
)
def test_a_version_of_python_is_one_of_helm(python: str, semantic: str) -> None:
    assert semantic_version(python) == semantic


@pytest.mark.parametrize("wrong", ["1.0", "v1.0.0", "1.0.0+local", ""])
def test_any_other_form_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="is no version such as"):
        semantic_version(wrong)


def test_chart_image_and_package_name_one_version() -> None:
    chart = yaml.safe_load((ROOT / "charts/media-insights/Chart.yaml").read_text())
    assert chart["version"] == chart["appVersion"] == semantic_version()
    assert f'image.version="{semantic_version()}"' in (ROOT / "operator/Dockerfile").read_text()
    assert version("media-insights") == __version__, "the environment holds an older version: make setup"
    assert all(path.read_text() == text for path, text in files_with_version())


def test_the_command_says_it() -> None:
    command = [sys.executable, "-m", "media_insights", "--version"]
    told = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout
    assert told.strip() == f"media-insights {__version__}"
