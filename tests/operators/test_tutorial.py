"""The tutorial about an operator of one's own is followed to the letter, in a clone of the checkout.

Every command that needs no cluster is executed as it is printed, every file is written as it is printed.
"""

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.operators import media

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/tutorials/your-own-operator.md").read_text("utf-8")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FOLDER = "operators-images/my-words"
FILES = {
    "yaml": [f"{FOLDER}/operator.yaml", "words.yaml"],
    "python": [f"{FOLDER}/main.py"],
    "markdown": [f"{FOLDER}/README.md"],
}
"""Language of a block → the files that the page's blocks of it are, in order; what follows are excerpts."""
CLUSTER = ("kubectl", "media-insights operator build")


def steps() -> Iterator[tuple[str, str]]:
    """Yield what the page tells to do, in order: a file and its content, or nothing and a command."""
    left = {language: list(names) for language, names in FILES.items()}
    for language, content in BLOCK.findall(PAGE):
        if language == "console":
            yield from (("", line[2:]) for line in content.splitlines() if line.startswith("$ "))
        elif left.get(language):
            yield left[language].pop(0), content


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone of what is committed and what is not, as a reader has it."""
    target = tmp_path_factory.mktemp("fresh") / "media-insights"
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            (target / name).write_bytes((ROOT / name).read_bytes())
            (target / name).chmod((ROOT / name).stat().st_mode)
    return target


def test_every_step_of_the_tutorial_works_as_printed(clone: Path) -> None:
    environment = {**os.environ, "MEDIA_INSIGHTS_CACHE": str(media.cache().parent)}
    for name in ("VIRTUAL_ENV", "PYTEST_CURRENT_TEST", "PYTHONPATH"):
        environment.pop(name, None)
    script = ["set -e"]
    for file, content in steps():
        if file:
            script.append(f"cat > {file} <<'END_OF_FILE'\n{content}END_OF_FILE")
        elif not content.startswith(CLUSTER):
            script += [f"echo '$' {content.split()[0]} >&2", content]
    done = subprocess.run(
        ["bash", "-c", "\n".join(script)],
        cwd=clone,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=900,
    )
    told = f"{done.stdout}\n{done.stderr}"
    assert done.returncode == 0, told[-4000:]
    assert '{"Results": {"your": 1, "boat": 1}}' in done.stdout
    assert f"{FOLDER}: nothing to complain about" in told
    assert "myWords.json" in done.stdout
