"""The code as the guards see it: files as Git lists them, parsed once; and lists of exceptions, which only shrink."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

ROOT = Path(__file__).parents[3]
PACKAGE = ROOT / "operator/media_insights"
OURS = ("operator", "operators-images", "dev")
"""Folders of code that is shipped or builds what is shipped; tests have looser rules."""


@lru_cache
def files(*folders: str) -> tuple[Path, ...]:
    """Return the Python files below some folders, as Git sees them: no environments, no build outputs."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *folders]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    paths = (ROOT / line for line in listed.splitlines() if line.endswith(".py"))
    return tuple(sorted(path for path in set(paths) if path.is_file()))


@cache
def tree(path: Path) -> ast.Module:
    """Return a file, parsed."""
    return ast.parse(path.read_text("utf-8"))


def modules(layer: str = "") -> Iterator[Path]:
    """Yield the modules of the package, or of one of its layers; packages' own ``__init__`` are none."""
    yield from (
        path for path in files(f"operator/media_insights/{layer}".rstrip("/")) if not path.name.startswith("__")
    )


def name(path: Path) -> str:
    """Return a file's path from the root of the repository."""
    return path.relative_to(ROOT).as_posix()


def exceptions(file: str) -> set[str]:
    """Return the lines of a list of exceptions beside the guards; ``#`` begins a remark."""
    lines = Path(__file__).with_name(file).read_text("utf-8").splitlines()
    return {line.split("#")[0].strip() for line in lines} - {""}


def assert_only(found: set[str], allowed: set[str], rule: str) -> None:
    """Fail for what is found and not allowed, and for what is allowed and no longer found: lists only shrink."""
    assert not found - allowed, f"{rule}: {sorted(found - allowed)}"
    assert not allowed - found, f"no exception is needed any more for {sorted(allowed - found)}: delete the lines"
