"""Licences are recorded once per version, from what packages state of themselves; the page of third parties has all."""

from email.message import Message
from importlib.metadata import Distribution, PathDistribution
from pathlib import Path
from typing import Any

import pytest

from dev.images.places import CHECKOUT, Places
from dev.images.requirements import Pin
from dev.sbom import __main__ as verbs
from dev.sbom import contents, licences, notices
from dev.sbom.locked_packages import LockedPackage

ASKS_FOR_SOURCE = {package for package, *_ in notices.BUNDLED}


def distribution(folder: Path, name: str, **fields: Any) -> Distribution:
    info = folder / f"{name}-1.dist-info"
    info.mkdir(parents=True, exist_ok=True)
    message = Message()
    for field, value in {"Name": name, "Version": "1", **fields}.items():
        for each in value if isinstance(value, list) else [value]:
            message[field.replace("_", "-")] = each
    (info / "METADATA").write_text(message.as_string())
    return PathDistribution(info)


@pytest.mark.parametrize(
    ("fields", "licence"),
    [
        ({"License_Expression": "MIT OR Apache-2.0", "License": "both"}, "MIT OR Apache-2.0"),
        ({"Classifier": ["License :: OSI Approved :: MIT License", "Topic :: Video"]}, "MIT"),
        ({"Classifier": ["License :: OSI Approved"], "License": "MIT"}, "MIT"),
        ({"Classifier": ["License :: OSI Approved :: BSD License"], "License": "BSD-3-Clause"}, "BSD-3-Clause"),
        ({"Classifier": ["License :: OSI Approved :: BSD License"], "License": "Copyright " * 50}, "BSD"),
        ({"Classifier": ["License :: OSI Approved :: Zope Public License"]}, "Zope Public License"),
        ({"License": "Permission is granted to whom it may concern " * 9}, ""),
        ({}, ""),
    ],
)
def test_a_package_states_its_licence(tmp_path: Path, fields: dict[str, Any], licence: str) -> None:
    assert licences.licence_of(distribution(tmp_path, "a", **fields)) == licence


def test_only_what_is_new_is_installed_and_what_is_gone_is_dropped() -> None:
    installed: list[str] = []

    def install(pins: list[Pin], folder: Path) -> None:
        installed.extend(pin.name for pin in pins)
        distribution(folder, pins[0].name, License_Expression="ISC")

    wanted = [LockedPackage("new", "1"), LockedPackage("old", "1")]
    table = licences.record(wanted, {"old==1": "MIT", "gone==1": "MIT"}, install)
    assert table == {"new==1": "ISC", "old==1": "MIT"}
    assert installed == ["new"]


def test_every_locked_package_has_a_recorded_licence(tmp_path: Path) -> None:
    """`python -m dev.sbom licences` records those that a lock brings anew."""
    packages = contents.every_lock(verbs.all_specs(Places(CHECKOUT, tmp_path)))
    assert len(packages) > 80
    assert notices.unrecorded(packages, licences.read()) == []


def test_the_source_of_what_asks_for_it_is_named() -> None:
    """Of two licences that one may choose from, the other one is chosen."""
    choices = {key.partition("==")[0]: licence.split(" OR ") for key, licence in licences.read().items()}
    strict = {
        name
        for name, each in choices.items()
        if all("GPL" in licence or "General Public" in licence for licence in each)
    }
    assert strict - ASKS_FOR_SOURCE == set()


def test_the_page_says_what_is_not_known() -> None:
    page = notices.page({LockedPackage("av", "1"): ["transcribe"]}, [], {})
    assert "| av | 1 | not recorded | transcribe |" in page
    assert "pyav-ffmpeg" in page
    assert "espeak" not in page
