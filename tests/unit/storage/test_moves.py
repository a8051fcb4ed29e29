"""What version 0.1 stored moves to its namespace's prefix: in a folder, and in an S3."""

from dataclasses import replace

import pytest

from media_insights.api.v1alpha1 import MediaExecution
from media_insights.domain.planning.plan import Plan
from media_insights.domain.planning.plans_json import hash_of, plan_bytes
from media_insights.errors import NoSuchBucket
from media_insights.storage.moves import copy_below, copy_collections, move_below, move_collections, move_plan
from media_insights.storage.store import Store
from tests.unit import builders
from tests.unit.controller.objects import execution

FORMER = "private/assets/a/"
PREFIX = "private/n/assets/a/"
PLAN = b'{"planKey": "private/assets/a/workflows/e/plan.json", "source": "private/assets/another/x"}'


@pytest.fixture
def stored(store: Store) -> Store:
    """A store as version 0.1 left it."""
    store.put(f"{FORMER}workflows/e/plan.json", PLAN, "application/json")
    store.put(f"{FORMER}workflows/e/labels.json", b"{}", "application/json")
    store.put(f"{FORMER}workflows/e/spanish/text (final) – 日本.txt", b"hola", "text/plain")
    store.put(f"{FORMER}logs/run/pod/main.log", b"said")
    store.put("private/assets/ab/workflows/e/labels.json", b"of another")
    return store


def keys(store: Store, prefix: str) -> list[str]:
    return [info.key.removeprefix(prefix) for info in store.list(prefix)]


def test_everything_of_an_asset_is_copied_and_nothing_of_another(stored: Store) -> None:
    before = keys(stored, FORMER)
    assert copy_below(stored, FORMER, PREFIX) == 4
    assert keys(stored, PREFIX) == before == keys(stored, FORMER)
    assert stored.get(f"{PREFIX}workflows/e/spanish/text (final) – 日本.txt") == b"hola"
    assert keys(stored, "private/n/assets/ab/") == []


def test_a_plan_names_its_new_keys_and_another_asset_s_as_they_were(stored: Store) -> None:
    copy_below(stored, FORMER, PREFIX)
    moved = b'{"planKey": "private/n/assets/a/workflows/e/plan.json", "source": "private/assets/another/x"}'
    assert stored.get(f"{PREFIX}workflows/e/plan.json") == moved


def test_an_interrupted_copy_goes_on_and_overwrites_nothing(stored: Store) -> None:
    stored.put(f"{PREFIX}workflows/e/labels.json", b'{"newer": true}')
    assert copy_below(stored, FORMER, PREFIX) == 3
    assert copy_below(stored, FORMER, PREFIX) == 0
    assert stored.get(f"{PREFIX}workflows/e/labels.json") == b'{"newer": true}'


def test_a_move_leaves_nothing_behind_and_may_be_repeated(stored: Store) -> None:
    assert move_below(stored, FORMER, PREFIX) == 4
    assert keys(stored, FORMER) == []
    assert move_below(stored, FORMER, PREFIX) == 0
    assert len(keys(stored, PREFIX)) == 4
    assert keys(stored, "private/assets/ab/") == ["workflows/e/labels.json"]


def test_collections_and_receipts_move_to_their_own_places(store: Store) -> None:
    store.put("private/collections/n/faces/staff/collection.json", b"{}")
    store.put("private/collections/n/faces/staff/versions/000000.json", b"{}")
    store.put("private/collections/n/receipts/2026-faces-old.json", b"{}")
    store.put("private/collections/n2/faces/staff/collection.json", b"{}")
    assert copy_collections(store, "n") == 3
    assert keys(store, "private/collections/n/") == [
        "faces/staff/collection.json",
        "faces/staff/versions/000000.json",
    ]
    assert move_collections(store, "n") == 0
    assert keys(store, "private/n/") == [
        "collections/faces/staff/collection.json",
        "collections/faces/staff/versions/000000.json",
        "receipts/2026-faces-old.json",
    ]
    assert keys(store, "private/collections/") == ["n2/faces/staff/collection.json"]
    assert move_collections(store, "n") == 0


def test_where_there_is_no_bucket_there_is_nothing_to_move(store: Store) -> None:
    absent = store.at("no-such-bucket")
    assert move_collections(absent, "n") == 0
    with pytest.raises(NoSuchBucket):
        absent.get("x")


OLD, NEW = "private/assets/asset-1/", "private/newsroom/assets/asset-1/"
FOLDER = f"{OLD}workflows/uid-of-run-1/"


def plan_of_0_1() -> Plan:
    """A plan with the keys of version 0.1."""
    now = builders.plan("prepare: proxy")
    steps = (
        replace(step, outputs=tuple(replace(each, key=each.key.replace(NEW, OLD)) for each in step.outputs))
        for step in now.steps
    )
    return replace(now, steps=tuple(steps), plan_key=f"{FOLDER}plan.json")


def ran(plan: Plan, hash_: str = "") -> MediaExecution:
    key = plan.plan_key
    return execution("Complete", status={"planKey": key, "planHash": hash_ or hash_of(plan_bytes(plan))})


def test_a_plan_moves_with_its_hash_however_often(store: Store) -> None:
    plan = plan_of_0_1()
    store.put(plan.plan_key, plan_bytes(plan))
    key, hash_ = move_plan(store, ran(plan), "asset-1", OLD, NEW)
    assert key == f"{NEW}workflows/uid-of-run-1/plan.json"
    assert hash_ == hash_of(store.get(key)) == hash_of(plan_bytes(builders.plan("prepare: proxy")))
    assert move_plan(store, ran(plan), "asset-1", OLD, NEW) == (key, hash_)


def test_a_plan_that_somebody_else_wrote_gets_no_hash(store: Store) -> None:
    plan = plan_of_0_1()
    store.put(plan.plan_key, plan_bytes(replace(plan, priority=9)))
    recorded = hash_of(plan_bytes(plan))
    _, hash_ = move_plan(store, ran(plan), "asset-1", OLD, NEW)
    assert hash_ == recorded
    assert [info.key for info in store.list(NEW)] == []


def test_a_plan_that_took_over_results_of_version_0_1_is_stored_beside_itself(store: Store) -> None:
    plan = replace(plan_of_0_1(), plan_key=f"{NEW}workflows/uid-of-run-1/plan.json")
    store.put(plan.plan_key, plan_bytes(plan))
    key, hash_ = move_plan(store, ran(plan), "asset-1", OLD, NEW)
    assert key == f"{NEW}workflows/uid-of-run-1/plan-moved.json"
    assert hash_ == hash_of(store.get(key))
    assert OLD.encode() not in store.get(key)
    assert store.get(plan.plan_key) == plan_bytes(plan)


def test_a_plan_that_is_gone_keeps_its_hash(store: Store) -> None:
    plan = plan_of_0_1()
    store.put("other", b"")
    assert move_plan(store, ran(plan), "asset-1", OLD, NEW)[1] == hash_of(plan_bytes(plan))
