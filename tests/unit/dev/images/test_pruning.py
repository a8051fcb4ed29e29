"""What no program reads at run time is left out of images, and what an operator says about it counts."""

import os
from pathlib import Path

import pytest

from dev.cluster import packages
from dev.cluster.errors import ClusterError
from dev.images import pruning
from dev.images.declarations import Declaration

NAMED = Declaration(leave_out=("models/*.onnx",), keep=("numpy/tests/data/*",))


@pytest.mark.parametrize(
    ("path", "dropped"),
    [
        ("numpy/__init__.py", False),
        ("numpy/testing/__init__.py", False),
        ("numpy/linalg/tests/test_linalg.py", True),
        ("numpy/tests/data/table.csv", False),
        ("numpy/_core/include/numpy/arrayobject.h", True),
        ("spacy/tokens/doc.pyx", True),
        ("spacy/tokens/doc.cpython-311-x86_64-linux-gnu.so", False),
        ("spacy-3.8.dist-info/licenses/LICENSE", False),
        ("onnxruntime/capi/libonnxruntime.so.1.32.0", True),
        ("onnxruntime/capi/libonnxruntime_providers_cuda.so", False),
        ("onnxruntime/capi/onnxruntime_pybind11_state.cpython-311-x86_64-linux-gnu.so", False),
        ("lib64/libncnn.a", True),
        ("models/det.onnx", True),
        ("certifi/cacert.pem", False),
    ],
)
def test_what_is_left_out(path: str, dropped: bool) -> None:  # noqa: FBT001 - a column of the table
    assert pruning.drops(path, NAMED) is dropped


def test_folders_go_when_nothing_is_left_in_them(tmp_path: Path) -> None:
    for name in ("a/tests/deep/test_x.py", "a/main.py", "b/x.h"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()

    pruning.prune(tmp_path, Declaration())

    assert sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*")) == ["a", "a/main.py"]


def test_what_the_installer_keeps_is_not_written_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Packages are links into the cache. Where there is no `strip`, a unit test installs none."""
    monkeypatch.setattr(packages, "install", _refused)
    cache, folder = tmp_path / "cache.so", tmp_path / "folder"
    cache.write_bytes(_library())
    (folder / "x.libs").mkdir(parents=True)
    before = cache.read_bytes()
    for name in ("module.so", "x.libs/lib.so"):
        os.link(cache, folder / name)
    (folder / "text.so").write_text("no program at all")

    pruning.prune(folder, Declaration())

    assert cache.read_bytes() == before
    assert (folder / "x.libs/lib.so").read_bytes() == before
    assert (folder / "text.so").read_text() == "no program at all"
    assert not list(folder.rglob("*.part"))


def _refused(_: list[str]) -> None:
    raise ClusterError("not in a unit test")


def _library() -> bytes:
    import _ctypes  # noqa: PLC0415 - any extension module of this Python will do

    return Path(_ctypes.__file__).read_bytes()
