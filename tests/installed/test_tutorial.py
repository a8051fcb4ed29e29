"""The tutorial about an operator of one's own, with the wheel alone: as its first step says, nothing else differs."""

import os
import subprocess
from pathlib import Path

from tests.installed.conftest import Installation
from tests.operators import media
from tests.operators.test_tutorial import CLUSTER, FOLDER, PAGE, steps

OF_A_CHECKOUT = ("make operator ", "export PATH=")
NEW = "media-insights operator new my-words --reads text"


def test_every_step_of_the_tutorial_works_with_the_wheel_alone(installation: Installation, tmp_path: Path) -> None:
    assert NEW in PAGE
    script = ["set -e", NEW]
    for file, content in steps():
        if file:
            script.append(f"cat > {_here(file)} <<'END_OF_FILE'\n{content}END_OF_FILE")
        elif not content.startswith((*CLUSTER, *OF_A_CHECKOUT)):
            added = " --operators ." if content.startswith("media-insights run ") else ""
            script.append(_here(content) + added)
    hidden = {"VIRTUAL_ENV", "PYTEST_CURRENT_TEST", "PYTHONPATH"}
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    environment["PYTHONDONTWRITEBYTECODE"] = "1"  # the installation may lie where nobody may write
    path = os.pathsep.join([str(installation.environment / "bin"), environment["PATH"]])
    done = subprocess.run(
        ["bash", "-c", "\n".join(script)],
        cwd=tmp_path,
        env=environment | {"PATH": path, "MEDIA_INSIGHTS_CACHE": str(media.cache().parent)},
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    told = f"{done.stdout}\n{done.stderr}"
    assert done.returncode == 0, told[-4000:]
    assert '{"Results": {"your": 1, "boat": 1}}' in done.stdout
    assert "my-words: nothing to complain about" in told
    assert "myWords.json" in done.stdout


def _here(text: str) -> str:
    return text.replace(FOLDER, "my-words")
