"""The wheel, and an environment that holds it and nothing of the checkout."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from media_insights.local.environments import uv

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Installation:
    """An environment that holds the wheel and its dependencies, and a folder to work in."""

    environment: Path
    folder: Path

    def run(self, program: str, *words: str, **variables: str) -> str:
        """Run one of the console scripts in the folder, with further variables; return its stdout."""
        hidden = {"VIRTUAL_ENV", "PYTHONPATH"}
        environ = {name: value for name, value in os.environ.items() if name not in hidden}
        done = subprocess.run(
            [self.environment / "bin" / program, *words],
            cwd=self.folder,
            env=environ | {"PYTHONDONTWRITEBYTECODE": "1"} | variables,
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


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the source archive, which thereby holds all that it takes."""
    target = tmp_path_factory.mktemp("dist")
    uv_run("build", "--quiet", "--out-dir", target, ROOT)
    (found,) = target.glob("*.whl")
    return found


@pytest.fixture(scope="session")
def installation(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    environment, folder = tmp_path_factory.mktemp("environment") / "venv", tmp_path_factory.mktemp("work")
    uv_run("venv", "--quiet", "--python", sys.executable, environment)
    # at the locked versions: those are in uv's cache, and what a newer one breaks is not what is tested here
    locked = folder.parent / "requirements.txt"
    uv_run("export", "--quiet", "--frozen", "--no-dev", "--no-emit-project", "--project", ROOT, "--output-file", locked)
    uv_run("pip", "install", "--quiet", "--python", environment / "bin/python", "--requirement", locked, wheel)
    return Installation(environment, folder)


def uv_program() -> Path:
    return uv(Path(os.environ.get("MEDIA_INSIGHTS_CACHE") or Path.home() / ".cache/media-insights"))


def uv_run(*words: str | Path) -> None:
    done = subprocess.run([uv_program(), *words], capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
