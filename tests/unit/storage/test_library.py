"""What is stored of an asset is found by its status: in a folder, and in an S3."""

import json
from dataclasses import replace
from typing import Any

import pytest

from media_insights.api.v1alpha1 import MediaAsset, MediaExecution
from media_insights.api.v1alpha1.operator_index import Index
from media_insights.domain.planning.plan import Plan
from media_insights.domain.planning.plans_json import plan_bytes, plan_hash
from media_insights.domain.planning.stored_plans import MAX_BYTES, reference_of
from media_insights.domain.running.status import execution_status
from media_insights.domain.running.steps import StepFacts
from media_insights.errors import Damaged, NoSuchObject, Tampered
from media_insights.storage import library as library_module
from media_insights.storage.library import Library, StoredAsset
from media_insights.storage.store import Store
from tests.unit import builders
from tests.unit.controller.objects import NOW, asset, execution

LABELS = {"Labels": [{"Timestamp": 40}]}
INDEX: dict[str, Any] = {"list": "$.Labels[*]", "operator": "label_detection", "time": {"at": "Timestamp"}}


@pytest.fixture
def plan() -> Plan:
    indexed = builders.operator("labels", "Frames|Image", index=INDEX)
    return builders.plan("prepare: proxy; analyze: labels", operators=builders.CATALOGUE | {"labels": indexed})


def key_of(plan: Plan, step: str) -> str:
    return next(output.key for output in plan.step(step).outputs if output.result)


@pytest.fixture
def library(store: Store, plan: Plan) -> Library:
    """The store after a run of the plan."""
    store.put(plan.plan_key, plan_bytes(plan))
    store.put(key_of(plan, "labels"), json.dumps(LABELS).encode())
    return Library(store)


def ran(plan: Plan) -> MediaExecution:
    """The execution of the plan, as its status stands after a run."""
    meta = {"name": plan.execution.name, "uid": plan.execution.uid}
    return execution("Complete", meta=meta, status={"planHash": plan_hash(plan), "planKey": plan.plan_key})


def pointing(plan: Plan, **keys: str) -> MediaAsset:
    metadata = [{"operator": name, "key": key} for name, key in keys.items()]
    files = [{"media": "Thumbnail", "key": f"{plan.plan_key.rpartition('/')[0]}/thumbnail.jpg"}]
    return asset(status={"metadata": metadata, "files": files})


@pytest.fixture
def stored(library: Library, plan: Plan) -> StoredAsset:
    """An asset whose status points to the result of labels, to one of a lost run, and to one that is missing."""
    lost, missing = "private/n/assets/a/workflows/lost/words.json", key_of(plan, "proxy")
    library.store.put(lost, b'["a"]')
    return library.of(pointing(plan, labels=key_of(plan, "labels"), words=lost, proxy=missing), [ran(plan)])


def test_results_are_read_by_their_operator_s_name_when_they_are_asked_for(stored: StoredAsset) -> None:
    assert list(stored.results) == ["labels", "words", "proxy"]
    assert stored.results["labels"] == LABELS
    assert "proxy" in stored.results
    with pytest.raises(NoSuchObject):
        stored.results["proxy"]
    with pytest.raises(KeyError):
        stored.results["captions"]


def test_what_can_be_read_is_read_at_once(stored: StoredAsset) -> None:
    assert stored.results.readable() == {"labels": LABELS, "words": ["a"]}


def test_the_digest_is_of_what_is_there_and_says_what_cannot_be_read(library: Library, plan: Plan) -> None:
    folder = plan.plan_key.rpartition("/")[0]
    label = {"Timestamp": 0, "Label": {"Name": "Cat", "Confidence": 90}}
    contents = {"labelDetection": json.dumps({"Labels": [label]}), "sentiment": "no JSON", "words": "[]"}
    for name, content in contents.items():
        library.store.put(f"{folder}/{name}.json", content.encode())
    names = (*contents, "faceDetection")
    digest = library.of(pointing(plan, **{name: f"{folder}/{name}.json" for name in names}), ()).results.digest()

    assert [each.name for each in digest.labels] == ["Cat"]
    assert list(digest.unreadable) == ["sentiment"]
    assert "is not JSON" in digest.unreadable["sentiment"]


def test_results_have_the_version_that_their_pointer_says(library: Library) -> None:
    newer = {"operator": "labelDetection", "key": "labels.json", "schemaVersion": 9}
    old = {"operator": "words", "key": "words.json"}
    library.store.put("labels.json", b'{"Labels": []}')
    results = library.of(asset(status={"metadata": [newer, old]}), ()).results

    assert results.versions == {"labelDetection": 9, "words": 1}
    assert "has version 9 of its schema" in results.digest().unreadable["labelDetection"]


def test_media_are_found_by_their_name(stored: StoredAsset) -> None:
    assert set(stored.media) == {"Thumbnail"}


