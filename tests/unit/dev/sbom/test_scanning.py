"""A scan: a small database of advisories, and images that hold what they are about, or do not."""

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from dev.images.errors import ImagesError
from dev.sbom import debian_packages
from dev.sbom.__main__ import main
from dev.sbom.components import Component
from dev.sbom.scanning import scan

STATUS = """\
Package: libc6
Status: install ok installed
Source: glibc (2.36-9+deb12u9)
Architecture: amd64
Version: 2.36-9+deb12u9
"""


def python(name: str, version: str) -> Component:
    return Component("library", name, version, f"pkg:pypi/{name}@{version}")


def npm(name: str, version: str) -> Component:
    return Component("library", name, version, f"pkg:npm/{name.replace('@', '%40')}@{version}")


def advisory(ecosystem: str, package: str, *events: dict[str, str], **more: Any) -> dict[str, Any]:
    about = {"package": {"ecosystem": ecosystem, "name": package}, "ranges": [{"type": "ECOSYSTEM", "events": events}]}
    return {"id": f"OSV-{package}", "aliases": [f"CVE-{package}"], "affected": [{**about, **more}]}


@pytest.fixture
def cache() -> Iterator[str]:
    """A folder of a short path, as the cache must have."""
    with TemporaryDirectory() as folder:
        yield folder


@pytest.fixture
def database(tmp_path: Path) -> Path:
    folder = tmp_path / "advisories"
    folder.mkdir()
    found = [
        advisory(
            "PyPI", "Py_YAML", {"introduced": "0"}, {"fixed": "5.4"}, {"introduced": "6.0"}, {"last_affected": "6.0.1"}
        ),
        advisory("PyPI", "listed", versions=["2.0"]),
        {**advisory("PyPI", "withdrawn", {"introduced": "0"}), "withdrawn": "2026-01-01T00:00:00Z"},
        advisory("npm", "@scope/tool", {"introduced": "1.0.0"}, {"fixed": "1.10.0"}),
        advisory("Debian:11", "glibc", {"introduced": "0"}),
        advisory("Go", "py-yaml", {"introduced": "0"}),
    ]
    with zipfile.ZipFile(folder / "all.zip", "w") as archive:
        for number, each in enumerate(found):
            archive.writestr(f"{number}.json", json.dumps(each))
    fixed = advisory("Debian:12", "glibc", {"introduced": "0"}, {"fixed": "2.36-9+deb12u10"})
    (folder / "glibc.json").write_text(json.dumps(fixed))
    return folder


@pytest.mark.parametrize(
    ("component", "found"),
    [
        (python("py-yaml", "5.3"), "5.4"),
        (python("py-yaml", "5.4"), None),
        (python("py-yaml", "5.10"), None),
        (python("py-yaml", "6.0.1"), "5.4"),
        (python("py-yaml", "6.0.2"), None),
        (python("listed", "2.0"), ""),
        (python("listed", "2.1"), None),
        (python("withdrawn", "1"), None),
        (npm("@scope/tool", "1.9.0"), "1.10.0"),
        (npm("@scope/tool", "1.10.0"), None),
        (npm("py-yaml", "1.0.0"), None),
        (Component("machine-learning-model", "py-yaml", "5.3"), None),
    ],
    ids=lambda each: f"{each.name}-{each.version}" if isinstance(each, Component) else str(each),
)
def test_a_version_is_affected_or_not(component: Component, found: str | None, database: Path) -> None:
    findings = scan({"one": [component], "two": [component]}, database)
    told = [(", ".join(each.fixed), each.images) for each in findings]
    assert told == ([] if found is None else [(found, ("one", "two"))])


def test_debian_s_packages_are_known_by_their_source(database: Path) -> None:
    (finding,) = scan({"base": list(debian_packages.parse(STATUS))}, database)
    assert str(finding) == "glibc 2.36-9+deb12u9: OSV-glibc, CVE-glibc; fixed in 2.36-9+deb12u10; in base"
    assert scan({"base": list(debian_packages.parse(STATUS.replace("u9", "u10")))}, database) == []


@pytest.mark.parametrize("content", [None, "no JSON", "{}"])
def test_what_is_no_database_is_refused_in_a_sentence(content: str | None, tmp_path: Path) -> None:
    path = tmp_path / "all.json"
    if content is not None:
        path.write_text(content)
    with pytest.raises(ImagesError, match=r"is not there|is no JSON|holds no advisory"):
        scan({}, path)


def test_the_verb_needs_a_database(cache: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scan", "--database", ""], {"MEDIA_INSIGHTS_CACHE": cache}) == 1
    assert "make scan DATABASE=" in "".join(capsys.readouterr())


def test_the_verb_fails_for_what_it_finds(cache: str, database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (database / "kopf.json").write_text(json.dumps(advisory("PyPI", "kopf", {"introduced": "0"})))
    assert main(["scan", "controller", "--database", str(database)], {"MEDIA_INSIGHTS_CACHE": cache}) == 1
    told = "".join(capsys.readouterr())
    assert "OSV-kopf, CVE-kopf; no fix is known; in controller" in told
    (database / "kopf.json").unlink()
    assert main(["scan", "controller", "--database", str(database)], {"MEDIA_INSIGHTS_CACHE": cache}) == 0
