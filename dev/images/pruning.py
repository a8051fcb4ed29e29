"""Pruning of an image's packages: files that no program reads at run time are up to half of a package.

Rules for every image are here; an operator that knows better says so (:mod:`images.declarations`).
"""

import shutil
import subprocess
from collections.abc import Iterable
from fnmatch import fnmatch
from pathlib import Path

from dev.cluster import packages
from dev.cluster.errors import ClusterError
from dev.cluster.progress import say
from dev.images.declarations import Declaration

LEFT_OUT = (
    "*/tests/*",  # of numpy, spaCy, thinc …; folders named `testing` are part of an API and stay
    *("*.pyi", "*.pyx", "*.pxd", "*.h", "*.hpp", "*.hh", "*.c", "*.cc", "*.cpp", "*.a", "*.lib"),
    "onnxruntime/capi/libonnxruntime.so*",  # for programs in C; the Python module has all of it inside (35 MB)
)
"""Patterns of what is left out of every image; ``*`` also stands for slashes. Not ``*.cu``: thinc compiles its own."""
STRIPPED = "*.so"
"""Extension modules lose the symbols that only a linker or a debugger reads: 120 MB of spaCy's base, 67 of CTranslate2.

Not the libraries that wheels bring along in ``<package>.libs/``: auditwheel has moved their segments, which binutils
does not always survive (https://github.com/NixOS/patchelf/issues/10), and they come stripped.
"""


def drops(path: str, declared: Declaration) -> bool:
    """Tell whether an image leaves out a file, by its path below ``site-packages/``."""
    return _matches(path, (*LEFT_OUT, *declared.leave_out)) and not _matches(path, declared.keep)


def prune(folder: Path, declared: Declaration) -> None:
    """Remove and strip what no program reads below a folder of packages.

    The files may be links into the installer's cache: nothing is written in place.
    """
    for path in sorted(folder.rglob("*"), reverse=True):  # a folder after what is in it
        if path.is_dir() and not path.is_symlink():
            _remove_if_empty(path)
        elif drops(str(path.relative_to(folder)), declared):
            path.unlink()
    _strip(path for path in sorted(folder.rglob(STRIPPED)) if _is_module(path.relative_to(folder)))


def _matches(path: str, patterns: Iterable[str]) -> bool:
    return any(fnmatch(path, pattern) for pattern in patterns)


def _remove_if_empty(folder: Path) -> None:
    if not any(folder.iterdir()):
        folder.rmdir()


def _is_module(relative: Path) -> bool:
    return not any(part.endswith(".libs") for part in relative.parts)


def _strip(modules: Iterable[Path]) -> None:
    wanted = [path for path in modules if path.is_file() and not path.is_symlink()]
    if not wanted or not _has_strip():
        return
    for path in wanted:
        part = path.with_name(f"{path.name}.part")
        done = subprocess.run(["strip", "--strip-unneeded", "-o", part, path], capture_output=True, check=False)
        if done.returncode == 0 and part.stat().st_size < path.stat().st_size:
            shutil.copymode(path, part)
            part.replace(path)
        else:  # no ELF file of this machine's
            part.unlink(missing_ok=True)


def _has_strip() -> bool:
    if shutil.which("strip"):
        return True
    try:
        packages.install(["binutils"])
    except ClusterError as error:
        say(f"images will be larger than they need to be, for want of strip: {error}")
        return False
    return True
