"""What a lock brings into an image is what the builder installs, each with the digest of its wheel."""

from pathlib import Path

import pytest
from packaging.markers import Marker

from dev.images import image_specs, requirements
from dev.images.places import CHECKOUT, Places
from dev.sbom.locked_packages import LockedPackage, packages_in

LOCK = """
version = 1
[[package]]
name = "mine"
version = "1"
source = { virtual = "." }
dependencies = [
    { name = "wheel-of-both" },
    { name = "only-windows", marker = "sys_platform == 'win32'" },
    { name = "forked", version = "1", source = { registry = "r" }, marker = "python_full_version < '3.12'" },
    { name = "forked", version = "2", source = { registry = "r" }, marker = "python_full_version >= '3.12'" },
    { name = "beside", extra = ["more"] },
]
[package.optional-dependencies]
cuda = [{ name = "for-gpus" }]
[package.dev-dependencies]
dev = [{ name = "for-developers" }]
[[package]]
name = "wheel-of-both"
version = "1.5"
source = { registry = "r" }
sdist = { url = "https://r/wheel_of_both-1.5.tar.gz", hash = "sha256:sdist" }
wheels = [
    { url = "https://r/wheel_of_both-1.5-cp311-cp311-manylinux2014_aarch64.whl", hash = "sha256:arm" },
    { url = "https://r/wheel_of_both-1.5-cp311-cp311-manylinux2014_x86_64.whl", hash = "sha256:old" },
    { url = "https://r/wheel_of_both-1.5-cp311-cp311-manylinux_2_28_x86_64.whl", hash = "sha256:best" },
    { url = "https://r/wheel_of_both-1.5-cp311-cp311-manylinux_2_99_x86_64.whl", hash = "sha256:too-new" },
    { url = "https://r/wheel_of_both-1.5-py3-none-any.whl", hash = "sha256:any" },
]
"""
for _name, _version in (("only-windows", "1"), ("forked", "1"), ("forked", "2"), ("for-gpus", "1"), ("below", "1")):
    LOCK += f'[[package]]\nname = "{_name}"\nversion = "{_version}"\nsource = {{ registry = "r" }}\n'
LOCK += """
[[package]]
name = "for-developers"
version = "1"
source = { registry = "r" }
[[package]]
name = "beside"
version = "1"
source = { directory = "../beside" }
[package.optional-dependencies]
more = [{ name = "below" }]
"""


def names(found: list[LockedPackage]) -> list[str]:
    return [f"{each.name}=={each.version}" for each in found]


def test_markers_extras_and_groups_decide() -> None:
    assert names(packages_in(LOCK, machine="x86_64")) == ["below==1", "forked==1", "wheel-of-both==1.5"]
    assert "for-gpus==1" in names(packages_in(LOCK, ("cuda",), "x86_64"))


@pytest.mark.parametrize(("machine", "digest"), [("x86_64", "best"), ("aarch64", "arm"), ("riscv64", "any")])
def test_the_wheel_that_fits_best_is_the_one_whose_digest_counts(machine: str, digest: str) -> None:
    (found,) = [each for each in packages_in(LOCK, machine=machine) if each.name == "wheel-of-both"]
    assert found.sha256 == digest
    assert found.pin.text.startswith("wheel-of-both==1.5 --hash=sha256:arm ")
    assert found.pin.text.endswith("--hash=sha256:sdist")


@pytest.mark.parametrize("name", ["transcribe", "controller"])
def test_it_is_what_the_builder_installs(name: str, tmp_path: Path) -> None:
    spec = image_specs.products(Places(CHECKOUT, tmp_path))[name]
    installed = {f"{pin.name}=={pin.version}" for pin in requirements.locked(spec, "cpu") if _is_for_linux(pin.text)}
    assert spec.project is not None
    found = packages_in((spec.project / "uv.lock").read_text("utf-8"), requirements.EXTRAS)
    assert set(names(found)) == installed
    assert [each.name for each in found if not each.sha256] == []


def _is_for_linux(text: str) -> bool:
    marker = text.partition(" ; ")[2].partition(" --hash")[0].strip()
    linux = {
        "sys_platform": "linux",
        "platform_system": "Linux",
        "python_version": "3.11",
        "python_full_version": "3.11.0",
    }
    return not marker or Marker(marker).evaluate(linux)
