"""Labels of one's own on the cluster: photographs in, the right label out, and unknown for what is like none."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.conftest import Cluster, Manifest, Media, apply_example
from tests.e2e.eventually import eventually
from tests.operators.media import fetch

EXAMPLE = Path(__file__).parents[2] / "examples/15-custom-labels"
TAUGHT = {"big cat": ("cheetah", "cheetah-cub"), "portrait": ("obama", "biden")}


@pytest.fixture(scope="module")
def sports(media: Media) -> Iterator[str]:
    """A collection under the name that the example's workflow reads."""
    assert media("labels", "create", "sports").returncode == 0
    for label, names in TAUGHT.items():
        done = media("labels", "teach", "sports", *map(fetch, names), "--label", label)
        assert done.returncode == 0, done.stderr
    yield "sports"
    media("labels", "delete", "sports")


@pytest.fixture(scope="module")
def workflow(sports: str, namespace: str) -> str:
    apply_example(EXAMPLE, namespace)
    return f"my-labels of {sports}"


def test_teaching_tells_what_to_expect(sports: str, media: Media) -> None:
    described = media("labels", "describe", sports)
    assert "portrait\t2 examples\t2 of 2 answers right" in described.stdout, described.stdout
    found = json.loads(media("labels", "describe", sports, "-o", "json").stdout)
    assert {each["Label"] for each in found["Examples"]} == set(TAUGHT)


@pytest.mark.parametrize(("photograph", "label"), [("cheetah-face", "big cat"), ("obama-speaking", "portrait")])
def test_what_is_like_examples_gets_their_label(workflow: str, media: Media, photograph: str, label: str) -> None:
    assert workflow
    report = media.analyze(fetch(photograph), "--workflow", "my-labels")
    assert report["status"] == "Complete", report
    result: Manifest = media.result(report["asset"], "custom-labels")
    assert [each["Name"] for each in result["CustomLabels"]] == [label]
    assert result["Collection"]["Version"] == 4


def test_what_is_like_none_is_unknown(workflow: str, media: Media) -> None:
    assert workflow
    report = media.analyze(fetch("coffee"), "--workflow", "my-labels")
    assert report["status"] == "Complete", report
    result: Manifest = media.result(report["asset"], "custom-labels")
    assert result["CustomLabels"] == []
    assert result["Unknown"][0]["Nearest"]["Similarity"] < 50


def test_nothing_that_teaching_made_is_left(sports: str, cluster: Cluster, namespace: str, media: Media) -> None:
    assert sports

    def only_ours() -> bool:
        found = media("get", "-o", "json").stdout
        return "cheetah-cub" not in found and "biden" not in found

    eventually(only_ours, "the images' assets are gone", seconds=60)
    assert cluster
    assert namespace


def test_deletion_leaves_a_receipt(media: Media) -> None:
    assert media("labels", "create", "for-a-day").returncode == 0
    deleted = media("labels", "delete", "for-a-day")
    assert deleted.returncode == 0, deleted.stderr
    assert "for-a-day" not in json.dumps(json.loads(media("labels", "list", "-o", "json").stdout))