def test_plans_say_how_results_become_moments(stored: StoredAsset, plan: Plan) -> None:
    assert stored.plans == {plan.plan_key: plan}
    assert stored.indexes == {"labels": Index.model_validate(INDEX)}
    assert stored.unplanned == ("words",)


def test_a_plan_is_read_as_its_execution_vouches_for_it(library: Library, plan: Plan) -> None:
    reference = reference_of(ran(plan), plan.asset.uid)
    assert library.plan(reference) == plan
    for content in (b"", b"no JSON", plan_bytes(plan)[:-1], plan_bytes(plan) + b" ", b"[" * (MAX_BYTES + 1)):
        library.store.put(plan.plan_key, content)
        with pytest.raises(Tampered, match="somebody else wrote it"):
            library.plan(reference)
    library.store.delete(plan.plan_key)
    assert library.plan(reference) is None


def test_a_plan_that_somebody_else_wrote_is_told_and_says_nothing(stored: StoredAsset, plan: Plan) -> None:
    stored.library.store.put(plan.plan_key, plan_bytes(plan).replace(b"labels", b"labelz"))
    assert (stored.plans, stored.indexes, stored.unplanned) == ({}, {}, ("labels", "proxy", "words"))
    assert [plan.plan_key in problem for problem in stored.unusable_plans] == [True]


def test_a_plan_that_was_moved_beside_itself_says_what_it_said_before(library: Library, plan: Plan) -> None:
    moved = replace(plan, plan_key=plan.plan_key.replace("plan.json", "plan-moved.json"))
    library.store.put(moved.plan_key, plan_bytes(moved))
    found = library.of(pointing(plan, labels=key_of(plan, "labels")), [ran(moved)])
    assert found.plans == {moved.plan_key: moved}
    assert found.unplanned == ()


def test_a_plan_without_its_execution_says_nothing(library: Library, plan: Plan) -> None:
    assert library.of(pointing(plan, labels=key_of(plan, "labels")), ()).unplanned == ("labels",)


def test_lines_are_a_list_and_what_is_no_json_is_damaged(library: Library) -> None:
    library.store.put("a.ndjson", b'{"a": 1}\n\n{"a": 2}\n')
    assert library.result("a.ndjson") == [{"a": 1}, {"a": 2}]
    library.store.put("a.json", b'{"a": ')
    with pytest.raises(Damaged, match=r"the stored result a\.json is not JSON"):
        library.result("a.json")


def test_an_execution_has_results_of_operators_that_are_complete(library: Library, plan: Plan) -> None:
    facts = {
        "proxy": StepFacts(name="proxy", status="Complete", finished_at=NOW),
        "labels": StepFacts(name="labels", status="Complete", finished_at=NOW),
    }
    running = facts | {"labels": StepFacts(name="labels", status="Executing")}
    assert set(library.of_execution(execution_status(plan, facts, now=NOW))) == {"proxy", "labels"}
    assert set(library.of_execution(execution_status(plan, running, now=NOW))) == {"proxy"}
    assert library.of_execution(execution_status(plan, facts, now=NOW)).readable() == {"labels": LABELS}


def test_all_that_an_execution_stored_has_its_size(library: Library, plan: Plan) -> None:
    sizes = library.sizes(plan.plan_key)
    assert set(sizes) == {plan.plan_key, key_of(plan, "labels")}
    assert sizes[key_of(plan, "labels")] == len(json.dumps(LABELS))
    assert library.sizes("private/n/assets/a/workflows/none/plan.json") == {}
    assert Library(library.store.at("no-such-bucket")).sizes(plan.plan_key) == {}


def test_of_endless_objects_as_many_are_listed_as_a_plan_may_have(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library_module, "MOST_OF_A_RUN", 2)
    for name in "abc":
        store.put(f"private/n/assets/a/workflows/e/{name}.json", b"1")
    assert [key[-6:] for key in Library(store).sizes("private/n/assets/a/workflows/e/plan.json")] == [
        "a.json",
        "b.json",
    ]


def test_logs_are_those_of_the_execution_s_pods(library: Library) -> None:
    folder = "private/n/assets/a/logs/run-1"
    library.store.put(f"{folder}/run-1-labels-1/main.log", b"one")
    library.store.put(f"{folder}/run-1-labels-2/main.log", b"two")
    library.store.put(f"{folder}/run-1-labels-2/other.txt", b"no log")
    library.store.put("private/n/assets/a/logs/run-10/run-10-labels-1/main.log", b"of another")
    library.store.put("private/other/assets/a/logs/run-1/run-1-labels-1/main.log", b"of another namespace")
    assert list(library.logs("n", "a", "run-1")) == [("run-1-labels-1", b"one"), ("run-1-labels-2", b"two")]


def test_logs_that_version_0_1_kept_are_found(library: Library) -> None:
    library.store.put("private/assets/a/logs/run-1/run-1-labels-1/main.log", b"before")
    assert list(library.logs("n", "a", "run-1")) == [("run-1-labels-1", b"before")]
