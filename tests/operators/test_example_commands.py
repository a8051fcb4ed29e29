"""Commands of the examples' READMEs that need no cluster, executed as they are printed.

Not among them: `make images`, which needs a builder of images (`tests/unit/dev/images`), the run of 08-summary, which
needs a language model (`tests/operators/test_summary.py` has a server), the console of 13, which never ends
(`tests/console`), and the consumers of 11, which need other systems (`tests/conformance`, `tests/unit/events`).
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.operators import media
from tests.unit.test_example_commands import commands_of

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]


PHOTO = ROOT / "operators-images/redaction/examples/2-picture/out/redacted.jpg"


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder from which the examples can be seen, as they can from a checkout, and in which files may be made."""
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    return tmp_path


def execute(example: str, begins: str, folder: Path) -> str:
    """Execute the one command of an example's README that begins like this, as it is printed, in a folder."""
    readme = ROOT / "examples" / example / "README.md"
    (words,) = [words for words in commands_of(readme) if " ".join(words).startswith(begins)]
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(
        words,
        cwd=folder,
        env={**os.environ, "PATH": path, "MEDIA_INSIGHTS_CACHE": str(media.cache().parent)},
        capture_output=True,
        text=True,
        check=False,
        timeout=900,
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return done.stdout


def test_an_operator_of_mie_counts_words(desk: Path) -> None:
    assert '"row": 3' in execute("05-bring-your-lambda", "media-insights operator run", desk)


@pytest.mark.thorough
def test_a_model_of_one_s_own_is_made_checked_and_used(desk: Path) -> None:
    shutil.copy(PHOTO, desk / "photo.jpg")
    execute("12-your-model", "uv run", desk)
    assert "ran      name toy" in execute("12-your-model", "media-insights operator check-model", desk)
    assert "Forklift" in execute("12-your-model", "media-insights run", desk)


@pytest.mark.thorough
def test_the_first_asset_is_analysed_without_a_cluster(desk: Path) -> None:
    told = execute("01-first-asset", "media-insights run", desk)
    assert "first-asset  Complete" in told


@pytest.mark.thorough
def test_an_archive_of_photos_is_analysed_and_searched(desk: Path) -> None:
    for name in ("one.jpg", "two.png", "2026/thumbs/one.jpg", "three.gif"):
        (desk / "photos" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(PHOTO, desk / "photos" / name)
    assert "2 files  2 Complete" in execute("13-photo-archive", "media-insights run", desk)
    execute("13-photo-archive", "media-insights search", desk)
