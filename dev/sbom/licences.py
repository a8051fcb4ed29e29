"""Licences of locked packages: a table in the repository, filled from what each package says of itself.

Looking at the packages themselves takes gigabytes; the table is read by everyone and changes with the locks only.
"""

import json
import tempfile
from collections.abc import Callable, Iterable, Mapping
from importlib.metadata import Distribution, distributions
from pathlib import Path

from dev.images import requirements
from dev.sbom.locked_packages import LockedPackage

TABLE = Path(__file__).with_name("licences.json")
"""``name==version`` → licence."""
LONGEST = 80
"""Characters of a licence field that is a name; a longer one is a text."""
_SPDX = {
    "Apache Software License": "Apache-2.0",
    "3-Clause BSD License": "BSD-3-Clause",
    "BSD 3-Clause License": "BSD-3-Clause",
    "BSD License": "BSD",
    "GNU General Public License v3 (GPLv3)": "GPL-3.0-only",
    "GNU General Public License v3 or later (GPLv3+)": "GPL-3.0-or-later",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "The Unlicense (Unlicense)": "Unlicense",
}
"""Classifier of a Python package, or what stands in its field → SPDX; BSD says not which one."""
_TEXTS = {"Apache License Version 2.0": "Apache-2.0", "MIT License": "MIT"}
ELSEWHERE = {"espeakng-loader": "GPL-3.0-or-later"}
"""Packages that state nothing: this one is the library eSpeak NG."""


def key_of(package: LockedPackage) -> str:
    """Return a package's name in the table."""
    return f"{package.name}=={package.version}"


def read() -> dict[str, str]:
    """Return the table."""
    found: dict[str, str] = json.loads(TABLE.read_text("utf-8"))
    return found


def record(
    packages: Iterable[LockedPackage],
    known: Mapping[str, str],
    install: Callable[..., None] = requirements.install,
) -> dict[str, str]:
    """Return the table for these packages: what is known stays, what is new is installed into a folder and read."""
    wanted = {key_of(each): each for each in packages}
    found = {key: licence for key, licence in known.items() if key in wanted}
    for key in sorted(set(wanted) - set(found)):
        with tempfile.TemporaryDirectory() as folder:
            install([wanted[key].pin], Path(folder))
            found[key] = next((licence_of(each) for each in distributions(path=[folder])), "")
    return dict(sorted(found.items()))


def write(table: Mapping[str, str]) -> None:
    """Replace the table."""
    TABLE.write_text(json.dumps(table, indent=1) + "\n", "utf-8")


def licence_of(distribution: Distribution) -> str:
    """Return the licence that a package states, best source first; empty when it states none in a few words."""
    if expression := _field(distribution, "License-Expression"):
        return expression
    return _in_words(distribution) or _of_text(distribution) or ELSEWHERE.get(distribution.metadata["Name"].lower(), "")


def _in_words(distribution: Distribution) -> str:
    stated = distribution.metadata.get_all("Classifier", ())
    classifiers = [each.rpartition(" :: ")[2] for each in stated if "License ::" in each]
    named = [each for each in classifiers if each != "OSI Approved"]
    licence = _field(distribution, "License")
    if named and not (licence and named == ["BSD License"] and len(licence) < LONGEST):
        return " OR ".join(_SPDX.get(each, each) for each in named)
    return _SPDX.get(licence, licence) if len(licence) < LONGEST else ""


def _field(distribution: Distribution, name: str) -> str:
    return " ".join(" ".join(distribution.metadata.get_all(name, ())).split())


def _of_text(distribution: Distribution) -> str:
    """Return the licence whose text a package brings, for those that are told by their first lines."""
    for path in distribution.files or ():
        if path.name.upper().startswith(("LICENSE", "LICENCE", "COPYING")):
            head = " ".join(path.read_text("utf-8").split())[:400]
            return next((licence for words, licence in _TEXTS.items() if words in head), "")
    return ""
