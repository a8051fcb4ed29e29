"""Word lists on the cluster: stored under a name with versions, read by a run, and gone when they are deleted."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.conftest import Cluster, Media

WORKFLOW = "word-lists"
TERMS = ("en,es\npresident,director\n", "en,es\npresident,gerente\n")
"""Two versions of one terminology; neither is how anybody would translate the word unasked."""


@pytest.fixture(scope="module")
def brand(cluster: Cluster, namespace: str, media: Media, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A terminology with two versions, and a workflow that translates."""
    spec = {"stages": [{"name": "translate", "operators": [{"name": "translate"}]}]}
    kind = {"apiVersion": "mediainsights.dev/v1alpha1", "kind": "MediaWorkflow"}
    cluster.apply({**kind, "metadata": {"name": WORKFLOW}, "spec": spec}, namespace)
    file = tmp_path_factory.mktemp("terms") / "terms.csv"
    for number, terms in enumerate(TERMS, 1):
        file.write_text(terms, "utf-8")
        done = media("lists", "put", "terminologies", "brand", file)
        assert f"brand is at version {number}" in done.stderr, done.stderr
    yield "brand"
    media("lists", "delete", "terminologies", "brand")


@pytest.fixture(scope="module")
def text(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("text") / "speech.txt"
    found.write_text("The president reads the letter.\n", "utf-8")
    return found


def translated(media: Media, text: Path, terminology: str) -> str:
    wanted = f"translate.terminology={terminology}"
    report = media.analyze(text, "--workflow", WORKFLOW, "--set", wanted)
    assert report["status"] == "Complete", report
    return str(media.result(report["asset"], "translate")["TranslatedText"])


def test_the_same_content_is_no_new_version(brand: str, media: Media, tmp_path: Path) -> None:
    file = tmp_path / "terms.csv"
    file.write_text(TERMS[-1], "utf-8")
    assert f"{brand} is at version 2" in media("lists", "put", "terminologies", brand, file).stderr
    (row,) = json.loads(media("lists", "list", "-o", "json").stdout)
    assert (row["Kind"], row["Name"], row["Versions"]) == ("terminologies", brand, [1, 2])


def test_a_list_reads_as_it_was_stored(brand: str, media: Media) -> None:
    assert media("lists", "show", "terminologies", brand).stdout == TERMS[1]
    assert media("lists", "show", "terminologies", brand, "--version", "1").stdout == TERMS[0]
    absent = media("lists", "show", "terminologies", brand, "--version", "7")
    assert absent.returncode != 0
    assert "there are the versions 1, 2" in absent.stderr


def test_a_run_reads_the_newest_version_or_the_one_that_is_named(brand: str, media: Media, text: Path) -> None:
    assert "gerente" in translated(media, text, f"list:terminologies/{brand}")
    assert "director" in translated(media, text, f"list:terminologies/{brand}@1")


def test_a_list_that_is_not_there_is_refused_by_its_name(brand: str, media: Media, text: Path) -> None:
    assert brand
    report = media.analyze(text, "--workflow", WORKFLOW, "--set", "translate.terminology=list:terminologies/brnd")
    assert report["exit"] != 0
    assert "brnd" in report["message"]


def test_what_is_no_terminology_is_not_stored(media: Media, tmp_path: Path) -> None:
    file = tmp_path / "terms.csv"
    file.write_text("president\n", "utf-8")
    done = media("lists", "put", "terminologies", "none", file)
    assert done.returncode != 0
    assert "it is no terminology" in done.stderr


def test_nothing_of_a_deleted_list_is_listed(media: Media, tmp_path: Path) -> None:
    file = tmp_path / "words.txt"
    file.write_text("Aberystwyth\n", "utf-8")
    assert media("lists", "put", "vocabularies", "for-a-day", file).returncode == 0
    deleted = media("lists", "delete", "vocabularies", "for-a-day")
    assert deleted.returncode == 0, deleted.stderr
    assert "for-a-day" not in media("lists", "list", "-o", "json").stdout
    assert media("lists", "show", "vocabularies", "for-a-day").returncode != 0
