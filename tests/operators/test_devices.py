"""A GPU that was reserved computes, or the result says that it did not; where one is required, the run fails."""

import shutil
import subprocess
from ctypes.util import find_library
from pathlib import Path
from typing import Any

import pytest

from tests.operators.runs import modules_of

[sdk, devices, cuda_libraries] = modules_of(
    "_sdk", "media_operator", "media_operator.devices", "media_operator.cuda_libraries"
)

LIBRARY = "Library libcublas.so.12 is not found or cannot be loaded"
Reserved = dict[str, str]
PREFERRED: Reserved = {"MEDIA_INSIGHTS_GPU": "Preferred"}
REQUIRED: Reserved = {"MEDIA_INSIGHTS_GPU": "Required"}


def messages(known: Any, environ: Reserved) -> list[str]:
    return [each.message for each in known.warnings(environ)]


def without_libraries(model: str) -> None:
    raise RuntimeError(LIBRARY)


def test_a_gpu_that_works_is_used_and_nothing_is_said() -> None:
    known = devices.Devices()
    assert known.open_model(str.lower, len, gpu=True) == ("cudaexecutionprovider", "CUDAExecutionProvider")
    assert messages(known, PREFERRED) == []


def test_a_driver_without_libraries_falls_back_to_the_cpu_and_says_why() -> None:
    known = devices.Devices()
    assert known.open_model(str, without_libraries, gpu=True)[1] == "CPUExecutionProvider"
    for environ in ({}, PREFERRED):
        [message] = messages(known, environ)
        assert message == f"the GPU could not be used, and the CPU computed instead: {LIBRARY}"


def test_a_gpu_that_was_reserved_for_a_build_without_one_is_a_warning() -> None:
    known = devices.Devices()
    known.open_model(str, len, gpu=False)
    assert messages(known, {}) == []
    [message] = messages(known, PREFERRED)
    assert "a GPU was reserved for this operator and not used" in message


def test_one_model_on_the_gpu_is_enough_for_it_to_be_used() -> None:
    known = devices.Devices()
    known.open_model(str, len, gpu=False)
    known.open_model(str, len, gpu=True)
    assert messages(known, PREFERRED) == []


def test_an_operator_that_opened_no_model_does_not_speak_of_devices() -> None:
    assert messages(devices.Devices(), PREFERRED) == []


def test_a_gpu_that_is_required_and_cannot_be_used_fails_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEDIA_INSIGHTS_GPU", "Required")
    with pytest.raises(sdk.WrongDevice, match=r"its model can be run on the CPU only: Library libcublas"):
        devices.Devices().open_model(str, without_libraries, gpu=True)
    with pytest.raises(sdk.WrongDevice, match="make images ACCELERATOR=cuda"):
        devices.Devices().open_model(str, len, gpu=False)


def library(name: str) -> Path:
    """A small library of this machine."""
    said = subprocess.run(["/sbin/ldconfig", "-p"], check=True, capture_output=True, text=True).stdout
    return Path(next(line.rpartition("=> ")[2] for line in said.splitlines() if str(find_library(name)) in line))


def test_libraries_that_came_as_packages_are_loaded_and_those_that_cannot_be_are_left(tmp_path: Path) -> None:
    folder = tmp_path / "cublas/lib"
    folder.mkdir(parents=True)
    shutil.copy(library("z"), folder / "libcublas.so.12")
    (folder / "libcublasLt.so.12").write_text("damaged")
    (tmp_path / "nccl/lib").mkdir(parents=True)
    shutil.copy(library("z"), tmp_path / "nccl/lib/libnccl.so.2")

    assert cuda_libraries.load(tmp_path) == ["libcublas.so.12"]


@pytest.mark.parametrize(
    "place", ["cu13/lib/libcudart.so.13", "cufft/lib/libcufft.so.11", "curand/lib/libcurand.so.10"]
)
def test_libraries_are_found_where_packages_of_either_version_have_them(tmp_path: Path, place: str) -> None:
    (tmp_path / place).parent.mkdir(parents=True)
    shutil.copy(library("z"), tmp_path / place)
    assert cuda_libraries.load(tmp_path) == [Path(place).name]
