"""Collections of faces on the cluster: pictures in, the right name out, nothing left after deletion."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.conftest import Cluster, Manifest, Media, apply_example
from tests.e2e.eventually import eventually
from tests.operators.demo import demo_clip
from tests.operators.media import fetch

EXAMPLE = Path(__file__).parents[2] / "examples/04-known-faces"


@pytest.fixture(scope="module")
def staff(media: Media) -> Iterator[str]:
    """A collection of two people, as the example's README makes it."""
    for command in (("create", "staff"), ("index", "staff", fetch("obama"), "--name", "Barack Obama"),
                    ("index", "staff", fetch("astronaut"), "--name", "Eileen Collins")):  # fmt: skip
        done = media("faces", *command)
        assert done.returncode == 0, done.stderr
    yield "staff"
    media("faces", "delete", "staff")


@pytest.fixture(scope="module")
def reception(staff: str, cluster: Cluster, namespace: str, media: Media) -> Manifest:
    """The example's film: the demo clip, in which one of the two looks at us for six seconds."""
    assert staff
    assert media("upload", demo_clip().path, "--key", media.key("reception.mp4")).returncode == 0
    apply_example(EXAMPLE, namespace)

    def finished() -> bool:
        found = cluster.executions(namespace, "reception")
        return bool(found) and found[0].get("status", {}).get("state") in ("Complete", "Error", "Rejected")

    eventually(finished, "the example's execution ended", seconds=180)
    (execution,) = cluster.executions(namespace, "reception")
    assert execution["status"]["state"] == "Complete", execution["status"]
    # the asset points to a result just after its execution has ended
    eventually(lambda: media("results", "reception", "face-search").returncode == 0, "the asset has the result")
    result: Manifest = media.result("reception", "face-search")
    return result


def test_who_is_known_is_named_while_she_is_there(reception: Manifest) -> None:
    start, end = demo_clip().span("astronaut")
    named = {
        person["Timestamp"]: match["Face"]["ExternalImageId"]
        for person in reception["Persons"]
        for match in person["FaceMatches"]
    }

    assert set(named.values()) == {"Eileen Collins"}, "the other one is not in the film"
    assert len(named) >= 5, "one frame a second for six seconds"
    assert all(start <= time < end for time in named)


def test_a_run_says_which_version_it_searched(reception: Manifest) -> None:
    assert reception["Collection"]["Version"] == 2
    assert reception["Collection"]["FaceCount"] == 2


def test_another_picture_of_the_same_man_finds_him(staff: str, reception: Manifest, media: Media) -> None:
    assert reception  # its workflow is applied
    report = media.analyze(
        fetch("obama-speaking"), "--workflow", "who-is-it", "--set", f"face-search.collection={staff}"
    )

    assert report["status"] == "Complete", report
    (match,) = media.result(report["asset"], "face-search")["FaceMatches"]
    assert match["Face"]["ExternalImageId"] == "Barack Obama"


def test_a_collection_that_does_not_exist_is_refused_by_name(reception: Manifest, media: Media) -> None:
    assert reception
    report = media.analyze(fetch("obama-speaking"), "--workflow", "who-is-it", "--set", "face-search.collection=nobody")

    assert report["exit"] != 0
    assert "nobody" in report["message"]


def test_deletion_leaves_a_receipt_and_nothing_else(media: Media) -> None:
    assert media("faces", "create", "for-a-day").returncode == 0
    assert media("faces", "index", "for-a-day", fetch("obama"), "--name", "Barack Obama").returncode == 0

    deleted = media("faces", "delete", "for-a-day")
    listed = media("faces", "list", "-o", "json")

    assert deleted.returncode == 0, deleted.stderr
    assert "Sha256" in deleted.stdout
    assert "Obama" not in deleted.stdout
    assert "for-a-day" not in json.dumps(json.loads(listed.stdout))
