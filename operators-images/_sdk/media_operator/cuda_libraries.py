"""CUDA's libraries that came as packages, loaded beforehand: CTranslate2 asks the system for their names."""

import ctypes
from importlib.util import find_spec
from pathlib import Path

WANTED = ("cuda_runtime", "cublas", "cufft", "curand", "cudnn", "cu13")
"""Folders of the package `nvidia`; each has its libraries in `lib`. Packages of CUDA 13 share one, but for cuDNN."""


def load(root: Path | None = None) -> list[str]:
    """Load the libraries below `root`, by default of the package `nvidia`; return the names of those that could be.

    One that needs another is tried again when that is loaded. What is missing shows when something is computed.
    """
    roots = [root] if root else _packages()
    left = [path for each in roots for name in WANTED for path in sorted((each / name / "lib").glob("*.so*"))]
    loaded: list[str] = []
    while found := [path for path in left if _is_loaded(path)]:
        loaded += [path.name for path in found]
        left = [path for path in left if path not in found]
    return loaded


def _packages() -> list[Path]:
    spec = find_spec("nvidia")
    return [Path(each) for each in (spec.submodule_search_locations or ())] if spec else []


def _is_loaded(path: Path) -> bool:
    try:
        ctypes.CDLL(str(path), mode=ctypes.RTLD_GLOBAL)
    except OSError:
        return False
    return True
