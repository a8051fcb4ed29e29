"""Commands of the examples' READMEs that need no cluster, executed as they are printed.

Not among them: `make images`, which needs a builder of images (`tests/unit/dev/images`), the run of 08-summary, which
needs a language model (`tests/operators/test_summary.py` has a server), and the consumers of 11, which need other
systems (`tests/conformance`, `tests/unit/events`).
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.operators import media
from tests.unit.test_example_commands import commands_of

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]


def execute(example: str, begins: str, folder: Path) -> str:
    """Execute the one command of an example's README that begins like this; results go to a folder of the test."""
    readme = ROOT / "examples" / example / "README.md"
    (words,) = [words for words in commands_of(readme) if " ".join(words).startswith(begins)]
    more = ["--output", str(folder / "results")] if words[1] == "run" else []
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(
        [*words, *more],
        cwd=ROOT,
        env={**os.environ, "PATH": path, "MEDIA_INSIGHTS_CACHE": str(media.cache().parent)},
        capture_output=True,
        text=True,
        check=False,
        timeout=900,
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return done.stdout


def test_an_operator_of_mie_counts_words(tmp_path: Path) -> None:
    assert '"row": 3' in execute("05-bring-your-lambda", "media-insights operator run", tmp_path)


@pytest.mark.thorough
def test_the_first_asset_is_analysed_without_a_cluster(tmp_path: Path) -> None:
    told = execute("01-first-asset", "media-insights run", tmp_path)
    assert "first-asset  Complete" in told
