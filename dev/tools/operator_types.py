"""Checks the types of each operator by itself: every folder has a ``main.py``, which one run could not tell apart."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
OPTIONS = ("--config-file=", "--strict", "--ignore-missing-imports", "--explicit-package-bases", "--no-error-summary")


def main() -> int:
    """Print what mypy has against each operator; exit code 1 when there is anything."""
    folders = sorted(path.parent for pattern in PATTERNS for path in ROOT.glob(pattern))
    clean = [_clean(folder) for folder in folders]  # all of them, not only up to the first that fails
    return int(not all(clean))


PATTERNS = ("operators-images/[!_]*/main.py", "operators-images/_template*/main.py", "tests/operators-images/*/main.py")


def _clean(folder: Path) -> bool:
    cache = ROOT / ".mypy_cache/operators" / folder.name
    command = [sys.executable, "-m", "mypy", *OPTIONS, f"--cache-dir={cache}", "."]
    libraries = (ROOT / "operators-images/_sdk", *sorted(ROOT.glob("operators-images/_kits/*/")))
    environment = {"MYPYPATH": os.pathsep.join(map(str, libraries))}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=600
    )
    if done.returncode:
        sys.stdout.write(f"{folder.relative_to(ROOT)}:\n{done.stdout}{done.stderr}")
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
